"""The reference calculation of the closing rate's counts: from `Ticket` objects in plain Python, slow and clear."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

import numpy as np

from headway.eventlog.fields import Field
from headway.eventlog.log import Ticket
from headway.kpi.business_hours import OpenTime
from headway.kpi.case_mix import ALIKE, FIELDS, SHORTEST, Kind, Strata
from headway.kpi.closing_rate import AgeTable, Figures, Watch
from headway.kpi.instants import HOUR_MICROSECONDS, Instant, instant_of
from headway.kpi.reference import chosen
from headway.kpi.worked_hours import HOURS, Openings


@dataclass(frozen=True, slots=True)
class ReferenceAges:
    """`headway.kpi.closing_rate.AgeCounts` over tickets; `zone` is where days begin and end."""

    tickets: tuple[Ticket, ...]
    zone: str | None = None

    def openings(self, watch: Watch) -> Openings:
        moments = [opened for ticket in self.tickets if chosen(ticket, watch.where)
                   and (opened := self._instant(ticket.opened)).at <= watch.as_of.at]
        first = min((moment.day for moment in moments), default=watch.as_of.day + 1)
        tickets = np.zeros((watch.as_of.day - first + 1, HOURS), dtype=np.int64)
        for moment in moments:
            tickets[moment.day - first, moment.time // HOUR_MICROSECONDS] += 1
        return Openings(first, tickets)

    def closed_ages(self, watch: Watch, open_time: OpenTime, *, until: int, quantiles: Sequence[float]) -> list[float]:
        ages = [(left - came) / HOUR_MICROSECONDS for _, came, left, day, happened in self._watched(watch, open_time)
                if happened and day < until]
        return [float(np.quantile(ages, share)) for share in quantiles] if ages else []

    def kinds(self, watch: Watch, open_time: OpenTime, *, until: int) -> list[Kind]:
        told: dict[tuple[str | None, ...], list[float]] = defaultdict(list)
        for ticket, came, left, day, happened in self._watched(watch, open_time):
            if happened and day < until:
                hours = max((left - came) / HOUR_MICROSECONDS, SHORTEST)
                told[tuple(getattr(ticket, field.value) for field in FIELDS)].append(math.log(hours))
        return [Kind(values, len(hours), sum(hours)) for values, hours in told.items()]

    def ages(
        self, watch: Watch, open_time: OpenTime, *, edges: Figures, first: int, last: int, strata: Strata = ALIKE,
    ) -> AgeTable:
        cuts = np.round(edges * HOUR_MICROSECONDS).astype(np.int64).tolist()
        bins = list(pairwise(cuts))
        closures, at_risk = (np.zeros((last - first + 1, strata.many, len(bins))) for _ in range(2))
        for ticket, came, left, _, happened in self._watched(watch, open_time):
            part = strata.of({field: getattr(ticket, field.value) for field in FIELDS})
            for day in range(first, last + 1):
                begins, ends = (open_time.microseconds_at(at, 0) for at in (day, day + 1))
                for place, (low, high) in enumerate(bins):
                    waited = min(left, ends, came + high) - max(begins, came + low)
                    at_risk[day - first, part, place] += max(waited, 0) / HOUR_MICROSECONDS
                    closures[day - first, part, place] += happened and begins < left <= ends and low <= left - came < high \
                        and left > came
        return AgeTable(first, edges, closures, at_risk)

    def _watched(self, watch: Watch, open_time: OpenTime) -> list[tuple[Ticket, int, int, int, bool]]:
        """The ticket, came and left in open microseconds, the day of leaving, and whether the end happened."""
        told = []
        for ticket in self.tickets:
            opened, done = self._instant(ticket.opened), ticket.resolved or ticket.closed
            if opened.at > watch.as_of.at or not chosen(ticket, watch.where) or (done is None and not ticket.is_open):
                continue
            ended = done if watch.end in (Field.RESOLVED, Field.CLOSED) else getattr(ticket, watch.end.value)
            end, gone = self._known(ended, opened, watch.as_of), self._known(done, opened, watch.as_of)
            left = end or gone or watch.as_of
            came, went = (open_time.microseconds_at(moment.day, moment.time) for moment in (opened, left))
            told.append((ticket, came, went, left.day, end is not None))
        return told

    def _known(self, moment: datetime | None, opened: Instant, as_of: Instant) -> Instant | None:
        at = self._instant(moment) if moment is not None else None
        return at if at is not None and opened.at <= at.at <= as_of.at else None

    def _instant(self, moment: datetime) -> Instant:
        return instant_of(moment, self.zone)
