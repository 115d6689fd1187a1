"""Lists that stand in no ticket export: outages and changes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from headway.connect.rows import Row, rows_of
from headway.eventlog.refused import Refused
from headway.kpi.changes import ChangeRecord
from headway.kpi.outages import Outage

SERVICE = ("service", "service_name", "business_service", "system", "application")
START = ("start", "start_at", "started", "started_at", "begin", "start_time", "from")
END = ("end", "end_at", "ended", "ended_at", "end_time", "to", "until")
PLANNED = ("planned", "is_planned", "maintenance")
CHANGE = ("change", "change_id", "number", "id", "change_number")
MADE = ("at", "date", "implemented", "implemented_at", "closed_at", "end", "start")
FAILED = ("failed", "failure", "is_failed", "unsuccessful")


def read_outages(path: Path) -> tuple[Outage, ...]:
    """A list of outages: service, start, end (empty: not back yet) and planned (empty: no).

    Refuses by row: `missing_value`, `outage_ends_before_start`, `unreadable_dates`, `ambiguous_list_dates`,
    `unreadable_flag`; and what no table can be read for.
    """
    return tuple(_outage(row) for row in rows_of(path, needs=(SERVICE, START, END)))


def read_changes(path: Path) -> tuple[ChangeRecord, ...]:
    """A list of changes: change, at, and where they are known service and failed. Refuses as `read_outages` does."""
    return tuple(
        ChangeRecord(change=_there(row, CHANGE), at=_moment(row, MADE), service=row.text(*SERVICE) or None,
                     failed=row.flag(*FAILED))
        for row in rows_of(path, needs=(CHANGE, MADE)))


def _outage(row: Row) -> Outage:
    start, end = _moment(row, START), row.moment(*END)
    if end is not None and (end.tzinfo is None) == (start.tzinfo is None) and end < start:
        raise Refused("outage_ends_before_start", file=row.file, row=row.number, start=str(start), end=str(end))
    return Outage(service=_there(row, SERVICE), start=start, end=end, planned=bool(row.flag(*PLANNED)))


def _there(row: Row, names: tuple[str, ...]) -> str:
    text = row.text(*names)
    if not text:
        raise Refused("missing_value", file=row.file, row=row.number, column=names[0])
    return text


def _moment(row: Row, names: tuple[str, ...]) -> datetime:
    moment = row.moment(*names)
    if moment is None:
        raise Refused("missing_value", file=row.file, row=row.number, column=names[0])
    return moment
