"""Whether a measure moves, and which way is good: against the time before, or by what its newest points do."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from headway.baseline.noise import Noise, noise_of
from headway.baseline.result import Signal
from headway.baseline.visible_effect import FEWEST_POINTS, LEVEL, variance_of_mean
from headway.kpi.definition import Direction
from headway.stats.distributions import t_quantile
from headway.stats.limits import Floats


def side_against(before: Floats, now: Floats, *, recorded: bool) -> int:
    """1 where the level now is above that of the time before by more than chance, −1 below, else 0.

    Two means of points with AR(1) noise; the interval of their difference is two-sided 90 %. Before a recorded change
    (`recorded`) the noise is that time's own, if it has points enough. Before a start that was proposed the level
    itself was on its way: the noise is that of the steady time since.
    Source: Zeger, Irizarry and Peng, Annual Review of Public Health 27 (2006) 57, for the variance of such a mean.

    >>> side_against(np.array([4.0, 6, 5, 4, 6, 5]), np.array([9.0, 8, 9, 8, 9, 8, 9, 8]), recorded=True)
    1
    """
    noise = noise_of(now, None)
    former = noise_of(before, None) if recorded and len(before) >= FEWEST_POINTS else noise
    error = math.sqrt(_variance(before, former) + _variance(now, noise))
    difference = float(now.mean() - before.mean())
    freedom = min(noise.freedom, former.freedom)
    return int(np.sign(difference)) if abs(difference) > t_quantile(1 - LEVEL, freedom) * error else 0


def _variance(values: Floats, noise: Noise) -> float:
    return float(variance_of_mean(np.array([float(len(values))]), noise)[0])


def newest_sides(signals: Sequence[Signal], n: int) -> set[int]:
    """The sides of the signals that hold the last of `n` points and more than it: one odd point is no movement.

    Source: the variation icon of NHS England's Making Data Count is that of the newest point.

    >>> newest_sides([Signal("shift", 4, 11, 1), Signal("outside_limits", 2, 2, -1)], 12)
    {1}
    """
    return {signal.side for signal in signals if signal.first < signal.last == n - 1}


def moving(sides: set[int], direction: Direction) -> str:
    """"steady" without a side, "better" or "worse" by the good direction, "moving" where that can't be said.

    >>> moving({-1}, Direction.DOWN)
    'better'
    """
    if not sides:
        return "steady"
    if sides not in ({1}, {-1}) or direction is Direction.NEITHER:
        return "moving"
    return "better" if (sides == {1}) == (direction is Direction.UP) else "worse"
