"""What is asked of the stored tickets, as Ibis expressions: one scan a field, whatever the number of measures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part_of
from typing import Any

import ibis
import numpy as np
from numpy.typing import NDArray

from headway.engine.contract import Columns, Engine, filled, ticket_schema
from headway.engine.tickets import COLUMNS
from headway.eventlog.fields import Field
from headway.kpi.business_hours import SECOND, OpenTime
from headway.kpi.closing import STILL_OPEN, UNKNOWN_CLOSING, ClosingTable
from headway.kpi.counts import Quantity, Tally, Top, Where
from headway.kpi.definition import AtLeast, Clock, Duration, Mean, Recorded, Repeats, SlaKept, Within
from headway.kpi.instants import HOUR_MICROSECONDS, Instant
from headway.kpi.periods import Grid

OUTSIDE = -1         # the place of tickets opened outside the window

TICKETS = ibis.table(ticket_schema(), name="tickets")
SLICED = ibis.table({**ticket_schema(), "code": "int64"}, name="sliced")   # tickets with the number of their slice
SLICES = ibis.table({"slice_value": "string", "code": "int64"}, name="slices")
DAYS = ibis.table({"day": "int64", "place": "int64"}, name="days")


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """`headway.kpi.counts.Counts` by an engine; `as_of` is the end of the log.

    What is asked of each field is one expression over the view `sliced`, compiled once: compiling costs more than
    running it on a log of some ten thousand tickets.
    """

    engine: Engine
    as_of: Instant
    _compiled: dict[object, str] = part_of(default_factory=dict)

    def known(self) -> Mapping[str, int]:
        counted = {name: TICKETS[name].count() for name in COLUMNS}
        unresolved = _flag(~TICKETS.is_open & TICKETS.resolved.isnull()).sum()
        row = self._ask(TICKETS.aggregate(**counted, unresolved=unresolved))
        return {name: int(filled(values)[0]) for name, values in row.items()}

    def top(self, field: Field, *, most: int) -> Top:
        row = self._ask(TICKETS.group_by(value=TICKETS[field.value]).agg(tickets=TICKETS.count()))
        told = [(str(value), int(n)) for value, n in zip(row["value"], row["tickets"], strict=True)
                if value is not None and value is not np.ma.masked]
        ranked = sorted(told, key=lambda pair: (-pair[1], pair[0]))
        first, rest = ranked[:most], ranked[most:]
        return Top(
            values=tuple(value for value, _ in first), tickets=tuple(n for _, n in first), other_values=len(rest),
            other_tickets=int(row["tickets"].sum()) - sum(n for _, n in first))

    def closing(
        self, *, field: Field | None = None, values: Sequence[str] = (), where: Where = ()
    ) -> Mapping[str | None, ClosingTable]:
        self._slice(field, values)
        row = self._ask_once(("closing", where), lambda: _closing(where))
        code, opened, done, n = (filled(row[name]).astype(np.int64) for name in ("code", "opened", "done", "tickets"))
        return {value: ClosingTable(opened[code == place], done[code == place], n[code == place])
                for place, value in enumerate(values if field else (None,))}

    def tallies(
        self, quantities: Sequence[Quantity], *, grid: Grid, open_time: OpenTime | None = None,
        field: Field | None = None, values: Sequence[str] = (),
    ) -> Mapping[str | None, tuple[Tally, ...]]:
        if not quantities:
            return dict.fromkeys(values if field else (None,), ())
        self._slice(field, values)
        days = np.arange(grid.first, grid.last + 1)
        self.engine.provide("days", {"day": days.tolist(), "place": grid.index(days).tolist()})
        if open_time is not None:
            self.engine.provide("open_time", open_columns(open_time))
        asked, cases = tuple(quantities), Cases(as_of=self.as_of, open_time=open_time)
        by_period = self._ask_once(("periods", asked), lambda: cases.by_period(asked))
        whole = self._ask_once(("whole", asked), lambda: cases.ranked(asked)) if any(q.is_ranked for q in asked) else {}
        return {value: tuple(_tally(quantity, index, place, len(grid), by_period, whole)
                             for index, quantity in enumerate(asked))
                for place, value in enumerate(values if field else (None,))}

    def causes(self) -> frozenset[str]:
        told = self._ask(TICKETS.filter(TICKETS.change.notnull()).select("change").distinct())
        return frozenset(str(change) for change in told["change"])

    def _slice(self, field: Field | None, values: Sequence[str]) -> None:
        """Show the tickets of these values, each with its value's number, as `sliced`; without a field all under 0."""
        if field is None:
            sliced = TICKETS.mutate(code=ibis.literal(0, "int64"))
        else:
            self.engine.provide("slices", {"slice_value": list(values), "code": list(range(len(values)))})
            sliced = TICKETS.inner_join(SLICES, TICKETS[field.value] == SLICES.slice_value).drop("slice_value")
        self.engine.define("sliced", self._sql(sliced))

    def _ask(self, expression: Any) -> Columns:
        return self.engine.columns(self._sql(expression))

    def _ask_once(self, key: object, expression: Callable[[], Any]) -> Columns:
        if key not in self._compiled:
            self._compiled[key] = self._sql(expression())
        return self.engine.columns(self._compiled[key])

    def _sql(self, expression: Any) -> str:
        return str(ibis.to_sql(expression, dialect=self.engine.dialect, pretty=False))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Cases:
    """Tickets as rows of numbers: slice, period of opening, and one column a quantity."""

    as_of: Instant
    open_time: OpenTime | None

    def by_period(self, quantities: Sequence[Quantity]) -> Any:
        """Cases, sums, squares and quantiles by slice and period. A share's squares are its sum."""
        cases = self._rows(quantities)
        told: dict[str, Any] = {}
        for index, quantity in enumerate(quantities):
            value = cases[f"x{index}"]
            told |= {f"n{index}": value.count(), f"sum{index}": value.sum()}
            if not quantity.is_share:
                told[f"squares{index}"] = (value * value).sum()
        return cases.group_by("code", "place").agg(**told, **_quantiles(cases, quantities))

    def ranked(self, quantities: Sequence[Quantity]) -> Any:
        """Quantiles by slice, over the whole log: unlike sums they don't add up from periods."""
        cases = self._rows(quantities)
        return cases.group_by("code").agg(**_quantiles(cases, quantities))

    def _rows(self, quantities: Sequence[Quantity]) -> Any:
        tickets = SLICED.left_join(DAYS, SLICED.opened_day == DAYS.day)
        if self.open_time is not None:
            moments = {moment for quantity in quantities for moment in _on_business(quantity)}
            end = self.open_time.microseconds_at(self.as_of.day, self.as_of.time)
            tickets = on_open_time(tickets, sorted(moments), self.open_time)
            tickets = tickets.mutate(open_to_the_end=ibis.literal(end, "int64"))
        if any(isinstance(quantity.part, Repeats) for quantity in quantities):
            seen = TICKETS.filter(TICKETS.problem.notnull()).group_by("problem").agg(first_seen=TICKETS.opened.min())
            tickets = tickets.left_join(seen, tickets.problem == seen.problem, rname="seen_{name}")
        return tickets.select(
            code=tickets.code, place=ibis.coalesce(tickets.place, OUTSIDE),
            **{f"x{index}": self._value(quantity, tickets) for index, quantity in enumerate(quantities)},
        )

    def _value(self, quantity: Quantity, tickets: Any) -> Any:
        value = self._of_part(quantity, tickets).cast("float64")
        return ibis.ifelse(chosen(tickets, quantity.where), value, ibis.null("float64")) if quantity.where else value

    def _of_part(self, quantity: Quantity, tickets: Any) -> Any:
        clock, nothing = quantity.clock, ibis.null("float64")
        match quantity.part:
            case Duration(start=start, end=end, horizon_hours=None):
                return self._hours(tickets, clock, start, end)
            case Duration(start=start, end=end, horizon_hours=float() as horizon):
                hours = ibis.coalesce(self._hours(tickets, clock, start, end), horizon)
                return ibis.ifelse(self._age(tickets, clock, start) >= horizon, ibis.least(hours, horizon), nothing)
            case Within(start=start, end=end, hours=limit):
                met = ibis.coalesce(self._hours(tickets, clock, start, end) <= limit, False)
                return ibis.ifelse(self._age(tickets, clock, start) >= limit, _flag(met), nothing)
            case SlaKept():
                return self._sla(tickets)
            case AtLeast() as part:
                there = tickets[part.of].cast("float64")
                flag = _flag(there < part.least if part.below else there >= part.least)
                return ibis.ifelse(~tickets.is_open, flag, nothing) if part.resolved_only else flag
            case Recorded(of=of):
                return ibis.ifelse(~tickets.is_open, _flag(tickets[of.value].notnull()), nothing)
            case Mean(of=of):
                return tickets[of.value]
            case Repeats():
                return _flag(ibis.coalesce(tickets.first_seen < tickets.opened, False))
        raise TypeError(f"{quantity.part} gives no ticket a number")

    def _hours(self, tickets: Any, clock: Clock, start: Field, end: Field) -> Any:
        """Hours from one moment to the other; null where one is missing or the end comes first."""
        there = tickets[end.value] >= tickets[start.value]
        if clock is Clock.BUSINESS:
            spent = ibis.greatest(tickets[f"{end.value}_open"] - tickets[f"{start.value}_open"], 0)
        else:
            spent = tickets[end.value] - tickets[start.value]
        return ibis.ifelse(there, spent / HOUR_MICROSECONDS, ibis.null("float64"))

    def _age(self, tickets: Any, clock: Clock, start: Field) -> Any:
        """Hours from a moment to the end of the log."""
        if clock is Clock.BUSINESS:
            return (tickets.open_to_the_end - tickets[f"{start.value}_open"]) / HOUR_MICROSECONDS
        return (self.as_of.at - tickets[start.value]) / HOUR_MICROSECONDS

    def _sla(self, tickets: Any) -> Any:
        """The system's judgement, else the due moment. Open and overdue is missed; open and in time: not known yet."""
        by_due = _flag(ibis.coalesce(tickets.resolved, tickets.closed) <= tickets.due)
        missed = ibis.coalesce(tickets.due < self.as_of.at, False) | ibis.coalesce(~tickets.sla_kept, False)
        open_one = ibis.ifelse(missed, ibis.literal(0, "int8"), ibis.null("int8"))
        return ibis.ifelse(tickets.is_open, open_one, ibis.coalesce(_flag(tickets.sla_kept), by_due))


def _closing(where: Where) -> Any:
    """Tickets by slice, day of opening and day of being done."""
    done = ibis.coalesce(SLICED.resolved_day, SLICED.closed_day).cast("int64")
    never = ibis.ifelse(SLICED.is_open, STILL_OPEN, UNKNOWN_CLOSING)
    asked = SLICED.filter(chosen(SLICED, where)) if where else SLICED
    days = asked.select(code=SLICED.code, opened=SLICED.opened_day.cast("int64"), done=ibis.coalesce(done, never))
    return days.group_by("code", "opened", "done").agg(tickets=days.count())


def on_open_time(tickets: Any, moments: Iterable[str], open_time: OpenTime) -> Any:
    """Each moment gets its open time, `…_open`: microseconds since the clock's first day, null where there is none.

    The table `open_time` must have been provided (`open_columns`).
    """
    widest = open_time.start.shape[1]
    schema = {"clock_day": "int64", "before": "int64"}
    schema |= {f"{name}_{k}": "int64" for k in range(widest) for name in ("start", "length")}
    for moment in moments:
        clock = ibis.table(schema, name="open_time").view()
        joined = tickets.left_join(clock, tickets[f"{moment}_day"] == clock.clock_day)
        time = joined[f"{moment}_time"]
        spent = joined.before
        for k in range(widest):
            spent += ibis.least(ibis.greatest(time - joined[f"start_{k}"], 0), joined[f"length_{k}"])
        # without a moment there is no open time, whatever `greatest` makes of a null
        position = ibis.ifelse(joined[moment].notnull(), spent, ibis.null("int64"))
        tickets = joined.mutate(**{f"{moment}_open": position}).drop(*schema)
    return tickets


def _flag(condition: Any) -> Any:
    """1, 0 or null, as the condition is."""
    return condition.cast("int8")


def chosen(tickets: Any, where: Where) -> Any:
    """The condition that a ticket has one of the values in each field."""
    condition = ibis.literal(True)
    for field, values in where:
        condition &= tickets[field.value].isin(values)
    return condition


def _on_business(quantity: Quantity) -> Iterable[str]:
    if quantity.clock is Clock.BUSINESS and isinstance(quantity.part, Duration | Within):
        return quantity.part.start.value, quantity.part.end.value
    return ()


def open_columns(open_time: OpenTime) -> dict[str, list[int]]:
    """The business clock as the table `open_time`, in microseconds."""
    days = len(open_time.before)
    columns = {"clock_day": list(range(open_time.first, open_time.first + days)),
               "before": (open_time.before * SECOND).tolist()}
    for k in range(open_time.start.shape[1]):
        columns[f"start_{k}"] = (open_time.start[:, k] * SECOND).tolist()
        columns[f"length_{k}"] = (open_time.length[:, k] * SECOND).tolist()
    return columns


def _quantiles(cases: Any, quantities: Sequence[Quantity]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for index, quantity in enumerate(quantities):
        if quantity.is_ranked:
            value = cases[f"x{index}"]
            told |= {f"median{index}": value.quantile(.5), f"p90_{index}": value.quantile(.9)}
    return told


def _tally(
    quantity: Quantity, index: int, code: int, periods: int, by_period: Columns, whole: Columns
) -> Tally:
    """One slice's figures of one quantity, placed on the grid; the last place is the whole log."""
    mine = filled(by_period["code"]) == code
    place = filled(by_period["place"])[mine].astype(np.int64)

    def placed(name: str) -> NDArray[np.float64]:
        column = np.zeros(periods + 1)
        column[np.where(place == OUTSIDE, periods, place)] = filled(by_period[name][mine], 0)
        return column

    def summed(name: str) -> NDArray[np.float64]:
        column = placed(name)
        column[periods] = column.sum()
        return column

    def ranked(name: str) -> NDArray[np.float64] | None:
        if not quantity.is_ranked:
            return None
        column = placed(name)
        own = filled(whole[name][filled(whole["code"]) == code], 0)
        column[periods] = own[0] if len(own) else 0
        return column

    total = summed(f"sum{index}")
    return Tally(
        n=summed(f"n{index}").astype(np.int64), sum=total,
        sum_squares=total if quantity.is_share else summed(f"squares{index}"),
        median=ranked(f"median{index}"), p90=ranked(f"p90_{index}"),
    )
