"""How fast the tickets behind a measure of waiting are closed: counted from the log that its newest points were counted from."""

from __future__ import annotations

from datetime import date, datetime, time

from headway.eventlog.log import EventLog
from headway.kpi.business_hours import BusinessCalendar
from headway.kpi.closing_series import ClosingSeries
from headway.verdict import by_closing_rate
from headway.web.ground.declined import Declined
from headway.web.measure import counting, kept, store
from headway.web.measure.models import Kpi, Origin, PointSet
from headway.web.measure.queries import ties


def is_of_waiting(points: PointSet) -> bool:
    """Whether a change of this measure is judged by how fast tickets are closed."""
    return points.kpi.origin == Origin.LOG and by_closing_rate(kept.kpi_of(points.told))


def is_behind(points: PointSet) -> bool:
    """Whether the log that a measure's points were counted from has changed since."""
    source = points.kpi.source
    return source is not None and store.digest_of_log(source) != points.data_digest


def closing_rate_of(
    points: PointSet, *, change: date | None, until: date | None = None, share: float | None,
) -> ClosingSeries | None:
    """The closing rate of the tickets of a measure around a change, as it was known when the day `until` began; None where
    the log is no longer there.

    Raises `Declined` (`points_are_behind`: the log has changed since), `Refused` as `counting.closing_rate`.
    """
    row: Kpi = points.kpi
    source = row.source
    log = store.log_of(source) if source is not None else None
    if source is None or log is None:
        return None
    if is_behind(points):
        raise Declined("points_are_behind", name=row.name)
    means = ties.of_entity(row.entity, source)
    return counting.closing_rate(
        log, kept.kpi_of(points.told), ties=None if means is None else counting.as_spelt(means, log),
        calendar=_calendar(row, log), change=change, share=share,
        as_of=None if until is None else datetime.combine(until, time.min))


def _calendar(row: Kpi, log: EventLog) -> BusinessCalendar | None:
    """The clock of work that was agreed; None: as the openings show it."""
    source = row.source
    if source is None or not row.on_business_clock or not source.hours:
        return None
    return counting.calendar_of(log, hours=source.hours, country=source.country)
