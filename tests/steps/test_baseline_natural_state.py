"""The natural state of simulated series: the steady is steady, what moved is said, nothing is rebased by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from headway.baseline import natural_state, target_safe
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
    odd = whole.points[7]._replace(value=900.0, thin=True)
    young = whole.points[29]._replace(value=900.0, settled=False)
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


def test_a_target_is_not_judged_from_too_few_points() -> None:
    state = natural_state(series(noisy(20, 8, seed=4)))
    assert state.usual is not None
    assert target_safe(state, target=100, direction=Direction.DOWN) is None
    assert target_safe(natural_state(series(noisy(20, 30, seed=4))), target=100, direction=Direction.DOWN) == "will_be_met"
    assert target_safe(replace(state, stable=True), target=100, direction=Direction.NEITHER) is None


def season(days: int, *, seed: int) -> np.ndarray:
    """Busy Mondays and idle weekends, as arrivals have them."""
    return noisy(300, days, seed=seed, spread=20) + np.tile([120, 40, 0, 0, -40, -220, -220], days // 7 + 1)[:days]


def test_a_busy_monday_is_no_signal_and_each_weekday_has_its_own_limits() -> None:
    outside, outside_even = 0, 0
    for seed in range(40):
        state = natural_state(series(season(84, seed=seed), kpi="arrivals", period=Period.DAY), rule_set="mdc-excel")
        even = natural_state(series(noisy(300, 84, seed=seed, spread=20), kpi="arrivals", period=Period.DAY),
                             rule_set="mdc-excel")
        outside += sum(1 + signal.last - signal.first for signal in state.phases[-1].signals
                       if signal.rule == "outside_limits")
        outside_even += sum(1 + signal.last - signal.first for signal in even.phases[-1].signals
                            if signal.rule == "outside_limits")
        assert state.weekly_season is True
        width = np.array(state.phases[-1].upper) - np.array(state.phases[-1].lower)
        assert np.ptp(np.array(state.phases[-1].upper[:7])) > 250
        assert float(width.max()) < 200    # of plain moving ranges, which the season fills, it would be over 500
    assert outside / (40 * 84) < .01       # .0027 by chance, a little more as limits are estimated
    assert abs(outside - outside_even) / (40 * 84) < .005


def test_hours_are_worked_in_logarithms_and_their_centre_is_the_geometric_mean() -> None:
    hours = np.exp(noisy(1, 40, seed=9, spread=.8))
    state = natural_state(series(hours))
    assert state.scale == "log"
    assert state.now == pytest.approx(float(np.exp(np.log(hours).mean())))
    assert state.usual is not None
    assert state.usual[0] > 0
    assert state.usual[0] * state.usual[1] == pytest.approx(state.now**2)
    hours[3] = 0
    assert natural_state(series(hours)).scale == "plain"
    assert natural_state(series(hours, kpi="arrivals")).scale == "plain"


def test_times_between_failures_get_a_t_chart() -> None:
    state = natural_state(series(np.random.default_rng(10).exponential(90, 30), kpi="mtbf"))
    assert state.chart == "t"
    assert state.usual is not None
    assert state.usual[0] >= 0


def test_counts_a_ticket_get_a_u_chart_and_wilder_ones_a_u_prime() -> None:
    rng = np.random.default_rng(11)
    charts = [natural_state(series(rng.poisson(200 * 1.5, 40) / 200, kpi="reassigned_mean")).chart for _ in range(40)]
    assert charts.count("u") >= 34   # the test for more spread than chance errs one time in twenty
    wild = rng.poisson(200 * np.clip(1.5 + .4 * rng.standard_normal(40), .1, None)) / 200
    assert natural_state(series(wild, kpi="reassigned_mean")).chart == "u_prime"


def test_one_odd_point_is_a_signal_but_neither_a_movement_nor_a_start() -> None:
    proposed = 0
    for seed in range(30):
        values = noisy(100, 60, seed=seed)
        values[2], values[-1] = 115, 115
        state = natural_state(series(values, kpi="backlog"))
        proposed += state.proposed_from is not None
        if state.proposed_from is None:
            assert state.stable is False
    assert proposed <= 3
    alone = noisy(100, 60, seed=1)
    alone[-1] = 115
    assert natural_state(series(alone, kpi="backlog")).moving == "steady"


@pytest.mark.parametrize(("phi", "at_most"), [(0.0, .08), (.4, .2)])
def test_steady_noise_is_seldom_said_to_move(phi: float, at_most: float) -> None:
    moved = 0
    for seed in range(150):
        values = np.random.default_rng(seed).standard_normal(60)
        for place in range(1, 60):
            values[place] = phi * values[place - 1] + np.sqrt(1 - phi**2) * values[place]
        moved += natural_state(series(100 + values, kpi="backlog")).moving != "steady"
    assert moved / 150 <= at_most


def test_a_measure_on_its_way_is_moving_and_demand_on_its_way_is_neither_better_nor_worse() -> None:
    rising = 100 + np.linspace(0, 20, 40) + noisy(0, 40, seed=12)
    assert natural_state(series(rising, kpi="backlog")).moving == "worse"
    assert natural_state(series(rising, kpi="arrivals")).moving == "moving"


@pytest.mark.parametrize("rule_set", ["nhs-r", "mdc-excel", "anhoej", "nelson", "western-electric"])
def test_every_rule_set_sees_a_change_of_level_and_is_named(rule_set: str) -> None:
    values = np.concatenate((noisy(100, 20, seed=1), noisy(105, 20, seed=2)))
    state = natural_state(series(values, kpi="backlog"), rule_set=rule_set, baseline_from=MONDAY)
    assert (state.rule_set, state.stable) == (rule_set, False)


def test_a_signed_start_with_nothing_after_it_has_no_limits() -> None:
    state = natural_state(series(noisy(20, 30, seed=3)), baseline_from=MONDAY + timedelta(weeks=29))
    assert (state.phases, state.usual, state.stable, state.reasons) == ((), None, None, ("too_few_points",))
    assert state.signed_from == MONDAY + timedelta(weeks=29)


def test_two_recorded_changes_within_a_point_s_reach_of_each_other_leave_no_phase_of_one_point() -> None:
    changes = ((MONDAY + timedelta(days=3), "early"), (MONDAY + timedelta(weeks=20), "tool"),
               (MONDAY + timedelta(weeks=21), "rota"), (MONDAY + timedelta(weeks=90), "to come"))
    state = natural_state(series(noisy(20, 40, seed=3)), changes=changes)
    assert [(phase.name, len(phase.lower)) for phase in state.phases] == [("early", 21), ("rota", 19)]


def test_the_last_phase_is_held_against_the_one_before_it_not_against_all() -> None:
    values = np.concatenate((noisy(60, 20, seed=1), noisy(20, 20, seed=2), noisy(30, 20, seed=3)))
    changes = ((MONDAY + timedelta(weeks=20), "tool"), (MONDAY + timedelta(weeks=40), "rota"))
    assert natural_state(series(values), changes=changes).moving == "worse"


def test_neighbours_that_resemble_each_other_are_named_as_a_reason_for_doubt() -> None:
    values = np.random.default_rng(13).standard_normal(100)
    for place in range(1, 100):
        values[place] += .8 * values[place - 1]
    state = natural_state(series(100 + values, kpi="backlog"), baseline_from=MONDAY)
    assert state.autocorrelation == pytest.approx(.8, abs=.2)
    assert "autocorrelated" in state.reasons


def test_a_rule_set_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        natural_state(series(noisy(20, 30, seed=1)), rule_set="nhs")
