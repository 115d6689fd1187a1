"""The noise around a level: what is left of a stretch after its weekdays, and how much a point resembles the last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from headway.kpi.series import Period, Point
from headway.stats.distributions import f_tail
from headway.stats.limits import Floats

Weekdays: TypeAlias = NDArray[np.int64]   # 0 for Monday to 6

WEEKS_FOR_WEEKDAYS = 4    # each weekday four times: fewer, and its mean is mostly its own noise
SEASON_LEVEL = .01        # of the F test: neighbours resemble each other, which makes the usual 5 % too easy
YEARLY_WEEKS = 104        # a season is what came back
MOST_CORRELATED = .95     # beyond it a stretch of this length can't be told from a wandering level


@dataclass(frozen=True, slots=True)
class Noise:
    """`deviation` is what a point usually differs from its level by; `correlation` with its predecessor (0 or more).

    `freedom` is what is left to know the deviation by.
    """

    deviation: float
    correlation: float
    freedom: int


def noise_of(values: Floats, weekdays: Weekdays | None) -> Noise:
    """The noise of a steady stretch; `weekdays` (0 to 6, a value each) where its points are days.

    The lag-1 correlation is corrected for its bias, E r = ρ − (1 + 4ρ)/n (Marriott and Pope, Biometrika 41 (1954)
    390); a negative one is taken as 0, which never promises too much.
    """
    rest, used = without_weekdays(values, weekdays)
    freedom = max(len(values) - used, 1)
    spread = float(np.sqrt((rest @ rest) / freedom))
    return Noise(spread, min(max(lag_1(rest), 0.0), MOST_CORRELATED), freedom)


def lag_1(rest: Floats) -> float:
    """Correlation of neighbours, corrected for its bias and kept within −1 to 1; 0 where nothing varies."""
    n, total = len(rest), float(rest @ rest)
    if n < 3 or total <= 0:
        return 0.0
    raw = float(rest[1:] @ rest[:-1]) / total
    return min(max((n * raw + 1) / (n - 4) if n > 8 else raw, -1.0), 1.0)


def without_weekdays(values: Floats, weekdays: Weekdays | None) -> tuple[Floats, int]:
    """What is left after the mean, or each weekday's mean; and how many means were taken."""
    if weekdays is None:
        return values - values.mean(), 1
    means, many = weekday_means(values, weekdays)
    return values - means, many


def weekday_means(values: Floats, weekdays: Weekdays) -> tuple[Floats, int]:
    """The mean of each point's weekday; and how many weekdays there are."""
    times = np.bincount(weekdays, minlength=7)
    means = np.bincount(weekdays, weights=values, minlength=7) / np.maximum(times, 1)
    return np.asarray(means[weekdays]), int(np.count_nonzero(times))


def detrended(values: Floats) -> Floats:
    """What is left after a straight line; two values or more."""
    time = np.arange(len(values), dtype=np.float64)
    time -= time.mean()
    return np.asarray(values - values.mean() - time * (float(time @ values) / float(time @ time)), dtype=np.float64)


def weekdays_of(points: Sequence[Point], period: Period) -> Weekdays | None:
    """The weekday of each point; None where points are no days, or too few of them to tell weekdays."""
    if period is not Period.DAY:
        return None
    weekdays = np.array([point.starts_on.weekday() for point in points])
    return weekdays if len(weekdays) >= WEEKS_FOR_WEEKDAYS * len(np.unique(weekdays)) else None


def weekly_season(values: Floats, points: Sequence[Point], period: Period) -> bool | None:
    """Whether the weekdays of these values differ by more than chance (F test of their means); None: can't be told."""
    weekdays = weekdays_of(points, period)
    if weekdays is None:
        return None
    values = detrended(values)
    rest, means = without_weekdays(values, weekdays)
    left, whole = float(rest @ rest), float(values @ values)
    if means < 2 or left <= 0:
        return None
    below = len(values) - means
    return f_tail((whole - left) / (means - 1) / (left / below), means - 1, below) < SEASON_LEVEL


def yearly_season(values: Floats, points: Sequence[Point]) -> bool | None:
    """Whether a yearly wave explains more of these values than chance (F test of one harmonic); None under two years."""
    days = np.array([point.starts_on.toordinal() for point in points], dtype=np.float64)
    if len(days) < 8 or days[-1] - days[0] < 7 * YEARLY_WEEKS:
        return None
    values = detrended(values)
    turn = 2 * np.pi * days / 365.25
    wave = np.stack((np.ones_like(turn), np.cos(turn), np.sin(turn)), axis=1)
    rest = values - wave @ np.linalg.lstsq(wave, values, rcond=None)[0]
    left, whole, below = float(rest @ rest), float(values @ values), len(values) - 5
    if left <= 0:
        return None
    phi = min(max(lag_1(rest), 0.0), MOST_CORRELATED)
    alike = (1 - phi) / (1 + phi)   # points that resemble each other count for fewer
    return f_tail((whole - left) / 2 / (left / below) * alike, 2, max(below * alike, 1.0)) < SEASON_LEVEL
