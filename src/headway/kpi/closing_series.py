"""The closing rate of a log as a series around a change: which days, in which periods, against which baseline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from headway.eventlog.refused import Refused
from headway.kpi.business_hours import EPOCH, BusinessCalendar, day_number
from headway.kpi.case_mix import strata_of
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
ENOUGH_A_DAY = 3.0     # expected closures on a usual day: fewer are told by week …
ENOUGH_WEEKS = 12      # … where there are so many before the change: fewer points would tell nothing of the noise
WEEK = 7
ALIKE_WITHIN = 1.02    # ages so near to one another are one and the same wait
MANY_ALIKE = .25       # of all endings: a wait that so many share was set by someone
LEAST_WAIT = 1.0       # hours: shorter waits are alike by nature
ALL_BUT_FEW = .99      # of the tickets of an extract of closed tickets must have had the time to close


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ClosingSeries:
    """y and its information n [periods] (see `closing_rate`); periods are counted from the day of the change.

    `strata` are the kinds of tickets told apart. `fixed_wait` is a wait in hours that many tickets share, and how many:
    an automatic closing, say. No change of the work makes it shorter, so a gain is told as smaller than it is.
    """

    starts: tuple[date, ...]
    values: Figures
    n: Figures
    period: Period
    expected: Expected
    calendar: BusinessCalendar
    learnt: bool
    strata: int
    fixed_wait: tuple[float, float] | None = None


def closing_series(
    counts: AgeCounts, watch: Watch, frame: Frame, *, change: date | None, calendar: BusinessCalendar | None = None,
    share: float | None = None,
) -> ClosingSeries:
    """The closing rate before and after a change, as it was known at the decision's moment.

    `change` None: nothing has changed yet, and all of it is baseline. `calendar` is the clock of work; None: learnt from
    the openings. `share` is that of the tickets by whose ages the measure is decided (None: all).
    Raises `Refused`: `no_baseline` where too little ended before the change, `horizon_not_mature` where no day after it can
    be judged.
    """
    openings = counts.openings(watch)
    hours = calendar if calendar is not None else learnt_hours(openings)
    first, last = frame.window.first, last_day(frame, watch)
    day = last + 1 if change is None else day_number(change)
    judged, change = change is not None, on(day)
    if judged and last < day:
        raise Refused("horizon_not_mature", change=change.isoformat(), last=on(last).isoformat())
    # the clock runs from the first opening to a day past the log's end, so that each moment has its place
    open_time = hours.open_time(on(min(openings.first, first)), on(frame.as_of.day + 1))
    closed = counts.closed_ages(watch, open_time, until=day, quantiles=QUANTILES)
    strata = strata_of(counts.kinds(watch, open_time, until=day))
    table = counts.ages(watch, open_time, edges=_edges(closed, change), first=first, last=last, strata=strata)
    if table.closures[: day - first].sum() < ENOUGH_CLOSED:
        raise Refused("no_baseline", change=change.isoformat())
    expected = expected_of(table, until=day, share=share)
    daily = np.arange(first, last + 2)
    values, n = closing_rate(table, expected, daily)
    short = day - first < WEEK * ENOUGH_WEEKS
    period = Period.DAY if short or np.median(n[n > 0]) >= ENOUGH_A_DAY else Period.WEEK
    bounds = daily if period is Period.DAY else weeks_around(day, first, last)
    if period is Period.WEEK:
        values, n = closing_rate(table, expected, bounds)
    return ClosingSeries(
        starts=tuple(EPOCH + timedelta(days=int(bound)) for bound in bounds[:-1]), values=values, n=n, period=period,
        expected=expected, calendar=hours, learnt=calendar is None, strata=strata.many,
        fixed_wait=fixed_wait(closed))


def fixed_wait(ages: Sequence[float]) -> tuple[float, float] | None:
    """The share of endings with one and the same age, at least, and that age in hours; `ages` are at `QUANTILES`.

    >>> fixed_wait([1, 2, 5, 9, 20, 80, 120, 120, 120, 120.5, 121, 150, 400])
    (0.32, 120.0)
    >>> fixed_wait([1, 2, 5, 9, 20, 40, 60, 80, 120, 150, 200, 250, 400]) is None
    True
    """
    spans = [(later - sooner, low) for (sooner, low), (later, high) in combinations(zip(QUANTILES, ages, strict=True), 2)
             if low >= LEAST_WAIT and high <= ALIKE_WITHIN * low]
    share, age = max(spans, default=(0.0, 0.0))
    return (round(share, 2), float(age)) if share >= MANY_ALIKE else None


def last_day(frame: Frame, watch: Watch) -> int:
    """The last whole day that can be judged.

    In an extract that holds closed tickets only, the tickets that were still open at its end are missing: its last days
    sees too few tickets at risk, and closures look quick. Those days are left out. So is a thin tail after the openings
    have ended in earnest (see `window`): what is opened then is no fair sample of anything.
    """
    over = watch.as_of.time >= (1 - EVENING) * DAY_MICROSECONDS
    last = watch.as_of.day if over else watch.as_of.day - 1
    if frame.maturity.only_closed:
        last = min(last, frame.as_of.day - age_of_nearly_all(frame.table))
    return min(last, frame.window.last)


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
