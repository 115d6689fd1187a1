"""Stock and flow from the closing table: arrivals, closures, backlog, the age of what is open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
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
    """What a flow measure is in each period: the cases behind it, and its value (None: nothing open has no age)."""

    n: list[int]
    values: list[float] | list[float | None]


class Flows:
    """A closing table on a grid. Arrivals and closures of days outside the window are not counted; the backlog is what
    is open at the end of a period, whenever it was opened.

    >>> from datetime import date
    >>> from headway.kpi.closing import STILL_OPEN
    >>> from headway.kpi.periods import grid_of
    >>> from headway.kpi.series import Period
    >>> table = ClosingTable(np.array([0, 1, 1]), np.array([1, 2, STILL_OPEN]), np.array([5, 3, 2]))
    >>> flows = Flows(table, grid_of(Period.DAY, (date(1970, 1, 1), date(1970, 1, 3))))
    >>> flows.of(NetFlow()).values, flows.of(Backlog(of="size")).values
    ([5.0, 0.0, -3.0], [5.0, 5.0, 2.0])
    """

    def __init__(self, table: ClosingTable, grid: Grid) -> None:
        self.table = table
        self._bounds = np.clip(grid.bounds, grid.first, grid.last + 1)

    def of(self, part: FlowPart) -> Flow:
        """The measure in each period."""
        match part:
            case Count(of=Field.OPENED):
                return _counted(self._arrivals)
            case Count():
                return _counted(self._closures)
            case NetFlow():
                return Flow((self._arrivals + self._closures).tolist(),
                            (self._arrivals - self._closures).astype(np.float64).tolist())
            case Backlog(of="size"):
                return _counted(np.array([tickets.sum() for _, tickets in self._open], dtype=np.int64))
            case Backlog(of=of):
                ages = [age_quantile(opened, tickets, int(end), AGES[of])
                        for (opened, tickets), end in zip(self._open, self._bounds[1:], strict=True)]
                return Flow([int(tickets.sum()) for _, tickets in self._open], ages)

    def whole(self, part: FlowPart, *, usual: Days, known_to: int) -> tuple[int, float | None]:
        """Cases and the plain figure: flows a usual period (`usual` are their places), stocks when the log ends."""
        if isinstance(part, Backlog):
            if part.of == "size":
                return self.table.still_open, float(self.table.still_open)
            [(opened, tickets)] = open_at(self.table, np.array([known_to + 1]))
            return int(tickets.sum()), age_quantile(opened, tickets, known_to + 1, AGES[part.of])
        told = self.of(part)
        values = [told.values[place] or 0.0 for place in usual]
        return sum(told.n), float(np.mean(values)) if values else None

    @cached_property
    def _arrivals(self) -> Days:
        return counted_between(self.table.opened, self.table.tickets, self._bounds)

    @cached_property
    def _closures(self) -> Days:
        known = self.table.known()
        return counted_between(known.closed, known.tickets, self._bounds)

    @cached_property
    def _open(self) -> list[tuple[Days, Days]]:
        return open_at(self.table, self._bounds[1:])


def _counted(counted: Days) -> Flow:
    return Flow(counted.tolist(), counted.astype(np.float64).tolist())
