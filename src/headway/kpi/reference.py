"""The reference calculation: the same counts from `Ticket` objects in plain Python; every engine equals it to 1e-9."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from dataclasses import field as part_of
from datetime import datetime

import numpy as np

from headway.eventlog.fields import Field
from headway.eventlog.log import Ticket
from headway.kpi.business_hours import OpenTime
from headway.kpi.closing import STILL_OPEN, UNKNOWN_CLOSING, ClosingTable
from headway.kpi.counts import Figures, Quantity, Tally, Top, Where
from headway.kpi.definition import AtLeast, Clock, Duration, Mean, Recorded, Repeats, SlaKept, Within
from headway.kpi.instants import HOUR_MICROSECONDS, Instant, instant_of
from headway.kpi.measured import Measured
from headway.kpi.measuring import Question, measured_by
from headway.kpi.periods import Grid

Value = float | None


def measure(tickets: Sequence[Ticket], question: Question) -> Measured:
    """All series of some tickets, as an engine would measure them; slow and plain.

    >>> from headway.kpi.catalogue import BY_ID
    >>> morning = [
    ...     Ticket(ticket=f"{day}", opened=datetime(2016, 3, day, 8), resolved=datetime(2016, 3, day, 9 + day % 3))
    ...     for day in range(1, 29)]
    >>> end = datetime(2016, 4, 30)
    >>> asked = Question(kpis=(BY_ID["time_to_resolve_median"],), as_of=end, end=instant_of(end, None))
    >>> measure(morning, asked).series[0].value
    2.0
    """
    return measured_by(Reference(tuple(tickets), as_of=question.end, zone=question.zone), question)


@dataclass(frozen=True, slots=True)
class Reference:
    """`headway.kpi.counts.Counts` over tickets; `zone` is where days begin and end, None for moments as written."""

    tickets: tuple[Ticket, ...]
    as_of: Instant
    zone: str | None = None
    _first_seen: dict[str, datetime] = part_of(default_factory=dict)
    _instants: dict[datetime, Instant] = part_of(default_factory=dict)

    def __post_init__(self) -> None:
        for ticket in self.tickets:
            if ticket.problem is not None:
                seen = self._first_seen.get(ticket.problem, ticket.opened)
                self._first_seen[ticket.problem] = min(seen, ticket.opened)

    def known(self) -> Mapping[str, int]:
        counted = {column.name: sum(getattr(ticket, column.name) is not None for ticket in self.tickets)
                   for column in fields(Ticket)}
        unresolved = sum(not ticket.is_open and ticket.resolved is None for ticket in self.tickets)
        return counted | {"unresolved": unresolved}

    def top(self, field: Field, *, most: int) -> Top:
        counted = Counter(value for ticket in self.tickets if (value := getattr(ticket, field.value)) is not None)
        ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        first = ranked[:most]
        return Top(
            values=tuple(value for value, _ in first), tickets=tuple(n for _, n in first),
            other_values=len(ranked) - len(first), other_tickets=len(self.tickets) - sum(n for _, n in first))

    def closing(
        self, *, field: Field | None = None, values: Sequence[str] = (), where: Where = ()
    ) -> Mapping[str | None, ClosingTable]:
        tables = {}
        for value in values if field else (None,):
            pairs = Counter((self._instant(ticket.opened).day, self._done_day(ticket))
                            for ticket in self._sliced(field, value) if chosen(ticket, where))
            opened, closed = ([pair[place] for pair in pairs] for place in (0, 1))
            tables[value] = ClosingTable(np.array(opened, dtype=np.int64), np.array(closed, dtype=np.int64),
                                         np.array(list(pairs.values()), dtype=np.int64))
        return tables

    def tallies(
        self, quantities: Sequence[Quantity], *, grid: Grid, open_time: OpenTime | None = None,
        field: Field | None = None, values: Sequence[str] = (),
    ) -> Mapping[str | None, tuple[Tally, ...]]:
        told: dict[str | None, list[Tally]] = {value: [] for value in (values if field else (None,))}
        bounds = grid.bounds.tolist()
        for quantity in quantities:
            cases: dict[str | None, dict[int, list[float]]] = {value: defaultdict(list) for value in told}
            for ticket in self.tickets:
                group = getattr(ticket, field.value) if field else None
                value = self.value(quantity, ticket, open_time) if group in cases else None
                if value is None:
                    continue
                cases[group][len(grid)].append(value)
                day = self._instant(ticket.opened).day
                if grid.first <= day <= grid.last:
                    cases[group][bisect_right(bounds, day) - 1].append(value)
            for group, by_place in cases.items():
                told[group].append(_tally(by_place, len(grid) + 1, is_ranked=quantity.is_ranked))
        return {value: tuple(tallies) for value, tallies in told.items()}

    def causes(self) -> frozenset[str]:
        return frozenset(ticket.change for ticket in self.tickets if ticket.change is not None)

    def _sliced(self, field: Field | None, value: str | None) -> Iterable[Ticket]:
        return (ticket for ticket in self.tickets if field is None or getattr(ticket, field.value) == value)

    def _instant(self, moment: datetime) -> Instant:
        told = self._instants.get(moment)
        if told is None:
            told = self._instants[moment] = instant_of(moment, self.zone)
        return told

    def _done_day(self, ticket: Ticket) -> int:
        done = ticket.resolved or ticket.closed
        if done is not None:
            return self._instant(done).day
        return STILL_OPEN if ticket.is_open else UNKNOWN_CLOSING

    def value(self, quantity: Quantity, ticket: Ticket, open_time: OpenTime | None) -> Value:
        """What the ticket contributes; None where it is no case of the measure."""
        if not chosen(ticket, quantity.where):
            return None
        match quantity.part:
            case Duration(start=start, end=end, horizon_hours=horizon):
                hours = self._hours(ticket, quantity.clock, start, end, open_time)
                if horizon is None:
                    return hours
                capped = horizon if hours is None else min(hours, horizon)
                return capped if self._is_older(ticket, quantity.clock, start, horizon, open_time) else None
            case Within(start=start, end=end, hours=limit):
                if not self._is_older(ticket, quantity.clock, start, limit, open_time):
                    return None
                hours = self._hours(ticket, quantity.clock, start, end, open_time)
                return float(hours is not None and hours <= limit)
            case SlaKept():
                return self._sla(ticket)
            case AtLeast(of=of, least=least, below=below, resolved_only=resolved_only):
                counted = getattr(ticket, of)
                if counted is None or (resolved_only and ticket.is_open):
                    return None
                return float(counted < least if below else counted >= least)
            case Recorded(of=of):
                return None if ticket.is_open else float(getattr(ticket, of.value) is not None)
            case Mean(of=of):
                return _number(getattr(ticket, of.value))
            case Repeats():
                return float(ticket.problem is not None and self._first_seen[ticket.problem] < ticket.opened)
        raise TypeError(f"{quantity.part} gives no ticket a number")

    def _hours(self, ticket: Ticket, clock: Clock, start: Field, end: Field, open_time: OpenTime | None) -> Value:
        begun, ended = getattr(ticket, start.value), getattr(ticket, end.value)
        if begun is None or ended is None or ended < begun:
            return None
        return _spent(self._instant(begun), self._instant(ended), clock, open_time)

    def _is_older(
        self, ticket: Ticket, clock: Clock, start: Field, hours: float, open_time: OpenTime | None
    ) -> bool:
        begun = getattr(ticket, start.value)
        if begun is None:
            return False
        age = _spent(self._instant(begun), self.as_of, clock, open_time)
        return age is not None and age >= hours

    def _sla(self, ticket: Ticket) -> Value:
        if ticket.is_open:
            overdue = ticket.due is not None and self._instant(ticket.due).at < self.as_of.at
            return 0.0 if overdue or ticket.sla_kept is False else None
        if ticket.sla_kept is not None:
            return float(ticket.sla_kept)
        done = ticket.resolved or ticket.closed
        return None if done is None or ticket.due is None else float(done <= ticket.due)


def _tally(cases: Mapping[int, list[float]], places: int, *, is_ranked: bool) -> Tally:
    def each(summary: Callable[[list[float]], float]) -> Figures:
        return np.array([summary(cases[place]) if place in cases else 0.0 for place in range(places)])

    return Tally(
        n=np.array([len(cases.get(place, ())) for place in range(places)]), sum=each(math.fsum),
        sum_squares=each(lambda values: math.fsum(value * value for value in values)),
        median=each(lambda values: quantile(values, .5)) if is_ranked else None,
        p90=each(lambda values: quantile(values, .9)) if is_ranked else None,
    )


def chosen(ticket: Ticket, where: Where) -> bool:
    """Whether a ticket has one of the values in each field."""
    return all(getattr(ticket, field.value) in values for field, values in where)


def quantile(values: Sequence[float], share: float) -> float:
    """Linear between order statistics (Hyndman and Fan 1996, type 7).

    >>> quantile([1, 2, 4], .5), quantile([1, 2, 4], .75)
    (2.0, 3.0)
    """
    ordered = sorted(values)
    place = (len(ordered) - 1) * share
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def _spent(start: Instant, end: Instant, clock: Clock, open_time: OpenTime | None) -> Value:
    """Hours between two moments; None where the business clock doesn't reach that far."""
    if clock is Clock.CALENDAR or open_time is None:
        return (end.at - start.at) / HOUR_MICROSECONDS
    try:
        before, after = (open_time.microseconds_at(moment.day, moment.time) for moment in (start, end))
    except IndexError:
        return None
    return max(after - before, 0) / HOUR_MICROSECONDS


def _number(value: object) -> Value:
    return float(value) if isinstance(value, int | float) else None
