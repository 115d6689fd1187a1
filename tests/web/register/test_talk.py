"""Comments, links, files, benefits and costs."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from headway.web.accounts.models import AuditValues, User
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.sentences import known
from headway.web.register import files, operations
from headway.web.register.files import checked
from headway.web.register.markdown import rendered
from headway.web.register.models import Attachment, Benefit, Comment, ConversionRule
from headway.web.register.states import Column
from web.people import Team
from web.register.examples import attachment, benefit, idea, link, said, under_way


@pytest.mark.parametrize("text", [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](https://example.org/t.gif)", "<img src=x onerror=alert(1)>",
    "[x](data:text/html;base64,AAAA)", "<a href=//evil onclick=x>y</a>", "<iframe src=//evil>", "```<b onload=x>```",
    "<https://a\" onx=1>", "[x](vbscript:x)", "[x]( &#106;avascript:alert(1))", "<style>p{}</style>", "<form action=//evil>",
])
def test_a_comment_brings_no_script_no_picture_and_no_strange_scheme(text: str) -> None:
    tags = re.findall(r"<(\w+)([^>]*)>", rendered(text))
    assert {name for name, _attributes in tags} <= {"p", "a", "code"}
    for name, attributes in tags:
        assert re.fullmatch(r' href="https?://[^"]*" rel="noopener noreferrer nofollow"' if name == "a" else "", attributes)


def test_one_changes_and_takes_back_ones_own_words_only(team: Team, as_: Callable[[User | None], Client]) -> None:
    words = said(team)   # the owner's
    assert as_(team.teammate).post(f"/comments/{words.pk}/edit", {"text": "mine"}).status_code == 404
    with pytest.raises(Declined, match=r"^not_your_comment"):
        operations.edit_comment(words, by=team.teammate, text="mine")
    browser = as_(team.owner)
    browser.post(f"/comments/{words.pk}/edit", {"text": "other words", "seen": words.version})
    page = browser.get(f"/improvements/{words.improvement_id}").content.decode()
    assert "changed since" in page
    browser.post(f"/comments/{words.pk}/remove")
    assert Comment.objects.get().text == ""
    assert "taken back" in browser.get(f"/improvements/{words.improvement_id}").content.decode()


def test_the_audit_holds_no_words_of_comments(team: Team) -> None:
    said(team)
    assert not any("says" in str(values.after) for values in AuditValues.objects.all())


def test_a_reader_talks_and_an_auditor_does_not(team: Team) -> None:
    record = idea(team)
    operations.comment(record, by=team.approver, text="yes")
    with pytest.raises(Declined, match=r"^not_permitted"):
        operations.comment(record, by=team.auditor, text="no")


def office(part: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as parts:
        parts.writestr(part, "<x/>")
    return held.getvalue()


@pytest.mark.parametrize(("name", "content"), [
    ("a.png", b"\x89PNG\r\n\x1a\nrest"), ("a.JPG", b"\xff\xd8\xffrest"), ("a.webp", b"RIFF0000WEBPVP8 "), ("a.pdf", b"%PDF-1.7"),
    ("a.docx", office("word/document.xml")), ("a.xlsx", office("xl/workbook.xml")), ("a.csv", "ä,b\n".encode()), ("a.md", b"# x"),
])
def test_a_file_that_is_what_it_says_is_kept(name: str, content: bytes) -> None:
    assert checked(ContentFile(content), name=name).size == len(content)


@pytest.mark.parametrize(("name", "content", "code"), [
    ("a.png", b"<html><script>", "file_is_not_what_it_says"), ("a.pdf", b"MZ\x90", "file_is_not_what_it_says"),
    ("a.docx", office("xl/workbook.xml"), "file_is_not_what_it_says"),
    ("a.xlsx", b"PK\x03\x04broken", "file_is_not_what_it_says"),
    ("a.txt", b"MZ\x00\x01", "file_is_not_what_it_says"), ("a.csv", b"\xff\xfe\x00", "file_is_not_what_it_says"),
    ("a.webp", b"RIFF0000WAVEfmt ", "file_is_not_what_it_says"), ("a.html", b"<html>", "file_of_no_kind"),
    ("a.svg", b"<svg/>", "file_of_no_kind"), ("a.exe", b"MZ", "file_of_no_kind"), ("png", b"\x89PNG", "file_of_no_kind"),
    ("a.pdf", b"", "file_is_empty"),
])
def test_a_file_that_is_not_what_it_says_is_declined(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Declined, match=rf"^{code}\("):
        checked(ContentFile(content), name=name)


def test_a_file_may_not_be_too_large(settings: Any) -> None:
    settings.ATTACHMENT_MEGABYTES = 1
    with pytest.raises(Declined, match=r"^file_too_large"):
        checked(ContentFile(b"%PDF-" + bytes(2 ** 20)), name="a.pdf")


def test_a_path_is_no_name() -> None:
    assert checked(ContentFile(b"x"), name="..\\..\\etc/pass.txt").name == "pass.txt"


def test_a_file_comes_as_a_download_and_never_as_a_page(team: Team, as_: Callable[[User | None], Client]) -> None:
    record, browser = idea(team), as_(team.teammate)
    file = SimpleUploadedFile("näme; x=.md", b"<script>alert(1)</script>", content_type="text/html")
    browser.post(f"/improvements/{record.pk}/files", {"file": file})
    row = Attachment.objects.get()
    answer = browser.get(f"/files/{row.pk}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == ("nosniff", "default-src 'none'; sandbox")
    browser.post(f"/files/{row.pk}/remove")
    assert browser.get(f"/files/{row.pk}").status_code == 404
    row.refresh_from_db()
    assert row.removed_at


def test_a_file_that_is_gone_from_the_disk_is_told_of(team: Team, as_: Callable[[User | None], Client]) -> None:
    row = attachment(team)
    Attachment.objects.filter(pk=row.pk).update(digest="0" * 64)
    answer = as_(team.owner).get(f"/files/{row.pk}")
    assert answer.status_code == 409
    assert "no longer on the server" in answer.content.decode()


def test_a_file_that_no_record_has_is_swept_away_after_a_day_and_no_other(team: Team) -> None:
    def lies(content: bytes, *, days: float) -> Path:
        files.keep(checked(ContentFile(content, name="a.txt"), name="a.txt"))
        path = Path(default_storage.path(files.place_of(sha256(content).hexdigest())))
        os.utime(path, (old := (timezone.now() - timedelta(days=days)).timestamp(), old))
        return path

    row = under_way(team)
    held, taken_away = (operations.attach(row, by=team.owner, file=checked(ContentFile(content, name="a.txt"), name="a.txt"))
                        for content in (b"held", b"taken away"))
    operations.remove_attachment(taken_away, by=team.owner)
    killed, young, kept, away = (lies(content, days=days) for content, days in (
        (b"killed", 2), (b"young", .5), (b"held", 2), (b"taken away", 2)))
    half = kept.rename(f"{kept}.swept")   # as a sweep leaves it that is killed in the midst
    jobs.ask("register.sweep_files")
    jobs.run_until_idle()
    assert [path.exists() for path in (killed, young, kept, away, half)] == [False, True, True, True, False]
    assert held.digest == kept.name
    assert files.sweep(timezone.now() + timedelta(days=1.1)) == 2, "the young one, and the one taken away more than a day ago"
    assert [path.exists() for path in (young, kept, away)] == [False, True, False]


def test_links_lead_only_to_the_web(team: Team, as_: Callable[[User | None], Client]) -> None:
    record, browser = idea(team), as_(team.teammate)
    form = {"kind": "change", "reference": "C1", "address": "javascript:alert(1)"}
    answer = browser.post(f"/improvements/{record.pk}/links", form)
    assert b"Enter a valid URL." in answer.content
    made = link(team)
    browser.post(f"/links/{made.pk}/drop")
    assert not made.improvement.links.exists()


def test_an_estimate_never_verifies_a_benefit(team: Team) -> None:
    given = {"column": Column.VERIFIED, "what": "hours", "amount": Decimal(9), "unit": "hours"}
    for kind in ("estimate", "record"):
        with pytest.raises(Declined, match=r"^estimate_never_verifies"):
            operations.put_benefit(idea(team), by=team.owner, given={**given, "evidence_kind": kind})
    assert operations.put_benefit(idea(team), by=team.owner, given={**given, "evidence_kind": "sample"}).pk


@pytest.mark.parametrize(("low", "high", "where"), [("11", None, "low"), (None, "9", "high")])
def test_an_amount_lies_in_its_range(team: Team, low: str | None, high: str | None, where: str) -> None:
    with pytest.raises(Declined, match=rf"^range_without_amount\(field='{where}'\)"):
        operations.put_benefit(idea(team), by=team.owner, given={
            "column": "expected", "what": "x", "amount": Decimal(10), "unit": "h", "low": low and Decimal(low),
            "high": high and Decimal(high)})


def test_the_three_columns_stand_beside_each_other_and_are_never_added_up(team: Team,
                                                                          as_: Callable[[User | None], Client]) -> None:
    row = benefit(team)
    for column, kind, amount in (("forecast", "estimate", 300), ("verified", "series", 201)):
        operations.put_benefit(row.improvement, by=team.owner, given={
            "column": column, "what": "hours", "amount": Decimal(amount), "unit": "hours", "evidence_kind": kind})
    page = as_(team.owner).get(f"/improvements/{row.improvement_id}").content.decode()
    assert [f"<b>{amount}</b>" in page for amount in (400, 300, 201, 901)] == [True, True, True, False]


def test_hours_are_worth_what_finance_signed_last_and_older_rules_stay(team: Team, as_: Callable[[User | None], Client]) -> None:
    row = benefit(team)   # 400 hours
    for worth, since in (("40", date(2025, 1, 1)), ("48.50", date(2026, 1, 1)), ("99", date(2999, 1, 1))):
        operations.sign_rule(by=team.approver, organisation=team.organisation, unit="Hours", worth=Decimal(worth), currency="eur",
                             since=since, note="payroll")
    assert "worth 19,400 EUR" in as_(team.owner).get(f"/improvements/{row.improvement_id}").content.decode()
    assert list(ConversionRule.objects.order_by("pk").values_list("rule_version", flat=True)) == [1, 2, 3]
    with pytest.raises(Declined, match=r"^not_permitted"):
        operations.sign_rule(by=team.teammate, organisation=team.organisation, unit="hours", worth=Decimal(1), currency="EUR",
                             since=date(2026, 1, 1), note="x")


def test_a_benefit_is_changed_by_one_at_a_time_and_removed(team: Team, as_: Callable[[User | None], Client]) -> None:
    row = benefit(team)
    browser = as_(team.teammate)
    form = {"column": "expected", "what": "hours", "amount": "500", "unit": "hours", "recurrence": "yearly",
            "realised": "capacity", "evidence_kind": "estimate", "note": "", "seen": row.version}
    browser.post(f"/benefits/{row.pk}", form)
    assert Benefit.objects.get().amount == 500
    assert "Somebody changed this" in browser.post(f"/benefits/{row.pk}", form).content.decode()
    browser.post(f"/benefits/{row.pk}/drop")
    assert not Benefit.objects.exists()


def test_the_history_says_in_words_what_was_done(team: Team, as_: Callable[[User | None], Client]) -> None:
    record = under_way(team)
    operations.skip_step(record, 2, by=team.owner, reason="no")
    page = as_(team.owner).get(f"/improvements/{record.pk}/history").content.decode()
    assert all(told in page for told in ("filed the idea", "took it on", "changed it", "left a step out", ".......", ".s....."))


def test_every_write_to_a_record_has_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(str(resources(operations))).glob("*.py"))
    about_others = {"comment", "edit_comment", "remove_comment", "put_link", "drop_link", "attach", "remove_attachment",
                    "put_benefit", "drop_benefit", "put_cost", "drop_cost", "sign_rule", "keep_backlog", "save_view", "drop_view",
                    "choose_letters", "keep_idea_link", "take_in_sheet", "map_sheet", "ask_for_import", "ask_for_quick_win",
                        "ask_to_learn", "learn", "unlearn"}
    written = set(re.findall(r'"register\.(\w+)"', source)) - {"import_sheet", "score_anew", "find_doubles"} - about_others
    settled = {"aim.settle_targets", "plan.settle_plan", "act.settle_action", "sustain.finish"}
    assert {f"register.{name}" for name in written} | settled <= set(known("ACTIONS"))
