"""The closing table: tickets counted by day of opening and of closing. Stock, flow and maturity come from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Days: TypeAlias = NDArray[np.int64]

STILL_OPEN = 2**31           # a day that never comes
UNKNOWN_CLOSING = -(2**31)   # closed, nobody knows when: never part of the backlog, no period's closure

HOURS_A_DAY = 24.0
NOON = 12.0  # tickets are counted by day of opening; on average that day was half over


@dataclass(frozen=True, slots=True, eq=False)
class ClosingTable:
    """How many tickets were opened on a day and closed on a day (numbers of days since 1970-01-01), one row a pair.

    `closed` is `STILL_OPEN` or `UNKNOWN_CLOSING` where there is no such day.
    """

    opened: Days
    closed: Days
    tickets: Days

    @property
    def total(self) -> int:
        return int(self.tickets.sum())

    @property
    def still_open(self) -> int:
        return int(self.tickets[self.closed == STILL_OPEN].sum())

    def known(self) -> ClosingTable:
        """Only the tickets whose closing day is known."""
        known = (self.closed != STILL_OPEN) & (self.closed != UNKNOWN_CLOSING)
        return ClosingTable(self.opened[known], self.closed[known], self.tickets[known])

    def arrivals(self) -> tuple[int, Days]:
        """The first day of opening and the arrivals of each day from then to the last."""
        first = int(self.opened.min())
        return first, per_day(self.opened, self.tickets, first, int(self.opened.max()))


def per_day(day: Days, tickets: Days, first: int, last: int) -> Days:
    """Tickets of each day from `first` to `last`; days outside are not counted.

    >>> per_day(np.array([3, 5, 9]), np.array([1, 2, 4]), 3, 6).tolist()
    [1, 0, 2, 0]
    """
    inside = (day >= first) & (day <= last)
    counted = np.bincount(day[inside] - first, weights=tickets[inside], minlength=last - first + 1)
    return counted.astype(np.int64)


def counted_between(day: Days, tickets: Days, bounds: Days) -> Days:
    """Tickets whose day lies in each period; `bounds` [periods + 1] are the first days of the periods and the end."""
    order = np.argsort(day, kind="stable")
    upto = np.concatenate(([0], np.cumsum(tickets[order])))
    at = upto[np.searchsorted(day[order], bounds, side="left")]
    return np.diff(at)


def open_at(table: ClosingTable, ends: Days) -> list[tuple[Days, Days]]:
    """For the midnight that begins each of the days `ends`: opening days, and how many of their tickets are open."""
    if not len(table.opened):
        return [(table.opened, table.tickets) for _ in ends]
    order = np.argsort(table.opened, kind="stable")
    opened, closed, tickets = table.opened[order], table.closed[order], table.tickets[order]
    found = []
    for end in ends:
        before = int(np.searchsorted(opened, end, side="left"))
        still = closed[:before] >= end
        found.append((opened[:before][still], tickets[:before][still]))
    return found


def age_quantile(opened: Days, tickets: Days, end: int, share: float) -> float | None:
    """Quantile of the ages in hours at the midnight that begins day `end`; None where nothing is open.

    A ticket's age is counted from noon of its day of opening. Linear between order statistics (Hyndman and Fan 1996,
    type 7). `opened` must ascend.

    >>> age_quantile(np.array([1, 3]), np.array([1, 1]), 4, .5)
    36.0
    """
    n = int(tickets.sum())
    if n == 0:
        return None
    upto = np.cumsum(tickets[::-1])   # youngest first
    ages = (end - opened[::-1]) * HOURS_A_DAY - NOON
    place = (n - 1) * share
    low = int(np.floor(place))
    younger = float(ages[np.searchsorted(upto, low, side="right")])
    older = float(ages[np.searchsorted(upto, min(low + 1, n - 1), side="right")])
    return younger + (older - younger) * (place - low)
