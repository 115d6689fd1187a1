"""A file comes in: every row is accounted for, questions are answered on a page, and nothing is lost or taken in twice."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.audit import verify
from headway.web.accounts.models import User
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Job
from headway.web.measure import operations, store
from headway.web.measure.models import Kpi, Source, Upload, UploadState
from headway.web.vision.models import SourceValue
from web.asking import Api
from web.measure import made
from web.people import Team

Browser = Callable[[User | None], Client]
DAY_OR_MONTH = b"number,opened_at,resolved_at\n" + b"".join(
    f"T{day},0{day}/03/2024 08:00,0{day}/03/2024 12:00\n".encode() for day in range(1, 10))


def test_a_file_is_taken_in_by_a_job_and_its_rows_add_up(team: Team, as_: Browser) -> None:
    source = made.source(team)
    rows = made.ticket_rows(weeks=4)
    content = made.csv_of([*rows, ("X1", "soon", "", "exam", "desk 0", ""), rows[0], ("X2", "2024-01-03 09:00")])
    page = as_(team.teammate).post(reverse("measure:upload_to", args=[source.pk]), {
        "file": SimpleUploadedFile("desk.csv", content), "holds": "tickets"})
    assert page["Location"].startswith("/jobs/")
    upload = Upload.objects.get()
    assert upload.state == UploadState.WAITING
    made.work()
    upload.refresh_from_db()
    assert (upload.state, upload.rows_read, upload.rows_used, upload.rows_rejected) == ("taken_in", 123, 120, 3)
    assert upload.rejected == {"unreadable_date": 1, "duplicate_row": 1, "wrong_field_count": 1}
    assert (upload.new, upload.changed) == (120, 0)
    told = as_(team.teammate).get(reverse("measure:upload", args=[upload.pk])).content.decode()
    assert "123 rows read = 120 used + 3 rejected" in told


def test_rejected_rows_are_downloaded_each_with_its_reason_and_never_shown(team: Team, as_: Browser) -> None:
    upload = made.rejecting(team)
    answer = as_(team.owner).get(reverse("measure:rejected", args=[upload.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    [row] = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert (row["row"], row["reason"], row["field"]) == ("61", "unreadable_date", "opened")


def test_a_later_upload_updates_and_adds(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source, made.csv_of(made.ticket_rows(weeks=4)))
    later = made.taken_in(team, source, made.csv_of(made.ticket_rows(weeks=6, hours=9.0)), name="later.csv")
    assert (later.new, later.changed, later.same) == (60, 120, 0)
    source.refresh_from_db()
    assert source.tickets == 180


def test_the_same_file_again_changes_nothing_and_tells_its_account(team: Team) -> None:
    source = made.source(team)
    content = made.csv_of([*made.ticket_rows(weeks=4), ("X1", "soon", "", "exam", "desk 0", "")])
    first = made.taken_in(team, source, content)
    digest = Source.objects.get().digest
    again = made.taken_in(team, source, content)
    assert (again.state, again.new, again.changed, again.same) == ("taken_in", 0, 0, 120)
    assert (again.rows_read, again.rejected) == (first.rows_read, first.rejected)
    assert Source.objects.get().digest == digest


def test_dates_that_may_be_either_are_asked_about_and_the_answer_holds_for_later_files(team: Team, as_: Browser) -> None:
    source = made.source(team)
    upload = made.taken_in(team, source, DAY_OR_MONTH)
    assert (upload.state, upload.refused_code) == ("asks", "ambiguous_dates")
    browser, address = as_(team.owner), reverse("measure:reading", args=[upload.pk])
    asked = browser.get(address).content.decode()
    assert "may be day first or month first, and no row decides.<" in asked
    assert asked.index('name="dates"') < asked.index('<details class="more"')
    browser.post(address, {"dates": "day-first"})
    made.work()
    upload.refresh_from_db()
    source.refresh_from_db()
    assert (upload.state, source.opened_from.month, source.tickets) == ("taken_in", 3, 9)   # type: ignore[union-attr]
    later = made.taken_in(team, source, DAY_OR_MONTH.replace(b"T", b"U"), name="later.csv")
    assert (later.state, later.new) == ("taken_in", 9)


def test_columns_that_nobody_knows_are_asked_about_with_the_columns_to_choose_from(team: Team, as_: Browser) -> None:
    content = b"code,wann,ende\n" + b"".join(
        f"T{day},2024-03-{day:02} 08:00,2024-03-{day:02} 12:00\n".encode() for day in range(1, 20))
    upload = made.taken_in(team, made.source(team), content)
    assert upload.state == "asks"
    assert upload.refused_code == "two_time_columns"
    browser, address = as_(team.owner), reverse("measure:reading", args=[upload.pk])
    asked = browser.get(address).content.decode()
    assert asked.index('name="field_opened"') < asked.index('<details class="more"')
    browser.post(address, {"field_opened": "wann", "field_resolved": "ende", "field_ticket": "code"})
    made.work()
    upload.refresh_from_db()
    assert (upload.state, upload.new) == ("taken_in", 19)
    assert Source.objects.get().read_as["columns"] == {"ticket": "code", "opened": "wann", "resolved": "ende"}


def test_columns_recognised_by_their_content_only_are_confirmed_by_a_person(team: Team, as_: Browser) -> None:
    content = b"code,wann\n" + b"".join(f"T{day},2024-03-{day:02} 08:00\n".encode() for day in range(1, 20))
    upload = made.taken_in(team, made.source(team), content)
    assert (upload.state, upload.refused_code) == ("asks", "not_confirmed")
    proposed = {one["field"]: one["column"] for one in upload.proposed}
    assert proposed == {"opened": "wann"}
    as_(team.owner).post(reverse("measure:reading", args=[upload.pk]), {"field_opened": "wann"})
    made.work()
    upload.refresh_from_db()
    assert upload.state == "taken_in"


@pytest.mark.parametrize(("content", "code"), [
    (b"\x00\x01\x02\x89PNG" * 50, "binary_file"), (b"number,opened_at\n", "header_only"),
    (b"period,value,n\n2024-01-01,3,4\n2024-01-08,4,4\n", "two_time_columns"),
    (b"number\nT1\nT2\n", "one_column"),
])
def test_what_is_no_log_is_refused_in_a_sentence_and_the_log_stays(team: Team, as_: Browser, content: bytes, code: str) -> None:
    source = made.source(team)
    made.taken_in(team, source, made.csv_of(made.ticket_rows(weeks=4)))
    refused = made.taken_in(team, source, content, name="bad.csv")
    if code == "two_time_columns":   # a series of points has no tickets in it: it is asked for them
        assert refused.state == "asks"
    else:
        assert (refused.state, refused.refused_code) == ("refused", code)
    told = as_(team.owner).get(reverse("measure:upload", args=[refused.pk])).content.decode()
    assert "Traceback" not in told
    assert "bad.csv" in told
    assert Source.objects.get().tickets == 120


def test_a_file_that_is_too_large_is_declined_and_not_kept(team: Team, settings: object, as_: Browser) -> None:
    settings.UPLOAD_MEGABYTES = 1   # type: ignore[attr-defined]
    source = made.source(team)
    with pytest.raises(Declined, match="upload_too_large"):
        made.upload(team, source, b"x" * (store.MEGABYTE + 1))
    with pytest.raises(Declined, match="upload_empty"):
        made.upload(team, source, b"")
    assert list(store.uploads().glob("*")) == []
    answer = as_(team.owner).post(reverse("measure:upload_to", args=[source.pk]), {
        "file": SimpleUploadedFile("a.csv", b"x" * (3 * store.MEGABYTE))})
    assert answer.status_code == 409
    assert not Upload.objects.exists()


def test_a_file_lies_outside_of_every_web_root_whatever_it_is_called(team: Team) -> None:
    upload = made.upload(team, name="../../../etc/cron.d/x y*.csv")
    path = store.path_of(upload)
    assert path.is_file()
    assert path.parent.parent == Path(settings.DATA) / "uploads"
    assert path.name == "x_y_.csv"


def test_a_file_that_no_upload_has_is_swept_away_after_a_day_and_no_other(team: Team) -> None:
    row = made.upload(team, made.source(team))
    killed, _size, _digest = store.keep([b"half"], name="killed.csv")
    young, _size, _digest = store.keep([b"new"], name="young.csv")
    for stored_as in (row.stored_as, killed):
        old = (timezone.now() - timedelta(days=2)).timestamp()
        os.utime((store.uploads() / stored_as).parent, (old, old))
    jobs.ask("measure.sweep_uploads")
    made.work()
    assert [(store.uploads() / stored_as).is_file() for stored_as in (row.stored_as, killed, young)] == [True, False, True]


def test_a_form_without_its_token_uploads_nothing(team: Team) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(team.owner)
    answer = client.post(reverse("measure:upload_to", args=[made.source(team).pk]), {"file": SimpleUploadedFile("a.csv", b"a,b")})
    assert answer.status_code == 403
    assert not Upload.objects.exists()


def test_a_program_uploads_the_bytes_and_reads_the_account(team: Team, api: Callable[..., Api]) -> None:
    source = made.source(team)
    program = api(team.owner)
    answer = program.client.generic("POST", f"/api/v1/measure/sources/{source.pk}/uploads?name=desk.csv",
                                    made.csv_of(made.ticket_rows(weeks=2)), content_type="application/octet-stream")
    assert answer.status_code == 201, answer.content
    made.work()
    account = program.get(f"/measure/uploads/{answer.json()['id']}").json()
    assert (account["state"], account["rows_read"], account["rows_used"], account["new"]) == ("taken_in", 60, 60, 60)


def test_a_first_upload_proposes_what_its_values_mean(team: Team) -> None:
    made.taken_in(team)
    values = dict(SourceValue.objects.filter(field="category").values_list("value", "tickets"))
    assert values == {"exam": 200, "mail": 200, "print": 200}


def test_only_a_file_that_is_not_in_the_log_is_set_aside(team: Team) -> None:
    source = made.source(team)
    taken = made.taken_in(team, source)
    refused = made.taken_in(team, source, b"number,opened_at\n", name="bad.csv")
    with pytest.raises(Declined, match="upload_is_in_the_log"):
        operations.withdraw_upload(person=team.owner, upload=taken)
    operations.withdraw_upload(person=team.owner, upload=refused)
    assert not store.path_of(refused).exists()


def test_lists_of_outages_and_changes_fill_their_measures(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source)
    rows = made.shipped(team, made.whole(team), source, "availability", "change_failure_rate")
    made.work()
    assert [row.newest.empty_because for row in Kpi.objects.filter(pk__in=[row.pk for row in rows]) if row.newest] == [
        "no_outages", "no_changes"]
    made.taken_in(team, source, b"service,start,end\nmail,2024-02-05 10:00,2024-02-05 14:00\n", name="o.csv", holds="outages")
    made.taken_in(team, source, b"change,at,failed\nC1,2024-02-05,yes\nC2,2024-02-06,no\n", name="c.csv", holds="changes")
    values = {row.measure: row.newest.value for row in Kpi.objects.all() if row.newest}
    assert values["change_failure_rate"] == .5
    assert .99 < (values["availability"] or 0) < 1


def test_an_import_that_was_done_and_not_told_is_told_by_the_next_worker(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed between the event store's commit and the database's: the store holds the tickets, the job begins anew."""
    from headway.web.measure import jobs as work_of_measure

    upload = made.upload(team)
    monkeypatch.setattr(work_of_measure.intake, "record_taken_in", _killed)
    with pytest.raises(_KilledError):
        _first_job_raises(upload)
    monkeypatch.undo()
    Job.objects.update(state="waiting", attempts=0)
    made.work()
    upload.refresh_from_db()
    assert (upload.state, upload.new, upload.rows_read) == ("taken_in", 600, 600)
    assert Source.objects.get().tickets == 600
    assert verify().breaks == ()


class _KilledError(BaseException):
    pass


def _killed(*_: object, **__: object) -> None:
    raise _KilledError


def _first_job_raises(upload: Upload) -> None:
    from headway.web.ground import jobs

    while True:
        assert jobs.run_next()
