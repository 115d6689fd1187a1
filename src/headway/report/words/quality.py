"""What was found in the data and what was done about it: one pair of half-sentences a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from headway.eventlog.fields import Field, Provenance
from headway.eventlog.quality import Finding, Quality
from headway.eventlog.refused import Fact
from headway.report.words.numbers import number, shortened, span, times
from headway.report.words.template import bare, fill

FINDINGS: dict[str, tuple[str, str]] = {
    "final_value_copied": (
        "Final values stand on every event[: {fields}]",
        "read by ticket[: SLA kept {by_ticket:share}. By event it would read {by_event:share}, which is wrong]"),
    "window_ends_early": (
        "[{share:share} were opened from {span}|Openings thin out at the end of the log]",
        "tickets opened later are not charted: they are not a fall in demand"),
    "window_starts_late": (
        "Few tickets were opened before [{first:day}|the first full period]",
        "tickets opened earlier are not charted: the log does not hold them all"),
    "no_resolution_time": ("Closed without a time of resolution", "kept as unresolved, never as 0 hours"),
    "thin_periods": (
        "[{periods} had few tickets|Periods with far fewer tickets than usual]",
        "looks like a holiday or a weekend; drawn hollow and set aside from the limits"),
    "clock_suspect": (
        "SLA fell[ to {value:spoken}][ from {span}] while the time to resolve did not change",
        "left out of the SLA baseline; ask who changed the SLA clock"),
    "only_closed_tickets": (
        "The log holds only closed tickets",
        "what was still open at its end is missing, so the newest periods look too good: they are not judged"),
    "duplicate_rows": (
        "Exact duplicates of other rows", "[{kept}|counted once: a row that says nothing new is no second event]"),
    "duplicate_column_names": ("Column names that stand twice[: {columns}]", "numbered in the order they stand"),
    "years_out_of_range": ("Years that can't be[, such as {value}][ in {column}]", "taken as not recorded"),
    "end_before_start": ("Ends before it starts[: {field}]", "the end is taken as not recorded"),
    "unreadable_date": ("Times that can't be read[ in {column}][, such as {value}]", "taken as not recorded"),
    "missing_ticket": ("No ticket number", "can't be tied to a ticket"),
    "missing_opened": ("No time of opening", "can't be placed in time"),
    "wrong_field_count": ("More or fewer fields than the header", "can't be told which field is which"),
    "truncated_file": ("The file breaks off[ after row {row}]", "what came before the break is used"),
    "still_open": ("Still open when the log ends", "kept: not resolved yet is neither 0 hours nor a miss too soon"),
    "daylight_saving_gap": (
        "Times in the hour that the clock skips[ in {column}]", "moved on by the hour that was skipped"),
    "automatic_close": (
        "Closed by the system after a wait[ of {days} days][, “{activity}”]",
        "the resolution is timed by [“{resolved_by}”|what people did], not by the automatic close"),
    "values_left_out": ("[{what}|Values] left out[ of {field}]", "[{reason}|taken as not recorded]"),
    "used": ("Rows used", "every other row is counted beneath"),
    "field_too_long": ("A field longer than any export writes[ in {column}]", "the row is set aside"),
    "nul_characters": ("Characters that no text holds (NUL)", "removed before reading"),
    "undecodable_text": ("Letters that the encoding does not know", "read with a mark in their place"),
    "negative_duration": ("Ends before it starts[: {field}]", "the end is taken as not recorded"),
    "mixed_zones": ("Times in more than one zone", "all turned into {zone}"),
    "mapping_proposed": ("Columns recognised by their content[: {columns}]", "check them; `headway map` writes them down"),
    "people_hashed": ("Names of people", "hashed with the workspace's key"),
}

REJECTED = {
    "missing_ticket": "no ticket number",
    "missing_opened": "no time of opening",
    "unreadable_date": "a time that can't be read",
    "years_out_of_range": "a year that can't be",
    "wrong_field_count": "more or fewer fields than the header",
    "duplicate_rows": "an exact duplicate of another row",
    "truncated_file": "the row breaks off",
    "field_too_long": "a field longer than any export writes",
    "missing_at": "no time of the event",
    "missing_activity": "no word on what happened",
}

FIELDS: dict[Field, str] = {
    Field.AT: "Time of event", Field.SLA_KEPT: "SLA kept", Field.FIRST_RESPONSE: "First response",
    Field.PROBLEM: "Known problem", Field.CHANGE: "Causing change", Field.REOPENED: "Times reopened",
    Field.REASSIGNED: "Times reassigned",
}

PROVENANCE: dict[Provenance, str] = {
    Provenance.OBSERVED: "observed",
    Provenance.DERIVED: "derived",
    Provenance.VENDOR_REPORTED: "vendor-reported",
    Provenance.ABSENT: "absent",
}

PROVENANCE_MEANING = ("observed: written down when it happened · derived: worked out by Headway · vendor-reported: "
                      "copied from the ticket system, believed, not checked · absent: not in the log")


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the quality report."""

    code: str
    found: str
    done: str
    count: int
    unit: str


def account(finding: Finding) -> Account:
    """A finding in words.

    >>> account(Finding("no_resolution_time", 1556, "tickets")).done
    'kept as unresolved, never as 0 hours'
    >>> account(Finding("odd_thing", 3, facts={"column": "a"})).found
    'Odd thing (column: a)'
    """
    try:
        found, done = (fill(part, _spelt(finding.facts)) for part in FINDINGS[finding.code])
    except (KeyError, TypeError, ValueError):   # no words for it, or other facts than they need
        found, done = bare(finding.code, finding.facts), "counted"
    return Account(finding.code, found[:1].upper() + found[1:], done, finding.count, finding.unit)


def _spelt(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts with fields by their names and with the span of two days, which needs its year only once."""
    spelt = dict(facts)
    for name in ("field", "fields"):
        if (told := facts.get(name)) is not None:
            spelt[name] = tuple(map(_field_called, told if isinstance(told, tuple) else (str(told),)))
    first, last = facts.get("first"), facts.get("last")
    if isinstance(first, str) and isinstance(last, str):
        spelt["span"] = span(date.fromisoformat(first[:10]), date.fromisoformat(last[:10]))
    return spelt


def _field_called(name: str) -> str:
    return field_name(Field(name)) if name in set(Field) else name


def rows(quality: Quality) -> str:
    """The account that must add up: "141,712 rows read = 141,712 used + 0 rejected"."""
    return (f"{number(quality.rows_read)} rows read = {number(quality.rows_used)} used + "
            f"{number(quality.rows_rejected)} rejected")


def rejected(code: str) -> str:
    return REJECTED.get(code, bare(code, {}))


def field_name(field: Field) -> str:
    return FIELDS.get(field, field.value.replace("_", " ").capitalize())


def account_of_rows(quality: Quality) -> str:
    return "Every row was used" if not quality.rows_rejected else f"{times(quality.rows_rejected, 'row')} set aside"


def rejected_rows(code: str) -> str:
    """
    >>> rejected_rows("missing_ticket")
    'Rejected: no ticket number'
    """
    return f"Rejected: {rejected(code)}"


def kept_in(file: str | None) -> str:
    """Where the rejected rows lie."""
    return f"kept with line and reason in {shortened(file, at_most=120)}" if file else "kept apart with line and reason"
