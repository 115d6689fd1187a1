"""The shared real logs as arrays: their slices, the windows that are judged, and changes put into them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
from fast_ages import NEVER, Tickets, Whole, open_at

import headway
from headway.kpi.business_hours import SECOND, BusinessCalendar, OpenTime, day_number, read_hours
from headway.kpi.case_mix import FIELDS
from headway.kpi.instants import DAY_MICROSECONDS, Instant

INCIDENTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "incidents"
SLICED_BY = ("team", "category", "priority", "service")
OFFICE = read_hours("Mon-Fri 08:00-18:00")


@dataclass(frozen=True, slots=True)
class Window:
    """Numbers of days: the first, the day of the change, the last; what is known is known on the evening of the last."""

    first: int
    change: int
    last: int

    @property
    def as_of(self) -> Instant:
        return Instant((self.last + 1) * DAY_MICROSECONDS - 1, self.last, DAY_MICROSECONDS - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RealLog:
    """A real log: its file, how many slices are judged, its windows, and the days off in which work rests."""

    name: str
    file: str
    slices: int
    step: int               # days from a period to the next, as a dashboard would show it
    windows: Callable[[], list[Window]]
    days_off: frozenset[date] = frozenset()

    @property
    def path(self) -> Path:
        return INCIDENTS / self.file


def uci_windows() -> list[Window]:
    """Fourteen dates in the thirteen weeks of the log, 42 days before and 21 after."""
    first = day_number(date(2016, 2, 29))
    return [Window(first + start - 42, first + start, first + start + 20)
            for start in np.unique(np.linspace(42, 93 - 21, 14).astype(int)).tolist()]


def italian_windows(after: int = 13) -> list[Window]:
    """Every fifth week of four years, 52 weeks before and 13 after."""
    first, last = day_number(date(2010, 1, 11)), day_number(date(2014, 1, 3))
    ends = range(first + (52 + after) * 7, last - 7, 35)
    return [Window(end - (52 + after) * 7, end - after * 7, end - 1) for end in ends]


LOGS = {log.name: log for log in (
    RealLog(name="uci", file="uci_incident_event_log.zip", slices=27, step=1, windows=uci_windows,
            days_off=frozenset({date(2016, 3, 25), date(2016, 4, 21), date(2016, 4, 22)})),
    RealLog(name="italian", file="italian_helpdesk.csv.gz", slices=10, step=7, windows=italian_windows),
)}


@cache
def tickets_of(name: str) -> Tickets:
    """The whole log; tickets that were closed at an unknown time are left out."""
    log = headway.read(LOGS[name].path)
    columns = ", ".join(sorted({*SLICED_BY, *(field.value for field in FIELDS)}))
    rows = duckdb.execute(f"select epoch_us(opened) as opened, epoch_us(coalesce(resolved, closed)) as done, {columns} "
                          "from read_parquet(?) where is_open or coalesce(resolved, closed) is not null",
                          [log.tickets_at]).fetchnumpy()
    fields = {name: np.array(np.ma.asarray(rows[name]).tolist(), dtype=object) for name in columns.split(", ")}
    kinds: dict[tuple[str | None, ...], int] = {}
    told = [kinds.setdefault(values, len(kinds)) for values in zip(*(fields[field.value] for field in FIELDS), strict=True)]
    opened, done = (np.ma.filled(np.ma.asarray(rows[moment]), NEVER).astype(np.int64) for moment in ("opened", "done"))
    return Tickets(opened, done, np.array(told), tuple(kinds), {name: fields[name] for name in SLICED_BY})


@cache
def slices_of(name: str) -> dict[str, int]:
    """The largest slices with their tickets, the largest first; "all" is one of them."""
    tickets = tickets_of(name)
    told = {"all": len(tickets.opened)}
    for field, values in tickets.slices.items():
        known, many = np.unique(values[values != None].astype(str), return_counts=True)   # noqa: E711
        told |= {f"{field}={value}": int(n) for value, n in zip(known, many, strict=True)}
    return dict(sorted(told.items(), key=lambda one: -one[1])[: LOGS[name].slices])


def cut(tickets: Tickets, name: str) -> Tickets:
    """One slice, as `slices_of` names it."""
    if name == "all":
        return tickets
    field, value = name.split("=", 1)
    return tickets.only(tickets.slices[field] == value)


def changed(tickets: Tickets, log: RealLog, change: int, factor: float) -> Tickets:
    """From the day `change` on, what is left of each ticket's work takes `factor` times as many hours of the working week."""
    if factor == 1:
        return tickets
    clock = working_week(log.name)
    begins = np.int64(change) * DAY_MICROSECONDS
    later = (tickets.done >= begins) & (tickets.done != NEVER)
    came = open_at(clock, np.maximum(tickets.opened[later], begins))
    rest = open_at(clock, tickets.done[later]) - came
    sooner = np.maximum(moments_at(clock, came + np.round(rest * factor).astype(np.int64)), tickets.opened[later])
    done = tickets.done.copy()
    done[later] = np.where(rest > 0, np.minimum(sooner, done[later]), done[later])
    return replace(tickets, done=done)


@cache
def working_week(name: str) -> OpenTime:
    """The clock on which changes are put in; it is not told to anyone."""
    tickets = tickets_of(name)
    moments = np.concatenate((tickets.opened, tickets.done[tickets.done != NEVER])) // DAY_MICROSECONDS
    calendar = BusinessCalendar(week=OFFICE, holidays=LOGS[name].days_off)
    first, last = (date.fromordinal(date(1970, 1, 1).toordinal() + int(day)) for day in (moments.min(), moments.max() + 1))
    return calendar.open_time(first, last)


def moments_at(clock: OpenTime, spent: Whole) -> Whole:
    """The first moment at which so many open microseconds are spent."""
    upto = clock.before * SECOND
    row = np.maximum(np.searchsorted(upto, spent, side="left") - 1, 0)
    return np.asarray((clock.first + row) * DAY_MICROSECONDS + clock.start[row, 0] * SECOND + spent - upto[row])


def bounds(log: RealLog, window: Window) -> Iterator[tuple[int, int]]:
    """First day and the day after the last of each period that a dashboard would show."""
    for first in range(window.first, window.last + 1, log.step):
        yield first, first + log.step
