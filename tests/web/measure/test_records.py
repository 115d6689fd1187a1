"""Capability holds level by level, never as an average; service levels are counted, not inferred."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.models import User
from headway.web.ground.declined import Declined
from headway.web.measure import operations
from headway.web.measure.capability import shipped
from headway.web.measure.models import Attainment, CapabilityAssessment, CriteriaSet, ServiceLevel
from headway.web.register.evidence import EvidenceKind
from headway.web.vision import operations as vision
from headway.web.vision.models import EntityKind
from web.measure import made
from web.people import MARK, Team

Browser = Callable[[User | None], Client]


def find(team: Team, row: CapabilityAssessment, *levels: int, met: bool = True) -> None:
    for one in shipped()[1]:
        if one.level in levels:
            operations.find_criterion(person=team.owner, assessment=row, code=one.code, met=met, evidence=MARK)


def test_a_level_holds_only_if_all_lower_ones_do(team: Team) -> None:
    row = made.assessment(team)
    find(team, row, 2, 4, 5)
    row.refresh_from_db()
    assert (row.level, row.held_back_by) == (2, 3)
    find(team, row, 3)
    row.refresh_from_db()
    assert (row.level, row.held_back_by) == (5, None)
    operations.find_criterion(person=team.owner, assessment=row, code="outcome_known", met=False, evidence="")
    row.refresh_from_db()
    assert (row.level, row.held_back_by) == (1, 2)


def test_met_wants_what_shows_it(team: Team, as_: Browser) -> None:
    row = made.assessment(team)
    answer = as_(team.teammate).post(reverse("measure:assessment", args=[row.pk]), {"code": "outcome_known", "met": "yes"})
    assert "What shows that it is met?" in answer.content.decode()
    answer = as_(team.teammate).post(reverse("measure:assessment", args=[row.pk]), {
        "code": "outcome_known", "met": "yes", "evidence": "charter of May"})
    assert answer.status_code == 302
    assert "charter of May" in as_(team.auditor).get(reverse("measure:assessment", args=[row.pk])).content.decode()


def test_an_assessment_ends_when_every_criterion_that_counts_was_looked_at_and_then_stays(team: Team) -> None:
    row = made.assessment(team)
    find(team, row, 2)
    with pytest.raises(Declined, match="criteria_not_looked_at"):
        operations.end_assessment(person=team.owner, assessment=row)
    find(team, row, 3, met=False)
    ended = operations.end_assessment(person=team.owner, assessment=row)
    assert (ended.level, ended.held_back_by) == (2, 3)
    with pytest.raises(Declined, match="assessment_has_ended"):
        find(team, row, 4)


def test_a_level_that_held_is_a_baseline(team: Team) -> None:
    row, improvement = made.assessment(team), made.improvement(team)
    with pytest.raises(Declined, match="assessment_is_open"):
        operations.freeze_assessment(person=team.owner, improvement=improvement, assessment=row)
    find(team, row, 2)
    find(team, row, 3, met=False)
    row = operations.end_assessment(person=team.owner, assessment=row)
    frozen = operations.freeze_assessment(person=team.owner, improvement=improvement, assessment=row)
    assert (frozen.kind, frozen.level, frozen.n) == (EvidenceKind.CAPABILITY, 2.0, len(shipped()[1]))


def test_criteria_of_ones_own_leave_no_gap(team: Team) -> None:
    own = operations.add_criteria(person=team.owner, unit=team.root, name="ours", lines="2 Done alike.\n3 Written down.")
    row = operations.begin_assessment(person=team.owner, entity=made.practice(team), on=date(2024, 5, 6), criteria=own)
    assert [one.text for one in row.findings.all()] == ["Done alike.", "Written down."]
    with pytest.raises(Declined, match="criteria_leave_a_gap"):
        operations.add_criteria(person=team.owner, unit=team.root, name="gap", lines="2 a\n4 b")
    with pytest.raises(Declined, match="criterion_unreadable"):
        operations.add_criteria(person=team.owner, unit=team.root, name="odd", lines="2 a\nnine b")
    with pytest.raises(Declined, match="not_permitted"):
        operations.add_criteria(person=team.teammate, unit=team.root, name="no", lines="2 a")
    assert CriteriaSet.objects.count() == 1


def test_only_a_practice_is_assessed(team: Team) -> None:
    with pytest.raises(Declined, match="only_practices_are_assessed"):
        operations.begin_assessment(person=team.owner, entity=made.whole(team), on=date(2024, 5, 6))


def test_a_service_level_is_counted_month_by_month(team: Team, as_: Browser) -> None:
    source, rows = made.source(team), made.ticket_rows(weeks=24)
    made.taken_in(team, source, made.csv_of(rows))
    [kpi] = made.shipped(team, made.whole(team), source, "sla_kept")
    level = operations.agree_level(person=team.owner, entity=made.whole(team), kpi=kpi, name="agreed", target=.55, period="month",
                                   starts_on=date(2024, 2, 1))
    made.work()
    counted = {row.starts_on: row for row in Attainment.objects.filter(service_level=level)}
    assert min(counted) == date(2024, 2, 1)
    march = [row for row in rows if row[1].startswith("2024-03")]
    kept = sum(row[5] == "true" for row in march)
    assert (counted[date(2024, 3, 1)].n, counted[date(2024, 3, 1)].kept) == (len(march), kept)
    assert counted[date(2024, 3, 1)].attained is (kept / len(march) >= .55)
    assert counted[max(counted)].attained is None   # its month is not over
    told = as_(team.auditor).get(reverse("measure:service_level", args=[level.pk])).content.decode()
    assert "not over yet" in told


def test_counting_a_service_level_again_changes_nothing(team: Team) -> None:
    source = made.source(team)
    made.taken_in(team, source)
    [kpi] = made.shipped(team, made.whole(team), source, "within_24h")
    operations.agree_level(person=team.owner, entity=made.whole(team), kpi=kpi, name="agreed", target=.9, period="week",
                           starts_on=date(2024, 1, 1))
    made.work()
    before = list(Attainment.objects.values_list("pk", flat=True))
    operations.recount(person=team.owner, kpi=kpi)
    made.work()
    assert list(Attainment.objects.values_list("pk", flat=True)) == before != []


def test_a_level_is_agreed_on_a_share_that_has_a_good_side(team: Team) -> None:
    source = made.source(team)
    hours, share = made.shipped(team, made.whole(team), source, "time_to_resolve_median", "within_24h")
    wanted = {"person": team.owner, "entity": made.whole(team), "name": "x", "period": "month", "starts_on": date(2024, 1, 1)}
    for kpi, target, code in ((hours, .9, "level_wants_a_share"), (share, 95, "target_is_no_share"),
                              (made.kpi(team), .9, "level_wants_a_share")):
        with pytest.raises(Declined, match=code):
            operations.agree_level(**wanted, kpi=kpi, target=target)   # type: ignore[arg-type]
    assert not ServiceLevel.objects.exists()


def test_an_entity_shows_the_practices_behind_it_each_with_its_own_level(team: Team, as_: Browser) -> None:
    row = made.assessment(team)
    practice = row.entity
    CapabilityAssessment.objects.filter(pk=row.pk).update(level=2, ended_at=timezone.now())
    service = vision.add_entity(person=team.owner, kind=EntityKind.SERVICE, unit=team.root, name=f"{MARK} mail")
    crew = vision.add_entity(person=team.owner, kind=EntityKind.TEAM, unit=team.root, name=f"{MARK} crew")
    stream = vision.add_entity(person=team.owner, kind=EntityKind.VALUE_STREAM, unit=team.root, name=f"{MARK} way",
                               parent=service)
    shown = as_(team.auditor)
    there = f'href="{reverse("vision:entity", args=[practice.pk])}">{practice.name}</a><small>level 2 of 5'
    for entity in (service, crew, stream):
        assert there not in shown.get(reverse("vision:entity", args=[entity.pk])).content.decode()
    vision.set_steps(person=team.owner, stream=stream, steps=[vision.Step(name="Answer", practice=practice, team=crew)])
    for entity in (service, crew, stream, made.whole(team)):
        assert there in shown.get(reverse("vision:entity", args=[entity.pk])).content.decode()
