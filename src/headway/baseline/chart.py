"""The chart that fits a measure, and its limits on a stretch of points."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from headway.kpi.definition import FromOutages, Kpi, Mean, Unit
from headway.kpi.series import Point
from headway.stats.limits import Floats, Limits, time_between, xmr
from headway.stats.limits_of_counts import p, p_prime, spread_over_chance, u, u_prime
from headway.stats.run_rules import RuleSet

BEYOND_CHANCE = 1.645
"""Standard errors by which the spread must exceed chance: one-sided 5 %."""

FREEDOM_A_RANGE = .62
"""Degrees of freedom that a moving range of two tells about a standard deviation: Palm and Wheeler 1990, in Wheeler,
Advanced Topics in Statistical Process Control, 1995, table 4.2 (effective degrees of freedom of the average range)."""


def chart_of(kpi: Kpi, points: Sequence[Point]) -> str:
    """"p" or "p_prime" for shares, "u" or "u_prime" for counts a case, "t" for times between failures, else "xmr".

    Counts a period (arrivals, backlog) go on an XmR chart: they vary more than chance from week to week, which a
    c-chart takes for signals. Laney's p′ and u′ are taken where the points spread beyond chance by more than its
    standard error allows (Laney, Quality Engineering 14 (2002) 531).
    """
    if isinstance(kpi.part, FromOutages):   # its n is services, not trials
        times = kpi.part.of == "mtbf" and all((point.value or 0) > 0 for point in points)
        return "t" if times else "xmr"
    if kpi.unit is Unit.SHARE and all(point.n > 0 for point in points):
        return "p_prime" if _spreads_beyond_chance(p(_counts(points), _sizes(points))) else "p"
    if kpi.unit is Unit.COUNT and isinstance(kpi.part, Mean) and all(point.n > 0 for point in points):
        return "u_prime" if _spreads_beyond_chance(u(_counts(points), _sizes(points))) else "u"
    return "xmr"


def limits_on(chart: str, points: Sequence[Point], *, rules: RuleSet) -> Limits:
    """The chart's limits, one a point where they step with n."""
    match chart:
        case "p":
            return p(_counts(points), _sizes(points))
        case "p_prime":
            return p_prime(_counts(points), _sizes(points), screened=rules.screened)
        case "u":
            return u(_counts(points), _sizes(points))
        case "u_prime":
            return u_prime(_counts(points), _sizes(points), screened=rules.screened)
        case "t":
            return time_between(values_of(points), screened=rules.screened, factor=rules.factor)
    return xmr(values_of(points), screened=rules.screened, factor=rules.factor)


def values_of(points: Sequence[Point]) -> Floats:
    return np.array([point.value for point in points], dtype=np.float64)


def _sizes(points: Sequence[Point]) -> Floats:
    return np.array([point.n for point in points], dtype=np.float64)


def _counts(points: Sequence[Point]) -> Floats:
    return values_of(points) * _sizes(points)


def _spreads_beyond_chance(limits: Limits) -> bool:
    sigma = np.broadcast_to(limits.sigma, limits.deviation.shape)
    if not np.all(sigma > 0):
        return False
    spread = float(spread_over_chance(limits.deviation / sigma)[0])
    ranges = len(limits.deviation) - 1
    return spread > 1 + BEYOND_CHANCE / math.sqrt(2 * FREEDOM_A_RANGE * ranges)
