"""How often a start is proposed where there is none, and found where there is one, on series whose truth is known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from headway.baseline.steady_stretch import steady_since
from headway.kpi.series import Period, Point

RUNS, N = 250, 60


def wandering(*, phi: float, seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    series = rng.standard_normal((RUNS, N)) * np.sqrt(1 - phi**2)
    series[:, 0] = rng.standard_normal(RUNS)
    for step in range(1, N):
        series[:, step] += phi * series[:, step - 1]
    return series


def points(values: np.ndarray) -> list[Point]:
    return [Point(date(2023, 1, 2) + timedelta(weeks=place), 100, 10 + float(v)) for place, v in enumerate(values)]


@pytest.mark.parametrize(("phi", "at_most"), [(0.0, .02), (.3, .04), (.6, .07), (.8, .1)])
def test_a_start_is_hardly_ever_proposed_where_nothing_moved(phi: float, at_most: float) -> None:
    found = [steady_since(points(series), period=Period.WEEK) for series in wandering(phi=phi, seed=9)]
    assert sum(start is not None for start in found) / RUNS <= at_most


@pytest.mark.parametrize(("phi", "at_least"), [(0.0, .97), (.3, .8), (.6, .45)])
def test_a_step_of_two_deviations_is_found_near_its_place(phi: float, at_least: float) -> None:
    step = np.where(np.arange(N) < N // 2, 2.0, 0.0)
    found = [steady_since(points(series + step), period=Period.WEEK) for series in wandering(phi=phi, seed=9)]
    starts = [start for start in found if start is not None]
    assert len(starts) / RUNS >= at_least
    assert float(np.median([abs(start - N // 2) for start in starts])) <= 1


def test_a_series_that_still_moves_at_its_end_has_no_steady_stretch() -> None:
    rising = np.linspace(0, 8, N) + .3 * wandering(phi=0, seed=3)[0]
    assert steady_since(points(rising), period=Period.WEEK) is None
