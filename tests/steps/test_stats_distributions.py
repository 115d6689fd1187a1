"""Quantiles and tails against the standard tables (as in Abramowitz and Stegun, chapter 26) and their own definitions."""

from __future__ import annotations

import math

import pytest

from headway.stats.distributions import binomial_quantile, f_tail, incomplete_beta, normal_quantile, t_quantile, t_tail


@pytest.mark.parametrize(("share", "freedom", "value"), [
    (.95, 1, 6.313752), (.95, 2, 2.919986), (.95, 5, 2.015048), (.95, 30, 1.697261), (.8, 12, .8726093),
    (.975, 4, 2.776445), (.995, 100, 2.625891), (.05, 10, -1.812461),
])
def test_student_s_quantiles_are_those_of_the_tables(share: float, freedom: float, value: float) -> None:
    assert t_quantile(share, freedom) == pytest.approx(value, rel=2e-5)


@pytest.mark.parametrize("freedom", [1, 1.5, 2.4, 3, 7, 40, 400])
@pytest.mark.parametrize("share", [.6, .8, .95, .999])
def test_the_tail_beyond_a_quantile_is_the_rest(freedom: float, share: float) -> None:
    assert t_tail(t_quantile(share, freedom), freedom) == pytest.approx(1 - share, rel=2e-3)


@pytest.mark.parametrize(("value", "above", "below", "tail"), [
    (4.964603, 1, 10, .05), (2.866081, 4, 20, .05), (7.559432, 2, 10, .01), (0, 3, 9, 1),
])
def test_fisher_s_tails_are_those_of_the_tables(value: float, above: float, below: float, tail: float) -> None:
    assert f_tail(value, above, below) == pytest.approx(tail, rel=1e-5)


def test_the_beta_function_is_a_distribution() -> None:
    assert incomplete_beta(2, 3, 0) == 0
    assert incomplete_beta(2, 3, 1) == 1
    assert incomplete_beta(.5, .5, .25) == pytest.approx(2 / math.pi * math.asin(.5))
    assert incomplete_beta(400, 600, .4) == pytest.approx(1 - incomplete_beta(600, 400, .6), abs=1e-12)


def test_a_binomial_quantile_is_the_first_count_to_reach_the_share() -> None:
    for trials in (0, 1, 9, 23, 100):
        for share in (.05, .5, .9):
            masses = [math.comb(trials, k) * .3**k * .7 ** (trials - k) for k in range(trials + 1)]
            first = next(k for k in range(trials + 1) if sum(masses[:k + 1]) >= share * (1 - 1e-12))
            assert binomial_quantile(share, trials, .3) == first


def test_the_normal_quantile_is_symmetric() -> None:
    assert normal_quantile(.9) == pytest.approx(1.281552, rel=1e-6)
    assert normal_quantile(.1) == pytest.approx(-normal_quantile(.9))


@pytest.mark.parametrize("call", [
    lambda: t_quantile(1, 5), lambda: t_quantile(0, 5), lambda: t_quantile(.9, .5), lambda: binomial_quantile(.5, 3, 1),
])
def test_what_has_no_quantile_is_an_error(call) -> None:
    with pytest.raises(ValueError, match=r"share|freedom|quantile"):
        call()
