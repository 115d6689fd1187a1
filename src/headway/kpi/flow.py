"""Stock and flow from the closing table: arrivals, closures, backlog, the age of what is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from headway.eventlog.fields import Field
from headway.kpi.closing import ClosingTable, Days, age_quantile, counted_between, open_at
from headway.kpi.definition import Backlog, Count, NetFlow
from headway.kpi.periods import Grid

FlowPart: TypeAlias = Count | NetFlow | Backlog

AGES = {"median_age": .5, "p90_age": .9}


@dataclass(frozen=True, slots=True)
class Flow:
    """What a flow measure is in each period: the cases behind it, and its value (None: nothing is open to have an age)."""

    n: tuple[int, ...]
    values: tuple[float | None, ...]


def flow(part: FlowPart, table: ClosingTable, grid: Grid) -> Flow:
    """A stock or flow on a grid. Arrivals and closures of days outside the window are not counted; the backlog is what
    is open at the end of a period, whenever it was opened.

    >>> from datetime import date
    >>> from headway.kpi.periods import grid_of
    >>> from headway.kpi.series import Period
    >>> table = ClosingTable(np.array([0, 1, 1]), np.array([1, 2, STILL_OPEN]), np.array([5, 3, 2]))
    >>> grid = grid_of(Period.DAY, (date(1970, 1, 1), date(1970, 1, 3)))
    >>> flow(NetFlow(), table, grid).values, flow(Backlog(of="size"), table, grid).values
    ((5.0, 0.0, -3.0), (5.0, 5.0, 2.0))
    """
    bounds = np.clip(grid.bounds, grid.first, grid.last + 1)
    match part:
        case Count(of=Field.OPENED):
            return _counted(counted_between(table.opened, table.tickets, bounds))
        case Count():
            return _counted(_closures(table, bounds))
        case NetFlow():
            arrivals, closures = counted_between(table.opened, table.tickets, bounds), _closures(table, bounds)
            return Flow(_ints(arrivals + closures), tuple(float(net) for net in arrivals - closures))
        case Backlog(of="size"):
            return _counted(open_after(table, bounds[1:]))
        case Backlog(of=of):
            standing = open_at(table, bounds[1:])
            ages = tuple(age_quantile(opened, tickets, int(end), AGES[of])
                         for (opened, tickets), end in zip(standing, bounds[1:], strict=True))
            return Flow(tuple(int(tickets.sum()) for _, tickets in standing), ages)


def whole(part: FlowPart, table: ClosingTable, grid: Grid, *, usual: Days, known_to: int) -> tuple[int, float | None]:
    """Cases and the plain figure over the whole log: flows a usual period (`usual` are their places), stocks at its end."""
    if isinstance(part, Backlog):
        if part.of == "size":
            return table.still_open, float(table.still_open)
        [(opened, tickets)] = open_at(table, np.array([known_to + 1]))
        return int(tickets.sum()), age_quantile(opened, tickets, known_to + 1, AGES[part.of])
    told = flow(part, table, grid)
    places = [told.values[place] or 0.0 for place in usual]
    return sum(told.n), float(np.mean(places)) if places else None


def open_after(table: ClosingTable, ends: Days) -> Days:
    """Tickets open at the midnight that begins each of the days `ends`: opened before it, done on that day or later."""
    lasting = table.closed >= 0   # what closed on an unknown day was never seen open
    opened, closed, tickets = table.opened[lasting], table.closed[lasting], table.tickets[lasting]
    return _before(opened, tickets, ends) - _before(closed, tickets, ends)


def _before(day: Days, tickets: Days, ends: Days) -> Days:
    order = np.argsort(day, kind="stable")
    upto = np.concatenate(([0], np.cumsum(tickets[order])))
    return np.asarray(upto[np.searchsorted(day[order], ends, side="left")], dtype=np.int64)


def _closures(table: ClosingTable, bounds: Days) -> Days:
    known = table.known()
    return counted_between(known.closed, known.tickets, bounds)


def _counted(counted: Days) -> Flow:
    return Flow(_ints(counted), tuple(float(n) for n in counted))


def _ints(counted: Days) -> tuple[int, ...]:
    return tuple(int(n) for n in counted)
