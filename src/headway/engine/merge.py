"""Tickets that arrive meet the tickets that were there: the newer state of each wins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from headway.engine.connection import count, one
from headway.engine.rows import column, identifier, literal
from headway.engine.store import Manifest
from headway.engine.tickets import COLUMNS
from headway.eventlog.fields import Field
from headway.eventlog.reading import Reading, Shape
from headway.eventlog.refused import Refused

EVENT_COLUMNS = (Field.TICKET, Field.AT, Field.ACTIVITY, Field.TEAM, Field.PERSON)


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import did to the tickets of its source."""

    new: int
    changed: int
    same: int


def merge(engine: duckdb.DuckDBPyConnection, before: Manifest, *, folder: Path) -> Merged:
    """Join the table `arrived` with the former tickets; the result is the view `merged`, the winners `winning`.

    The state with the newest moment wins. The later import wins a tie: an export may change a ticket without a moment.
    """
    if before.tickets is None:
        engine.execute("CREATE VIEW winning AS SELECT * FROM arrived; CREATE VIEW merged AS SELECT * FROM arrived")
        return Merged(new=count(engine, "arrived"), changed=0, same=0)
    engine.execute(f"CREATE VIEW former AS SELECT * FROM read_parquet({literal(str(folder / before.tickets))})")
    if _moment_type(engine, "former") != _moment_type(engine, "arrived"):
        raise Refused("zone_differs", source=folder.name)
    engine.execute("""
        CREATE TABLE winning AS SELECT arrived.* FROM arrived LEFT JOIN former USING (ticket)
            WHERE former.ticket IS NULL OR arrived.last_seen >= former.last_seen;
        CREATE VIEW merged AS SELECT * FROM winning
            UNION ALL SELECT * FROM former ANTI JOIN winning USING (ticket)""")
    arrived = count(engine, "arrived")
    new = int(one(engine, "SELECT count(*) FROM arrived ANTI JOIN former USING (ticket)"))
    alike = int(one(engine, "SELECT count(*) FROM (SELECT * FROM winning INTERSECT SELECT * FROM former)"))
    outdated = arrived - count(engine, "winning")
    return Merged(new=new, changed=arrived - new - alike - outdated, same=alike + outdated)


def _moment_type(engine: duckdb.DuckDBPyConnection, table: str) -> str:
    return str(one(engine, f"SELECT typeof(opened) FROM {table} LIMIT 1"))


def write_merged(
    engine: duckdb.DuckDBPyConnection, before: Manifest, reading: Reading, *, folder: Path, stem: str,
) -> Manifest:
    """Write the merged tables under new names; the former files stay until a manifest no longer names them."""
    tickets = f"tickets-{stem}.parquet"
    columns = ", ".join(map(identifier, COLUMNS))
    engine.execute(f"COPY (SELECT {columns} FROM merged) TO {literal(str(folder / tickets))}"
                   " (FORMAT parquet, COMPRESSION zstd)")
    events = before.events
    if reading.shape is Shape.EVENTS:
        events = f"events-{stem}.parquet"
        engine.execute(f"COPY ({merged_events(before, reading, folder=folder)}) TO {literal(str(folder / events))}"
                       " (FORMAT parquet, COMPRESSION zstd)")
    return Manifest(generation=before.generation + 1, tickets=tickets, events=events)


def merged_events(before: Manifest, reading: Reading, *, folder: Path) -> str:
    """The events of the winning tickets as they arrived, and those of the others as they were."""
    columns = ", ".join(
        column(field) if field in reading.mapping else f"NULL::VARCHAR AS {column(field)}" for field in EVENT_COLUMNS
    )
    if before.tickets is None:
        return f"SELECT {columns} FROM good_rows"
    arrived = f"SELECT {columns} FROM good_rows SEMI JOIN winning USING (ticket)"
    if before.events is None:
        return arrived
    former = literal(str(folder / before.events))
    return f"{arrived} UNION ALL SELECT * FROM read_parquet({former}) ANTI JOIN winning USING (ticket)"
