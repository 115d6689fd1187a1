"""Limits of many series at once are those of each alone; points left out, frozen limits and impossible input."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.limits import Limits, moving_range, time_between, xmr
from headway.stats.limits_of_counts import c, g, p, p_prime, u, u_prime
from headway.stats.limits_of_subgroups import s, xbar

RNG = np.random.default_rng(1)
MANY = RNG.gamma(4, 5, (50, 40))
SIZES = RNG.integers(50, 400, (50, 40)).astype(float)
COUNTS = RNG.binomial(SIZES.astype(int), .3).astype(float)
KEPT = RNG.random((50, 40)) < .9

CHARTS = {
    "xmr": lambda rows, **more: xmr(MANY[rows], **more),
    "xmr screened": lambda rows, **more: xmr(MANY[rows], screened=True, **more),
    "moving range": lambda rows, **more: moving_range(MANY[rows], **more),
    "t": lambda rows, **more: time_between(MANY[rows], **more),
    "p": lambda rows, **more: p(COUNTS[rows], SIZES[rows], **more),
    "p prime": lambda rows, **more: p_prime(COUNTS[rows], SIZES[rows], **more),
    "u": lambda rows, **more: u(COUNTS[rows], SIZES[rows], **more),
    "u prime screened": lambda rows, **more: u_prime(COUNTS[rows], SIZES[rows], screened=True, **more),
    "c": lambda rows, **more: c(COUNTS[rows], **more),
    "g": lambda rows, **more: g(np.floor(MANY[rows]), **more),
    "xbar": lambda rows, **more: xbar(MANY[rows], MANY[rows] / 4, np.full((40,), 5.0), **more),
    "s": lambda rows, **more: s(MANY[rows] / 4, np.full((40,), 5.0), **more),
}
PARTS = ("centre", "lower", "upper", "deviation", "sigma", "side")


def assert_same(whole: Limits, alone: Limits, row: int) -> None:
    for part in PARTS:
        n = whole.deviation.shape[-1]
        wide = np.broadcast_to(getattr(whole, part), (50, n))[row]
        assert np.allclose(wide, np.broadcast_to(getattr(alone, part), n), rtol=1e-12, atol=1e-12), part


@pytest.mark.parametrize("chart", CHARTS)
@pytest.mark.parametrize("freeze", [None, 25])
def test_many_series_at_once_have_the_limits_of_each_alone(chart: str, freeze: int | None) -> None:
    whole = CHARTS[chart](slice(None), freeze=freeze)
    for row in (0, 7, 49):
        assert_same(whole, CHARTS[chart](row, freeze=freeze), row)


@pytest.mark.parametrize("chart", CHARTS)
def test_points_left_out_differ_from_series_to_series(chart: str) -> None:
    whole = CHARTS[chart](slice(None), include=KEPT)
    for row in (0, 7, 49):
        assert_same(whole, CHARTS[chart](row, include=KEPT[row]), row)


def test_a_point_left_out_has_no_part_in_the_limits_and_its_neighbours_are_neighbours() -> None:
    values = np.array([4.0, 6, 99, 5, 7, 3])
    out = xmr(values, include=values < 50)
    without = xmr(values[values < 50])
    assert float(out.upper[0]) == pytest.approx(float(without.upper[0]))
    assert out.deviation[2] == pytest.approx(94)


def test_frozen_limits_are_those_of_the_first_points() -> None:
    frozen = xmr(MANY[0], freeze=20)
    assert float(frozen.lower[0]) == float(xmr(MANY[0, :20]).lower[0])
    assert len(frozen.deviation) == 40


def test_with_equal_exposures_u_prime_is_xmr_of_the_rates() -> None:
    counts = RNG.poisson(30, 25).astype(float)
    rates = u_prime(counts, np.full(25, 50.0))
    single = xmr(counts / 50)
    assert float(rates.upper[0]) == pytest.approx(float(single.upper[0]), rel=1e-12)


def test_shares_of_all_or_nothing_have_no_spread_and_break_nothing() -> None:
    for chart in (p, p_prime):
        limits = chart(np.zeros(10), np.full(10, 30.0))
        assert float(limits.centre[0]) == 0
        assert float(np.max(limits.upper)) == 0
        assert not limits.side.any()


def test_the_middle_of_a_g_chart_is_the_median_of_the_points_that_count() -> None:
    gaps = np.array([1.0, 8, 500, 4, 20, 12, 3])
    limits = g(gaps, include=gaps < 100)
    assert float(limits.centre[0]) == 6
    assert float(limits.lower[0]) == 0


@pytest.mark.parametrize("call", [
    lambda: xmr(np.array([1.0])),
    lambda: xmr(np.array([1.0, 2, 3]), include=np.array([True, False, False])),
    lambda: p(np.array([1.0, 2]), np.array([0.0, 5])),
    lambda: u(np.array([1.0, 2]), np.array([0.0, 5])),
    lambda: time_between(np.array([0.0, 5, 3])),
    lambda: xbar(np.ones(2), np.ones(2), np.ones(2)),
])
def test_what_has_no_limits_is_an_error_and_not_a_number(call) -> None:
    with pytest.raises(ValueError, match=r"needs?|need at least|over|two values"):
        call()
