"""What the closing rate asks of tickets, counted over arrays: fast enough for thousands of windows of a log.

It counts for `headway.kpi.closing_series` as an engine does; `same_as_the_reference` holds it against the reference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from headway.eventlog.fields import Field
from headway.eventlog.log import Ticket
from headway.kpi.business_hours import EPOCH, SECOND, BusinessCalendar, OpenTime
from headway.kpi.case_mix import ALIKE, FIELDS, SHORTEST, Kind, Strata, strata_of
from headway.kpi.closing_rate import QUANTILES, AgeTable, Figures, Watch, edges_of
from headway.kpi.instants import DAY_MICROSECONDS, EPOCH_AT, HOUR_MICROSECONDS, Instant
from headway.kpi.reference_ages import ReferenceAges
from headway.kpi.worked_hours import HOURS, Openings, learnt_hours

Whole: TypeAlias = NDArray[np.int64]
NEVER = 2**62   # microseconds: still open when the log ends


@dataclass(frozen=True, slots=True, eq=False)
class Tickets:
    """Microseconds since 1970 on the wall's clock [tickets], and what is known of each when it is opened."""

    opened: Whole
    done: Whole
    kinds: Whole                                   # [tickets], places in `values`
    values: tuple[tuple[str | None, ...], ...]     # of `FIELDS`
    slices: Mapping[str, NDArray[np.object_]]

    def only(self, chosen: NDArray[np.bool_]) -> Tickets:
        return Tickets(self.opened[chosen], self.done[chosen], self.kinds[chosen], self.values,
                       {name: values[chosen] for name, values in self.slices.items()})

    def known_on(self, as_of: Instant) -> Tickets:
        """The log as it was at a moment."""
        kept = self.only(self.opened <= as_of.at)
        return replace(kept, done=np.where(kept.done <= as_of.at, kept.done, NEVER))


def open_at(open_time: OpenTime, moments: Whole) -> Whole:
    """`OpenTime.microseconds_at` for many moments."""
    day, time = np.divmod(moments, DAY_MICROSECONDS)
    row = day - open_time.first
    if len(row) and not 0 <= row.min() <= row.max() < len(open_time.before):
        raise IndexError("a moment lies outside the clock")
    within = np.clip(time[:, None] - open_time.start[row] * SECOND, 0, open_time.length[row] * SECOND).sum(axis=1)
    return np.asarray(open_time.before[row] * SECOND + within)


@dataclass(frozen=True, slots=True, eq=False)
class FastAges:
    """`headway.kpi.closing_rate.AgeCounts` over arrays, for logs without zones; the slice is cut beforehand."""

    tickets: Tickets

    def openings(self, watch: Watch) -> Openings:
        opened = self.tickets.opened[self.tickets.opened <= watch.as_of.at]
        day, time = np.divmod(opened, DAY_MICROSECONDS)
        first = int(day.min()) if len(day) else watch.as_of.day + 1
        counted = np.zeros((watch.as_of.day - first + 1, HOURS), dtype=np.int64)
        np.add.at(counted, (day - first, time // HOUR_MICROSECONDS), 1)
        return Openings(first, counted)

    def closed_ages(self, watch: Watch, open_time: OpenTime, *, until: int, quantiles: Sequence[float]) -> list[float]:
        _, hours = self._closed_before(watch, open_time, until)
        return np.quantile(hours, quantiles).tolist() if len(hours) else []

    def kinds(self, watch: Watch, open_time: OpenTime, *, until: int) -> list[Kind]:
        closed, hours = self._closed_before(watch, open_time, until)
        n = np.bincount(closed, minlength=len(self.tickets.values))
        logs = np.bincount(closed, np.log(np.maximum(hours, SHORTEST)), minlength=len(self.tickets.values))
        return [Kind(self.tickets.values[kind], int(n[kind]), float(logs[kind])) for kind in np.flatnonzero(n)]

    def ages(
        self, watch: Watch, open_time: OpenTime, *, edges: Figures, first: int, last: int, strata: Strata = ALIKE,
    ) -> AgeTable:
        cuts = np.round(edges * HOUR_MICROSECONDS).astype(np.int64)
        seen, came, left, _, happened = self._watched(watch, open_time)
        by_kind = [strata.of(dict(zip(FIELDS, values, strict=True))) for values in self.tickets.values]
        stratum = np.array(by_kind, dtype=np.int64)[seen.kinds]
        midnights = open_at(open_time, np.arange(first, last + 2) * DAY_MICROSECONDS)
        closures, at_risk = (np.zeros((last - first + 1, strata.many, len(cuts) - 1)) for _ in range(2))
        age = left - came
        place = np.searchsorted(cuts, age, side="right") - 1
        day = np.searchsorted(midnights, left, side="left") - 1   # the day whose open time ends with or after it
        inside = happened & (age > 0) & (place < len(cuts) - 1) & (day >= 0) & (day < len(closures))
        np.add.at(closures, (day[inside], stratum[inside], place[inside]), 1)
        for part in range(strata.many):
            mine = stratum == part
            for bin_ in range(len(cuts) - 1):
                begins, ends = came[mine] + cuts[bin_], np.minimum(left[mine], came[mine] + cuts[bin_ + 1])
                waits = begins < ends
                waited = _before(midnights, begins[waits]) - _before(midnights, ends[waits])
                at_risk[:, part, bin_] = np.diff(waited) / HOUR_MICROSECONDS
        return AgeTable(first, edges, closures, at_risk)

    def _closed_before(self, watch: Watch, open_time: OpenTime, until: int) -> tuple[Whole, Figures]:
        """Kind and age in open hours of what was closed before a day."""
        seen, came, left, day, happened = self._watched(watch, open_time)
        chosen = happened & (day < until)
        return seen.kinds[chosen], (left - came)[chosen] / HOUR_MICROSECONDS

    def _watched(self, watch: Watch, open_time: OpenTime) -> tuple[Tickets, Whole, Whole, Whole, NDArray[np.bool_]]:
        """Tickets, open microseconds at coming and leaving, the day of leaving, and whether they were closed by then."""
        assert not watch.where
        assert watch.end is Field.RESOLVED
        seen = self.tickets.only(self.tickets.opened <= watch.as_of.at)
        happened = (seen.opened <= seen.done) & (seen.done <= watch.as_of.at)
        left = np.where(happened, seen.done, watch.as_of.day * DAY_MICROSECONDS + watch.as_of.time)
        return seen, open_at(open_time, seen.opened), open_at(open_time, left), left // DAY_MICROSECONDS, happened


def _before(moments: Whole, starts: Whole) -> Whole:
    """For each moment: how long ago all starts before it were, summed."""
    ordered = np.sort(starts)
    upto = np.concatenate(([0], np.cumsum(ordered)))
    many = np.searchsorted(ordered, moments)
    return np.asarray(moments * many - upto[many])


def same_as_the_reference(tickets: Tickets, *, as_of: Instant, change: int, many: int = 400) -> None:
    """Raises AssertionError where a sample of the tickets is counted otherwise than by `ReferenceAges`."""
    late = np.flatnonzero((tickets.opened <= as_of.at) & (tickets.opened >= (change - 60) * DAY_MICROSECONDS))
    chosen = np.zeros(len(tickets.opened), dtype=np.bool_)
    chosen[late[:: max(len(late) // many, 1)]] = True
    sample = tickets.only(chosen)
    ours, theirs = FastAges(sample), ReferenceAges(as_objects(sample))
    watch, first, last = Watch(end=Field.RESOLVED, as_of=as_of), change - 30, as_of.day
    told, known = ours.openings(watch), theirs.openings(watch)
    assert told.first == known.first
    assert np.array_equal(told.tickets, known.tickets)
    hours = learnt_hours(FastAges(tickets).openings(watch))
    clock = hours.open_time(EPOCH + timedelta(days=min(told.first, first)), EPOCH + timedelta(days=last + 1))
    ages = ours.closed_ages(watch, clock, until=change, quantiles=QUANTILES)
    assert np.allclose(ages, theirs.closed_ages(watch, clock, until=change, quantiles=QUANTILES))
    kinds = {kind.values: (kind.tickets, round(kind.log_hours, 6)) for kind in ours.kinds(watch, clock, until=change)}
    assert kinds == {kind.values: (kind.tickets, round(kind.log_hours, 6))
                     for kind in theirs.kinds(watch, clock, until=change)}
    taught = strata_of(FastAges(tickets).kinds(watch, clock_of(tickets, hours, as_of), until=change))
    for strata in (ALIKE, taught):
        one, other = (counts.ages(watch, clock, edges=edges_of(ages), first=first, last=last, strata=strata)
                      for counts in (ours, theirs))
        assert np.allclose(one.closures, other.closures)
        assert np.allclose(one.at_risk, other.at_risk)


def clock_of(tickets: Tickets, hours: BusinessCalendar, as_of: Instant) -> OpenTime:
    """The clock from the first opening of a log to a day past its end."""
    first = EPOCH + timedelta(days=int(tickets.opened.min() // DAY_MICROSECONDS))
    return hours.open_time(first, EPOCH + timedelta(days=as_of.day + 1))


def as_objects(tickets: Tickets) -> tuple[Ticket, ...]:
    def at(moment: int) -> datetime:
        return EPOCH_AT + timedelta(microseconds=moment)

    told = []
    for place, (opened, done, kind) in enumerate(zip(tickets.opened.tolist(), tickets.done.tolist(), tickets.kinds.tolist(),
                                                     strict=True)):
        known = {field.value: value for field, value in zip(FIELDS, tickets.values[kind], strict=True)}
        told.append(Ticket(ticket=str(place), opened=at(opened), resolved=None if done == NEVER else at(done),
                           is_open=done == NEVER, **known))   # type: ignore[arg-type]
    return tuple(told)
