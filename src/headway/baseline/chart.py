"""The chart that fits a measure, and its limits on a stretch of points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from headway.baseline.noise import weekday_means, weekdays_of, weekly_season
from headway.baseline.rare_events import is_rare, limits_of, signals_of
from headway.baseline.result import Signal
from headway.baseline.scale import Scale, measured, values_of, worked
from headway.kpi.definition import FromOutages, Kpi, Mean, Unit
from headway.kpi.series import Period, Point
from headway.stats.limits import Floats, Limits, time_between, xmr
from headway.stats.limits_of_counts import p, p_prime, spread_over_chance, u, u_prime
from headway.stats.run_rules import RuleSet

BEYOND_CHANCE = 1.645
"""Standard errors by which the spread must exceed chance: one-sided 5 %."""

FREEDOM_A_RANGE = .62
"""Degrees of freedom that a moving range of two tells about a standard deviation: Palm and Wheeler 1990, in Wheeler,
Advanced Topics in Statistical Process Control, 1995, table 4.2 (effective degrees of freedom of the average range)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Natural:
    """A stretch on its chart. `worked` is what rules look at; the rest is in the measure's unit, limits one a point.

    `signals` are set where the rules of the chart are its own. `season` says whether weekdays differ (None: can't be
    told). Where they do, each point is judged as one of its weekday, and the limits step with the weekday.
    """

    worked: Limits
    centre: float
    lower: Floats
    upper: Floats
    season: bool | None
    signals: tuple[Signal, ...] | None = None


def chart_of(kpi: Kpi, points: Sequence[Point]) -> str:
    """"p" or "p_prime" for shares, "g" for rare ones, "u" or "u_prime" for counts a case, "t" for times between
    failures, else "xmr".

    Counts a period (arrivals, backlog) go on an XmR chart: they vary more than chance from week to week, which a
    c-chart takes for signals. Laney's p′ and u′ are taken where the points, in units of chance, spread beyond it by
    more than the standard error of their moving ranges allows (Laney, Quality Engineering 14 (2002) 531).
    """
    if isinstance(kpi.part, FromOutages):   # its n is services, not trials
        times = kpi.part.of == "mtbf" and all((point.value or 0) > 0 for point in points)
        return "t" if times else "xmr"
    if kpi.unit is Unit.SHARE and all(point.n > 0 for point in points):
        if is_rare(points):
            return "g"
        return "p_prime" if _spreads_beyond_chance(p(_counts(points), _sizes(points))) else "p"
    if kpi.unit is Unit.COUNT and isinstance(kpi.part, Mean) and all(point.n > 0 for point in points):
        return "u_prime" if _spreads_beyond_chance(u(_counts(points), _sizes(points))) else "u"
    return "xmr"


def natural_limits(
    chart: str, points: Sequence[Point], *, period: Period, scale: Scale, rules: RuleSet,
) -> Natural:
    """The chart's limits on two points or more, not yet cut to the measure's range."""
    if chart == "t":
        limits = time_between(values_of(points), screened=rules.screened, factor=rules.factor)
        return _told(limits, centre=limits.centre, lower=limits.lower, upper=limits.upper, n=len(points), season=None)
    if chart == "g":
        centre, lower, upper = limits_of(points)
        return Natural(worked=p(_counts(points), _sizes(points)), centre=centre, lower=lower, upper=upper, season=None,
                       signals=signals_of(points))
    values = worked(points, scale)
    season = weekly_season(values, points, period)
    effects, widened = _weekdays(values, points, period, chart=chart) if season else (np.zeros(len(points)), 1.0)
    limits = _limits(chart, values - effects, points, rules=rules)
    if chart not in ("p", "u"):
        limits = replace(limits, sigma=limits.sigma * widened)
    if np.ptp(values) == 0:     # as measured: there and back by logarithms would leave the points off their own limits
        same = values_of(points[:1])
        return _told(limits, centre=same, lower=same, upper=same, n=len(points), season=season)
    wide = 3 * limits.sigma
    return _told(
        limits, centre=measured(limits.centre, scale), lower=measured(limits.centre - wide + effects, scale),
        upper=measured(limits.centre + wide + effects, scale), n=len(points), season=season)


def _told(limits: Limits, *, centre: Floats, lower: Floats, upper: Floats, n: int, season: bool | None) -> Natural:
    return Natural(worked=limits, centre=float(centre[0]), lower=np.broadcast_to(lower, n),
                   upper=np.broadcast_to(upper, n), season=season)


def _limits(chart: str, values: Floats, points: Sequence[Point], *, rules: RuleSet) -> Limits:
    match chart:
        case "p":
            return p(values * _sizes(points), _sizes(points))
        case "p_prime":
            return p_prime(values * _sizes(points), _sizes(points), screened=rules.screened)
        case "u":
            return u(values * _sizes(points), _sizes(points))
        case "u_prime":
            return u_prime(values * _sizes(points), _sizes(points), screened=rules.screened)
    return xmr(values, screened=rules.screened, factor=rules.factor)


def _weekdays(values: Floats, points: Sequence[Point], period: Period, *, chart: str) -> tuple[Floats, float]:
    """What each point's weekday adds to the centre, and how much wider limits must be for having been fitted.

    k means leave 1 − k/n of the variance; the effects add to nothing over the cases, so that the centre stays.
    """
    weekdays = weekdays_of(points, period)
    if weekdays is None:
        return np.zeros(len(values)), 1.0
    means, many = weekday_means(values, weekdays)
    weights = np.ones(len(values)) if chart == "xmr" else _sizes(points)
    return means - np.average(means, weights=weights), 1 / math.sqrt(1 - many / len(values))


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
