"""The promise of "visible after so many weeks" held against simulated series whose truth is known."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

from headway.baseline.noise import Noise, noise_of
from headway.baseline.visible_effect import CHANGES, LEVEL, POWER, variance_of_mean, visible_effects
from headway.kpi.catalogue import BY_ID
from headway.kpi.series import Period, Point
from headway.stats.distributions import t_quantile

RUNS = 4000


def wandering(rng: np.random.Generator, *, runs: int, n: int, phi: float) -> np.ndarray:
    """Stationary AR(1) series with standard deviation 1, one a row."""
    shocks = rng.standard_normal((runs, n)) * math.sqrt(1 - phi**2)
    shocks[:, 0] = rng.standard_normal(runs)
    for step in range(1, n):
        shocks[:, step] += phi * shocks[:, step - 1]
    return shocks


@pytest.mark.parametrize("phi", [0.0, .3, .6, .9])
@pytest.mark.parametrize("n", [1, 5, 40])
def test_the_variance_of_a_mean_is_that_of_simulated_means(phi: float, n: int) -> None:
    means = wandering(np.random.default_rng(1), runs=20_000, n=n, phi=phi).mean(axis=1)
    told = float(variance_of_mean(np.array([float(n)]), Noise(1.0, phi, 99))[0])
    assert means.var() == pytest.approx(told, rel=.04)   # four standard errors of a variance of 20,000


@pytest.mark.parametrize(("phi", "change"), [(0.0, .1), (.3, .2), (.6, .2), (.6, .3)])
def test_after_the_weeks_told_a_change_of_that_size_is_seen_eight_times_in_ten_and_noise_once_in_twenty(
    phi: float, change: float,
) -> None:
    """The oracle's own test: a z test of two means whose noise is known. The weeks are worked out for that noise."""
    rng = np.random.default_rng(2)
    before, spread = 104, .25
    base = np.exp(spread * wandering(rng, runs=1, n=before, phi=phi)[0])
    noise = Noise(spread, phi, 10_000)
    variance = variance_of_mean(np.arange(1.0, 400.0), noise)
    wanted = 1.6449 + .8416
    weeks = int(np.flatnonzero(wanted * np.sqrt(variance[before - 1] + variance) <= -math.log(1 - change))[0]) + 1
    series = np.log(base.mean()) + spread * wandering(rng, runs=RUNS, n=before + weeks, phi=phi)
    error = math.sqrt(variance[before - 1] + variance[weeks - 1])
    for effect, rate in ((math.log(1 - change), POWER), (0.0, LEVEL)):
        z = (series[:, before:].mean(axis=1) + effect - series[:, :before].mean(axis=1)) / error
        found = float((z < -1.6449).mean())
        assert found >= rate - .05 if rate == POWER else found <= rate + .02
        assert abs(found - rate) < .07   # the formula neither promises too much nor holds back


def points(values: np.ndarray, *, period: Period = Period.WEEK) -> list[Point]:
    days = {Period.DAY: 1, Period.WEEK: 7}[period]
    start = date(2023, 1, 2)
    return [Point(start + timedelta(days=days * place), 100, float(value)) for place, value in enumerate(values)]


def test_the_weeks_worked_out_from_a_series_are_near_those_of_its_true_noise() -> None:
    """From 104 weeks of the series alone: over many series the middle one is right within a third."""
    rng = np.random.default_rng(3)
    phi, spread, change = .3, .25, .2
    variance = variance_of_mean(np.arange(1.0, 400.0), Noise(spread, phi, 10_000))
    true = int(np.flatnonzero((1.6449 + .8416) * np.sqrt(variance[103] + variance) <= -math.log(1 - change))[0]) + 1
    told = []
    for _ in range(60):
        values = np.exp(spread * wandering(rng, runs=1, n=104, phi=phi)[0])
        effects = visible_effects(BY_ID["time_to_resolve_median"], points(values), period=Period.WEEK)
        weeks = {effect.change: effect.weeks for effect in effects}[change]
        told.append(weeks if weeks is not None else math.inf)
    assert true * .67 <= float(np.median(told)) <= true * 1.5


def test_a_larger_change_is_never_seen_later() -> None:
    values = np.exp(.2 * wandering(np.random.default_rng(4), runs=1, n=60, phi=.4)[0])
    told = [effect.weeks or math.inf for effect in visible_effects(
        BY_ID["time_to_resolve_median"], points(values), period=Period.WEEK)]
    assert len(told) == len(CHANGES)
    assert told == sorted(told, reverse=True)


def test_a_short_noisy_baseline_is_named_as_the_reason() -> None:
    values = np.exp(wandering(np.random.default_rng(5), runs=1, n=10, phi=.8)[0])
    effects = visible_effects(BY_ID["time_to_resolve_median"], points(values), period=Period.WEEK)
    assert {effect.reason for effect in effects if effect.weeks is None} == {"baseline_too_short"}


def test_demand_has_no_good_side_and_so_no_visible_improvement() -> None:
    assert visible_effects(BY_ID["arrivals"], points(np.arange(1.0, 40)), period=Period.WEEK) == ()


def test_a_change_is_one_of_the_misses_where_a_high_share_is_good() -> None:
    """Half of 4 % missed is as hard to see as half of a share of 4 % that should fall."""
    missed = .04 + .01 * np.random.default_rng(6).standard_normal(60)
    kept = visible_effects(BY_ID["sla_kept"], points(1 - missed), period=Period.WEEK)
    bad = visible_effects(BY_ID["reopened"], points(missed), period=Period.WEEK)
    assert [effect.weeks for effect in kept] == [effect.weeks for effect in bad]
    assert kept[-1].weeks is not None


def test_longer_between_failures_is_a_rise_and_shorter_hours_a_fall() -> None:
    hours = np.exp(.4 * np.random.default_rng(7).standard_normal(60))
    longer = {e.change: e.weeks for e in visible_effects(BY_ID["mtbf"], points(hours), period=Period.WEEK)}
    shorter = {e.change: e.weeks for e in visible_effects(BY_ID["mtrs"], points(hours), period=Period.WEEK)}
    assert longer[.5] is not None
    assert shorter[.5] is not None
    assert longer[.5] > shorter[.5]   # half as much again is less, as a factor, than half


def test_a_relative_change_of_nothing_is_not_asked_for() -> None:
    flow = 5 * np.random.default_rng(8).standard_normal(40)
    assert visible_effects(BY_ID["net_flow"], points(flow), period=Period.WEEK) == ()
    assert visible_effects(BY_ID["reopened"], points(np.zeros(40)), period=Period.WEEK) == ()
    assert visible_effects(BY_ID["sla_kept"], points(np.ones(40)), period=Period.WEEK) == ()


def test_seven_points_are_too_few_and_a_change_that_a_year_is_too_short_for_says_so() -> None:
    rng = np.random.default_rng(9)
    few = visible_effects(BY_ID["backlog"], points(100 + rng.standard_normal(7)), period=Period.WEEK)
    assert {(effect.weeks, effect.reason) for effect in few} == {(None, "too_few_points")}
    long = visible_effects(BY_ID["backlog"], points(100 + 30 * rng.standard_normal(400)), period=Period.WEEK)
    assert (long[0].weeks, long[0].reason) == (None, "not_within_a_year")


def test_daily_points_are_seen_after_parts_of_a_week_and_their_weekdays_are_no_noise() -> None:
    rng = np.random.default_rng(10)
    even = 100 + 5 * rng.standard_normal(70)
    busy = even + np.tile([60, 20, 0, 0, 0, -40, -40], 10)
    plain = visible_effects(BY_ID["backlog"], points(even, period=Period.DAY), period=Period.DAY)
    told = visible_effects(BY_ID["backlog"], points(busy, period=Period.DAY), period=Period.DAY)
    assert plain[-1].weeks == pytest.approx(1 / 7)
    assert [effect.weeks for effect in told] == [effect.weeks for effect in plain]


@pytest.mark.parametrize(("phi", "change"), [(0.0, .2), (.4, .3)])
def test_weeks_told_from_sixty_points_keep_their_promise_with_the_noise_estimated_each_time(phi: float, change: float) -> None:
    rng = np.random.default_rng(11)
    seen = fooled = asked = 0
    for _ in range(400):
        noise = .25 * wandering(rng, runs=1, n=60 + 52, phi=phi)[0]
        baseline = points(np.exp(noise[:60]))
        effects = visible_effects(BY_ID["time_to_resolve_median"], baseline, period=Period.WEEK)
        weeks = {effect.change: effect.weeks for effect in effects}[change]
        if weeks is None:
            continue
        after = noise[60:60 + round(weeks)]
        own = noise_of(noise[:60], None)
        variance = variance_of_mean(np.array([60.0, float(len(after))]), own).sum()
        least = t_quantile(1 - LEVEL, own.freedom) * math.sqrt(variance)
        fooled += float(after.mean() - noise[:60].mean()) < -least
        seen += float(after.mean() + math.log(1 - change) - noise[:60].mean()) < -least
        asked += 1
    assert asked > 350
    assert POWER - .04 <= seen / asked <= POWER + .06    # two standard errors of 400 are .04
    assert fooled / asked <= LEVEL + .025
