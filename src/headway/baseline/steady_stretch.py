"""Where the steady time at the end of a series begins: proposed, never taken without a person's word."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from headway.baseline.noise import MOST_CORRELATED, detrended, lag_1, weekdays_of, without_weekdays
from headway.baseline.scale import Scale, worked
from headway.kpi.periods import ENOUGH_PERIODS
from headway.kpi.series import Period, Point
from headway.stats.distributions import f_tail, t_tail
from headway.stats.limits import Floats, xmr

FLAT = .25         # a slope is let pass only if chance brings it so often; the level of a test that only prepares:
                   # Bozivich, Bancroft and Hartley, Annals of Mathematical Statistics 27 (1956) 1017
APART = .001       # the time before must differ beyond this; the search over starts uses up most of it (see the tests)
DAYS = 20          # a start among days leaves at least so many usable ones: four working weeks
PARAMETERS = 3     # a start, and a line instead of a level before it


WINDOW = 5         # points about which one may be an outlier: three alike are a level, two are not


def steady_since(points: Sequence[Point], *, period: Period, scale: Scale = Scale.PLAIN) -> int | None:
    """The place of the first point of the steady stretch at the end; None where the whole is steady or no end is.

    The series is fitted by a line before and a level after an unknown start, which least squares choose (a Monday
    where points are days); the start is proposed if the time before clearly differs from the level after, and no
    slope is left after it. Both tests count points that resemble their neighbours for fewer, n(1−φ)/(1+φ). One odd
    point makes no start: values are first drawn in to three deviations from the median of their neighbours.
    Sources: Bai, Econometric Theory 13 (1997) 315, for the start; Zwiers and von Storch, Journal of Climate 8 (1995)
    336, for the number of points that count; Davies and Gather, Journal of the American Statistical Association 88
    (1993) 782, for outliers.
    """
    starts = _starts(points, period)
    if not len(starts):
        return None
    values = _drawn_in(without_weekdays(worked(points, scale), weekdays_of(points, period))[0])
    left = _left_over(values, starts)
    best = int(np.argmin(left))
    start = int(starts[best])
    rest = np.concatenate((detrended(values[:start]), values[start:] - values[start:].mean()))
    phi = min(max(lag_1(rest), 0.0), MOST_CORRELATED)
    alike = (1 - phi) / (1 + phi)
    whole, freedom = float(((values - values.mean()) ** 2).sum()), len(values) - 1 - PARAMETERS
    if freedom < 1 or whole <= 0:
        return None
    gain = (whole - left[best]) / PARAMETERS / max(left[best] / freedom, 1e-12 * whole)
    if f_tail(gain * alike, PARAMETERS, max(freedom * alike, 1.0)) >= APART:
        return None
    deviation = math.sqrt(left[best] / freedom)
    later = (int(place) for place in starts[best:])   # where the series still rises a while, a later start is flat
    return next((place for place in later if slope_tail(values[place:], deviation=deviation, alike=alike) > FLAT), None)


def _starts(points: Sequence[Point], period: Period) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """Places at which a steady stretch could begin: enough points on both sides; among days, the first of a week."""
    least = DAYS if period is Period.DAY else ENOUGH_PERIODS
    places = np.arange(WINDOW, len(points) - least + 1)
    if period is not Period.DAY:
        return places
    weeks = np.array([point.starts_on.toordinal() - point.starts_on.weekday() for point in points])
    return np.asarray(places[weeks[places] != weeks[places - 1]])


def _left_over(values: Floats, starts: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> Floats:
    """Sum of squares that a line before and a level after each start leave, from running sums."""
    time = np.arange(len(values), dtype=np.float64)

    def upto(of: Floats) -> Floats:
        return np.asarray(np.cumsum(of)[starts - 1], dtype=np.float64)

    n = starts.astype(np.float64)
    y, yy = upto(values), upto(values**2)
    t_mean, steps = (n - 1) / 2, n * (n**2 - 1) / 12
    slope = (upto(time * values) - t_mean * y) / steps
    before = yy - y**2 / n - slope**2 * steps
    after = float((values**2).sum()) - yy - (float(values.sum()) - y) ** 2 / (len(values) - n)
    return np.asarray(np.maximum(before, 0) + np.maximum(after, 0), dtype=np.float64)


def _drawn_in(values: Floats) -> Floats:
    """Single outliers at three deviations from the median of their neighbours; the deviation by moving ranges."""
    limits = xmr(values, screened=True)
    windows = np.median(np.lib.stride_tricks.sliding_window_view(values, WINDOW), axis=-1)
    near = windows[np.clip(np.arange(len(values)) - WINDOW // 2, 0, len(windows) - 1)]
    return np.clip(values, near - 3 * limits.sigma, near + 3 * limits.sigma)


def slope_tail(values: Floats, *, deviation: float, alike: float) -> float:
    """How often chance alone brings a slope at least as steep, either way. `alike` is the share of points that count.

    >>> slope_tail(np.array([1.0, 2, 3, 4, 5, 6]), deviation=.5, alike=1.0) < .01
    True
    """
    time = np.arange(len(values)) - (len(values) - 1) / 2
    steps = float(time @ time)
    slope = float(time @ values) / steps
    if deviation == 0:
        return 1.0 if slope == 0 else 0.0
    return 2 * t_tail(abs(slope) * math.sqrt(steps * alike) / deviation, max((len(values) - 2) * alike, 1.0))
