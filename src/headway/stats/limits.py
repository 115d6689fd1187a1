"""Natural limits of a series, or of many at once: what a chart says about where each point lies.

Every function takes arrays whose last axis is time, so that 10,000 series go in one call and one series is the
special case. `include` (booleans of the same shape) leaves points out of the limits; `freeze` takes the limits from
the first so many points. Moving ranges are taken between neighbours among the points that count.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Bools: TypeAlias = NDArray[np.bool_]
Sides: TypeAlias = NDArray[np.int8]

D2 = 1.128
"""Mean range of two normal values in standard deviations. Montgomery, Introduction to SQC, appendix VI, n = 2."""
D4 = 3.267
"""Upper limit of the range of two, in mean ranges. Same table."""
FACTOR = 3 / D2
"""Mean moving ranges from the centre to a limit; Making Data Count and NHSR round it to 2.66."""
BETWEEN_EVENTS = 1 / 3.6
"""Power that makes waiting times nearly normal. Nelson, Journal of Quality Technology 26 (1994) 239."""
ON_THE_CENTRE = 1e-12
"""Share of the centre within which a point lies on it: the rounding of a mean of doubles, nothing more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """A chart's centre and limits, and where each point lies.

    `centre`, `lower` and `upper` are in the units of the values and broadcast against them. `deviation` is each
    point's distance from the mean and `sigma` the chart's standard deviation, both on the scale on which the chart
    is worked (transformed for `time_between`). `side` is each point's side of the centre line: 1, 0 or -1.
    """

    centre: Floats
    lower: Floats
    upper: Floats
    deviation: Floats
    sigma: Floats
    side: Sides


def xmr(
    values: Floats,
    *,
    include: Bools | None = None,
    freeze: int | None = None,
    screened: bool = False,
    factor: float = FACTOR,
) -> Limits:
    """Limits of single values from their mean moving range.

    `screened` leaves out, once, moving ranges of `D4` mean ranges or more. Needs two points that count, else
    `ValueError`. Source: Montgomery 6.4; the screen, Nelson, Journal of Quality Technology 14 (1982) 172.

    >>> limits = xmr(np.array([4.0, 6, 5, 7, 3]))
    >>> [round(float(x[0]), 3) for x in (limits.lower, limits.centre, limits.upper)]
    [-0.984, 5.0, 10.984]
    """
    values = np.asarray(values, dtype=np.float64)
    base, counted = base_points(values, include=include, freeze=freeze)
    centre = mean_of(base, counted)
    width = factor * mean_moving_range(base, counted, screened=screened)
    return around(values - centre, centre=centre, sigma=width / 3, lower=centre - width, upper=centre + width)


def moving_range(values: Floats, *, include: Bools | None = None, freeze: int | None = None) -> Limits:
    """Limits of the moving ranges themselves: one range fewer than values; the lower limit is 0.

    Source: Montgomery 6.4 (D3 = 0 for ranges of two).

    >>> round(float(moving_range(np.array([4.0, 6, 5, 7, 3])).upper[0]), 3)
    7.351
    """
    values = np.asarray(values, dtype=np.float64)
    base, counted = base_points(values, include=include, freeze=freeze)
    centre = mean_moving_range(base, counted, screened=False)
    deviation = np.abs(np.diff(values)) - centre
    return around(
        deviation, centre=centre, sigma=(D4 - 1) * centre / 3, lower=np.zeros_like(centre), upper=D4 * centre
    )


def time_between(
    values: Floats,
    *,
    include: Bools | None = None,
    freeze: int | None = None,
    screened: bool = False,
    factor: float = FACTOR,
) -> Limits:
    """Limits of times between events (the t-chart): worked on `values ** (1 / 3.6)`, given back in the values' unit.

    Each time is over 0, else `ValueError`. A lower limit below 0 on the worked scale is 0.
    Source: Nelson 1994 as in Montgomery, example 7.6.

    >>> limits = time_between(np.array([286.0, 948, 536, 124]))
    >>> round(float(limits.centre[0]), 1), round(float(limits.lower[0]), 1)
    (396.0, 1.0)
    """
    values = np.asarray(values, dtype=np.float64)
    if np.any(values <= 0):
        raise ValueError("a time between events is over 0")
    worked = xmr(values**BETWEEN_EVENTS, include=include, freeze=freeze, screened=screened, factor=factor)
    return Limits(
        centre=worked.centre ** (1 / BETWEEN_EVENTS),
        lower=np.maximum(worked.lower, 0) ** (1 / BETWEEN_EVENTS),
        upper=worked.upper ** (1 / BETWEEN_EVENTS),
        deviation=worked.deviation,
        sigma=worked.sigma,
        side=worked.side,
    )


def around(deviation: Floats, *, centre: Floats, sigma: Floats, lower: Floats, upper: Floats) -> Limits:
    """Limits whose centre line is the mean itself."""
    return Limits(
        centre=centre, lower=lower, upper=upper, deviation=deviation, sigma=sigma, side=side_of(deviation, centre)
    )


def side_of(deviation: Floats, centre: Floats) -> Sides:
    """1 above, -1 below, 0 on the centre (as far as doubles can tell)."""
    slack = ON_THE_CENTRE * np.abs(centre)
    return (deviation > slack).view(np.int8) - (deviation < -slack).view(np.int8)


def base_points(values: Floats, *, include: Bools | None, freeze: int | None) -> tuple[Floats, Bools | None]:
    """The points that limits are taken from, moved together, and which of them are real (None: all)."""
    base = values[..., :freeze]
    if include is None:
        counted = None
        fewest = base.shape[-1]
    else:
        base, counted = packed(base, include[..., :freeze])
        fewest = int(counted.sum(axis=-1).min(initial=base.shape[-1]))
    if fewest < 2:
        raise ValueError("limits need at least two points that count")
    return base, counted


def packed(values: Floats, include: Bools) -> tuple[Floats, Bools]:
    """Included points moved to the front in their order, and which places hold one."""
    order = np.argsort(~include, axis=-1, kind="stable")
    return np.take_along_axis(np.broadcast_to(values, include.shape), order, axis=-1), front(include)


def front(include: Bools) -> Bools:
    """The first places of each series, as many as it has included points."""
    return np.asarray(np.arange(include.shape[-1]) < include.sum(axis=-1, keepdims=True))


def mean_of(values: Floats, counted: Bools | None) -> Floats:
    if counted is None:
        return np.asarray(values.mean(axis=-1, keepdims=True))
    return np.asarray(values.mean(axis=-1, keepdims=True, where=counted))


def mean_moving_range(base: Floats, counted: Bools | None, *, screened: bool) -> Floats:
    """Mean distance between neighbours, per series; `screened` as in `xmr`."""
    ranges = np.abs(np.diff(base))
    between = None if counted is None else counted[..., 1:]
    mean = mean_of(ranges, between)
    if not screened:
        return mean
    kept = (ranges < D4 * mean) | (mean == 0)  # equal values have no range to screen
    if between is not None:
        kept &= between
    return mean_of(ranges, kept)
