"""How a file is to be read: decided once, by `connect`, as a value; executed columnwise by an engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from headway.eventlog.fields import Field

MISSING_TOKENS = ("", "?", "-", "--", "null", "none", "n/a", "na", "nan", "nat", "(null)", "(empty)", "undefined",
                  "0000-00-00", "0000-00-00 00:00:00")   # how MySQL, and so GLPI and iTop, write no date
"""Spellings of "nothing here", compared in lower case after trimming. They never become a value."""


class Shape(StrEnum):
    """What one row of the file is."""

    TICKETS = "tickets"  # one row a ticket
    EVENTS = "events"    # one row an event; several rows a ticket


class Milestone(StrEnum):
    """What an activity or state of an event log means for the ticket's moments."""

    OWNED = "owned"
    FIRST_RESPONSE = "first_response"
    RESOLVED = "resolved"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The form of a delimited text. The text handed to the engine is UTF-8 without a byte-order mark;
    `encoding` is what the file itself was written in."""

    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    skip_lines: int = 0   # lines before the header ("sep=;" and titles)


@dataclass(frozen=True, slots=True)
class Moment:
    """How the moments of one column are written.

    `formats` are strptime formats tried in turn. `order` is "day_first", "month_first", "year_first" or "epoch_s",
    "epoch_ms", "excel" (days since 1899-12-30); `decided_by` says what decided it: "format" (the spelling leaves no
    choice), "data" (a component over 12), "stated" (the user said so), "preset".
    `has_offset`: the text carries its own zone offset.
    """

    formats: tuple[str, ...]
    order: str
    decided_by: str
    has_offset: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything needed to turn the rows of a file into tickets, and nothing read twice.

    `columns` are the names as Headway knows them: a name that stands twice in the header gets " (2)", " (3)" … .
    `mapping` ties fields to those names. `milestones` (event logs only) tells which activities mean that a ticket
    was taken, answered, resolved, closed. `true_values` / `false_values` are the lower-case spellings seen for
    SLA_KEPT; `sla_inverted` says that the column records *breaches*. `zone` is an IANA name or None: times as written.
    `final_value_fields` (event logs) are fields whose final value the ticket system copied onto every event.
    """

    shape: Shape
    columns: tuple[str, ...]
    mapping: Mapping[Field, str]
    moments: Mapping[Field, Moment]
    dialect: Dialect = Dialect()
    preset: str | None = None
    milestones: Mapping[str, Milestone] = field(default_factory=dict)
    zone: str | None = None
    missing: tuple[str, ...] = MISSING_TOKENS
    true_values: tuple[str, ...] = ("true", "yes", "y", "1", "met", "within sla", "achieved")
    false_values: tuple[str, ...] = ("false", "no", "n", "0", "breached", "missed", "sla violated")
    sla_inverted: bool = False
    keep_duplicates: bool = False
    keep_names: bool = False
    keep_text: bool = False
    proposed: tuple[Field, ...] = ()       # fields tied to a column by content, not by a preset or by the user
    notes: tuple[str, ...] = ()            # codes that belong in the quality report, e.g. "duplicate_column_names"
