"""What was found in the data and what was done about it: one pair of half-sentences a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from headway.eventlog.fields import Field, Provenance
from headway.eventlog.quality import Finding, Quality
from headway.eventlog.refused import Fact
from headway.report.words.numbers import number, span, times
from headway.report.words.template import bare, fill

FINDINGS: dict[str, tuple[str, str]] = {
    # what turns a figure wrong
    "final_value_copied": (
        "Final values stand on every event[: {fields}]",
        "read by ticket[: SLA kept {by_ticket:share}. By event it would read {by_event:share}, which is wrong]"),
    "clock_suspect": (
        "SLA fell[ to {value:spoken}][ from {span}] while the time to resolve did not change",
        "left out of the SLA baseline; ask who changed the SLA clock"),
    "only_closed_tickets": (
        "The log holds only closed tickets",
        "what was still open at its end is missing, so the newest periods look too good: they are not judged"),
    "fall_is_censoring": (
        "The median falls from {before:hours} to {now:hours} by month of opening, to the end of the log",
        "no trend: of the newest tickets only the quick ones are closed yet; they are not judged"),
    "window_ends_early": (
        "[{share:share} were opened from {span}|Openings thin out at the end of the log]",
        "tickets opened later are not charted: they are not a fall in demand"),
    "window_starts_late": (
        "Few tickets were opened before [{first:day}|the first full period]",
        "tickets opened earlier are not charted: the log does not hold them all"),
    "clocks_differ": (
        "The system's time of resolution and its history differ[: median {vendor_hours:hours} and {history_hours:hours}]",
        "the system's own time is used, as its other reports do"),
    "automatic_close": (
        "Closed by the system after a wait of {days} days",
        "the resolution is timed by what people did, not by the automatic close"),
    "closed_for_resolved": ("The log records no resolution", "measured to the closing, the only end it knows"),
    "end_before_start": ("Ends before it starts", "the end is taken as not recorded"),
    "no_resolution_time": ("Closed without a time of resolution", "kept as unresolved, never as 0 hours"),
    "still_open": ("Still open when the log ends", "kept: not resolved yet is neither 0 hours nor a miss too soon"),
    "thin_periods": (
        "[{periods:days} had few tickets|Periods with far fewer tickets than usual]",
        "looks like a holiday or a weekend; drawn hollow and set aside from the limits"),
    "daylight_saving_gap": ("Times in the hour that the clock of {zone} skips", "moved on by the hour that was skipped"),
    "daylight_saving_twice": ("Times in the hour that the clock of {zone} shows twice", "taken as the later one"),
    # what the import did
    "merged": ("{new:n} new tickets, {changed:n} changed, {same:n} the same", "the newer state of each is kept"),
    "mapping_proposed": ("Recognised by their content only: {columns}", "check them; `headway map` writes them down"),
    "sla_meaning_inferred": ("The SLA flag means the opposite of its name", "read by the times of the tickets that carry it"),
    # what the file is like
    "duplicate_column_names": ("Column names that stand twice", "numbered in the order they stand"),
    "unnamed_columns": ("Columns without a name", "called by their place"),
    "title_lines": ("Lines above the header", "passed over"),
    "other_sheets": ("More sheets with tables", "only the first is read"),
    "truncated_file": ("The file breaks off", "what came before the break is used"),
    "dates_only": ("Dates without a time of day", "times are told to the day: 0 hours means the same day"),
    "undecodable_bytes": ("Letters that the encoding does not know", "read with a mark in their place"),
}

REJECTED = {
    "missing_ticket": "no ticket number",
    "missing_moment": "no time of opening or of the event",
    "unreadable_date": "a time that can't be read",
    "unreadable_value": "a value that can't be read",
    "year_out_of_range": "a year that can't be",
    "end_before_start": "ends before it starts",
    "duplicate_row": "an exact duplicate of another row",
    "repeated_ticket": "an older row of the same ticket",
    "wrong_field_count": "more or fewer fields than the header",
    "broken_quotes": "quotation marks that don't match",
    "broken_encoding": "letters that can't be read",
    "broken_line": "a line that can't be taken apart",
    "line_too_long": "a line longer than any export writes",
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
    return (f"{times(quality.rows_read, 'row')} read = {number(quality.rows_used)} used + "
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
    """Where the rejected rows lie, each with its place and its reason.

    >>> kept_in("w/rejected-1.csv")
    'Each lies with its row and reason in w/rejected-1.csv'
    """
    return f"Each lies with its row and reason in {file}" if file else "Each was counted with its reason"
