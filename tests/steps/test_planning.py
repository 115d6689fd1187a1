"""Before the start: what is foreseen is what the verdict then says, and what can't be planned is said."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

import headway
from headway.kpi.definition import Direction
from headway.kpi.series import Period
from headway.sample import help_desk
from headway.sample.rows import ticket_rows
from headway.stats.step_regression import Shapes, foreseen
from headway.verdict.evidence import NOMINAL, Evidence
from headway.verdict.planning import Watch, cases_needed, planned
from headway.verdict.question import Asked
from headway.verdict.result import Kind, Scale
from headway.verdict.working_scale import Plain, Track
from headway.workbench import csv_text, write_text

MONDAY = date(2023, 1, 2)
PICTURE = Plain(Kind.DURATION)
WEEKLY = [(MONDAY + timedelta(weeks=week), float(np.exp(3 + .1 * draw)))
          for week, draw in enumerate(np.random.default_rng(1).standard_normal(80))]


def weeks(many: int, *, seed: int, before: int, step: float = 0.0) -> Track:
    rng = np.random.default_rng(seed)
    level = np.zeros(many)
    for place in range(1, many):
        level[place] = .4 * level[place - 1] + .1 * rng.standard_normal()
    values = 3 + level + .05 * rng.standard_normal(many) + step * (np.arange(many) >= before)
    return Track(tuple(MONDAY + timedelta(weeks=place) for place in range(many)), Period.WEEK, values, None, Kind.DURATION)


def asked(before: int) -> Asked:
    return Asked(change=MONDAY + timedelta(weeks=before), direction=Direction.DOWN, kind=Kind.DURATION, placebo=False)


def test_what_is_foreseen_is_what_the_verdict_then_says() -> None:
    """16 series: the deviation within a quarter on average, and the smallest change that should show, shows."""
    ratios, shown = [], 0
    for seed in range(16):
        whole = weeks(80, seed=seed, before=60)
        watch = Watch(whole.until(60), asked(60), PICTURE, None)
        ratios.append(Evidence.of(whole, asked(60), PICTURE, {}).step.deviation / watch.foreseen(20).deviation)
        changed = weeks(80, seed=seed, before=60, step=-watch.step(20))
        shown += Evidence.of(changed, asked(60), PICTURE, {}).chance_of_nothing <= NOMINAL
    assert .8 <= float(np.mean(ratios)) <= 1.25
    assert 9 <= shown <= 16, "about eight in ten"


def test_the_precision_of_two_means_is_foreseen_as_the_books_have_it() -> None:
    """Independent points without drift: (1/60 + 1/20) ** .5 deviations."""
    rng = np.random.default_rng(2)
    step = (np.arange(80) >= 60) * 1.0
    told = np.mean([foreseen(rng.standard_normal(60), np.ones((80, 1)), shapes=Shapes(step[:, None], (1.0,)), grid=((0.0, 0.0),)
                             ).deviation for _ in range(30)])
    assert told == pytest.approx((1 / 60 + 1 / 20) ** .5, rel=.03)


def test_more_noise_asks_for_more_and_a_control_for_less() -> None:
    rng = np.random.default_rng(3)
    shared = .2 * rng.standard_normal(60)
    own = Track(weeks(60, seed=1, before=60).days, Period.WEEK, 3 + shared + .05 * rng.standard_normal(60), None, Kind.DURATION)
    beside = Track(own.days, Period.WEEK, 2 + shared + .05 * rng.standard_normal(60), None, Kind.DURATION)
    alone = planned(own, asked=asked(60), picture=PICTURE)
    held = planned(own, asked=asked(60), picture=PICTURE, controls={"beside": beside})
    assert held.controls == ("beside",)
    assert alone.visible[0].effect is None, "two weekly points are not judged"
    for one, other in zip(held.visible[1:], alone.visible[1:], strict=True):
        assert one.effect is not None
        assert other.effect is not None
        assert other.effect < one.effect < 0


def test_what_can_not_be_planned_is_said() -> None:
    few = headway.plan_check(WEEKLY[:6], direction="down", kind="duration")
    assert few.plan.reason == "too_few_points"
    assert "at least 8" in str(few)
    flat = headway.plan_check([(day, 5.0) for day, _ in WEEKLY], direction="down", kind="duration")
    assert flat.plan.reason == "no_variation"
    shares = [(day, .01 + .002 * (place % 5), 500) for place, (day, _) in enumerate(WEEKLY)]
    assert headway.plan_check(shares, direction="down", kind="share", hope=.1).plan.reason == "out_of_reach"
    for hope in (0.0, float("nan"), float("inf")):
        with pytest.raises(headway.Refused, match="bad_hope"):
            headway.plan_check(WEEKLY, direction="down", kind="duration", hope=hope)
    with pytest.raises(headway.Refused, match="direction_needed"):
        headway.plan_check(WEEKLY, kind="duration")
    with pytest.raises(headway.Refused, match="no_baseline"):
        headway.plan_check(WEEKLY, direction="down", kind="duration", start=MONDAY)


def test_a_start_within_the_data_uses_only_what_lies_before_it() -> None:
    start = WEEKLY[50][0]
    whole = headway.plan_check(WEEKLY, direction="down", kind="duration", start=start)
    cut = headway.plan_check(WEEKLY[:50], direction="down", kind="duration")
    assert whole.plan.points == cut.plan.points == 50
    assert [one.effect for one in whole.plan.visible] == pytest.approx([one.effect for one in cut.plan.visible])


def test_cases_that_show_a_share_beyond_its_target() -> None:
    """By simulation: with the cases said, the one-sided test of one share finds it eight times in ten."""
    rng = np.random.default_rng(4)
    for level, target in ((.98, .95), (.96, .95), (.8, .7)):
        needed = cases_needed(level, target)
        assert needed is not None
        met = rng.binomial(needed, level, 4000) / needed
        found = (met - target) / (target * (1 - target) / needed) ** .5 > 1.6449
        assert .73 <= found.mean() <= .84
    assert cases_needed(.95, .95) is None


def test_a_log_is_planned_with_what_would_show_it_sooner(tmp_path: Path) -> None:
    desk = help_desk(rng=np.random.default_rng(15), starts_on=date(2025, 9, 1), weeks=26)
    log = headway.read(write_text(tmp_path / "tickets.csv", csv_text(ticket_rows(desk))))
    told = headway.plan_check(log, hope=.5, placebo=False)
    assert told.plan.scale is Scale.RELATIVE
    assert told.plan.period is Period.DAY, "by the closing rate"
    assert told.plan.weeks_needed is not None
    assert all(one.plan.weeks_needed is not None and one.plan.weeks_needed < told.plan.weeks_needed for one in told.sooner)
    document = told.to_json()
    assert document["visible"][2]["weeks"] == 8
    assert document["weeks_needed"] == told.plan.weeks_needed
    share = headway.plan_check(log, kpi="sla_kept", target="95%", level="98%", sooner=False, placebo=False)
    assert share.cases == 253
    assert "253 cases" in str(share)
    for width in (60, 80, 120):
        assert max(map(len, share.told(width=width, ascii=False, color=False).splitlines())) <= width
    assert share.told(width=80, ascii=True, color=False).isascii()
