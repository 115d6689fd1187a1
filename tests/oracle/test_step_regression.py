"""The noise-averaging regression beside a dense calculation, and its promises on simulated series."""

from __future__ import annotations

import math

import numpy as np
import pytest

from headway.stats.step_regression import step_regression, t_as_normal


def dense(values: np.ndarray, design: np.ndarray, sizes: np.ndarray, phi: float, share: float, of: int) -> tuple[float, float]:
    """Generalised least squares with the whole covariance matrix, as a textbook writes it."""
    seen = ~np.isnan(values)
    place = np.arange(len(values))
    wanders = share * phi ** np.abs(place[:, None] - place[None, :])
    noise = np.diag((1 - share) * np.exp(np.mean(np.log(sizes[seen]))) / sizes)
    cover = (wanders + noise)[np.ix_(seen, seen)] + 1e-9 * np.eye(int(seen.sum()))
    x, y = design[seen], values[seen]
    inverse = np.linalg.inv(cover)
    cross = x.T @ inverse @ x
    beta = np.linalg.solve(cross, x.T @ inverse @ y)
    rest = y - x @ beta
    variance = rest @ inverse @ rest / (len(y) - x.shape[1])
    return float(beta[of]), float(math.sqrt(variance * np.linalg.inv(cross)[of, of]))


@pytest.mark.parametrize(("phi", "share"), [(0.0, 0.0), (.6, .5), (.9, .85), (.3, 1.0)])
def test_one_point_of_the_grid_is_generalised_least_squares(phi: float, share: float) -> None:
    rng = np.random.default_rng(3)
    n = 40
    design = np.stack((np.ones(n), np.arange(n) / 10, (np.arange(n) >= 28) * 1.0), axis=1)
    values, sizes = rng.standard_normal(n), rng.integers(5, 60, n).astype(float)
    values[[7, 8, 30]] = np.nan
    told = step_regression(values, design, of=2, sizes=sizes, grid=((phi, share),))
    estimate, spread = dense(values, design, sizes, phi, share, 2)
    assert told.mean == pytest.approx(estimate, abs=1e-8)
    assert float(told.spread[0]) == pytest.approx(spread, rel=1e-8)


@pytest.mark.parametrize(("value", "freedom", "normal"), [
    (1.812461, 10, 1.644854), (2.570582, 5, 1.959964), (-1.67591, 50, -1.644854)])
def test_the_tails_of_t_become_normal_tails(value: float, freedom: float, normal: float) -> None:
    assert float(t_as_normal(np.array([value]), freedom)[0]) == pytest.approx(normal, abs=2e-4)


@pytest.mark.parametrize("phi", [0.0, .5, .8])
def test_where_nothing_happened_a_step_is_claimed_about_once_in_twenty_either_way(phi: float) -> None:
    rng = np.random.default_rng(11)
    n, after, runs = 200, 50, 160
    step = (np.arange(n) >= n - after) * 1.0
    design = np.stack((np.ones(n), step), axis=1)
    claims = covered = 0
    for _ in range(runs):
        level = np.empty(n)
        level[0] = rng.standard_normal()
        for point in range(1, n):
            level[point] = phi * level[point - 1] + math.sqrt(1 - phi**2) * rng.standard_normal()
        told = step_regression(level + rng.standard_normal(n), design, of=1)
        claims += told.below(0) > .95
        covered += told.quantile(.05) < 0 < told.quantile(.95)
    assert claims / runs <= .05 + 2 * math.sqrt(.05 * .95 / runs)
    assert covered / runs >= .9 - 2.5 * math.sqrt(.9 * .1 / runs)


def test_a_column_that_others_explain_changes_nothing_but_the_freedom() -> None:
    rng = np.random.default_rng(4)
    step = (np.arange(60) >= 40) * 1.0
    plain = np.stack((np.ones(60), np.arange(60) / 10, step), axis=1)
    values = rng.standard_normal(60) + step
    told = step_regression(values, plain, of=2, grid=((.6, .5),))
    twice = step_regression(values, np.column_stack((plain[:, :2], 3 - plain[:, 1], step)), of=3, grid=((.6, .5),))
    assert twice.mean == pytest.approx(told.mean, abs=1e-8)
    assert (twice.spread[0] / told.spread[0]) ** 2 == pytest.approx(told.freedom / twice.freedom)
