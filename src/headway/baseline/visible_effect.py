"""The smallest visible effect: how long until a change of a given size could be told from noise."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from headway.baseline.noise import Noise, noise_of, weekdays_of
from headway.baseline.result import VisibleEffect
from headway.baseline.scale import Scale, scale_of, worked
from headway.kpi.definition import Direction, Kpi, Unit
from headway.kpi.series import Period, Point
from headway.stats.distributions import t_quantile
from headway.stats.limits import Floats

CHANGES = (.1, .2, .3, .5)
POWER, LEVEL = .8, .05      # eight times in ten it is seen; fooled at most once in twenty (one side of a 90 % interval)
WITHIN_WEEKS = 52
FEWEST_POINTS = 8           # fewer say too little about their own noise: the t quantile alone doubles the interval


def visible_effects(kpi: Kpi, points: Sequence[Point], *, period: Period) -> tuple[VisibleEffect, ...]:
    """For each of `CHANGES`, for the better: the weeks after it until it could be told, or why it could not.

    `points` are the steady stretch that serves as baseline. A change is relative: of the hours, of the misses where a
    high share is good, else of the level itself. Both levels are means of points whose noise is AR(1): the change is
    visible once it exceeds (t_.95 + t_.80) standard errors of their difference. Empty where there is no good side, or
    where a relative change means nothing: at a level of 0, or with values on both sides of it (net flow).
    Source: Zeger, Irizarry and Peng, "On time series analysis of public health data", Annual Review of Public Health
    27 (2006) 57, for the variance of a mean; the product of levels is the usual two-sample size.
    """
    if kpi.direction is Direction.NEITHER or not points or min(point.value or 0.0 for point in points) < 0:
        return ()
    scale = scale_of(kpi, points)
    values = worked(points, scale)
    sizes = _sizes(kpi, values, scale)
    if not all(sizes):
        return ()
    if len(points) < FEWEST_POINTS:
        return tuple(VisibleEffect(change, None, "too_few_points") for change in CHANGES)
    noise = noise_of(values, weekdays_of(points, period))
    a_week = points_a_week(points, period)
    waits = np.arange(1.0, math.floor(WITHIN_WEEKS * a_week) + 1)
    before = variance_of_mean(np.array([float(len(points))]), noise)[0]
    after = variance_of_mean(waits, noise)
    wanted = t_quantile(1 - LEVEL, noise.freedom) + t_quantile(POWER, noise.freedom)
    return tuple(_seen(change, size, wanted, float(before), after, a_week)
                 for change, size in zip(CHANGES, sizes, strict=True))


def _seen(change: float, size: float, wanted: float, before: float, after: Floats, a_week: float) -> VisibleEffect:
    if size <= wanted * math.sqrt(before):
        return VisibleEffect(change, None, "baseline_too_short")
    enough = np.flatnonzero(wanted * np.sqrt(before + after) <= size)
    if not len(enough):
        return VisibleEffect(change, None, "not_within_a_year")
    return VisibleEffect(change, (int(enough[0]) + 1) / a_week)


def _sizes(kpi: Kpi, values: Floats, scale: Scale) -> tuple[float, ...]:
    """What each of `CHANGES` amounts to on the scale: in logarithms it adds, whatever the level."""
    if scale is Scale.LOG:
        good = 1 if kpi.direction is Direction.UP else -1
        return tuple(abs(math.log(1 + good * change)) for change in CHANGES)
    level = float(values.mean())
    if kpi.unit is Unit.SHARE and kpi.direction is Direction.UP:
        level = 1 - level
    return tuple(change * level for change in CHANGES)


def variance_of_mean(n: Floats, noise: Noise) -> Floats:
    """Variance of the mean of `n` points with AR(1) noise: σ²/n · [(1+φ)/(1−φ) − 2φ(1−φⁿ)/(n(1−φ)²)].

    >>> round(float(variance_of_mean(np.array([25.0]), Noise(1.0, 0.0, 24))[0]), 3)
    0.04
    """
    phi = noise.correlation
    once = (1 + phi) / (1 - phi) - 2 * phi * (1 - phi**n) / (n * (1 - phi) ** 2)
    return np.asarray(noise.deviation**2 / n * once, dtype=np.float64)


def points_a_week(points: Sequence[Point], period: Period) -> float:
    """How many usable points a week brings: days off bring none."""
    if period is not Period.DAY or len(points) < 2:
        return {Period.DAY: 7.0, Period.WEEK: 1.0, Period.MONTH: 12 / 52}[period]
    days = (points[-1].starts_on - points[0].starts_on).days + 1
    return min(7.0, 7 * len(points) / days)
