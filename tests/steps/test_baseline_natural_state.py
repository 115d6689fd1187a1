"""The natural state of simulated series: the steady is steady, what moved is said, nothing is rebased by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from headway.baseline import natural_state, target_safe
from headway.baseline.result import Baseline
from headway.kpi.catalogue import BY_ID
from headway.kpi.definition import Direction
from headway.kpi.series import Period, Point, Series

MONDAY = date(2024, 1, 1)


def series(
    values: np.ndarray, *, kpi: str = "time_to_resolve_median", n: int = 200, period: Period = Period.WEEK,
) -> Series:
    step = {Period.DAY: 1, Period.WEEK: 7}[period]
    points = tuple(Point(MONDAY + timedelta(days=step * place), n, float(value)) for place, value in enumerate(values))
    return Series(kpi=BY_ID[kpi], period=period, n=n * len(points), value=float(values.mean()), points=points)


def noisy(level: float, n: int, *, seed: int, spread: float = 1.0) -> np.ndarray:
    return level + spread * np.random.default_rng(seed).standard_normal(n)


def test_the_rules_ring_on_steady_noise_as_often_as_they_are_known_to_and_no_start_is_proposed_from_it() -> None:
    """Four rules on 40 independent points ring in about two series of five: charts are for seeing, not for claiming."""
    states = [natural_state(series(noisy(20, 40, seed=seed))) for seed in range(60)]
    assert 30 <= sum(state.stable is True for state in states) <= 50
    assert sum(state.proposed_from is None for state in states) >= 54


def test_a_step_nobody_recorded_is_proposed_as_a_start_and_said_to_be_better() -> None:
    state = natural_state(series(np.concatenate((noisy(30, 30, seed=1), noisy(20, 30, seed=2)))))
    assert state.proposed_from is not None
    assert abs((state.proposed_from - (MONDAY + timedelta(weeks=30))).days) <= 21
    assert state.moving == "better"
    assert state.now == pytest.approx(20, abs=1)
    assert len(state.phases) == 1


def test_a_recorded_change_begins_a_phase_with_its_name_and_nothing_is_proposed() -> None:
    values = np.concatenate((noisy(20, 30, seed=1), noisy(30, 30, seed=2)))
    state = natural_state(series(values), changes=((MONDAY + timedelta(weeks=30), "new tool"),))
    assert [phase.name for phase in state.phases] == [None, "new tool"]
    assert [round(phase.centre) for phase in state.phases] == [20, 30]
    assert (state.moving, state.proposed_from) == ("worse", None)


def test_a_signed_start_leaves_the_time_before_out_of_the_limits() -> None:
    values = np.concatenate((noisy(30, 20, seed=1), noisy(20, 30, seed=2)))
    state = natural_state(series(values), baseline_from=MONDAY + timedelta(weeks=20))
    assert state.n_points == 30
    assert state.signed_from == state.phases[0].starts_on
    assert state.now == pytest.approx(20, abs=1)


def test_points_set_aside_never_enter_the_limits() -> None:
    whole = series(noisy(20, 30, seed=3))
    odd = replace(whole.points[7], value=900.0, thin=True)
    young = replace(whole.points[29], value=900.0, settled=False)
    state = natural_state(replace(whole, points=(*whole.points[:7], odd, *whole.points[8:29], young)))
    assert state.n_points == 28
    assert state.usual is not None
    assert state.usual[1] < 40


def test_too_few_points_are_said_to_be_too_few() -> None:
    state = natural_state(series(noisy(20, 8, seed=4)))
    assert (state.stable, state.moving, state.reasons) == (None, "too_few", ("too_few_points",))
    empty = natural_state(series(noisy(20, 1, seed=4)))
    assert (empty.phases, empty.usual, empty.now) == ((), None, None)


def test_shares_that_only_chance_moves_get_a_p_chart_and_wilder_ones_a_p_prime() -> None:
    rng = np.random.default_rng(5)
    chance = rng.binomial(400, .6, 40) / 400
    wild = rng.binomial(400, np.clip(.6 + .1 * rng.standard_normal(40), 0, 1)) / 400
    assert natural_state(series(chance, kpi="within_24h", n=400)).chart == "p"
    state = natural_state(series(wild, kpi="within_24h", n=400))
    assert state.chart == "p_prime"
    assert state.usual is not None
    assert 0 <= state.usual[0] < state.usual[1] <= 1


def test_limits_step_with_n_one_a_point() -> None:
    rng = np.random.default_rng(6)
    sizes = rng.integers(50, 800, 30)
    points = tuple(Point(MONDAY + timedelta(weeks=place), int(n), rng.binomial(n, .5) / n)
                   for place, n in enumerate(sizes))
    state = natural_state(replace(series(np.full(30, .5), kpi="within_24h"), points=points))
    assert len(state.phases[0].upper) == 30
    assert len(set(state.phases[0].upper)) > 20


def test_a_season_of_the_week_is_found_in_days_and_can_not_be_told_from_weeks() -> None:
    days = noisy(300, 84, seed=7, spread=20) + np.tile([80, 40, 0, 0, -40, -200, -200], 12)
    state = natural_state(series(days, kpi="arrivals", period=Period.DAY))
    assert state.weekly_season is True
    even = series(noisy(300, 84, seed=7, spread=20), kpi="arrivals", period=Period.DAY)
    assert natural_state(even).weekly_season is False
    assert natural_state(series(noisy(300, 60, seed=7), kpi="arrivals")).weekly_season is None


def test_a_season_of_the_year_takes_two_years_to_be_told() -> None:
    weeks = np.arange(150)
    wave = noisy(300, 150, seed=8, spread=20) + 60 * np.cos(2 * np.pi * weeks / 52.18)
    assert natural_state(series(wave, kpi="arrivals")).yearly_season is True
    assert natural_state(series(noisy(300, 150, seed=8, spread=20), kpi="arrivals")).yearly_season is False
    assert natural_state(series(wave[:80], kpi="arrivals")).yearly_season is None


def test_points_all_the_same_are_steady_and_break_nothing() -> None:
    state = natural_state(series(np.full(30, 5.0)))
    assert (state.stable, state.moving, state.usual) == (True, "steady", (5.0, 5.0))


@pytest.mark.parametrize(("direction", "told"), [(Direction.UP, ("will_be_met", "by_chance", "will_be_missed")),
                                                 (Direction.DOWN, ("will_be_missed", "by_chance", "will_be_met"))])
def test_a_target_is_held_against_the_natural_limits_as_the_nhs_icons_do(
    direction: Direction, told: tuple[str, ...],
) -> None:
    """NHSRplotthedots, test-ptd_calculate_point_type.R: target 4 with limits 1-3, 5-7 and 1-5."""
    state = Baseline(chart="xmr", rule_set="nhs-r", n_points=20, n_cases=20, stable=True)
    found = [target_safe(replace(state, usual=limits), target=4, direction=direction)
             for limits in ((5, 7), (1, 5), (1, 3))]
    assert tuple(found) == told
