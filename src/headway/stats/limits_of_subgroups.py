"""Natural limits of subgroup means and standard deviations. Conventions as in `limits.py`: the last axis is time."""

from __future__ import annotations

import math

import numpy as np

from headway.stats.limits import Bools, Floats, Limits, around, base_points, mean_of


def xbar(
    means: Floats, deviations: Floats, sizes: Floats, *, include: Bools | None = None, freeze: int | None = None
) -> Limits:
    """Limits of subgroup means; `deviations` are the subgroups' standard deviations, `sizes` their numbers (2 or more).

    Source: Montgomery 6.3, equations 6.27 to 6.31.

    >>> limits = xbar(np.array([5.0, 6, 4]), np.array([1.0, 1, 1]), np.array([4.0, 4, 4]))
    >>> round(float(limits.upper[0]), 3)
    6.628
    """
    base_means, counted = base_points(means, include=include, freeze=freeze)
    base_sizes, _ = base_points(sizes, include=include, freeze=freeze)
    centre = mean_of(base_means * base_sizes, counted) / mean_of(base_sizes, counted)
    within = _within(deviations, sizes, include=include, freeze=freeze)
    sigma = within / (c4(sizes) * np.sqrt(sizes))
    return around(means - centre, centre=centre, sigma=sigma, lower=centre - 3 * sigma, upper=centre + 3 * sigma)


def s(deviations: Floats, sizes: Floats, *, include: Bools | None = None, freeze: int | None = None) -> Limits:
    """Limits of subgroup standard deviations; arguments as in `xbar`. Source: Montgomery 6.3.

    >>> round(float(s(np.array([1.0, 2, 1]), np.array([4.0, 4, 4])).upper[0]), 3)
    3.021
    """
    centre = _within(deviations, sizes, include=include, freeze=freeze)
    sigma = centre * np.sqrt(1 - c4(sizes) ** 2) / c4(sizes)
    return around(
        deviations - centre,
        centre=centre,
        sigma=sigma,
        lower=np.maximum(centre - 3 * sigma, 0),
        upper=centre + 3 * sigma,
    )


def c4(sizes: Floats) -> Floats:
    """Mean standard deviation of a normal subgroup of this size (2 or more), in true ones. Source: Montgomery 6.3.

    >>> round(float(c4(np.array([5.0]))[0]), 4)
    0.94
    """
    if np.any(sizes < 2):
        raise ValueError("a subgroup with a standard deviation has two values or more")
    known = {float(n): math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))
             for n in np.unique(sizes)}
    return np.array([known[float(n)] for n in np.ravel(sizes)]).reshape(np.shape(sizes))


def _within(deviations: Floats, sizes: Floats, *, include: Bools | None, freeze: int | None) -> Floats:
    """Mean standard deviation within subgroups: the plain mean for equal sizes (6.27), pooled for unequal (6.31)."""
    base, counted = base_points(deviations, include=include, freeze=freeze)
    if np.all(sizes == sizes.flat[0]):
        return mean_of(base, counted)
    base_sizes, _ = base_points(sizes, include=include, freeze=freeze)
    return np.sqrt(mean_of((base_sizes - 1) * base**2, counted) / mean_of(base_sizes - 1, counted))
