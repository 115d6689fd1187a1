"""Logs to measure: random tickets stored as an engine stores them, and the real ones with a hand-made reading."""

from __future__ import annotations

import csv
import gzip
import random
import zipfile
from collections.abc import Sequence
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from headway.engine.intake import Intake, append
from headway.engine.rows import literal
from headway.engine.store import Workspace
from headway.engine.tickets import COLUMNS, column_type
from headway.eventlog.fields import MOMENTS, Field
from headway.eventlog.log import EventLog, Ticket
from headway.eventlog.quality import Quality
from headway.eventlog.reading import Milestone, Moment, Reading, Shape

BEGINS = datetime(2024, 2, 26, 6, 0)


def random_tickets(seed: int, *, n: int, days: int = 120, zone: str | None = None) -> list[Ticket]:
    """Tickets with everything that occurs: gaps, still open, closed without a resolution, links, two clock changes."""
    draw = random.Random(seed)
    made = [_ticket(draw, number, days) for number in range(n)]
    return made if zone is None else [_placed(ticket, zone) for ticket in made]


def _ticket(draw: random.Random, number: int, days: int) -> Ticket:
    opened = BEGINS + timedelta(seconds=draw.uniform(0, days * 86_400))
    if draw.random() < .7:
        opened = opened.replace(microsecond=0)
    hours = draw.lognormvariate(2.5, 1.6)
    end = BEGINS + timedelta(days=days)   # the log ends while tickets still arrive
    resolved = opened + timedelta(hours=hours)
    is_open = resolved > end or draw.random() < .05
    unresolved = is_open or draw.random() < .05
    closed = None if is_open or draw.random() < .1 else min(resolved + timedelta(hours=draw.uniform(0, 90)), end)
    if unresolved and closed is None and not is_open and draw.random() < .5:
        closed = resolved

    def maybe(value: object, share: float) -> object:
        return value if draw.random() < share else None

    moments = {
        "owned": maybe(opened + timedelta(minutes=draw.expovariate(1 / 50)), .8),
        "first_response": maybe(opened + timedelta(minutes=draw.expovariate(1 / 90)), .7),
        "resolved": None if unresolved else resolved, "closed": closed,
        "due": maybe(opened + timedelta(hours=draw.choice((4, 24, 72))), .8),
    }
    return Ticket(
        ticket=f"T{number}", opened=opened, last_seen=closed or opened, is_open=is_open, **moments,  # type: ignore[arg-type]
        priority=draw.choice(("1", "2", "3", None)), category=draw.choice((*"abcdefghijklmnop", "it's a 'quote'")),
        team=draw.choice(("north", "süd", "")), service=draw.choice(("mail", "web")),
        reopened=draw.choice((0, 0, 0, 1, 2, None)), reassigned=draw.choice((0, 0, 1, 2, 5, None)),
        ping_pong=draw.choice((True, False, None)), sla_kept=draw.choice((True, False, None)),
        satisfaction=draw.choice((1.0, 2.5, 5.0, None)), problem=draw.choice(("P1", "P2", "P3", *(None,) * 20)),
        change=draw.choice(("C1", "C2", *(None,) * 9)),
    )


def _placed(ticket: Ticket, zone: str) -> Ticket:
    """The same ticket on the wall of a zone: its moments become instants."""
    told = {column.name: getattr(ticket, column.name) for column in fields(Ticket)}
    for name, value in told.items():
        if isinstance(value, datetime):
            told[name] = value.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if told["resolved"] is not None and told["resolved"] < told["opened"]:
        told["resolved"] = None   # the clock was set back in between
    return Ticket(**told)


def stored(tickets: Sequence[Ticket], folder: Path, *, zone: str | None = None) -> EventLog:
    """The tickets as an engine stores them, and the log that names them."""
    folder.mkdir(parents=True, exist_ok=True)
    reading = Reading(shape=Shape.TICKETS, columns=(), mapping={}, moments={}, zone=zone)
    table, parquet = folder / "tickets.csv", folder / "tickets.parquet"
    with table.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([_cell(getattr(ticket, name)) for name in COLUMNS] for ticket in tickets)
    columns = ", ".join(f"{literal(name)}: {literal(column_type(name, reading))}" for name in COLUMNS)
    with duckdb.connect() as engine:
        read = f"read_csv({literal(str(table))}, columns={{{columns}}}, header=true, nullstr='~', auto_detect=false)"
        engine.execute(f"COPY (SELECT * FROM {read}) TO {literal(str(parquet))} (FORMAT parquet)")
    moments = [moment for ticket in tickets for field in MOMENTS if field not in (Field.DUE, Field.AT)
               if (moment := getattr(ticket, field.value)) is not None]
    openings = [ticket.opened for ticket in tickets]
    return EventLog(
        source="random", name="random", digest="0", reading=reading, tickets_at=str(parquet), events_at=None,
        quality=Quality(rows_read=len(tickets), rows_used=len(tickets), tickets=len(tickets)),
        opened_from=min(openings), opened_to=max(openings), as_of=max(moments))


def _cell(value: object) -> object:
    if value is None:
        return "~"
    return value.isoformat(sep=" ") if isinstance(value, datetime) else value


def taken_in(folder: Path, name: str, text: bytes, *, reading: Reading) -> EventLog:
    table = folder / f"{name}.csv"
    table.write_bytes(text)
    intake = Intake(name=name, digest=name, tables=[table], kind="text", reading=reading, today=date(2026, 1, 1))
    return append(intake, workspace=Workspace(folder / "workspace"), source=name)


def _header(text: bytes) -> tuple[str, ...]:
    names = next(csv.reader([text.split(b"\n", 1)[0].decode().rstrip("\r")]))
    before: dict[str, int] = {}
    for name in names:
        before[name] = before.get(name, 0) + 1
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(told)


def uci(shared_data: Path, folder: Path) -> EventLog:
    with zipfile.ZipFile(shared_data / "incidents" / "uci_incident_event_log.zip") as packed:
        text = packed.read(packed.namelist()[0])
    mapping = {
        Field.TICKET: "number", Field.OPENED: "opened_at", Field.RESOLVED: "resolved_at", Field.CLOSED: "closed_at",
        Field.AT: "sys_updated_at", Field.ACTIVITY: "incident_state", Field.ORDER: "sys_mod_count",
        Field.PRIORITY: "priority", Field.CATEGORY: "category", Field.TEAM: "assignment_group",
        Field.PERSON: "assigned_to", Field.REOPENED: "reopen_count", Field.REASSIGNED: "reassignment_count",
        Field.SLA_KEPT: "made_sla",
    }
    moment = Moment(formats=("%d/%m/%Y %H:%M",), order="day_first", decided_by="data")
    return taken_in(folder, "uci", text, reading=Reading(
        shape=Shape.EVENTS, columns=_header(text), mapping=mapping,
        moments={field: moment for field in mapping if field in MOMENTS}))


def italian_help_desk(shared_data: Path, folder: Path) -> EventLog:
    text = gzip.decompress((shared_data / "incidents" / "italian_helpdesk.csv.gz").read_bytes())
    mapping = {Field.TICKET: "Case ID", Field.AT: "Complete Timestamp", Field.ACTIVITY: "Activity",
               Field.PRIORITY: "seriousness_2", Field.SERVICE: "product", Field.TEAM: "workgroup"}
    moment = Moment(formats=("%Y/%m/%d %H:%M:%S.%g",), order="year_first", decided_by="format")
    return taken_in(folder, "italian", text, reading=Reading(
        shape=Shape.EVENTS, columns=_header(text), mapping=mapping, moments={Field.AT: moment},
        milestones={"Resolve ticket": Milestone.RESOLVED, "Closed": Milestone.CLOSED}))


def closed_problems(shared_data: Path, folder: Path) -> EventLog:
    text = gzip.decompress((shared_data / "incidents" / "bpic2013_closed_problems.csv.gz").read_bytes())
    mapping = {Field.TICKET: "case:concept:name", Field.AT: "time:timestamp", Field.ACTIVITY: "concept:name",
               Field.PRIORITY: "impact", Field.SERVICE: "product"}
    moment = Moment(formats=("%Y-%m-%d %H:%M:%S%z",), order="year_first", decided_by="format", has_offset=True)
    return taken_in(folder, "problems", text, reading=Reading(
        shape=Shape.EVENTS, columns=_header(text), mapping=mapping, moments={Field.AT: moment},
        milestones={"Completed": Milestone.CLOSED}))
