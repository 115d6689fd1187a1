"""Counts become series: every measure on every slice, on the same periods, with what may be judged and what not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from headway.eventlog.fields import SLICES, Field
from headway.eventlog.quality import Finding
from headway.eventlog.refused import Fact
from headway.kpi.business_hours import BusinessCalendar
from headway.kpi.changes import ChangeRecord
from headway.kpi.counts import Counts, Top, quantity_of, where_of
from headway.kpi.definition import (
    AtLeast,
    Backlog,
    Clock,
    Count,
    Duration,
    FromChanges,
    FromOutages,
    Given,
    Kpi,
    Mean,
    NetFlow,
    Recorded,
    Repeats,
    SlaKept,
    Within,
)
from headway.kpi.findings import of_censoring, of_frame, of_suspects
from headway.kpi.flow import Flows
from headway.kpi.frame import Frame, by_month, frame_of, on
from headway.kpi.instants import Instant
from headway.kpi.listed import change_series, outage_series
from headway.kpi.measured import Measured
from headway.kpi.outages import Outage
from headway.kpi.pointing import empty, flow_series, ticket_series
from headway.kpi.series import Period, Series
from headway.kpi.suspects import COMPANIONS, marked, suspects

TOP = 10   # values of a field: what one compares at a glance; the rest is counted, not shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is to be measured. `as_of` is the end of the log, as a moment and (`end`) in numbers."""

    kpis: tuple[Kpi, ...]
    as_of: datetime
    end: Instant
    slices: tuple[Field, ...] = SLICES
    period: Period | None = None
    calendar: BusinessCalendar | None = None
    outages: Sequence[Outage] | None = None
    changes: Sequence[ChangeRecord] | None = None
    zone: str | None = None
    top: int = TOP


def measured_by(counts: Counts, question: Question) -> Measured:
    """Measure everything that was asked; what can't be is a series with `empty_because`."""
    known = counts.known()
    frame = frame_of(counts.closing()[None], as_of=question.end, moment=question.as_of, period=question.period,
                     calendar=question.calendar)
    because = {kpi.id: reason for kpi in question.kpis if (reason := unknowable(kpi, known, frame))}
    able = tuple(kpi for kpi in question.kpis if kpi.id not in because)
    listed = tuple(_listed(counts, question, frame))
    overall = {series.kpi.id: series for series in (*_series(counts, frame, able, known), *listed) if not series.slice}
    whole = [overall.get(kpi.id) or empty(kpi, frame, because[kpi.id]) for kpi in question.kpis]
    shown = tuple(kpi for kpi in able if overall[kpi.id].empty_because is None)
    tops = {field: counts.top(field, most=question.top) for field in question.slices if known[field.value]}
    parts = [series for field, top in tops.items()
             for series in _series(counts, frame, shown, known, field=field, values=top.values)
             if series.empty_because is None]
    parts += [series for series in listed if series.slice and series.empty_because is None]
    series, doubts = _doubted((*whole, *parts), overall)
    return Measured(
        series=tuple(series), period=frame.grid.period,
        window=frame.dates, as_of=question.as_of,
        clock=Clock.BUSINESS.value if question.calendar is not None else Clock.CALENDAR.value,
        findings=(*of_frame(frame, known), *doubts, *_censored(counts, frame, shown, known)),
        method=_method(question, frame, tops),
    )


def _listed(counts: Counts, question: Question, frame: Frame) -> Iterator[Series]:
    """What the lists of outages and changes tell, where they were given."""
    by_service = Field.SERVICE in question.slices
    if question.outages is not None:
        kpis = [kpi for kpi in question.kpis if isinstance(kpi.part, FromOutages)]
        yield from outage_series(kpis, question.outages, frame, zone=question.zone, by_service=by_service)
    if question.changes is not None:
        for kpi in question.kpis:
            if isinstance(kpi.part, FromChanges):
                yield from change_series(kpi, question.changes, frame, causes=counts.causes(), zone=question.zone,
                                         by_service=by_service)


def _doubted(series: Sequence[Series], overall: Mapping[str, Series]) -> tuple[list[Series], list[Finding]]:
    """Judgements of the ticket system that its own times contradict are marked, over all tickets and in each slice."""
    judged = [one for one in overall.values() if isinstance(one.kpi.part, SlaKept)]
    timed = [overall[kpi] for kpi in COMPANIONS if kpi in overall]
    found = {one.kpi.id: suspects(one, timed) for one in judged}
    told = [finding for one in judged for finding in of_suspects(one, found[one.kpi.id])]
    return [marked(one, found[one.kpi.id]) if found.get(one.kpi.id) else one for one in series], told


def _censored(counts: Counts, frame: Frame, kpis: Sequence[Kpi], known: Mapping[str, int]) -> tuple[Finding, ...]:
    """In a log of closed tickets: whether durations seem to fall towards its end."""
    median = next((kpi for kpi in kpis if kpi.id == "time_to_resolve_median"), None)
    if median is None or not frame.maturity.only_closed or frame.settled(median).all():
        return ()
    [monthly] = _series(counts, by_month(frame), (median,), known)
    return tuple(of_censoring(monthly, on(frame.as_of.day)))


def _method(question: Question, frame: Frame, tops: Mapping[Field, Top]) -> dict[str, Fact]:
    """The choices made: where the period comes from, when a cohort is settled, which values of a field are shown."""
    told: dict[str, Fact] = {
        "period": frame.grid.period.value, "period_from": "volume" if question.period is None else "asked",
        "settle_hours": frame.maturity.settle_hours,
    }
    if question.calendar is not None:
        told |= {"hours": question.calendar.name, "holidays": len(question.calendar.holidays)}
    for field, top in tops.items():
        told |= {f"{field.value}_shown": len(top.values), f"{field.value}_not_shown": top.other_values,
                 f"{field.value}_tickets_not_shown": top.other_tickets}
    return told


def _series(
    counts: Counts, frame: Frame, kpis: Sequence[Kpi], known: Mapping[str, int], *,
    field: Field | None = None, values: Sequence[str] = (),
) -> Iterator[Series]:
    """The series of each value (all tickets where there is no field), measure by measure."""
    ends = {kpi.id: ended(kpi, known) for kpi in kpis}
    asked = {id_: quantity_of(kpi) for id_, kpi in ends.items()}
    place = {quantity: index for index, quantity in enumerate(dict.fromkeys(filter(None, asked.values())))}
    tallies = counts.tallies(tuple(place), grid=frame.grid, open_time=frame.open_time, field=field, values=values)
    tables = {where: counts.closing(field=field, values=values, where=where)
              for where in dict.fromkeys(where_of(kpi) for kpi in kpis if asked[kpi.id] is None)}
    for value in values if field is not None else (None,):
        slice_ = {field: value} if field is not None and value is not None else {}
        flows = {where: Flows(table[value], frame.grid) for where, table in tables.items()}
        for kpi in kpis:
            quantity = asked[kpi.id]
            if quantity is None:
                yield flow_series(kpi, flows[where_of(kpi)], frame, slice_)
                continue
            told = ticket_series(kpi, tallies[value][place[quantity]], frame, slice_)
            yield told if ends[kpi.id] is kpi else replace(told, notes=("closed_for_resolved",))


def ended(kpi: Kpi, known: Mapping[str, int]) -> Kpi:
    """The measure as this log can tell it: where no resolution is ever recorded, a ticket ends when it is closed."""
    closed_only = not known["resolved"] and known["closed"]
    if closed_only and isinstance(kpi.part, Duration | Within) and kpi.part.end is Field.RESOLVED:
        return replace(kpi, part=replace(kpi.part, end=Field.CLOSED))
    return kpi


def unknowable(kpi: Kpi, known: Mapping[str, int], frame: Frame) -> str | None:
    """Why a log can't tell a measure; None where it can."""
    kpi = ended(kpi, known)
    if isinstance(kpi.part, FromOutages | FromChanges | Given):
        return "no_outages" if isinstance(kpi.part, FromOutages) else "no_changes"
    if kpi.clock is Clock.BUSINESS and frame.open_time is None:
        return "no_hours"
    absent = [name for name in fields_of(kpi) if not known[name]]
    if absent and frame.table.still_open == frame.table.total and set(absent) <= {"resolved", "closed"}:
        return "none_resolved"
    if absent or (isinstance(kpi.part, SlaKept) and not known["sla_kept"] and not known["due"]):
        return "field_absent"
    needs_ends = isinstance(kpi.part, NetFlow | Backlog) or (isinstance(kpi.part, Count) and kpi.part.of is not Field.OPENED)
    if needs_ends and not (known["resolved"] or known["closed"] or frame.table.still_open):
        return "field_absent"
    return None


def fields_of(kpi: Kpi) -> tuple[str, ...]:
    """Columns of a ticket without which a measure says nothing."""
    own: tuple[str, ...] = ()
    match kpi.part:
        case Duration(start=start, end=end) | Within(start=start, end=end):
            return start.value, end.value, *(field.value for field in kpi.where)
        case AtLeast(of=of):
            own = (str(of),)
        case Mean(of=of) | Recorded(of=of):
            own = (of.value,)
        case Repeats():
            own = ("problem",)
    return (*own, *(field.value for field in (*kpi.needs, *kpi.where)))
