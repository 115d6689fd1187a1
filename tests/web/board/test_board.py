"""The board: what stands on it, how few queries it takes however much there is, and that grades never meet."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from headway.web.accounts.models import User
from headway.web.act.models import OtherEvent
from headway.web.aim.models import Balancing
from headway.web.board.queries import kinds
from headway.web.board.queries.benefits import of_scope
from headway.web.board.queries.counted import AtStep, counted
from headway.web.board.queries.home import board_page
from headway.web.board.queries.rows import board_rows
from headway.web.board.queries.scope import Scope
from headway.web.register.models import Benefit, Improvement
from headway.web.register.states import Came, State
from headway.web.review.models import Answer, Verdict
from headway.web.sustain.models import Alarm, Lesson
from headway.web.vision.models import Entity, EntityKind
from web.asking import Api
from web.people import MARK, Team
from web.register.examples import under_way
from web.review import scene
from web.vision.made import entity

As = Callable[[User | None], Client]
MOST = 12   # queries a page


@pytest.fixture
def scope(team: Team) -> Scope:
    return Scope(team.owner, team.organisation)


@pytest.fixture
def judged(team: Team) -> scene.Scene:
    """An improvement with a verdict, a refused comparison, a balancing measure and benefits of all grades."""
    made = scene.scene(team, target="12h")
    Balancing.objects.create(improvement=made.improvement, given="10%", tolerated=.1, set_by=team.owner,
                             kpi=scene.kpi(team, made.entity, scene.resolved(factor=1), name=f"{MARK} other desk"))
    for column, amount, low, high in (("expected", 400, None, None), ("forecast", 210, 120, 330), ("verified", 200, 160, 243)):
        Benefit.objects.create(improvement=made.improvement, column=column, what="exams", amount=amount, low=low, high=high,
                               unit="exams")
    scene.verdict(made)
    scene.refused(made)
    return made


def many(team: Team, *, rows: int = 60) -> Entity:
    """Improvements at every step, with alarms, lessons and benefits."""
    service = entity(team, EntityKind.SERVICE, f"{MARK} mail")
    for number in range(rows):
        row = under_way(team, entity=service, title=f"{MARK} {number}")
        step = number % 7 + 1
        Improvement.objects.filter(pk=row.pk).update(step=step, route=("d" * (step - 1)).ljust(7, "."))
        Benefit.objects.create(improvement=row, column="expected", what="time", amount=10, unit="hours", recurrence="monthly")
        Lesson.objects.create(improvement=row, title="Ask", happened="No", advice="Yes")
        Alarm.objects.create(improvement=row, watches="the mean", threshold="12 h", response="call")
    return service


def test_no_board_takes_more_queries_for_more_rows(team: Team, judged: scene.Scene, as_: As,
                                                   django_assert_max_num_queries: Callable[[int], object]) -> None:
    service = many(team)
    browser = as_(team.owner)
    for address in ("/board/", f"/board/of/{service.pk}", "/board/all?kind=services"):
        with django_assert_max_num_queries(MOST):   # type: ignore[attr-defined]
            assert browser.get(address).status_code == 200


def test_the_improvement_page_takes_at_most_twelve_queries(team: Team, judged: scene.Scene, as_: As,
                                                           django_assert_max_num_queries: Callable[[int], object]) -> None:
    for number in range(30):
        OtherEvent.objects.create(improvement=judged.improvement, what=f"event {number}", starts_on=scene.CHANGE)
        Lesson.objects.create(improvement=judged.improvement, title="Ask", happened="No", advice="Yes")
    browser = as_(team.owner)
    for pk in (judged.improvement.pk, under_way(team).pk):
        with django_assert_max_num_queries(MOST):   # type: ignore[attr-defined]
            assert browser.get(f"/board/improvements/{pk}").status_code == 200


def test_rows_stand_in_pages_and_none_is_missed(team: Team, scope: Scope) -> None:
    many(team)
    seen: list[int] = []
    after = None
    while True:
        page = board_rows(scope, now=timezone.now(), after=after)
        seen += [row.pk for row in page.items]
        after = page.next
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 60
    assert set(seen) == set(Improvement.objects.values_list("pk", flat=True))


def test_the_row_tells_the_verdict_and_how_far_it_has_come(team: Team, judged: scene.Scene, scope: Scope) -> None:
    row = next(row for row in board_rows(scope, now=timezone.now()).items if row.pk == judged.improvement.pk)
    verdict = Verdict.objects.get(improvement=judged.improvement, replaced_at=None)
    before, after, target = verdict.told["before"], verdict.told["after"]["value"], verdict.told["target"]
    way = round(100 * (after - before) / (target - before))
    assert row.answer == Answer.REACHED
    assert f"{way} % of the way" in row.way
    assert row.waits_for == "a decision on the verdict"


def test_grades_of_a_benefit_stand_apart_and_unlike_units_never_meet(team: Team, judged: scene.Scene, scope: Scope) -> None:
    Benefit.objects.create(improvement=judged.improvement, column="expected", what="x", amount=5, unit="EUR",
                           recurrence="one_off")
    Benefit.objects.create(improvement=judged.improvement, column="expected", what="y", amount=2, unit="exams",
                           recurrence="monthly")
    units = {unit.heading: {row.column: row.told for row in unit.rows} for unit in of_scope(scope)}
    assert units == {"exams a year": {"expected": "424", "forecast": "120–330", "verified": "160–243"},
                     "EUR, one-off": {"expected": "5", "forecast": "–", "verified": "–"}}


def test_a_verified_benefit_stays_when_its_improvement_is_closed_and_an_expected_one_does_not(
    team: Team, judged: scene.Scene, scope: Scope,
) -> None:
    Improvement.objects.filter(pk=judged.improvement.pk).update(state=State.CLOSED)
    (unit,) = of_scope(scope)
    assert [row.told for row in unit.rows] == ["–", "–", "160–243"]
    Improvement.objects.filter(pk=judged.improvement.pk).update(state=State.WITHDRAWN)
    assert of_scope(scope) == ()


def test_the_practice_is_measured_from_the_register(team: Team, judged: scene.Scene, scope: Scope) -> None:
    now = timezone.now()
    others = [under_way(team, title=f"{MARK} {number}") for number in range(4)]
    Lesson.objects.create(improvement=others[0], title="Ask", happened="No", advice="Yes")
    closed = [judged.improvement.pk, others[0].pk, others[1].pk]
    Improvement.objects.filter(pk__in=closed).update(state=State.CLOSED, state_since=now, closure="kept")
    Improvement.objects.filter(pk=others[2].pk).update(state=State.CLOSED, state_since=now, closure="quick_win")
    Improvement.objects.filter(pk=others[3].pk).update(state=State.CLOSED, state_since=now - timedelta(days=400), closure="kept")
    found = counted(scope, now=now)
    assert (found.closed, found.ended, found.quick_wins, found.reached, found.with_lesson) == (3, 4, 1, 1, 1)
    for column, amount, low, high, unit, kind in (
            ("forecast", 100, 80, 120, "hours", "estimate"), ("verified", 90, None, None, "hours", "series"),
            ("verified", 60, None, None, "hours", "series"), ("verified", 5, None, None, "calls", "series")):
        Benefit.objects.create(improvement=others[0], column=column, what="time", amount=amount, low=low, high=high, unit=unit,
                               evidence_kind=kind)
    found = counted(scope, now=now)
    assert found.foretold == {Came.WITHIN: 1, Came.BELOW: 1}   # the scene's, and one of which a benefit fell short
    page = board_page(scope, now=now)
    assert [measure.figure for measure in page.measures[:3]] == ["33 %", "33 %", "50 %"]
    assert page.measures[2].of == "1 of 2 verified, 1 fell short"
    assert sum(area.many for area in page.areas) == found.raised == 5


def test_what_waits_too_long_is_counted_by_step(team: Team, scope: Scope) -> None:
    now = timezone.now()
    old, new = under_way(team), under_way(team)
    Improvement.objects.filter(pk=old.pk).update(step_since=now - timedelta(days=61))
    found = counted(scope, now=now)
    assert found.steps == {1: AtStep(2, 1)}
    rows = {row.pk: row for row in board_rows(scope, now=now).items}
    assert (rows[old.pk].stale, rows[new.pk].stale) == (True, False)


def test_the_board_of_a_service_holds_its_offerings_and_nothing_else(team: Team) -> None:
    service = entity(team, EntityKind.SERVICE, f"{MARK} mail")
    offering = entity(team, EntityKind.OFFERING, f"{MARK} mail for staff", parent=service)
    inside = {under_way(team, entity=service).pk, under_way(team, entity=offering).pk}
    under_way(team)
    page = board_page(Scope(team.owner, team.organisation, service), now=timezone.now())
    assert {row.pk for row in page.rows.items} == inside
    assert page.counted.all == 2


def test_a_member_of_one_unit_counts_nothing_of_another(team: Team) -> None:
    own = entity(team, EntityKind.TEAM, f"{MARK} desk", unit=team.desk)
    other = entity(team, EntityKind.TEAM, f"{MARK} network", unit=team.network)
    mine, theirs = under_way(team, entity=own), under_way(team, entity=other)
    Benefit.objects.create(improvement=theirs, column="expected", what="x", amount=Decimal(7), unit="hours")
    Lesson.objects.create(improvement=theirs, title="Ask", happened="No", advice="Yes")
    page = board_page(Scope(team.desk_member, team.organisation), now=timezone.now())
    assert [row.pk for row in page.rows.items] == [mine.pk]
    assert (page.counted.all, page.benefits, [area.name for area in page.areas]) == (1, (), [own.name])
    teams = kinds.entity_rows(Scope(team.desk_member, team.organisation), EntityKind.TEAM, now=timezone.now())
    assert [row.name for row in teams.items] == [own.name]


def test_the_opening_says_when_things_got_worse(team: Team, as_: As) -> None:
    made = scene.scene(team, factor=1.5)
    assert scene.verdict(made).answer == Answer.WORSE
    page = as_(team.owner).get("/board/").content.decode()
    assert "One says that things got worse." in page
    assert "got worse: adjust it, undo it, or stop?" in page


def test_an_empty_board_teaches(team: Team, as_: As) -> None:
    assert "It begins with one idea" in as_(team.owner).get("/board/").content.decode()


def test_the_first_page_is_the_board(team: Team, as_: As) -> None:
    assert as_(team.owner).get("/")["Location"] == "/board/"


def test_the_api_tells_what_the_page_tells(team: Team, judged: scene.Scene, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    told = program.get("/board").json()
    assert told["by_state"] == {"under_way": 1}
    assert told["verdicts"] == {"reached": 1}
    assert {(one["grade"], Decimal(one["amount"])) for one in told["benefits"]} == {
        ("expected", 400), ("forecast", 210), ("verified", 200)}
    (row,) = program.get("/board/improvements").json()["items"]
    assert (row["id"], row["answer"]) == (judged.improvement.pk, "reached")
    story = program.get(f"/board/improvements/{judged.improvement.pk}").json()
    assert story["says"] == Verdict.objects.get(replaced_at=None).says
    assert [stop["state"] for stop in story["stops"]] == ["done", "done", "skipped", "skipped", "skipped", "here", "ahead"]
    assert program.get("/board/entities", kind="teams").json()["items"][0]["gains"] == 1
    assert program.get("/board/entities", kind="planets").status_code == 404
