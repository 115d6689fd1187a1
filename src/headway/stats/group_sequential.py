"""Looking more than once: the boundary that keeps the rate of false claims over all looks together."""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import pairwise

import numpy as np

from headway.stats.distributions import normal_quantile
from headway.stats.limits import Floats

GRID_POINTS = 801      # of the score at each look: the constant is then right to three digits (see the tests)
REACH = 6.0            # standard deviations under the start that are followed


@lru_cache(maxsize=256)
def obrien_fleming(fractions: tuple[float, ...], level: float = .05) -> float:
    """The constant c of a one-sided O'Brien and Fleming boundary: at information fraction t, claim if z > c / √t.

    `fractions` are the planned looks, ascending, the last 1. Over all of them together a claim is false with
    probability `level`. Source: O'Brien and Fleming, Biometrics 35 (1979) 549; the recursion over looks is Armitage,
    McPherson and Rowe's, JRSS A 132 (1969) 235.

    >>> round(obrien_fleming((1.0,)), 3)
    1.645
    >>> round(obrien_fleming((.25, .5, .75, 1.0)), 2)
    1.73
    """
    if not fractions or fractions[-1] != 1 or any(b <= a for a, b in pairwise((0.0, *fractions))):
        raise ValueError(f"looks ascend to 1, not {fractions}")
    below = np.linspace(0, REACH + normal_quantile(1 - level), GRID_POINTS)   # how far under the boundary
    weights = np.full(GRID_POINTS, below[1])
    weights[0] = weights[-1] = below[1] / 2
    steps = tuple(math.sqrt(b - a) for a, b in pairwise((0.0, *fractions)))
    moves = {spread: _moves(below, round(spread, 9)) for spread in dict.fromkeys(steps[1:])}
    low, high = normal_quantile(1 - level), normal_quantile(1 - level) + 2
    while high - low > 1e-7:
        c = (low + high) / 2
        crossed = _tail(c / steps[0])
        density = np.exp(-.5 * ((c - below) / steps[0]) ** 2) / (steps[0] * math.sqrt(2 * math.pi))
        for spread in steps[1:]:
            leaves, stays = moves[spread]
            crossed += float((density * weights) @ leaves)
            density = (density * weights) @ stays
        low, high = (c, high) if crossed > level else (low, c)
    return high


def any_time_boundary(information: float, level: float = .05) -> float:
    """The z beyond which to claim at any look, however many there were and whenever one stops: a mixture e-process.

    `information` is that of the estimate times the variance of the effects thought likely (normal, of one sign):
    e = 2 (1 + i)^−½ exp(z² i / 2(1 + i)) Φ(z √(i / (1 + i))) must reach 1 / level (Ville's inequality). Source: Robbins,
    Annals of Mathematical Statistics 41 (1970) 1397.

    >>> round(any_time_boundary(5.0), 2), round(any_time_boundary(50.0), 2)
    (2.77, 2.95)
    """
    share = information / (1 + information)
    low, high = 0.0, 40.0
    while high - low > 1e-6:
        z = (low + high) / 2
        told = math.log(2 * (1 - _tail(z * math.sqrt(share)))) - .5 * math.log1p(information) + .5 * z * z * share
        low, high = (z, high) if told < -math.log(level) else (low, z)
    return high


def _moves(below: Floats, spread: float) -> tuple[Floats, Floats]:
    """From each distance under the boundary: the chance to cross it in one step, and the density of where else it leads."""
    leaves = np.array([_tail(one / spread) for one in below.tolist()])
    stays = np.exp(-.5 * ((below[None, :] - below[:, None]) / spread) ** 2) / (spread * math.sqrt(2 * math.pi))
    return leaves, stays


def _tail(z: float) -> float:
    return .5 * math.erfc(z / math.sqrt(2))
