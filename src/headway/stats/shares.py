"""Intervals for a share and for a mean of a sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, stdev

from headway.stats.distributions import normal_quantile, t_quantile

LEVEL = .9


def share_interval(hits: int, n: int, *, level: float = LEVEL, of: int | None = None) -> tuple[float, float]:
    """Wilson's score interval for `hits` of `n` (n above 0), two-sided; `of` is the size of a finite population.

    Where nearly all of a population was asked, little is left to chance: the variance shrinks by (N − n) / (N − 1).
    Source: Wilson, Journal of the American Statistical Association 22 (1927) 209; Brown, Cai and DasGupta, Statistical
    Science 16 (2001) 101; the finite correction as in Cochran, Sampling Techniques, 1977, section 2.6.

    >>> low, high = share_interval(81, 263, level=.95)
    >>> round(low, 4), round(high, 4)
    (0.2553, 0.3662)
    """
    if not 0 <= hits <= n or n < 1:
        raise ValueError(f"{hits} of {n} is no share")
    left = (of - n) / (of - 1) if of is not None and of > 1 else 0.0 if of == 1 else 1.0
    square = normal_quantile((1 + level) / 2) ** 2 * max(left, 0.0)
    share = hits / n
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = math.sqrt(square * (share * (1 - share) / n + square / (4 * n * n))) / (1 + square / n)
    return max(centre - half, 0.0), min(centre + half, 1.0)


def mean_interval(values: Sequence[float], *, level: float = LEVEL, of: int | None = None) -> tuple[float, float] | None:
    """Student's interval for the mean of a sample, two-sided; None where its values say nothing of their spread: there
    are fewer than two, or all are the same.

    `of` is the size of a finite population, as above. Source: Student, Biometrika 6 (1908) 1.

    >>> low, high = mean_interval([3.0, 4.0, 4.0, 5.0, 4.0, 5.0, 3.0, 4.0])
    >>> round(low, 3), round(high, 3)
    (3.494, 4.506)
    """
    n = len(values)
    if n < 2 or min(values) == max(values):
        return None
    left = max((of - n) / (of - 1), 0.0) if of is not None and of > 1 else 1.0
    half = t_quantile((1 + level) / 2, n - 1) * stdev(values) * math.sqrt(left / n)
    mean = fmean(values)
    return mean - half, mean + half
