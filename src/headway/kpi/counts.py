"""What must be counted to know the measures: the border between tickets, at whatever scale, and points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from headway.eventlog.fields import Field
from headway.kpi.business_hours import OpenTime
from headway.kpi.closing import ClosingTable, Days
from headway.kpi.definition import (
    AtLeast,
    Clock,
    Duration,
    Kpi,
    Mean,
    Part,
    Recorded,
    Repeats,
    SlaKept,
    Summary,
    Within,
)
from headway.kpi.periods import Grid

Where: TypeAlias = tuple[tuple[Field, tuple[str, ...]], ...]
Figures: TypeAlias = NDArray[np.float64]

BY_TICKET = Duration | Within | SlaKept | AtLeast | Recorded | Mean | Repeats
"""Parts that give each ticket a number of its own, or none; the others are stocks and flows."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """What one ticket contributes to a measure; median, 90th percentile and mean of a duration share one."""

    part: Part
    clock: Clock
    where: Where

    @property
    def is_share(self) -> bool:
        """Whether a ticket contributes 0 or 1."""
        return isinstance(self.part, Within | SlaKept | AtLeast | Recorded | Repeats)

    @property
    def is_ranked(self) -> bool:
        """Whether quantiles are asked for."""
        return isinstance(self.part, Duration) and self.part.horizon_hours is None


def quantity_of(kpi: Kpi) -> Quantity | None:
    """The quantity behind a measure; None for stocks, flows and what comes from other lists.

    >>> from headway.kpi.catalogue import BY_ID
    >>> quantity_of(BY_ID["time_to_resolve_median"]) == quantity_of(BY_ID["time_to_resolve_p90"])
    True
    """
    part = kpi.part
    if not isinstance(part, BY_TICKET):
        return None
    if isinstance(part, Duration):
        capped = part.summary is Summary.RESTRICTED_MEAN
        part = replace(part, summary=Summary.MEAN, horizon_hours=part.horizon_hours if capped else None)
    return Quantity(part, kpi.clock, where_of(kpi))


def where_of(kpi: Kpi) -> Where:
    """The filter of a measure in one fixed order."""
    return tuple(sorted((field, tuple(sorted(values))) for field, values in kpi.where.items()))


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """A quantity counted on a grid: arrays [periods + 1], one place a period of opening, the last for the whole log.

    Where `n` is 0 the other figures mean nothing. `median` and `p90` are None where nobody asks for them; they are
    linear between order statistics (Hyndman and Fan 1996, type 7).
    """

    n: Days
    sum: Figures
    sum_squares: Figures
    median: Figures | None = None
    p90: Figures | None = None

    def value(self, place: int, summary: Summary) -> float | None:
        """The summary of one period; None where it holds no case."""
        if not self.n[place]:
            return None
        if summary is Summary.MEDIAN and self.median is not None:
            return float(self.median[place])
        if summary is Summary.P90 and self.p90 is not None:
            return float(self.p90[place])
        return float(self.sum[place] / self.n[place])


@dataclass(frozen=True, slots=True, kw_only=True)
class Top:
    """The values of a field that most tickets have, with their tickets; and what is left beside them."""

    values: tuple[str, ...] = ()
    tickets: tuple[int, ...] = ()
    other_values: int = 0
    other_tickets: int = 0   # with another value, or with none


class Counts(Protocol):
    """Whoever can count tickets: an engine over stored tables, or the reference calculation over `Ticket` objects.

    Days are numbers since 1970-01-01 on the log's own clock. A mapping by value holds each of the values asked for;
    without a `field` its only key is None: all tickets.
    """

    def known(self) -> Mapping[str, int]:
        """Tickets with a value, by column of `Ticket`; `unresolved` are those done without a time of resolution."""
        ...

    def top(self, field: Field, *, most: int) -> Top:
        """The values that most tickets have, ties in the order of the alphabet."""
        ...

    def closing(
        self, *, field: Field | None = None, values: Sequence[str] = (), where: Where = ()
    ) -> Mapping[str | None, ClosingTable]:
        """Tickets by day of opening and day of being done: resolved, or closed where no resolution is recorded."""
        ...

    def tallies(
        self, quantities: Sequence[Quantity], *, grid: Grid, open_time: OpenTime | None = None,
        field: Field | None = None, values: Sequence[str] = (),
    ) -> Mapping[str | None, tuple[Tally, ...]]:
        """Each quantity over the tickets opened in each period, and over all. `open_time` is the business clock, from
        the first opening to the end of the log; a moment outside it has none."""
        ...

    def causes(self) -> frozenset[str]:
        """The changes that tickets name as their cause."""
        ...
