"""The tickets behind a measure that is counted in an event store, as long as something is counted of them.

A measure of waiting is judged by how fast its tickets are closed (headway.verdict.waiting), which its points don't tell.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import EllipsisType

from headway.engine.part import Tie
from headway.eventlog.log import EventLog
from headway.kpi.business_hours import BusinessCalendar
from headway.kpi.definition import Clock, Kpi
from headway.web.ground.declined import Declined
from headway.web.measure import counting, models, store
from headway.web.measure.models import Origin, PointSet
from headway.web.measure.queries import ties
from headway.workbench.files import Progress
from headway.workbench.of_a_log import OfALog


@dataclass(frozen=True, slots=True, kw_only=True)
class Tickets:
    """The tickets of one measure: those of a log that are tied to its entity (`ties` None: all), on hours of work."""

    log: EventLog
    ties: Sequence[Tie] | None
    hours: str
    country: str

    @contextmanager
    def of(self, kpi: Kpi, *, progress: Progress | None = None) -> Iterator[OfALog]:
        """The part of the log as long as it is counted. Raises `Refused`: `no_tickets`."""
        with tempfile.TemporaryDirectory(prefix="headway-") as folder:
            log = counting.part_of(self.log, self.ties, Path(folder))
            yield OfALog(log=log, kpi=kpi, only={}, calendar=self.calendar(kpi), progress=progress)

    def calendar(self, kpi: Kpi) -> BusinessCalendar | None:
        """The clock of work: the source's hours for a measure on them, else as its log shows it."""
        if kpi.clock is not Clock.BUSINESS or not self.hours:
            return None
        return counting.calendar_of(self.log, hours=self.hours, country=self.country)


def tickets_of(kpi: models.Kpi, points: PointSet, *, means: Sequence[Tie] | EllipsisType | None = ...) -> Tickets | None:
    """The tickets that the points of a measure were counted from; None where it is not counted in a log.

    `means` are the values that choose them, for whoever has read them already (None: all of the log).
    Raises `Declined`: `points_are_behind` where the log has newer tickets.
    """
    if kpi.origin != Origin.LOG or kpi.source is None:
        return None
    log, digest = store.state_of(kpi.source)
    if log is None:
        return None
    if digest != points.data_digest:
        raise Declined("points_are_behind", name=kpi.name)
    tied = ties.of_entity(kpi.entity, kpi.source) if isinstance(means, EllipsisType) else means
    return Tickets(log=log, ties=None if tied is None else counting.spelt_in(log, tied), hours=kpi.source.hours,
                   country=kpi.source.country)


def tickets_unless_behind(kpi: models.Kpi, points: PointSet) -> Tickets | None:
    """The same, or None where the log that the points were counted from has changed since."""
    try:
        return tickets_of(kpi, points)
    except Declined:
        return None
