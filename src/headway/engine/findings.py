"""What the rows themselves say about the quality of a log. What only measures can show is found with the measures."""

from __future__ import annotations

import duckdb

from headway.engine.connection import one
from headway.engine.merge import Merged
from headway.engine.rows import column, identifier, is_wall, literal
from headway.engine.tickets import COLUMNS
from headway.eventlog.fields import Field
from headway.eventlog.quality import Finding
from headway.eventlog.reading import Milestone, Reading, Shape
from headway.eventlog.refused import Fact

# `Closed` follows `Resolved` by the clock where a fifth of the waits fall into the same two hours, a day or more later:
# people who close by hand spread theirs over the day (measured: 86 % at 120 hours on the UCI log, 27 % at 360 hours on
# the Italian help desk; by hand, no two hours of a day hold more than some 15 % of the closings of a week).
AUTOMATIC_SHARE = .2
AUTOMATIC_HOURS = 24.0
COPIED_SHARE = .01   # of rows that already know a later end: more than clock slips between two servers


def findings_of(engine: duckdb.DuckDBPyConnection, reading: Reading, merged: Merged) -> tuple[Finding, ...]:
    """Codes with counts over the rows used and the tickets that arrived."""
    found = [Finding(note, 1, "files") for note in reading.notes]
    if reading.proposed:
        told = tuple(f"{field.value}={reading.mapping[field]}" for field in reading.proposed)
        found.append(Finding("mapping_proposed", len(told), "columns", {"columns": told}))
    if merged.changed or merged.same:
        found.append(Finding("merged", merged.new + merged.changed + merged.same, "tickets",
                             {"new": merged.new, "changed": merged.changed, "same": merged.same}))
    if reading.shape is Shape.EVENTS:
        found += copied_values(engine, reading) + ends_before_start(engine, reading) + unlike_clocks(engine, reading)
    found += automatic_close(engine) + still_open(engine) + daylight_saving(engine, reading)
    return tuple(found)


def values_known(engine: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Tickets with a value, by column."""
    counted = ", ".join(f"count({identifier(name)})" for name in COLUMNS)
    row = engine.execute(f"SELECT {counted} FROM arrived").fetchone() or ()
    return dict(zip(COLUMNS, map(int, row), strict=True))


def copied_values(engine: duckdb.DuckDBPyConnection, reading: Reading) -> list[Finding]:
    """Ends that stand on events from before they happened: the system wrote final values over the history."""
    ends = [column(field) for field in (Field.RESOLVED, Field.CLOSED) if field in reading.mapping]
    if not ends:
        return []
    known_early = " OR ".join(f"{end} > \"at\"" for end in ends)
    rows, tickets, share = engine.execute(
        f"SELECT count(*) FILTER ({known_early}), count(DISTINCT ticket) FILTER ({known_early}),"
        f" avg(CASE WHEN {known_early} THEN 1 ELSE 0 END) FROM good_rows").fetchone() or (0, 0, 0)
    if not share or share < COPIED_SHARE:
        return []
    facts: dict[str, Fact] = {"fields": tuple(end.strip('"') for end in ends), "rows": int(rows)}
    if Field.SLA_KEPT in reading.mapping:
        facts["by_event"] = one(engine, "SELECT avg(sla_kept::INTEGER) FROM good_rows")
        facts["by_ticket"] = one(engine, "SELECT avg(sla_kept::INTEGER) FROM arrived")
    return [Finding("final_value_copied", int(tickets), "tickets", facts)]


def ends_before_start(engine: duckdb.DuckDBPyConnection, reading: Reading) -> list[Finding]:
    """Tickets of an event log whose recorded end lies before their opening: the end is unknown, the ticket stays."""
    if Field.OPENED not in reading.mapping:
        return []
    ends = [column(field) for field in (Field.RESOLVED, Field.CLOSED) if field in reading.mapping]
    if not ends:
        return []
    early = " OR ".join(f"{end} < opened" for end in ends)
    tickets = int(one(engine, f"SELECT count(DISTINCT ticket) FROM good_rows WHERE {early}"))
    return [Finding("end_before_start", tickets, "tickets")] if tickets else []


def unlike_clocks(engine: duckdb.DuckDBPyConnection, reading: Reading) -> list[Finding]:
    """The system's own time of resolution beside the one that its history shows, where they differ by over an hour."""
    done = [label for label, milestone in reading.milestones.items() if milestone is Milestone.RESOLVED]
    if Field.RESOLVED not in reading.mapping or not done:
        return []
    resolved = ", ".join(map(literal, done))
    tickets, vendors, ours = engine.execute(f"""
        WITH history AS (SELECT ticket, min("at") AS seen FROM good_rows WHERE activity IN ({resolved}) GROUP BY ticket)
        SELECT count(*) FILTER (abs(epoch(resolved) - epoch(seen)) > 3600),
               median(epoch(resolved) - epoch(opened)) / 3600, median(epoch(seen) - epoch(opened)) / 3600
        FROM arrived JOIN history USING (ticket) WHERE resolved IS NOT NULL""").fetchone() or (0, None, None)
    if not tickets:
        return []
    return [Finding("clocks_differ", int(tickets), "tickets", {"vendor_hours": vendors, "history_hours": ours})]


def automatic_close(engine: duckdb.DuckDBPyConnection) -> list[Finding]:
    """A fixed wait between resolved and closed: a machine closes, so nothing may be measured to `closed`."""
    tickets, hours, share = engine.execute(f"""
        WITH waits AS (SELECT round((epoch(closed) - epoch(resolved)) / 3600) AS hours FROM arrived
                       WHERE closed IS NOT NULL AND resolved IS NOT NULL),
        commonest AS (SELECT mode(hours) AS hours FROM waits WHERE hours >= {AUTOMATIC_HOURS})
        SELECT count(*) FILTER (abs(waits.hours - commonest.hours) <= 1), any_value(commonest.hours),
               avg(CASE WHEN abs(waits.hours - commonest.hours) <= 1 THEN 1 ELSE 0 END)
        FROM waits, commonest""").fetchone() or (0, None, None)
    if not tickets or share < AUTOMATIC_SHARE:
        return []
    return [Finding("automatic_close", int(tickets), "tickets", {"days": round(hours / 24, 1), "share": share})]


def still_open(engine: duckdb.DuckDBPyConnection) -> list[Finding]:
    tickets = int(one(engine, "SELECT count(*) FROM arrived WHERE is_open"))
    return [Finding("still_open", tickets, "tickets")] if tickets else []


def daylight_saving(engine: duckdb.DuckDBPyConnection, reading: Reading) -> list[Finding]:
    """Wall-clock times that the stated zone skips or shows twice; each can be off by the hour that was moved."""
    walls = [column(field) for field, moment in reading.moments.items() if is_wall(moment)]
    if reading.zone is None or not walls:
        return []
    zone = literal(reading.zone)
    twice = " + ".join(
        f"count(*) FILTER (timezone({zone}, {wall} + INTERVAL 1 HOUR) = timezone({zone}, {wall})"
        f" OR timezone({zone}, {wall} - INTERVAL 1 HOUR) = timezone({zone}, {wall}))" for wall in walls
    )
    counted = engine.execute(f"SELECT sum(skipped), {twice} FROM good_rows").fetchone() or (0, 0)
    codes = zip(("daylight_saving_gap", "daylight_saving_twice"), counted, strict=True)
    return [Finding(code, int(moments), "rows", {"zone": reading.zone}) for code, moments in codes if moments]
