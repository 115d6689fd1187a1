"""A prepared file becomes tickets in a source: rows typed, rejected rows set apart, states merged, all or nothing."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import duckdb

from headway.engine.connection import Progress, connect, count, running
from headway.engine.findings import findings_of, values_known
from headway.engine.merge import Merged, merge, write_merged
from headway.engine.rejected import reject_repeated, write_rejected
from headway.engine.rows import column, literal, typed_rows, zone_of
from headway.engine.store import FORMAT, Manifest, Workspace
from headway.engine.stored import log_from, log_to, unchanged
from headway.engine.tickets import MOMENT_ALONE, full_order, hands_select, provenance, tickets_select
from headway.eventlog.fields import PEOPLE, Field
from headway.eventlog.log import EventLog
from headway.eventlog.quality import Quality
from headway.eventlog.reading import Reading, Shape
from headway.eventlog.refused import Refused

CLOCK_SKEW = timedelta(days=1)   # zones and wrong clocks; anything later than tomorrow is a typing error


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """What is to be taken in: the prepared tables, how to read them, and the day on which that happens."""

    name: str
    digest: str
    tables: Sequence[Path]
    kind: str          # "text" or "parquet"
    reading: Reading
    today: date

    @property
    def stamp(self) -> str:
        """The same bytes read in the same way are the same import."""
        return sha256(f"{FORMAT} {self.digest} {self.reading!r}".encode()).hexdigest()


def append(intake: Intake, *, workspace: Workspace, source: str, progress: Progress | None = None) -> EventLog:
    """Take a prepared file into a source and return the log as it then stands.

    The same file read in the same way changes nothing. A later export replaces the state of its tickets and adds the
    new ones. Killed at any moment, the former state stays whole. Raises `Refused` where no row can be used, the disk
    is full, or the source is held by another import.
    """
    key = workspace.key()
    with workspace.changing(source) as scratch:
        before = workspace.manifest(source)
        if any(told["stamp"] == intake.stamp for told in before.imports):
            return unchanged(log_from(before, folder=scratch.parent))
        if before.log:
            check_same_system(before, intake, source=source)
        with closing(connect(scratch, zone=zone_of(intake.reading))) as engine:
            try:
                after = taken_in(engine, intake, before, scratch=scratch, key=key, source=source, progress=progress)
            except duckdb.Error as error:
                raise refused(error, intake) from error
        workspace.commit(source, after)
        return log_from(after, folder=scratch.parent)


def check_same_system(before: Manifest, intake: Intake, *, source: str) -> None:
    """Refuse to mix unlike systems in one source: their numbers of tickets mean different tickets."""
    former, reading = before.log["reading"], intake.reading
    if former["shape"] != reading.shape:
        raise Refused("source_shape", file=intake.name, source=source, shape=reading.shape[:-1])
    if former["mapping"][Field.TICKET] != reading.mapping[Field.TICKET]:
        told = f"tickets are numbered in “{reading.mapping[Field.TICKET]}”, not “{former['mapping'][Field.TICKET]}”"
        raise Refused("source_mismatch", file=intake.name, source=source, reason=told)


def taken_in(
    engine: duckdb.DuckDBPyConnection, intake: Intake, before: Manifest, *,
    scratch: Path, key: str, source: str, progress: Progress | None,
) -> Manifest:
    """Everything up to the commit: the files that the new manifest names are written, nothing is replaced."""
    reading, folder = intake.reading, scratch.parent
    stem = f"{before.generation + 1}-{secrets.token_hex(4)}"
    read_rows(engine, intake, scratch=scratch, key=key, progress=progress)
    with running(engine, progress, "check"):
        (take_turns if reading.shape is Shape.EVENTS else take_singles)(engine, reading)
        rejected_file = folder / f"rejected-{stem}.csv"
        rows, rejected = write_rejected(engine, reading, rejected_file, tables=intake.tables, kind=intake.kind)
    with running(engine, progress, "tickets"):
        engine.execute(f"CREATE TABLE arrived AS {tickets_select(reading)}")
    if not count(engine, "arrived"):
        worst = tuple(sorted(rejected, key=lambda reason: -rejected[reason]))
        raise Refused("no_rows_left", file=intake.name, rows=rows, reasons=worst)
    with running(engine, progress, "store"):
        merged = merge(engine, before, folder=folder)
        after = write_merged(engine, before, reading, folder=folder, stem=stem)
    kept = rejected_file.name if rejected else None
    log = described(engine, intake, source=source, rows=rows, rejected=rejected, rejected_file=kept, merged=merged)
    told = {"stamp": intake.stamp, "digest": intake.digest, "name": intake.name, "rows": rows, "rejected": kept}
    return replace(after, imports=(*before.imports, told), log=log_to(log))


def read_rows(
    engine: duckdb.DuckDBPyConnection, intake: Intake, *, scratch: Path, key: str, progress: Progress | None,
) -> None:
    """Type every row into Parquet in the scratch folder, in the file's order, and name the rows for what follows.

    `all_rows` holds every row that could be taken apart, people hashed; `good_rows` those without a reason against
    them; `repeated` will name rows that stand twice.
    """
    latest = datetime.combine(intake.today, datetime.max.time()).replace(microsecond=0) + CLOCK_SKEW
    people = [] if intake.reading.keep_names else [column(field) for field in PEOPLE if field in intake.reading.mapping]
    hashed = f" REPLACE ({', '.join(f'{hashed_name(person, key)} AS {person}' for person in people)})" if people else ""
    parts = []
    for number, table in enumerate(intake.tables, start=1):
        part = literal(str(scratch / f"rows-{number}.parquet"))
        select = typed_rows(table, kind=intake.kind, reading=intake.reading, latest=latest.isoformat(sep=" "))
        with running(engine, progress, "read"):
            engine.execute(f"COPY ({select}) TO {part} (FORMAT parquet)")
        # names are hashed on the way out: Parquet's dictionaries make that one hash a name, not one a row
        parts.append(f"SELECT * EXCLUDE (file_row_number){hashed}, file_row_number AS row, {number} AS file"
                     f" FROM read_parquet({part}, file_row_number=true)")
    engine.execute(f"CREATE VIEW all_rows AS {' UNION ALL '.join(parts)}")
    engine.execute("CREATE VIEW good_rows AS SELECT * FROM all_rows WHERE reason IS NULL")
    engine.execute("CREATE TABLE repeated (file INTEGER, row BIGINT, reason VARCHAR)")


def take_singles(engine: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """A row a ticket: set apart the rows that repeat one."""
    engine.execute("CREATE TABLE tied AS SELECT ticket FROM good_rows GROUP BY ticket HAVING count(*) > 1")
    reject_repeated(engine, reading, crowded="tied")


def take_turns(engine: duckdb.DuckDBPyConnection, reading: Reading) -> None:
    """A row an event: put each ticket's events in order, and set apart rows that repeat one.

    One cheap pass by the moment alone finds the tickets in which two events share a moment; only those are looked at
    for repetitions, and put in order by everything else that tells their rows apart.
    """
    engine.execute(f"CREATE TABLE hands AS {hands_select(reading, rows='good_rows', order=MOMENT_ALONE)}")
    engine.execute("CREATE TABLE tied AS SELECT ticket FROM hands WHERE tied")
    reject_repeated(engine, reading, crowded="tied")
    if count(engine, "tied"):
        rows = "(SELECT * FROM good_rows SEMI JOIN tied USING (ticket))"
        engine.execute("DELETE FROM hands WHERE tied")
        engine.execute(f"INSERT INTO hands {hands_select(reading, rows=rows, order=full_order(reading))}")


def hashed_name(expression: str, key: str) -> str:
    """A person's hash under the workspace's key, 64 bits of it: the key, then the key and that digest again, so that
    neither guessing names without the key nor extending a digest leads anywhere."""
    secret = literal(key)
    return f"left(sha256({secret} || sha256({secret} || {expression})), 16)"


def described(
    engine: duckdb.DuckDBPyConnection, intake: Intake, *, source: str, rows: int, rejected: dict[str, int],
    rejected_file: str | None, merged: Merged,
) -> EventLog:
    """The log as it now stands, with the account of this import."""
    opened_from, opened_to, as_of = engine.execute(
        "SELECT min(opened)::VARCHAR, max(opened)::VARCHAR, max(last_seen)::VARCHAR FROM merged").fetchone() or ()
    quality = Quality(
        rows_read=rows, rows_used=rows - sum(rejected.values()), tickets=count(engine, "merged"), rejected=rejected,
        rejected_file=rejected_file, findings=findings_of(engine, intake.reading, merged),
        fields=provenance(intake.reading, values_known(engine)),
    )
    return EventLog(
        source=source, name=intake.name, digest=intake.digest, reading=intake.reading, quality=quality,
        tickets_at="", events_at=None, opened_from=datetime.fromisoformat(opened_from),
        opened_to=datetime.fromisoformat(opened_to), as_of=datetime.fromisoformat(as_of),
        new=merged.new, changed=merged.changed, same=merged.same,
    )


def refused(error: duckdb.Error, intake: Intake) -> Refused:
    """What an engine's error means for the person whose file it was; an error that is ours stays what it is."""
    told = str(error).splitlines()[0]
    ours = isinstance(error, duckdb.ProgrammingError | duckdb.InternalError)
    if ours and not isinstance(error, duckdb.InvalidInputException):
        raise error
    if "space" in told or isinstance(error, duckdb.OutOfMemoryException):
        return Refused("disk_full", where=intake.name, why=told)
    return Refused("cannot_read", file=intake.name, why=told)
