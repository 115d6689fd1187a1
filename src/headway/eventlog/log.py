"""A ticket, an event, and the log that holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from headway.eventlog.quality import Quality
from headway.eventlog.reading import Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One ticket with its moments. The columns of the stored `tickets` table are these fields, in this order.

    Moments are naive where the log states no zone and aware where it does. `None` is "not recorded", never zero.
    """

    ticket: str
    opened: datetime
    owned: datetime | None = None
    first_response: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    due: datetime | None = None
    last_seen: datetime | None = None   # the newest moment recorded for it
    is_open: bool = False               # neither resolved nor closed when the log ends
    state: str | None = None
    priority: str | None = None
    category: str | None = None
    service: str | None = None
    team: str | None = None             # the last one
    first_team: str | None = None
    person: str | None = None
    caller: str | None = None
    type: str | None = None
    channel: str | None = None
    reopened: int | None = None
    reassigned: int | None = None
    ping_pong: bool | None = None       # went back to a team that had it before
    sla_kept: bool | None = None
    satisfaction: float | None = None
    problem: str | None = None
    change: str | None = None
    text: str | None = None             # only where it was asked to be kept
    events: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of a ticket, as the `events` table holds it (event logs only)."""

    ticket: str
    at: datetime
    activity: str | None = None
    team: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLog:
    """A log that was read and stored: where its tables lie, how it was read, and what is wrong with it.

    `tickets_at` and `events_at` are addresses for the engine (Parquet files); the library never opens them.
    `opened_from`/`opened_to` bound the openings; `as_of` is the newest moment in the log: what the log can know.
    """

    source: str
    name: str
    digest: str
    reading: Reading
    quality: Quality
    tickets_at: str
    events_at: str | None
    opened_from: datetime
    opened_to: datetime
    as_of: datetime
    new: int = 0
    changed: int = 0
    same: int = 0
