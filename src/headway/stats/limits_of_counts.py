"""Natural limits of shares, rates and counts. Conventions as in `limits.py`: the last axis is time."""

from __future__ import annotations

import numpy as np

from headway.stats.limits import (
    D2,
    Bools,
    Floats,
    Limits,
    around,
    base_points,
    mean_moving_range,
    mean_of,
    packed,
    side_of,
)


def p(
    counts: Floats, sizes: Floats, *, include: Bools | None = None, freeze: int | None = None, screened: bool = False
) -> Limits:
    """Limits of shares `counts / sizes` (0 to 1) if only chance moves them; they step with the size.

    Sizes are over 0, else `ValueError`. `screened` is taken and not used: no moving range is involved.
    Source: Montgomery 7.2.

    >>> limits = p(np.array([12.0, 8, 6]), np.array([100.0, 80, 80]))
    >>> round(float(limits.centre[0]), 3), round(float(limits.upper[0]), 3)
    (0.1, 0.19)
    """
    return _share(counts, sizes, include=include, freeze=freeze, spread_screened=None)


def p_prime(
    counts: Floats, sizes: Floats, *, include: Bools | None = None, freeze: int | None = None, screened: bool = False
) -> Limits:
    """Limits of shares that vary more (or less) from time to time than chance alone would have it.

    `p`'s limits times the standard deviation of the points in units of chance, taken from moving ranges.
    Source: Laney, Quality Engineering 14 (2002) 531.

    >>> limits = p_prime(np.array([120.0, 70, 60, 95]), np.array([1000.0, 800, 800, 1000]))
    >>> round(float(limits.upper[0]), 3)
    0.15
    """
    return _share(counts, sizes, include=include, freeze=freeze, spread_screened=screened)


def u(
    counts: Floats, exposure: Floats, *, include: Bools | None = None, freeze: int | None = None, screened: bool = False
) -> Limits:
    """Limits of rates `counts / exposure` if only chance moves them; a count over equal stretches has exposure 1.

    Exposures are over 0, else `ValueError`. `screened` is taken and not used. Source: Montgomery 7.3.

    >>> round(float(u(np.array([2.0, 3, 8, 1]), np.full(4, 50.0)).upper[0]), 4)
    0.1822
    """
    return _rate(counts, exposure, include=include, freeze=freeze, spread_screened=None)


def u_prime(
    counts: Floats, exposure: Floats, *, include: Bools | None = None, freeze: int | None = None, screened: bool = False
) -> Limits:
    """Limits of rates that vary more (or less) than chance alone would have it; the rate's `p_prime`.

    With equal exposures these are the XmR limits of the rates. Source: Laney 2002.

    >>> round(float(u_prime(np.array([2.0, 3, 8, 1]), np.full(4, 50.0)).upper[0]), 4)
    0.3005
    """
    return _rate(counts, exposure, include=include, freeze=freeze, spread_screened=screened)


def c(counts: Floats, *, include: Bools | None = None, freeze: int | None = None) -> Limits:
    """Limits of counts over equal stretches if only chance moves them. Source: Montgomery 7.3.

    >>> round(float(c(np.array([21.0, 24, 16, 12])).upper[0]), 3)
    31.066
    """
    return _rate(counts, np.ones_like(counts), include=include, freeze=freeze, spread_screened=None)


def g(values: Floats, *, include: Bools | None = None, freeze: int | None = None) -> Limits:
    """Limits of how many cases lie between one event and the next (the g-chart).

    The centre line is the median, which half of the points lie above; the limits stand around the mean.
    Source: Benneyan, International Journal for Quality in Health Care 13 (2001) 263; Montgomery 7.3.

    >>> limits = g(np.array([1.0, 8, 4, 20, 12]))
    >>> float(limits.centre[0]), round(float(limits.upper[0]), 2)
    (8.0, 37.46)
    """
    values = np.asarray(values, dtype=np.float64)
    base, counted = base_points(values, include=include, freeze=freeze)
    mean = mean_of(base, counted)
    centre = np.asarray(
        np.median(base, axis=-1, keepdims=True) if counted is None else _median_of_counted(base, counted)
    )
    sigma = np.sqrt(mean * (mean + 1))
    return Limits(
        centre=centre,
        lower=np.maximum(mean - 3 * sigma, 0),
        upper=mean + 3 * sigma,
        deviation=values - mean,
        sigma=sigma,
        side=side_of(values - centre, centre),
    )


def spread_over_chance(scores: Floats, *, include: Bools | None = None, screened: bool = False) -> Floats:
    """Standard deviation, from moving ranges, of points given in units of chance: 1 if only chance moves them.

    >>> round(float(spread_over_chance(np.array([0.5, -1.0, 1.2, 0.1]))[0]), 3)
    1.418
    """
    base, counted = base_points(np.asarray(scores, dtype=np.float64), include=include, freeze=None)
    return mean_moving_range(base, counted, screened=screened) / D2


def _share(
    counts: Floats, sizes: Floats, *, include: Bools | None, freeze: int | None, spread_screened: bool | None
) -> Limits:
    centre, deviation = _centred(counts, sizes, include=include, freeze=freeze)
    sigma = np.sqrt(np.maximum(centre * (1 - centre), 0) / sizes)
    if spread_screened is not None:
        sigma = sigma * _spread(deviation, sigma, include=include, freeze=freeze, screened=spread_screened)
    return around(
        deviation,
        centre=centre,
        sigma=sigma,
        lower=np.maximum(centre - 3 * sigma, 0),
        upper=np.minimum(centre + 3 * sigma, 1),
    )


def _rate(
    counts: Floats, exposure: Floats, *, include: Bools | None, freeze: int | None, spread_screened: bool | None
) -> Limits:
    centre, deviation = _centred(counts, exposure, include=include, freeze=freeze)
    sigma = np.sqrt(centre / exposure)
    if spread_screened is not None:
        sigma = sigma * _spread(deviation, sigma, include=include, freeze=freeze, screened=spread_screened)
    return around(
        deviation, centre=centre, sigma=sigma, lower=np.maximum(centre - 3 * sigma, 0), upper=centre + 3 * sigma
    )


def _centred(
    counts: Floats, sizes: Floats, *, include: Bools | None, freeze: int | None
) -> tuple[Floats, Floats]:
    """The pooled share or rate of the base points, and each point's distance from it."""
    if np.any(sizes <= 0):
        raise ValueError("a share or rate is over a size above 0")
    base_counts, counted = base_points(np.asarray(counts, dtype=np.float64), include=include, freeze=freeze)
    base_sizes, _ = base_points(np.asarray(sizes, dtype=np.float64), include=include, freeze=freeze)
    centre = mean_of(base_counts, counted) / mean_of(base_sizes, counted)
    return centre, counts / sizes - centre


def _spread(
    deviation: Floats, sigma: Floats, *, include: Bools | None, freeze: int | None, screened: bool
) -> Floats:
    scores = np.zeros(np.broadcast_shapes(deviation.shape, sigma.shape))
    np.divide(deviation, sigma, out=scores, where=sigma > 0)  # no chance, no spread: all or none
    base, counted = base_points(scores, include=include, freeze=freeze)
    return mean_moving_range(base, counted, screened=screened) / D2


def _median_of_counted(base: Floats, counted: Bools) -> Floats:
    ordered, _ = packed(base, counted)
    ordered = np.sort(np.where(counted, ordered, np.inf), axis=-1)
    n = counted.sum(axis=-1, keepdims=True)
    below = np.take_along_axis(ordered, (n - 1) // 2, axis=-1)
    above = np.take_along_axis(ordered, n // 2, axis=-1)
    return np.asarray((below + above) / 2)
