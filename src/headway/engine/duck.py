"""The measures of a stored log by DuckDB."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from headway.engine.connection import Progress, connect, running
from headway.engine.contract import Columns, Provided
from headway.engine.rows import identifier, literal, zone_of
from headway.engine.tickets import COLUMNS, MOMENT_COLUMNS
from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.business_hours import BusinessCalendar
from headway.kpi.changes import ChangeRecord
from headway.kpi.closing_rate import Watch
from headway.kpi.closing_series import ClosingSeries, closing_series
from headway.kpi.counts import where_of
from headway.kpi.definition import Duration, Kpi, Within
from headway.kpi.frame import frame_of
from headway.kpi.instants import DAY_MICROSECONDS, instant_of
from headway.kpi.measured import Measured
from headway.kpi.measuring import TOP, Question, measured_by
from headway.kpi.outages import Outage
from headway.kpi.series import Period


@dataclass(frozen=True, slots=True)
class Duck:
    """DuckDB as `headway.engine.contract.Engine`."""

    connection: duckdb.DuckDBPyConnection
    dialect: str = "duckdb"

    def provide(self, name: str, columns: Provided) -> None:
        # values stand in the text: parameters that are lists make DuckDB import pandas (measured: half a CPU second)
        cells = ", ".join(f"unnest({_listed(values)}) AS {identifier(column)}" for column, values in columns.items())
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE {identifier(name)} AS SELECT {cells}")

    def define(self, name: str, sql: str) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {identifier(name)} AS {sql}")

    def columns(self, sql: str) -> Columns:
        return self.connection.execute(sql).fetchnumpy()


def _listed(values: Sequence[int] | Sequence[str]) -> str:
    if all(isinstance(value, int) for value in values):
        return f"[{', '.join(map(str, values))}]::BIGINT[]"
    texts = (literal(str(value)).replace("\0", "' || chr(0) || '") for value in values)   # SQL text can't hold a NUL
    return f"[{', '.join(texts)}]::VARCHAR[]"


def show_tickets(connection: duckdb.DuckDBPyConnection, tickets_at: str) -> None:
    """The stored tickets as the contract wants them: the view `tickets`, moments as whole numbers."""
    cells = []
    for name in COLUMNS:
        if name not in MOMENT_COLUMNS:
            cells.append(identifier(name))
            continue
        wall = f"epoch_us(CAST({name} AS TIMESTAMP))"   # an instant is seen on the clock of the session's zone
        cells += [f"epoch_us({name}) AS {name}", f"CAST({wall} // {DAY_MICROSECONDS} AS INTEGER) AS {name}_day",
                  f"{wall} % {DAY_MICROSECONDS} AS {name}_time"]
    connection.execute(
        f"CREATE TEMP VIEW tickets AS SELECT {', '.join(cells)} FROM read_parquet({literal(tickets_at)})")


def like(moment: datetime, other: datetime, zone: str | None) -> datetime:
    """A moment with a zone where the other has one, and without where it hasn't; on the clock of the log's zone."""
    if (moment.tzinfo is None) == (other.tzinfo is None):
        return moment
    return moment.replace(tzinfo=ZoneInfo(zone or "UTC")) if moment.tzinfo is None else moment.replace(tzinfo=None)


def measure(
    log: EventLog, *, kpis: Sequence[Kpi], period: Period | None = None, slices: Sequence[Field] = SLICES,
    calendar: BusinessCalendar | None = None, outages: Sequence[Outage] | None = None,
    changes: Sequence[ChangeRecord] | None = None, as_of: datetime | None = None, top: int = TOP,
    progress: Progress | None = None,
) -> Measured:
    """All series of a stored log: each measure over all tickets and over the `top` values of each slice field.

    `calendar` is the business clock; without one, measures on that clock are empty (`no_hours`). `as_of` is the
    moment up to which the log is known, where that is later than its newest moment. Durations come in hours, shares
    from 0 to 1. What can't be measured is a series with `empty_because`, what can't be judged a point not `settled`.
    """
    from headway.engine.query import Counting  # ibis: a quarter of a second that reading a log need not wait for

    zone = zone_of(log.reading)
    end = log.as_of if as_of is None else max(log.as_of, like(as_of, log.as_of, zone))
    question = Question(kpis=tuple(kpis), as_of=end, end=instant_of(end, zone), slices=tuple(slices), period=period,
                        calendar=calendar, outages=outages, changes=changes, zone=zone, top=top)
    with tempfile.TemporaryDirectory(prefix="headway-") as spill, closing(connect(Path(spill), zone=zone)) as duck:
        show_tickets(duck, log.tickets_at)
        with running(duck, progress, "measure"):
            return measured_by(Counting(Duck(duck), question.end), question)


def closing_series_of(
    log: EventLog, kpi: Kpi, *, change: date | None, calendar: BusinessCalendar | None = None, as_of: datetime | None = None,
    share: float | None = None, progress: Progress | None = None,
) -> ClosingSeries:
    """The closing rate of a stored log around a change, for a measure of waiting; see `headway.kpi.closing_series`."""
    from headway.engine.query import Counting
    from headway.engine.query_ages import AgeCounting

    assert isinstance(kpi.part, Duration | Within)
    zone = zone_of(log.reading)
    now = instant_of(log.as_of if as_of is None else min(log.as_of, like(as_of, log.as_of, zone)), zone)
    end = instant_of(log.as_of, zone)
    with tempfile.TemporaryDirectory(prefix="headway-") as spill, closing(connect(Path(spill), zone=zone)) as duck:
        show_tickets(duck, log.tickets_at)
        with running(duck, progress, "measure"):
            engine, where = Duck(duck), where_of(kpi)
            table = Counting(engine, end).closing(where=where)[None]
            if not table.total:
                raise Refused("no_tickets")
            frame = frame_of(table, as_of=end, moment=log.as_of, period=None, calendar=calendar)
            return closing_series(AgeCounting(engine), Watch(end=kpi.part.end, as_of=now, where=where), frame,
                                  change=change, calendar=calendar, share=share)
