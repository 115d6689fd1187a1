"""Days, weeks and months: which the volume bears, where they begin, and which of them say less than they seem to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from headway.kpi.business_hours import EPOCH, day_number
from headway.kpi.closing import Days, per_day
from headway.kpi.series import Period

ENOUGH_A_PERIOD = 30
"""Cases that a usual period must hold: fewer, and three or less lie beyond its 90th percentile."""

ENOUGH_PERIODS = 12
"""Periods that a coarser choice must leave: the spread told by an average moving range of 12 points still has a
relative error of about a quarter (some 0.62 degrees of freedom a range: 1/√(2 · 0.62 · 11)); fewer make a guess."""

MOST_DAYS = 731
"""Two years: beyond it daily points are finer than a screen shows, and weeks say the same."""

EVENING = .25
"""The part of the last day that may be missing without the day being "not over": what comes after 18:00."""

THIN = 1 / 3
"""Below this share of the usual n, a period is a weekend or a holiday rather than a quiet day."""

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Consecutive periods that cover a window of days.

    `bounds` [periods + 1] holds the number of each period's first day, and of the day after the last one;
    `first` and `last` are the window's days, both included.
    """

    period: Period
    bounds: Days
    first: int
    last: int

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @property
    def starts(self) -> tuple[date, ...]:
        return tuple(EPOCH + timedelta(days=int(day)) for day in self.bounds[:-1])

    def index(self, day: Days) -> Days:
        """The place of the period that holds each day; −1 outside the window."""
        place = np.searchsorted(self.bounds, day, side="right") - 1
        return np.where((day >= self.first) & (day <= self.last), place, -1)


def begins(period: Period, day: date) -> date:
    """First day of the period that holds the day.

    >>> begins(Period.WEEK, date(2016, 3, 2)).isoformat()
    '2016-02-29'
    """
    if period is Period.DAY:
        return day
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    return day.replace(day=1)


def follows(period: Period, start: date) -> date:
    """First day of the next period."""
    if period is Period.DAY:
        return start + timedelta(days=1)
    if period is Period.WEEK:
        return start + timedelta(days=7)
    return (start.replace(day=28) + timedelta(days=4)).replace(day=1)


def grid_of(period: Period, window: tuple[date, date]) -> Grid:
    """The periods that cover the window (first and last day, both included).

    >>> len(grid_of(Period.MONTH, (date(2016, 2, 29), date(2016, 5, 31))))
    4
    """
    first, last = window
    start = begins(period, first)
    bounds = [day_number(start)]
    while start <= last:
        start = follows(period, start)
        bounds.append(day_number(start))
    return Grid(period=period, bounds=np.array(bounds), first=day_number(first), last=day_number(last))


def working_weekdays(first: int, arrivals: Days) -> Flags:
    """Which of the seven weekdays (Monday first) carry at least a third of the busiest one's tickets."""
    weekday = (np.arange(first, first + len(arrivals)) + 3) % 7  # 1970-01-01 was a Thursday
    load = np.bincount(weekday, weights=arrivals, minlength=7)
    return np.asarray(load >= THIN * load.max(), dtype=np.bool_)


def choose_period(window: tuple[date, date], first: int, arrivals: Days) -> Period:
    """Day, week or month: the finest that usually holds `ENOUGH_A_PERIOD` tickets; finer where too few would be left.

    `arrivals` are tickets opened on each day from day number `first` on. Usual is the median over whole periods (of
    days: those on weekdays that are worked).
    """
    usual_on = working_weekdays(first, arrivals)
    for period in (Period.DAY, Period.WEEK, Period.MONTH):
        grid = grid_of(period, window)
        if period is Period.DAY and len(grid) > MOST_DAYS:
            continue
        usual = _usual(grid, per_day(_days(first, arrivals), arrivals, grid.first, grid.last), usual_on)
        if usual >= ENOUGH_A_PERIOD:
            return _not_too_coarse(period, window)
    return _not_too_coarse(Period.MONTH, window)


def _not_too_coarse(period: Period, window: tuple[date, date]) -> Period:
    days = (window[1] - window[0]).days + 1
    if period is Period.MONTH and days >= ENOUGH_PERIODS * 30:
        return period
    if period is not Period.DAY and days >= ENOUGH_PERIODS * 7:
        return Period.WEEK
    return Period.DAY


def _days(first: int, arrivals: Days) -> Days:
    return np.arange(first, first + len(arrivals))


def counts_in(grid: Grid, first: int, arrivals: Days) -> Days:
    """Arrivals of each period, counting only days of the window."""
    daily = per_day(_days(first, arrivals), arrivals, grid.first, grid.last)
    place = grid.index(_days(grid.first, daily))
    return np.bincount(place, weights=daily, minlength=len(grid)).astype(np.int64)


def _usual(grid: Grid, daily: Days, usual_on: Flags) -> float:
    days = _days(grid.first, daily)
    if grid.period is Period.DAY:
        on = usual_on[(days + 3) % 7]
        return float(np.median(daily[on])) if on.any() else 0.0
    counted = np.bincount(grid.index(days), weights=daily, minlength=len(grid))
    whole = (grid.bounds[:-1] >= grid.first) & (grid.bounds[1:] - 1 <= grid.last)
    return float(np.median(counted[whole])) if whole.any() else 0.0


def thin_periods(grid: Grid, first: int, arrivals: Days) -> Flags:
    """Periods with far fewer arrivals than usual: below a third of the median of whole, worked periods."""
    usual_on = working_weekdays(first, arrivals)
    daily = per_day(_days(first, arrivals), arrivals, grid.first, grid.last)
    return np.asarray(counts_in(grid, first, arrivals) < THIN * _usual(grid, daily, usual_on), dtype=np.bool_)


def resting_periods(grid: Grid, first: int, arrivals: Days, *, closed_on: frozenset[date] = frozenset()) -> Flags:
    """Days off by the calendar, not by their count: weekdays that are not worked, and given holidays.

    For demand and backlog, where "few" is what is measured. Weeks and months never rest.
    """
    if grid.period is not Period.DAY:
        return np.zeros(len(grid), dtype=np.bool_)
    off = ~working_weekdays(first, arrivals)[(grid.bounds[:-1] + 3) % 7]
    return np.asarray(off | np.isin(grid.bounds[:-1], [day_number(day) for day in closed_on]), dtype=np.bool_)


def partial_periods(grid: Grid, first: int, arrivals: Days, *, known_to: float) -> Flags:
    """Periods of which the window holds only a part, weekdays that are not worked aside.

    `known_to` is the moment up to which the log can know, as a day number with fraction: a period that holds it, or
    lies after it, isn't over.
    """
    usual_on = working_weekdays(first, arrivals)
    partial = np.asarray(grid.bounds[1:] > known_to + EVENING, dtype=np.bool_)
    for place in {0, len(grid) - 1}:
        outside = [day for day in range(int(grid.bounds[place]), int(grid.bounds[place + 1]))
                   if not grid.first <= day <= grid.last]
        partial[place] |= any(usual_on[(day + 3) % 7] for day in outside)
    return partial
