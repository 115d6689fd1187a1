"""A target stands on what step 2 froze; what is unlike it, can't be measured or goes the wrong way is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from headway.eventlog.refused import Refused
from headway.web.accounts.models import AuditLine, User
from headway.web.aim import operations
from headway.web.aim.models import Realism, Side, Target
from headway.web.ground.declined import Declined
from headway.web.measure.models import Kpi
from headway.web.measure.operations import freeze_baseline, rebase, state_baseline
from headway.web.register.models import Improvement, StepRecord
from headway.web.register.operations import reopen_step
from web.aim import made
from web.asking import Api
from web.measure import made as measure
from web.people import MARK, Team

Browser = Callable[[User | None], Client]


def test_a_target_tells_its_gap_and_whether_chance_alone_meets_it(team: Team) -> None:
    row = made.target(team)
    assert row.baseline is not None
    assert row.baseline.level is not None
    assert (row.value, row.direction) == (30.0, "down")
    assert row.smallest == pytest.approx(.1 * row.baseline.level)   # a score's size is a difference
    assert row.realism == Realism.WILL_BE_MISSED   # the natural limits go from about 35 up
    assert row.facts["size"] == pytest.approx(row.baseline.level - 30)
    assert [one["change"] for one in row.facts["visible"]] == ["10 %", "20 %", "30 %", "50 %"]
    assert AuditLine.objects.filter(action="aim.set_target", subject="aim.target").exists()


def test_another_measure_is_refused_beside_the_baseline_of_one(team: Team, api: Callable[..., Api]) -> None:
    """The trap of the worked example: resolution was measured, response is told."""
    to = measure.source(team)
    resolve, respond = measure.shipped(team, measure.whole(team), to, "time_to_resolve_median", "first_response_median")
    rows = [(*row, row[1]) for row in measure.ticket_rows()]
    measure.taken_in(team, to, measure.csv_of(rows, measure.HEADER + ",first_response_at"))
    improvement = measure.improvement(team)
    freeze_baseline(person=team.owner, improvement=improvement, kpi=Kpi.objects.get(pk=resolve.pk))
    with pytest.raises(Refused) as refused:
        operations.set_target(improvement, by=team.owner, wanted=made.wanted(Kpi.objects.get(pk=respond.pk), given="6min"))
    assert (refused.value.code, refused.value.facts["after"]) == ("unlike_measures", respond.name)
    answer = api(team.owner).post(f"/aim/improvements/{improvement.pk}/targets", {
        "family": "warranty", "kpi_id": respond.pk, "given": "6min", "due_on": made.DUE})
    assert (answer.status_code, answer.json()["code"]) == (409, "unlike_measures")
    assert not Target.objects.exists()


@pytest.mark.parametrize(("given", "code"), [
    ("fast", "target_not_measurable"), ("30h", "target_not_measurable"), ("nan", "target_not_measurable"),
    ("90", "target_wrong_way")])
def test_what_is_no_target_is_refused(team: Team, given: str, code: str) -> None:
    stands_on = made.baseline(team)
    with pytest.raises(Refused) as refused:
        operations.set_target(stands_on.improvement, by=team.owner, wanted=made.wanted(stands_on, given=given))
    assert refused.value.code == code


def test_without_a_baseline_there_is_no_target(team: Team) -> None:
    improvement = measure.improvement(team)
    with pytest.raises(Declined, match="no_baseline"):
        operations.set_target(improvement, by=team.owner, wanted=made.wanted(measure.kpi(team)))


@pytest.mark.parametrize(("more", "code"), [
    ({"smallest": "much"}, "size_not_measurable"), ({"smallest": "90%"}, "smallest_beyond_target"),
    ({"due_on": date(2020, 1, 1)}, "due_in_the_past"), ({"family": Side.WARRANTY}, "family_is_the_measures")])
def test_a_target_that_makes_no_sense_is_declined(team: Team, more: dict[str, object], code: str) -> None:
    stands_on = made.baseline(team)
    with pytest.raises(Declined, match=code):
        operations.set_target(stands_on.improvement, by=team.owner, wanted=made.wanted(stands_on, **more))


def test_a_stated_baseline_asks_which_way_is_good(team: Team) -> None:
    stated = state_baseline(person=team.owner, improvement=measure.improvement(team), kind="sample", what=MARK, n=40,
                            measured_in="calls a day", level=30.0, remark=MARK)
    with pytest.raises(Declined, match="good_side_unknown"):
        operations.set_target(stated.improvement, by=team.owner, wanted=made.wanted(stated, given="20"))
    row = operations.set_target(stated.improvement, by=team.owner, wanted=made.wanted(stated, given="20", direction="down"))
    assert (row.realism, row.facts["gap"]) == (Realism.CANNOT_TELL, "33\u00a0%")


def test_step_3_wants_both_families_and_a_target_that_can_be_measured(team: Team) -> None:
    stands_on = made.baseline(team)
    improvement = stands_on.improvement
    made.reason(improvement, team)
    with pytest.raises(Declined, match="family_without_target"):
        operations.settle_targets(improvement, by=team.owner)
    made.reason(improvement, team, Side.UTILITY)
    with pytest.raises(Declined, match="no_target"):
        operations.settle_targets(improvement, by=team.owner)
    operations.set_target(improvement, by=team.owner, wanted=made.wanted(stands_on))   # takes the reason's place
    with pytest.raises(Declined, match="not_permitted"):
        operations.settle_targets(improvement, by=team.teammate)
    done = operations.settle_targets(improvement, by=team.owner)
    assert done.route == "ddd...."
    record = StepRecord.objects.get(improvement=improvement, step=3)
    assert record.digest
    assert [one["to"] for one in record.facts["targets"]] == ["30"]
    assert list(record.facts["no_target"]) == ["warranty"]


def test_nothing_is_moved_behind_a_step_that_is_done(team: Team) -> None:
    improvement = made.settled(team)
    row = Target.objects.get(improvement=improvement, withdrawn_at=None, value__isnull=False)
    assert row.baseline is not None
    with pytest.raises(Declined, match="step_is_settled"):
        operations.set_target(improvement, by=team.owner, wanted=made.wanted(row.baseline, given="40"), target=row)
    with pytest.raises(Declined, match="step_is_settled"):
        operations.withdraw_target(row, by=team.owner)
    again = reopen_step(improvement, 3, by=team.owner, reason="another wish")
    operations.set_target(again, by=team.owner, wanted=made.wanted(row.baseline, given="25"), target=row, seen=row.version)
    assert operations.settle_targets(again, by=team.owner).route == "ddd...."
    assert StepRecord.objects.filter(improvement=improvement, step=3).count() == 3


def test_a_rebased_measure_wants_its_target_set_again(team: Team) -> None:
    row = made.target(team)
    made.reason(row.improvement, team)
    assert row.baseline is not None
    newer = rebase(person=team.owner, baseline=row.baseline, reason="another clock")
    with pytest.raises(Declined, match="no_baseline_in_force"):
        operations.settle_targets(row.improvement, by=team.owner)
    operations.set_target(row.improvement, by=team.owner, wanted=made.wanted(newer), target=row)
    operations.settle_targets(row.improvement, by=team.owner)


def test_what_must_not_get_worse_is_a_size_with_a_good_side(team: Team) -> None:
    row = made.balancing(team)
    assert row.tolerated == pytest.approx(.02)
    stands_on = row.improvement.baselines.get()
    operations.set_target(row.improvement, by=team.owner, wanted=made.wanted(stands_on))
    assert stands_on.kpi is not None
    with pytest.raises(Declined, match="balance_is_target"):
        operations.watch_measure(row.improvement, by=team.owner, kpi=stands_on.kpi, given="5%")
    demand = measure.kpi(team, name=made.new_name("demand"), direction="neither")
    with pytest.raises(Declined, match="balance_has_no_good_side"):
        operations.watch_measure(row.improvement, by=team.owner, kpi=demand, given="5%")
    with pytest.raises(Declined, match="balance_is_there"):
        operations.watch_measure(row.improvement, by=team.owner, kpi=row.kpi, given="5%")


def test_the_page_takes_a_target_shows_what_is_refused_and_ends_the_step(team: Team, as_: Browser) -> None:
    stands_on = made.baseline(team)
    improvement, browser = stands_on.improvement, as_(team.owner)
    form = {"family": "utility", "measure": f"baseline-{stands_on.pk}", "given": "fast", "due_on": "2090-06-30"}
    refused = browser.post(reverse("aim:add_target", args=[improvement.pk]), form).content.decode()
    assert "no target that can be measured here" in refused
    assert "fast" in refused
    assert browser.post(reverse("aim:add_target", args=[improvement.pk]), form | {"given": "30"}).status_code == 302
    browser.post(reverse("aim:no_target", args=[improvement.pk, "warranty"]), {"reason": MARK})
    with CaptureQueriesContext(connection) as asked:
        page = browser.get(reverse("aim:targets", args=[improvement.pk])).content.decode()
    assert len(asked) <= 12
    assert "<svg" in page
    assert "Beyond the natural limits" in page
    assert browser.post(reverse("aim:settle", args=[improvement.pk])).status_code == 302
    assert Improvement.objects.get(pk=improvement.pk).route == "ddd...."
    shown = browser.get(reverse("register:improvement", args=[improvement.pk]) + "?step=3").content.decode()
    assert "Beyond the natural limits" in shown


def test_an_edit_from_an_old_page_loses_nothing(team: Team, as_: Browser) -> None:
    row = made.target(team)
    form = {"family": "utility", "measure": f"baseline-{row.baseline_id}", "given": "25", "due_on": "2090-06-30",
            "seen": row.version}
    address = reverse("aim:edit_target", args=[row.pk])
    assert as_(team.owner).post(address, form).status_code == 302
    late = as_(team.teammate).post(address, form | {"given": "20"})
    assert late.status_code == 200
    assert Target.objects.get(pk=row.pk).value == 25.0
