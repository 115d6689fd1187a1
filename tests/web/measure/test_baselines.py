"""A baseline is frozen with its data's digest, signed by an analyst, and never changes; rebasing keeps the former one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from headway.baseline import natural_state
from headway.eventlog.refused import Refused
from headway.web.accounts import operations as accounts
from headway.web.accounts.audit import facts_of
from headway.web.accounts.models import AuditLine, User
from headway.web.accounts.roles import Role
from headway.web.ground.declined import Declined
from headway.web.measure import operations
from headway.web.measure.models import Baseline, Kpi, PointSet
from headway.web.measure.queries.series import series_of
from headway.web.register.evidence import EvidenceKind, Grade
from headway.web.register.models import Improvement, StepRecord
from web.asking import Api
from web.measure import made
from web.people import Team, new_person

Browser = Callable[[User | None], Client]


def step_2(improvement: Improvement) -> StepRecord:
    return StepRecord.objects.filter(improvement=improvement, step=2).order_by("-pk")[0]


def test_a_frozen_baseline_is_what_the_library_says_and_does_step_2(team: Team) -> None:
    row = made.baseline(team)
    assert row.point_set is not None
    state = natural_state(series_of(row.point_set))
    assert (row.level, row.stable, row.n, row.n_points) == (state.now, state.stable, 20, 20)
    assert (row.lower, row.upper) == state.usual
    assert [one["change"] for one in row.visible] == [.1, .2, .3, .5]
    assert (row.window_from, row.window_to) == (date(2024, 1, 1), date(2024, 5, 19))
    assert row.point_set.kept
    done = step_2(row.improvement)
    assert (done.state, done.evidence_kind, done.grade, done.digest) == ("done", EvidenceKind.SERIES, Grade.MEASURED, row.digest)
    assert Improvement.objects.get(pk=row.improvement_id).route[1] == "d"
    assert {"measure.freeze_baseline", "register.complete_step"} <= set(AuditLine.objects.values_list("action", flat=True))


def test_later_points_leave_a_baseline_as_it_was(team: Team, as_: Browser) -> None:
    row = made.baseline(team)
    before = facts_of(row)
    assert row.kpi is not None
    made.own_points(team, row.kpi, [90.0] * 12, first=date(2024, 5, 20))
    made.work()
    assert facts_of(Baseline.objects.get(pk=row.pk)) == before
    assert PointSet.objects.filter(kpi=row.kpi).count() == 2
    told = as_(team.auditor).get(reverse("measure:baseline", args=[row.pk])).content.decode()
    assert "<svg" in told
    assert "90" not in told.split('class="points"')[1].split("</table>")[0]


def test_the_time_of_a_baseline_is_chosen(team: Team) -> None:
    kpi = made.kpi(team)
    made.own_points(team, kpi, [40.0 + week % 3 for week in range(16)] + [60.0 + week % 3 for week in range(16)])
    made.work()
    until = operations.freeze_baseline(person=team.owner, improvement=made.improvement(team), kpi=kpi, until=date(2024, 4, 21))
    since = operations.freeze_baseline(person=team.owner, improvement=made.improvement(team, title="other"), kpi=kpi,
                                       since=date(2024, 4, 22))
    assert (round(until.level or 0), until.window_to, until.n_points) == (41, date(2024, 4, 21), 16)
    assert (round(since.level or 0), since.window_from) == (61, date(2024, 4, 22))
    with pytest.raises(Refused, match="baseline_outside"):
        operations.freeze_baseline(person=team.owner, improvement=made.improvement(team, title="third"), kpi=kpi,
                                   since=date(2030, 1, 1))


def test_a_measure_is_frozen_once_and_rebased_with_a_reason_and_the_former_one_is_kept(team: Team) -> None:
    row = made.baseline(team)
    assert row.kpi is not None
    with pytest.raises(Declined, match="baseline_is_frozen"):
        operations.freeze_baseline(person=team.owner, improvement=row.improvement, kpi=row.kpi)
    with pytest.raises(Declined, match="rebasing_wants_a_reason"):
        operations.rebase(person=team.owner, baseline=row, reason=" ")
    made.own_points(team, row.kpi, [60.0 + week % 3 for week in range(20)], first=date(2024, 5, 20))
    made.work()
    other = operations.rebase(person=team.owner, baseline=row, reason="another clock from May", since=date(2024, 5, 20))
    row.refresh_from_db()
    assert (other.replaces, other.reason, row.replaced_at is not None) == (row, "another clock from May", True)
    assert round(other.level or 0) == 61
    assert round(row.level or 0) == 42
    assert step_2(row.improvement).digest == other.digest
    assert StepRecord.objects.filter(improvement=row.improvement, step=2).count() == 2
    with pytest.raises(Declined, match="baseline_is_replaced"):
        operations.rebase(person=team.owner, baseline=row, reason="again")


def test_only_an_analyst_signs(team: Team, as_: Browser) -> None:
    kpi, improvement = made.with_points(team), made.improvement(team)
    with pytest.raises(Declined, match="not_permitted"):
        operations.freeze_baseline(person=team.teammate, improvement=improvement, kpi=kpi)
    assert "An analyst freezes" in as_(team.teammate).get(reverse("measure:freeze", args=[improvement.pk])).content.decode()
    assert as_(team.teammate).post(reverse("measure:freeze", args=[improvement.pk]), {"kpi": kpi.pk}).status_code == 200
    assert not Baseline.objects.exists()
    analyst = new_person("analyst")
    accounts.grant(person=team.owner, to=analyst, unit=team.root, role=Role.ANALYST)
    answer = as_(analyst).post(reverse("measure:freeze", args=[improvement.pk]), {"kpi": kpi.pk})
    assert answer["Location"] == reverse("measure:baseline", args=[Baseline.objects.get().pk])


def test_what_has_no_points_is_not_frozen(team: Team) -> None:
    improvement, kpi = made.improvement(team), made.kpi(team)
    with pytest.raises(Declined, match="points_are_older"):
        operations.freeze_baseline(person=team.owner, improvement=improvement, kpi=kpi)
    made.work()
    with pytest.raises(Declined, match="nothing_to_freeze"):
        operations.freeze_baseline(person=team.owner, improvement=improvement, kpi=kpi)
    operations.edit_kpi(person=team.owner, kpi=kpi, seen=1, direction="up")
    with pytest.raises(Declined, match="points_are_older"):
        operations.freeze_baseline(person=team.owner, improvement=improvement, kpi=Kpi.objects.get())
    assert Improvement.objects.get().route[1] == "."


def test_one_point_alone_is_a_sample_without_limits(team: Team) -> None:
    kpi = made.kpi(team)
    made.own_points(team, kpi, [16.0], n=40)
    made.work()
    row = operations.freeze_baseline(person=team.owner, improvement=made.improvement(team), kpi=kpi)
    assert (row.kind, row.level, row.n, row.lower, row.stable) == (EvidenceKind.SAMPLE, 16.0, 40, None, None)


def test_an_estimate_opens_the_step_and_says_what_it_is(team: Team) -> None:
    improvement = made.improvement(team)
    stated = {"person": team.owner, "improvement": improvement, "what": "hours lost", "measured_in": "h", "level": 30.0}
    row = operations.state_baseline(**stated, kind="estimate", lower=20.0, upper=45.0)   # type: ignore[arg-type]
    assert step_2(improvement).grade == Grade.ESTIMATED
    assert row.kpi is None
    with pytest.raises(Declined, match="sample_without_cases"):
        operations.state_baseline(**stated, kind="sample")   # type: ignore[arg-type]
    with pytest.raises(Declined, match="kind_is_not_stated"):
        operations.state_baseline(**stated, kind="series")   # type: ignore[arg-type]
    with pytest.raises(Declined, match="range_without_level"):
        operations.state_baseline(**stated, kind="estimate", lower=40.0)   # type: ignore[arg-type]


def test_the_improvements_page_shows_the_baseline_of_step_2(team: Team, as_: Browser) -> None:
    row = made.baseline(team)
    told = as_(team.teammate).get(reverse("register:improvement", args=[row.improvement_id])).content.decode()
    assert reverse("measure:baseline", args=[row.pk]) in told


def test_a_program_freezes_and_reads_baselines(team: Team, api: Callable[..., Api]) -> None:
    kpi, improvement = made.with_points(team), made.improvement(team)
    answer = api(team.owner).post(f"/measure/improvements/{improvement.pk}/baselines", {"kpi_id": kpi.pk, "remark": "first"})
    assert answer.status_code == 201, answer.content
    [told] = api(team.auditor).get(f"/measure/improvements/{improvement.pk}/baselines").json()
    assert (told["level"], told["signed_by_id"], told["replaced_at"]) == (answer.json()["level"], team.owner.pk, None)
    again = api(team.owner).post(f"/measure/improvements/{improvement.pk}/baselines", {"kpi_id": kpi.pk})
    assert (again.status_code, again.json()["code"]) == (409, "baseline_is_frozen")
