"""Step 7: its gate, what it keeps, and which gains are held."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.models import AuditValues, User
from headway.web.ground.declined import Declined
from headway.web.ground.models import Job
from headway.web.register import operations as register
from headway.web.register.models import Improvement, StepRecord
from headway.web.review import operations as reviewing
from headway.web.sustain import operations
from headway.web.sustain.models import Alarm, Lesson
from headway.web.sustain.queries.gains import gain_of, of_entity
from headway.web.sustain.sections import gains_of
from headway.web.vision.sections import Asked
from web.asking import Api
from web.people import MARK, Team
from web.register import examples as records
from web.review import scene
from web.sustain import examples

As = Callable[[User | None], Client]


@pytest.fixture
def ready(team: Team) -> Improvement:
    """Under way, with all steps before the seventh over."""
    row = records.under_way(team)
    register.complete_first_step(row, by=team.owner)
    for step in range(2, 7):
        register.skip_step(row, step, by=team.owner, reason=f"{MARK}: not what is tested")
    return Improvement.objects.get(pk=row.pk)


def test_the_step_wants_an_alarm_or_a_reason_and_a_lesson(ready: Improvement, team: Team) -> None:
    with pytest.raises(Declined, match="alarm_or_reason_wanted"):
        operations.finish(ready, person=team.owner)
    operations.need_no_alarm(ready, person=team.owner, reason="The old tool is gone for good.")
    with pytest.raises(Declined, match="lesson_wanted"):
        operations.finish(ready, person=team.owner)
    examples.lesson(team, of=ready)
    operations.finish(ready, person=team.owner)
    record = StepRecord.objects.get(improvement=ready, step=7)
    assert (record.state, record.facts["no_alarm"]) == ("done", "The old tool is gone for good.")
    assert record.facts["lessons"] == [examples.LESSON["title"]]


def test_the_step_waits_for_the_ones_before_it(team: Team) -> None:
    row = records.under_way(team)
    examples.alarm(team, of=row)
    examples.lesson(team, of=row)
    with pytest.raises(Declined, match="earlier_step_open"):
        operations.finish(row, person=team.owner)


def test_an_alarm_ends_the_reason_for_none_and_then_no_reason_is_taken(ready: Improvement, team: Team) -> None:
    reason = operations.need_no_alarm(ready, person=team.owner, reason="Not needed.")
    alarm = examples.alarm(team, of=ready)
    reason.refresh_from_db()
    assert reason.ended_at is not None
    with pytest.raises(Declined, match="an_alarm_is_set"):
        operations.need_no_alarm(ready, person=team.owner, reason="Not needed.")
    operations.end_alarm(alarm, person=team.owner, reason="It is watched elsewhere.")
    operations.need_no_alarm(ready, person=team.owner, reason="It is watched elsewhere.")
    assert Alarm.objects.filter(improvement=ready, ended_at=None).count() == 1


@pytest.mark.parametrize(("left_out", "code"), [("watches", "alarm_watches_nothing"), ("threshold", "reason_is_wanted"),
                                                ("response", "reason_is_wanted")])
def test_an_alarm_says_what_when_and_what_then(left_out: str, code: str, ready: Improvement, team: Team) -> None:
    with pytest.raises(Declined, match=code):
        operations.set_alarm(ready, person=team.owner, given=examples.told(team) | {left_out: ""})


def test_whoever_watches_belongs_here_and_is_written_to(ready: Improvement, team: Team, stranger: User, settings: Any) -> None:
    settings.MAIL_IS_SENT = True
    with pytest.raises(Declined, match="watcher_elsewhere"):
        operations.set_alarm(ready, person=team.owner, given=examples.told(team) | {"watcher": stranger})
    examples.alarm(team, of=ready)
    assert Job.objects.get(kind="ground.mail").arguments["to"] == team.teammate.email


def test_two_people_who_change_a_lesson_lose_nothing(ready: Improvement, team: Team) -> None:
    row = examples.lesson(team, of=ready)
    operations.edit(row, person=team.owner, given={"title": "First"}, seen=row.version)
    with pytest.raises(Declined, match="changed_meanwhile"):
        operations.edit(row, person=team.teammate, given={"title": "Second"}, seen=row.version)
    assert Lesson.objects.get().title == "First"


def test_the_audit_keeps_no_name_of_whom_somebody_thanked(ready: Improvement, team: Team) -> None:
    operations.recognise(ready, person=team.owner, given=examples.THANKS | {"whom": "Ada of the desk"})
    assert not any("Ada" in str(values.after) for values in AuditValues.objects.all())


def test_a_gain_is_held_as_long_as_newer_points_say_so(team: Team) -> None:
    made = scene.scene(team)
    row = scene.verdict(made)
    [gain] = map(gain_of, of_entity(made.entity, team.owner))
    assert (gain.verdict, gain.watched, gain.worse) == (row.pk, False, False)
    examples.alarm(team, of=made.improvement)
    with CaptureQueriesContext(connection) as taken:
        [gain] = gains_of(Asked(made.entity, team.owner, timezone.localdate()))
    assert gain.watched
    assert len(taken) == 1
    row.replaced_at = timezone.now()
    row.save()
    assert not of_entity(made.entity, team.owner)


@pytest.mark.parametrize("kind", ["undo", "stop"])
def test_what_was_undone_or_stopped_is_no_gain_held(kind: str, team: Team) -> None:
    made = scene.scene(team)
    reviewing.decide(scene.verdict(made), person=team.owner, kind=kind, reason="Too costly.")
    assert not of_entity(made.entity, team.owner)


def test_no_evidence_is_no_gain(team: Team) -> None:
    made = scene.scene(team, factor=1)
    scene.verdict(made)
    assert not of_entity(made.entity, team.owner)


def test_a_service_shows_the_gains_it_holds(team: Team, as_: As) -> None:
    made = scene.scene(team)
    row = scene.verdict(made)
    page = as_(team.owner).get(reverse("vision:entity", args=[made.entity.pk])).content.decode()
    assert reverse("review:verdict", args=[row.pk]) in page


@pytest.mark.parametrize("name", ["sustain:gains", "sustain:lessons", "sustain:momentum"])
def test_a_page_takes_few_queries(name: str, team: Team, as_: As) -> None:
    made = scene.scene(team)
    scene.verdict(made)
    examples.alarm(team, of=made.improvement)
    for _ in range(3):
        examples.lesson(team, of=made.improvement)
    browser, address = as_(team.owner), reverse(name, args=[made.improvement.pk] if name.endswith("momentum") else [])
    browser.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert MARK in browser.get(address).content.decode()
    assert len(taken) <= 12, "\n".join(query["sql"] for query in taken.captured_queries)


def test_everything_is_kept_in_the_browser(ready: Improvement, team: Team, as_: As) -> None:
    browser = as_(team.owner)
    alarm = {"watches": "queue", "watcher": team.teammate.pk, "every": "weekly", "threshold": "over 20", "response": "call"}
    given = {"alarm": alarm, "lesson": examples.LESSON, "standard-work": examples.WORK | {"changed_on": "2026-03-02"},
             "recognition": examples.THANKS | {"on": "2026-03-09"}}
    for what, values in given.items():
        answer = browser.post(reverse("sustain:put", args=[ready.pk, what]), values)
        assert answer.status_code == 302, answer.content.decode()
    assert browser.post(reverse("sustain:finish", args=[ready.pk])).status_code == 302
    ready.refresh_from_db()
    assert ready.route[6] == "d"
    lesson = Lesson.objects.get()
    address = reverse("sustain:edit", args=["lesson", lesson.pk])
    assert f'value="{lesson.version}"' in browser.get(address).content.decode()
    assert browser.post(address, examples.LESSON | {"title": f"{MARK}: better", "seen": lesson.version}).status_code == 302
    page = browser.get(reverse("sustain:lessons"), {"q": "better"}).content.decode()
    assert f"{MARK}: better" in page
    assert browser.get(reverse("sustain:lessons"), {"q": "nothing like it"}).content.decode().count("data-row") == 0


def test_finishing_too_early_says_so_on_the_page(ready: Improvement, team: Team, as_: As) -> None:
    answer = as_(team.owner).post(reverse("sustain:finish", args=[ready.pk]), follow=True)
    assert "Step 7 wants an alarm on the gain" in answer.content.decode()


def test_the_same_over_the_api(ready: Improvement, team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    root = f"/sustain/improvements/{ready.pk}"
    assert program.post(f"{root}/done").json()["code"] == "alarm_or_reason_wanted"
    assert program.post(f"{root}/alarms", examples.body_of_alarm(team)).status_code == 201
    assert program.post(f"{root}/lessons", examples.LESSON).status_code == 201
    assert program.post(f"{root}/standard-work", examples.WORK).status_code == 201
    assert program.post(f"{root}/recognitions", examples.THANKS).status_code == 201
    kept = program.get(root).json()
    assert [len(kept[name]) for name in ("alarms", "lessons", "standard_work", "recognitions")] == [1, 1, 1, 1]
    assert program.post(f"{root}/done").json()["route"].endswith("d")
    assert program.get("/sustain/lessons").json()["items"][0]["title"] == examples.LESSON["title"]


def test_gains_over_the_api(team: Team, api: Callable[..., Api]) -> None:
    made = scene.scene(team)
    row = scene.verdict(made)
    [gain] = api(team.owner).get(f"/sustain/entities/{made.entity.pk}/gains").json()
    assert (gain["verdict_id"], gain["judged_on"]) == (row.pk, str(row.judged_at.date()))
    assert date.fromisoformat(gain["judged_on"])
