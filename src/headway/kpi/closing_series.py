"""The closing rate of a log as a series around a change: which days, in which periods, against which baseline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from headway.eventlog.refused import Refused
from headway.kpi.business_hours import EPOCH, BusinessCalendar, day_number
from headway.kpi.closing import ClosingTable
from headway.kpi.closing_rate import (
    QUANTILES,
    AgeCounts,
    Expected,
    Figures,
    Watch,
    closing_rate,
    edges_of,
    expected_of,
)
from headway.kpi.frame import Frame, on
from headway.kpi.instants import DAY_MICROSECONDS
from headway.kpi.periods import EVENING
from headway.kpi.series import Period
from headway.kpi.worked_hours import learnt_hours

ENOUGH_CLOSED = 30     # endings in the baseline: fewer don't tell at which ages tickets close
ENOUGH_A_DAY = 3.0     # expected closures on a usual day: fewer are told by week
WEEK = 7
ALL_BUT_FEW = .99      # of the tickets of an extract of closed tickets must have had the time to close


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ClosingSeries:
    """y and its information n [periods] (see `closing_rate`); periods are counted from the day of the change."""

    starts: tuple[date, ...]
    values: Figures
    n: Figures
    period: Period
    expected: Expected
    calendar: BusinessCalendar
    learnt: bool


def closing_series(
    counts: AgeCounts, watch: Watch, frame: Frame, *, change: date, calendar: BusinessCalendar | None = None,
) -> ClosingSeries:
    """The closing rate before and after a change, as it was known at the decision's moment.

    `calendar` is the clock of work; None: learnt from the openings. Raises `Refused`: `no_baseline` where too little
    ended before the change, `horizon_not_mature` where no day after it can be judged.
    """
    openings = counts.openings(watch)
    hours = calendar if calendar is not None else learnt_hours(openings)
    first, last = frame.window.first, last_day(frame, watch)
    day = day_number(change)
    if last < day:
        raise Refused("horizon_not_mature", change=change.isoformat(), last=on(last).isoformat())
    # the clock runs from the first opening to a day past the log's end, so that each moment has its place
    open_time = hours.open_time(on(min(openings.first, first)), on(frame.as_of.day + 1))
    closed = counts.closed_ages(watch, open_time, until=day, quantiles=QUANTILES)
    table = counts.ages(watch, open_time, edges=_edges(closed, change), first=first, last=last)
    if table.closures[: day - first].sum() < ENOUGH_CLOSED:
        raise Refused("no_baseline", change=change.isoformat())
    expected = expected_of(table, until=day)
    daily = np.arange(first, last + 2)
    values, n = closing_rate(table, expected, daily)
    period = Period.DAY if np.median(n[n > 0]) >= ENOUGH_A_DAY else Period.WEEK
    bounds = daily if period is Period.DAY else weeks_around(day, first, last)
    if period is Period.WEEK:
        values, n = closing_rate(table, expected, bounds)
    return ClosingSeries(
        starts=tuple(EPOCH + timedelta(days=int(bound)) for bound in bounds[:-1]), values=values, n=n, period=period,
        expected=expected, calendar=hours, learnt=calendar is None)


def last_day(frame: Frame, watch: Watch) -> int:
    """The last whole day that can be judged.

    In an extract that holds closed tickets only, the tickets that were still open at its end are missing: its last days
    see too few tickets at risk, and closures look quick. Those days are left out.
    """
    over = watch.as_of.time >= (1 - EVENING) * DAY_MICROSECONDS
    last = watch.as_of.day if over else watch.as_of.day - 1
    if frame.maturity.only_closed:
        last = min(last, frame.as_of.day - age_of_nearly_all(frame.table))
    return last


def age_of_nearly_all(table: ClosingTable) -> int:
    """Days within which nearly all of the closed tickets were closed."""
    known = table.known()
    age = known.closed - known.opened
    order = np.argsort(age)
    upto = np.cumsum(known.tickets[order])
    return int(age[order][np.searchsorted(upto, ALL_BUT_FEW * upto[-1])]) if len(age) else 0


def weeks_around(change: int, first: int, last: int) -> NDArray[np.int64]:
    """Bounds of whole weeks from `first` to `last`, one of them the day of the change.

    >>> weeks_around(20, 3, 36).tolist()
    [6, 13, 20, 27, 34]
    """
    return np.arange(change - (change - first) // WEEK * WEEK, last + 2, WEEK)


def _edges(quantiles: list[float], change: date) -> Figures:
    try:
        return edges_of(quantiles)
    except ValueError:
        raise Refused("no_baseline", change=change.isoformat()) from None
