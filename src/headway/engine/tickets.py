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
    """The SELECT that makes the tickets table from `good_rows`, and from `hands` where rows are events."""
    known = from_events(reading) if reading.shape is Shape.EVENTS else from_tickets(reading)
    known["is_open"] = is_open(reading)
    outer = ", ".join(
        f"CAST({known.get(name, 'NULL')} AS {column_type(name, reading)}) AS {identifier(name)}" for name in COLUMNS
    )
    rows = f"({histories(reading)}) JOIN hands USING (ticket)" if reading.shape is Shape.EVENTS else "good_rows"
    return f"SELECT {outer} FROM {rows}"


def from_tickets(reading: Reading) -> dict[str, str]:
    """Column → expression where a row is a ticket."""
    known: dict[str, str] = {field.value: column(field) for field in reading.mapping if field.value in COLUMNS}
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
    """Column → expression over one `histories` row a ticket and its `hands`."""
    known = {name: identifier(name) for name in COLUMNS if name != "is_open"}
    # A resolution before the opening can't be believed; the ticket stays, its end is unknown, and it is counted.
    for moment in ("owned", "first_response", "resolved", "closed"):
        known[moment] = f"CASE WHEN {moment} >= opened THEN {moment} END"
    if Field.TEAM in reading.mapping:
        known["ping_pong"] = "stays > teams"   # more stays than teams: some team was visited twice
        if Field.REASSIGNED not in reading.mapping:
            known["reassigned"] = "greatest(stays - 1, 0)"
    else:
        known["ping_pong"] = "NULL"
    if Field.REOPENED not in reading.mapping and any(milestone in DONE for milestone in reading.milestones.values()):
        known["reopened"] = "greatest(endings - 1, 0)"   # work began again and had to be finished a second time
    return known


def is_open(reading: Reading) -> str:
    """Neither resolved nor closed when the log ends, by its moments and by its state."""
    ends = [field.value for field in (Field.RESOLVED, Field.CLOSED) if _known(field, reading)]
    unended = " AND ".join(f"{end} IS NULL" for end in ends) or "true"
    state = Field.ACTIVITY if reading.shape is Shape.EVENTS else Field.STATE
    if state not in reading.mapping:
        return unended if ends else "false"   # a log that knows no end at all knows no open ticket either
    done = [label for label, milestone in reading.milestones.items() if milestone in DONE]
    named = f" OR state IN ({', '.join(map(literal, done))})" if done else ""
    return f"{unended} AND NOT coalesce(regexp_matches(lower(state), {literal(DONE_STATES)}){named}, false)"


DONE = (Milestone.RESOLVED, Milestone.CLOSED, Milestone.CANCELLED)


def _known(field: Field, reading: Reading) -> bool:
    by_label = reading.shape is Shape.EVENTS and Milestone(field.value) in reading.milestones.values()
    return field in reading.mapping or by_label


def labels(reading: Reading, *milestones: Milestone) -> str:
    """The activities that mean one of these milestones, as an SQL list; an impossible label where there are none."""
    found = [label for label, milestone in reading.milestones.items() if milestone in milestones]
    return f"({', '.join(map(literal, found)) or 'NULL'})"


MOMENT_ALONE = '"at"'


def full_order(reading: Reading) -> str:
    """How the events of a ticket follow each other, whatever their moments: no two rows tie."""
    return '"at"' + (', "order"' if Field.ORDER in reading.mapping else "") + ", file, row"


def hands_select(reading: Reading, *, rows: str, order: str) -> str:
    """What only the order of a ticket's events can tell, one row a ticket.

    `stays` counts how often a team got it, `teams` how many teams, `endings` how often it was done, and `tied` says
    that two of its events share a moment, so that `order` must say more than the moment. Only these few columns go
    through the sort: with all of them it takes three times as long.
    """
    team = "team" if Field.TEAM in reading.mapping else "NULL::VARCHAR"
    done = f"activity IN {labels(reading, *DONE)}" if Field.ACTIVITY in reading.mapping else "false"
    order_columns = order.replace('"at"', "").lstrip(", ")
    order_columns += ", " if order_columns else ""
    return (
        "SELECT ticket, count(*) AS events, count(*) FILTER (new_team) AS stays,"
        " count(DISTINCT team) FILTER (new_team) AS teams, count(*) FILTER (done AND NOT done_before) AS endings,"
        " bool_or(tie) AS tied FROM (SELECT ticket, team, done, coalesce(lag(done) OVER steps, false) AS done_before,"
        ' lag("at") OVER steps = "at" AS tie,'
        " team IS NOT NULL AND team IS DISTINCT FROM lag(team IGNORE NULLS) OVER steps AS new_team"
        f' FROM (SELECT ticket, "at", {order_columns} {team} AS team, {done} AS done FROM {rows})'
        f" WINDOW steps AS (PARTITION BY ticket ORDER BY {order})) GROUP BY ticket"
    )


def histories(reading: Reading) -> str:
    """One row a ticket: the last known value of each field. Ties are ordered in full, all else by its moment alone."""
    plain = latest_values(reading, rows="(SELECT * FROM good_rows ANTI JOIN tied USING (ticket))", step='"at"')
    ordered = f"SELECT *, row_number() OVER (PARTITION BY ticket ORDER BY {full_order(reading)}) AS step"
    tied = latest_values(reading, rows=f"({ordered} FROM good_rows SEMI JOIN tied USING (ticket))", step="step")
    return f"{plain} UNION ALL {tied}"


def latest_values(reading: Reading, *, rows: str, step: str) -> str:
    """The last known value of each field by `step`; `arg_max` passes over what is not recorded."""
    columns = {"ticket": "ticket", "last_seen": 'max("at")'}
    columns["opened"] = 'coalesce(min(opened), min("at"))' if Field.OPENED in reading.mapping else 'min("at")'
    for name in COLUMNS:
        if name not in columns and name in LAST_VALUES:
            columns[name] = f"arg_max({identifier(name)}, {step})" if Field(name) in reading.mapping else "NULL"
    columns["state"] = next(
        (f"arg_max({column(field)}, {step})" for field in (Field.STATE, Field.ACTIVITY) if field in reading.mapping),
        "NULL")
    for milestone in (Milestone.OWNED, Milestone.FIRST_RESPONSE, Milestone.RESOLVED, Milestone.CLOSED):
        columns[milestone.value] = reached(milestone, reading, step=step)
    for name, picked in (("team", "arg_max"), ("first_team", "arg_min")):
        columns[name] = f"{picked}(team, {step})" if Field.TEAM in reading.mapping else "NULL"
    body = ", ".join(f"{expression} AS {identifier(name)}" for name, expression in columns.items())
    return f"SELECT {body} FROM {rows} GROUP BY ticket"


LAST_VALUES = frozenset({
    "due", "priority", "category", "service", "person", "caller", "type", "channel", "sla_kept", "satisfaction",
    "problem", "change", "reopened", "reassigned", "text",
})


def reached(milestone: Milestone, reading: Reading, *, step: str) -> str:
    """When a ticket first reached a milestone: the system's own column where there is one, else its history.

    Without either, a ticket counts as owned from the first event that names a person.
    """
    field = Field(milestone.value)
    if field in reading.mapping:
        return f"arg_max({column(field)}, {step})"
    if milestone in reading.milestones.values():
        return f'min("at") FILTER (activity IN {labels(reading, milestone)})'
    if field is Field.OWNED and Field.PERSON in reading.mapping:
        return 'min("at") FILTER (person IS NOT NULL)'
    return "NULL"


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
