"""Typed rows → one row a ticket, as SQL. The columns are those of `headway.eventlog.log.Ticket`, in its order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from headway.engine.rows import column, identifier, is_aware, literal
from headway.eventlog.fields import Field, Provenance
from headway.eventlog.log import Ticket
from headway.eventlog.reading import Milestone, Reading, Shape

COLUMNS = tuple(column.name for column in fields(Ticket))
MOMENT_COLUMNS = ("opened", "owned", "first_response", "resolved", "closed", "due", "last_seen")
TYPES = {
    "is_open": "BOOLEAN", "ping_pong": "BOOLEAN", "sla_kept": "BOOLEAN",
    "reopened": "INTEGER", "reassigned": "INTEGER", "events": "INTEGER", "satisfaction": "DOUBLE",
}
# A state that says the ticket is done although no moment of resolution or closure was recorded.
DONE_STATES = r"^(closed|close|resolved|solved|done|complete|completed|cancell?ed|rejected|merged|6|7|8)\b.*"


def column_type(name: str, reading: Reading) -> str:
    if name in MOMENT_COLUMNS:
        return "TIMESTAMPTZ" if is_aware(reading) else "TIMESTAMP"
    return TYPES.get(name, "VARCHAR")


def tickets_select(reading: Reading) -> str:
    """The SELECT that makes the tickets table from `good_rows` (and `ordered_rows` where rows are events)."""
    known = from_events(reading) if reading.shape is Shape.EVENTS else from_tickets(reading)
    known["is_open"] = is_open(reading)
    outer = ", ".join(
        f"CAST({known.get(name, 'NULL')} AS {column_type(name, reading)}) AS {identifier(name)}" for name in COLUMNS
    )
    if reading.shape is Shape.TICKETS:
        return f"SELECT {outer} FROM good_rows"
    return f"SELECT {outer} FROM ({histories(reading)})"


def from_tickets(reading: Reading) -> dict[str, str]:
    """Column → expression where a row is a ticket."""
    known = {field.value: column(field) for field in reading.mapping if field.value in COLUMNS}
    moments = [column(field) for field in (*PAST_MOMENTS, Field.AT) if field in reading.mapping]
    known["last_seen"] = f"greatest({', '.join(moments)})"
    known["first_team"] = known.get("team", "NULL")
    for early in ("owned", "first_response"):
        if early in known:   # an answer from before the opening is a clerk's correction, not a negative wait
            known[early] = f"CASE WHEN {early} >= opened THEN {early} END"
    known["events"] = "1"
    return known


PAST_MOMENTS = (Field.OPENED, Field.OWNED, Field.FIRST_RESPONSE, Field.RESOLVED, Field.CLOSED)


def from_events(reading: Reading) -> dict[str, str]:
    """Column → expression over one `histories` row a ticket."""
    known = {name: identifier(name) for name in COLUMNS if name != "is_open"}
    # A resolution before the opening can't be believed; the ticket stays, its end is unknown, and it is counted.
    for moment in ("owned", "first_response", "resolved", "closed"):
        known[moment] = f"CASE WHEN {moment} >= opened THEN {moment} END"
    return known


def is_open(reading: Reading) -> str:
    """Neither resolved nor closed when the log ends, by its moments and by its state."""
    ends = [field.value for field in (Field.RESOLVED, Field.CLOSED) if _known(field, reading)]
    unended = " AND ".join(f"{end} IS NULL" for end in ends) or "true"
    state = Field.ACTIVITY if reading.shape is Shape.EVENTS else Field.STATE
    if state not in reading.mapping:
        return unended
    done = [label for label, milestone in reading.milestones.items() if milestone in DONE]
    named = f" OR state IN ({', '.join(map(literal, done))})" if done else ""
    return f"{unended} AND NOT coalesce(regexp_matches(lower(state), {literal(DONE_STATES)}){named}, false)"


DONE = (Milestone.RESOLVED, Milestone.CLOSED, Milestone.CANCELLED)


def _known(field: Field, reading: Reading) -> bool:
    return field in reading.mapping or Milestone(field.value) in reading.milestones.values()


def labels(reading: Reading, *milestones: Milestone) -> str:
    """The activities that mean one of these milestones, as an SQL list; an impossible label where there are none."""
    found = [label for label, milestone in reading.milestones.items() if milestone in milestones]
    return f"({', '.join(map(literal, found)) or 'NULL'})"


def ordered_rows(reading: Reading) -> str:
    """Events with their predecessor in the same ticket: what changed hands, what was undone."""
    order = '"at"' + (', "order"' if Field.ORDER in reading.mapping else "") + ", file, row"
    team = "team" if Field.TEAM in reading.mapping else "NULL"
    done = f"activity IN {labels(reading, *DONE)}" if Field.ACTIVITY in reading.mapping else "NULL"
    return (
        f"SELECT *, {done} AS done, lag({done}) OVER steps AS done_before,  row_number() OVER steps AS step,"
        f" {team} IS DISTINCT FROM lag({team} IGNORE NULLS) OVER steps AND {team} IS NOT NULL AS new_team"
                f" FROM good_rows WINDOW steps AS (PARTITION BY ticket ORDER BY {order})"
    )


def histories(reading: Reading) -> str:
    """One row a ticket: the last known value of each field, and what only a history can tell."""
    columns = {"ticket": "ticket", "events": "count(*)", "last_seen": 'max("at")'}
    columns["opened"] = 'coalesce(min(opened), min("at"))' if Field.OPENED in reading.mapping else 'min("at")'
    for name in COLUMNS:
        if name not in columns and name in LAST_VALUES:
            columns[name] = f"arg_max({identifier(name)}, step)" if Field(name) in reading.mapping else "NULL"
    columns["state"] = next(
        (f"arg_max({column(field)}, step)" for field in (Field.STATE, Field.ACTIVITY) if field in reading.mapping), "NULL"
    )
    for milestone in (Milestone.OWNED, Milestone.FIRST_RESPONSE, Milestone.RESOLVED, Milestone.CLOSED):
        columns[milestone.value] = reached(milestone, reading)
    columns |= changes_of_hand(reading)
    if Field.REOPENED not in reading.mapping:
        columns["reopened"] = reopened(reading)
    body = ", ".join(f"{expression} AS {identifier(name)}" for name, expression in columns.items())
    return f"SELECT {body} FROM ordered_rows GROUP BY ticket"


LAST_VALUES = frozenset({
    "due", "priority", "category", "service", "person", "caller", "type", "channel", "sla_kept", "satisfaction",
    "problem", "change", "reopened", "reassigned",
})


def reached(milestone: Milestone, reading: Reading) -> str:
    """When a ticket first reached a milestone: the system's own column where there is one, else its history.

    Without either, a ticket counts as owned from the first event that names a person.
    """
    field = Field(milestone.value)
    if field in reading.mapping:
        return f"arg_max({column(field)}, step)"
    if milestone in reading.milestones.values():
        return f'min("at") FILTER (activity IN {labels(reading, milestone)})'
    if field is Field.OWNED and Field.PERSON in reading.mapping:
        return 'min("at") FILTER (person IS NOT NULL)'
    return "NULL"


def changes_of_hand(reading: Reading) -> dict[str, str]:
    """Team first and last, how often it changed, and whether a ticket went straight back (A, B, A)."""
    if Field.TEAM not in reading.mapping:
        return {"team": "NULL", "first_team": "NULL", "ping_pong": "NULL"}
    columns = {
        "team": "arg_max(team, step)",
        "first_team": "arg_min(team, step)",
        # more stays than teams: some team was visited twice
        "ping_pong": "count(*) FILTER (new_team) > count(DISTINCT team) FILTER (new_team)",
    }
    if Field.REASSIGNED not in reading.mapping:
        columns["reassigned"] = "greatest(count(*) FILTER (new_team) - 1, 0)"
    return columns


def reopened(reading: Reading) -> str:
    """How often work began again after the ticket was done and had to be finished a second time."""
    if not any(milestone in DONE for milestone in reading.milestones.values()):
        return "NULL"
    return "greatest(count(*) FILTER (done AND NOT coalesce(done_before, false)) - 1, 0)"


def provenance(reading: Reading, counted: Mapping[str, int]) -> dict[Field, Provenance]:
    """How each field came to be known; a column that holds nothing is absent. `counted` is tickets with a value."""
    told = {}
    for field in Field:
        if field.value in counted and not counted[field.value]:
            told[field] = Provenance.ABSENT
        elif field in reading.mapping:
            told[field] = _mapped_provenance(field, reading)
        elif counted.get(field.value):
            told[field] = Provenance.DERIVED
        else:
            told[field] = Provenance.ABSENT
    return told


VENDORS_OWN = frozenset({
    Field.OWNED, Field.FIRST_RESPONSE, Field.RESOLVED, Field.CLOSED, Field.DUE, Field.REOPENED, Field.REASSIGNED,
    Field.SLA_KEPT,
})


def _mapped_provenance(field: Field, reading: Reading) -> Provenance:
    return Provenance.VENDOR_REPORTED if field in VENDORS_OWN else Provenance.OBSERVED
