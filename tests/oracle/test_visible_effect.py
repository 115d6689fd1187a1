"""The promise of "visible after so many weeks" held against simulated series whose truth is known."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest

from headway.baseline.noise import Noise
from headway.baseline.visible_effect import CHANGES, LEVEL, POWER, variance_of_mean, visible_effects
from headway.kpi.catalogue import BY_ID
from headway.kpi.series import Period, Point

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
