"""Tasks under their activity, and the day on which something changed, for somebody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.models import User
from headway.web.act import operations
from headway.web.act.models import Intervention, Reach, Recording, Task, TaskState
from headway.web.ground.declined import Declined
from headway.web.plan.operations import answer_approval
from headway.web.register import operations as register
from headway.web.register.models import Improvement, StepRecord
from headway.web.register.queries import whole
from web.act import made
from web.asking import Api
from web.measure.made import improvement, work
from web.people import MARK, Team, new_team
from web.plan import made as plan
from web.register.examples import under_way

Browser = Callable[[User | None], Client]


def test_what_waits_for_an_approvers_answer_stands_above_their_tasks(team: Team, as_: Browser, api: Callable[..., Api]) -> None:
    asked, small = plan.asked(team), under_way(team, title=f"{MARK} small")
    register.edit(small, by=team.owner, changes={"effort_days": 1})
    register.ask_for_quick_win(small, by=team.teammate, reason=f"{MARK}: a day")
    page = as_(team.approver).get(reverse("act:mine")).content.decode()
    assert reverse("plan:answer", args=[asked.pk]) in page
    assert reverse("register:answer_quick_win", args=[small.pk]) in page
    told = api(team.approver).get("/act/answers-wanted").json()
    assert [one["improvement_pk"] for one in told] == [asked.option.improvement_id, small.pk]
    assert [one["improvement_pk"] for one in api(team.owner).get("/act/answers-wanted").json()] == [small.pk], (
        "whoever asked does not answer")
    assert api(team.teammate).get("/act/answers-wanted").json() == []
    assert [one["granted"] for one in api(team.teammate).get(f"/register/improvements/{small.pk}/quick-wins").json()] == [None]
    answer_approval(asked, by=team.approver, granted=True)
    assert [one["improvement_pk"] for one in api(team.approver).get("/act/answers-wanted").json()] == [small.pk]


def test_a_new_owner_gets_a_letter_and_another_when_it_is_due(team: Team, settings: object) -> None:
    settings.MAIL_IS_SENT = True   # type: ignore[attr-defined]
    row = made.task(team)
    work()
    [assigned] = [one for one in mail.outbox if one.subject.startswith("A task for you")]
    assert assigned.to == [team.teammate.email]
    mail.outbox.clear()
    for day in (date(2090, 4, 30), date(2090, 5, 1), date(2090, 5, 1), date(2090, 5, 3)):
        operations.remind_of_tasks(day)
    work()
    assert [one.subject for one in mail.outbox] == [f"Due: {row.title}"]


def test_ended_tasks_are_not_reminded_of(team: Team, settings: object) -> None:
    settings.MAIL_IS_SENT = True   # type: ignore[attr-defined]
    operations.move_task(made.task(team), by=team.teammate, state=TaskState.DONE)
    assert operations.remind_of_tasks(date(2090, 5, 1)) == 0


@pytest.mark.parametrize(("more", "code"), [
    ({"starts_on": date(2090, 1, 1)}, "starts_in_the_future"), ({"in_full_on": date(2024, 1, 1)}, "in_full_before_start"),
    ({"exposed": "  "}, "exposed_unknown"), ({"recording": Recording.YES}, "recording_not_told"),
    ({"reach": Reach.PILOT}, "pilot_not_named"), ({"reach": Reach.ROLL_OUT}, "roll_out_without_pilot")])
def test_a_change_without_its_day_its_people_or_its_answer_is_declined(team: Team, more: dict[str, object], code: str) -> None:
    with pytest.raises(Declined, match=code):
        made.intervention(team, **more)
    assert not Intervention.objects.exists()


def test_step_5_is_done_by_a_dated_change_and_not_by_tasks(team: Team) -> None:
    settled = plan.settled(team)
    operations.move_task(made.task(team, settled), by=team.owner, state=TaskState.DONE)
    with pytest.raises(Declined, match="no_intervention"):
        operations.settle_action(settled, by=team.owner)
    row = made.intervention(team, settled)
    with pytest.raises(Declined, match="not_permitted"):
        operations.settle_action(settled, by=team.teammate)
    assert operations.settle_action(settled, by=team.owner).route == "ddddd.."
    record = StepRecord.objects.get(improvement=settled, step=5)
    assert record.facts["interventions"] == [{
        "intervention": row.pk, "what": row.what, "starts_on": "2024-06-03", "in_full_on": None, "reach": "all",
        "exposed": row.exposed, "recording": "no", "option": row.option_id}]
    assert row.option_id is not None


def test_a_roll_out_carries_its_pilot_on_and_does_the_step_again(team: Team) -> None:
    settled = plan.settled(team)
    trial = made.pilot(team, settled)
    first = made.intervention(team, settled, reach=Reach.PILOT, pilot=trial, starts_on=trial.starts_on)
    operations.settle_action(settled, by=team.owner)
    second = made.intervention(team, settled, reach=Reach.ROLL_OUT)
    assert second.follows == first
    records = StepRecord.objects.filter(improvement=settled, step=5).order_by("pk")
    assert [len(record.facts["interventions"]) for record in records] == [1, 2]
    assert records[0].digest != records[1].digest


def test_the_last_change_of_a_done_step_is_not_taken_back(team: Team) -> None:
    settled = operations.settle_action(made.ready(team), by=team.owner)
    row = Intervention.objects.get(improvement=settled)
    with pytest.raises(Declined, match="last_intervention"):
        operations.withdraw_intervention(row, by=team.owner, reason="a mistake")
    undone = operations.undo_intervention(row, by=team.owner, undone_on=date(2024, 8, 1), because="it did harm")
    assert undone.withdrawn_at is None
    with pytest.raises(Declined, match="undone_before_it_began"):
        operations.undo_intervention(row, by=team.owner, undone_on=date(2024, 1, 1), because=MARK)


def test_a_change_is_not_corrected_behind_its_verdict(team: Team) -> None:
    settled = operations.settle_action(made.ready(team), by=team.owner)
    row = Intervention.objects.get(improvement=settled)
    corrected = operations.correct_intervention(row, by=team.owner, change=made.change(starts_on=date(2024, 6, 10)))
    assert corrected.starts_on == date(2024, 6, 10)
    Improvement.objects.filter(pk=settled.pk).update(route="dddddd.")   # as a verdict leaves it
    with pytest.raises(Declined, match="intervention_is_judged"):
        operations.correct_intervention(row, by=team.owner, change=made.change())


def test_a_pilot_ends_once_and_what_came_of_it_stays(team: Team) -> None:
    trial = operations.end_pilot(made.pilot(team), by=team.teammate, ended_on=date(2024, 6, 1), outcome=MARK)
    with pytest.raises(Declined, match="pilot_has_ended"):
        operations.put_pilot(trial.improvement, by=team.teammate, given={"name": "another"}, pilot=trial)


def test_nothing_of_another_organisation_is_named(team: Team) -> None:
    other = new_team("Elsewhere")
    here = improvement(team)
    with pytest.raises(Declined, match="owner_elsewhere"):
        made.task(team, here, owner=other.owner)
    with pytest.raises(Declined, match="exposed_elsewhere"):
        made.intervention(team, here, entities=[whole(other.organisation)])
    with pytest.raises(Declined, match="pilot_elsewhere"):
        made.intervention(team, here, pilot=made.pilot(team), reach=Reach.PILOT)


def test_the_board_stands_by_activity_and_its_buttons_move_tasks(team: Team, as_: Browser) -> None:
    here = improvement(team)
    row = made.task(team, here)
    made.task(team, here, title=f"{MARK} late", activity="activity/obtain_build", due_on=timezone.localdate() - timedelta(days=3))
    browser = as_(team.teammate)
    made.event(team, here)
    made.intervention(team, here)
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse("act:action", args=[here.pk])).content.decode()
    assert len(asked) <= 12
    assert page.index("<h3>Improve ") < page.index("<h3>Obtain")
    assert "1 late" in page
    browser.post(reverse("act:move_task", args=[row.pk]), {"state": "done"})
    assert Task.objects.get(pk=row.pk).state == TaskState.DONE
    assert browser.post(reverse("act:move_task", args=[row.pk]), {"state": "dancing"}).status_code == 400
    with CaptureQueriesContext(connection) as asked:
        mine = browser.get(reverse("act:mine")).content.decode()
    assert len(asked) <= 12
    assert f"{MARK} late" in mine
    assert row.title not in mine


def test_the_form_dates_a_change_and_asks_how_things_are_recorded(team: Team, as_: Browser) -> None:
    here, browser = improvement(team), as_(team.teammate)
    form = {"what": MARK, "starts_on": "2024-06-03", "reach": "all", "exposed": f"{MARK} exams", "recording": "yes"}
    asked = browser.post(reverse("act:date_intervention", args=[here.pk]), form)
    assert b"say what is recorded otherwise" in asked.content
    told = browser.post(reverse("act:date_intervention", args=[here.pk]), form | {"recording_note": "a category"})
    assert told.status_code == 302
    assert "Recorded otherwise since" in browser.get(reverse("act:action", args=[here.pk])).content.decode()
