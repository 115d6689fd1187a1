"""The frame that all series of a log share: its window, its periods, and which of them may be judged."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import numpy as np

from headway.eventlog.fields import Field
from headway.kpi.business_hours import EPOCH, BusinessCalendar, OpenTime
from headway.kpi.closing import ClosingTable, Days
from headway.kpi.counts import BY_TICKET
from headway.kpi.definition import Backlog, Clock, Count, Kpi, NetFlow
from headway.kpi.instants import DAY_MICROSECONDS, HOUR_MICROSECONDS, Instant
from headway.kpi.maturity import Maturity, maturity_of
from headway.kpi.periods import Flags, Grid, choose_period, grid_of, partial_periods, resting_periods, thin_periods
from headway.kpi.series import Period
from headway.kpi.window import Window, closings_begin, window_of


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Frame:
    """What the closing table of a log says about its time.

    `thin` are periods with far fewer tickets than usual, `resting` days off by the calendar, `partial` periods that the
    log holds only in part, `filling` periods in which the log still fills up: tickets from before it began are missing.
    """

    table: ClosingTable
    window: Window
    grid: Grid
    starts: tuple[date, ...]
    maturity: Maturity
    as_of: Instant
    moment: datetime
    open_time: OpenTime | None
    thin: Flags
    resting: Flags
    partial: Flags
    filling: Flags

    @property
    def dates(self) -> tuple[date, date]:
        return on(self.window.first), on(self.window.last)

    @property
    def usual(self) -> Days:
        """Places of whole periods that are worked."""
        return np.flatnonzero(~(self.partial | self.resting))

    def settle_hours(self, kpi: Kpi) -> float | None:
        """The age at which a cohort of this measure may be judged; None: it need not wait, or the log can't tell."""
        if not self.waits(kpi):
            return None
        own = kpi.settle_hours
        if own is not None and not self.maturity.only_closed:
            return own
        learnt = self.maturity.settle_hours
        return learnt if own is None or learnt is None else max(own, learnt)

    def waits(self, kpi: Kpi) -> bool:
        """Whether a period of this measure must grow old. In a log of closed tickets demand and stock must, too: what
        was still open is not in it."""
        if isinstance(kpi.part, BY_TICKET):
            return kpi.settles
        stands_on_openings = isinstance(kpi.part, NetFlow | Backlog) or kpi.part == Count(of=Field.OPENED)
        return stands_on_openings and self.maturity.only_closed

    def settled(self, kpi: Kpi) -> Flags:
        """Which periods hold no ticket that is too young for this measure."""
        settled = np.ones(len(self.grid), dtype=np.bool_)
        if not self.waits(kpi):
            return settled
        if kpi.settle_hours is not None:
            settled &= self._ages(kpi.clock) >= kpi.settle_hours
        if kpi.settle_hours is None or self.maturity.only_closed:
            learnt = self.maturity.settle_hours
            settled &= False if learnt is None else self._ages(Clock.CALENDAR) >= learnt
        return settled

    @property
    def all_old_enough(self) -> bool:
        """Whether nine tenths even of the newest tickets of the window had the time to be resolved."""
        learnt = self.maturity.settle_hours
        return learnt is not None and bool((self._ages(Clock.CALENDAR) >= learnt).all())

    def _ages(self, clock: Clock) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        """Hours from the end of each period's openings to the end of the log."""
        ends = np.minimum(self.grid.bounds[1:], self.grid.last + 1)
        if clock is Clock.BUSINESS and self.open_time is not None:
            known = np.minimum(ends, self.as_of.day)
            spent = self.open_time.microseconds_at(self.as_of.day, self.as_of.time)
            begun = [self.open_time.microseconds_at(int(day), 0) for day in known]
            return (spent - np.array(begun)) / HOUR_MICROSECONDS
        return ((self.as_of.day - ends) * DAY_MICROSECONDS + self.as_of.time) / HOUR_MICROSECONDS


def by_month(frame: Frame) -> Frame:
    """The same window in months; thin and partial months are not told."""
    grid = grid_of(Period.MONTH, frame.dates)
    none = np.zeros(len(grid), dtype=np.bool_)
    return replace(frame, grid=grid, starts=grid.starts, thin=none, resting=none, partial=none, filling=none)


def frame_of(
    table: ClosingTable, *, as_of: Instant, moment: datetime, period: Period | None, calendar: BusinessCalendar | None
) -> Frame:
    """The frame that a closing table stands in; `period` None: as the volume bears."""
    first, arrivals = table.arrivals()
    window = window_of(first, arrivals, closed_from=closings_begin(table))
    dates = on(window.first), on(window.last)
    grid = grid_of(period or choose_period(dates, first, arrivals), dates)
    maturity = maturity_of(table, as_of=as_of.day)
    holidays = calendar.holidays if calendar is not None else frozenset()
    full_from = first + (maturity.settle_hours or 0) / 24
    return Frame(
        table=table, window=window, grid=grid, starts=grid.starts, maturity=maturity, as_of=as_of,
        moment=moment,
        open_time=calendar.open_time(on(first), on(as_of.day)) if calendar is not None else None,
        thin=thin_periods(grid, first, arrivals),
        resting=resting_periods(grid, first, arrivals, closed_on=holidays),
        partial=partial_periods(grid, first, arrivals, known_to=as_of.day + as_of.time / DAY_MICROSECONDS),
        filling=np.asarray(grid.bounds[:-1] < full_from, dtype=np.bool_),
    )


def on(day: int) -> date:
    """The date of a day number.

    >>> on(2).isoformat()
    '1970-01-03'
    """
    return EPOCH + timedelta(days=day)
