"""The fields that a table can fill, what each is called elsewhere, and how a cell is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.register.states import Closure, RaisedFrom, Size, State, Timescale


class Unreadable(Exception):
    """A cell that a field can't take: a code of `words.CELLS`."""


Read = Callable[[str], Any]


def _words(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()


def limited(most: int) -> Read:
    def read(text: str) -> str:
        if len(text) > most:
            raise Unreadable("too_long")
        return text

    return read


def one_of(known: Mapping[str, str]) -> Read:
    """A choice by its code, its label or a word it has elsewhere."""
    by_word = {_words(word): code for word, code in known.items()}

    def read(text: str) -> str:
        found = by_word.get(_words(text))
        if found is None:
            raise Unreadable("no_such_choice")
        return found

    return read


def one_to_five(text: str) -> int:
    found = re.match(r"\s*([1-5])(?:\b|$)", text)
    named = {"critical": 1, "high": 2, "moderate": 3, "medium": 3, "low": 4, "planning": 5}.get(_words(text))
    if not found and named is None:
        raise Unreadable("not_one_to_five")
    return int(found.group(1)) if found else named or 0


def number(text: str) -> Decimal:
    return number_within(text, most=Decimal("1e6"))


def number_within(text: str, *, most: Decimal) -> Decimal:
    """A number with a point or a comma, with or without separators of thousands, of at most this size."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace("'", "")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        plain = plain.replace(",", "")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+,\d+", plain):
        plain = plain.replace(".", "")
    try:
        value = Decimal(plain.replace(",", "."))
    except InvalidOperation as error:
        raise Unreadable("no_number") from error
    if not value.is_finite() or abs(value) > most:
        raise Unreadable("no_number")
    return value


def day(text: str, *, day_first: bool | None) -> date:
    """2026-11-25 with or without a time, or with slashes, points or dashes where the order of day and month is known."""
    if found := re.match(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=$|[T ])", text):
        year, month, on = map(int, found.groups())
    elif found := re.match(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?=$|[T, ])", text):
        first, second, year = map(int, found.groups())
        if day_first is None and first <= 12 and second <= 12 and first != second:
            raise Unreadable("day_or_month")
        on, month = (first, second) if day_first or (day_first is None and first > 12) else (second, first)
    else:
        raise Unreadable("no_date")
    try:
        return date(year, month, on)
    except ValueError as error:
        raise Unreadable("no_date") from error


def terms(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[;|\n]", text) if part.strip()]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its label, the names it has elsewhere, how its cells are read (None: by what the organisation has)."""

    name: str
    label: str | Promise
    elsewhere: tuple[str, ...] = ()
    read: Read | None = None


def choices_of(kind: Any, **elsewhere: str) -> Read:
    known = {**{member.value: member.value for member in kind}, **{str(member.label): member.value for member in kind}}
    return one_of(known | {word.replace("_", " "): code for word, code in elsewhere.items()})


FIELDS: Final[tuple[Field, ...]] = (
    Field("title", _("Title"), ("short description", "name", "improvement", "opportunity", "summary"), limited(200)),
    Field("idea", _("What is wrong, or could be better"), (
        "description", "business justification", "justification"), limited(20_000)),
    Field("origin_reference", _("Source record"), (
        "number", "id", "reference", "opportunity number", "csi number"), limited(120)),
    Field("state", _("State"), ("status",), choices_of(
        State, new="idea", accepted="under_way", assess="under_way", approved="under_way", in_progress="under_way",
        work_in_progress="under_way", open="under_way", monitor_review="under_way", monitor="under_way", review="under_way",
        complete="closed", completed="closed", done="closed", canceled="withdrawn", cancelled="withdrawn", rejected="withdrawn")),
    Field("state_reason", _("Reason of the state"), ("on hold reason", "close notes", "closure notes"), limited(400)),
    Field("closure", _("Closed as"), ("closure code", "close code"), choices_of(
        Closure, successful="kept", unsuccessful="stopped", withdrawn="stopped")),
    Field("entity", _("Belongs to"), ("service offering", "business service", "service", "business process", "process",
                                      "practice", "team", "location")),
    Field("objective", _("Objective served"), ("strategies", "strategy", "strategic objective", "goal")),
    Field("no_objective", _("Why no objective fits"), (), limited(400)),
    Field("stakeholders", _("Stakeholders"), ("stakeholder", "consumers", "affected groups")),
    Field("expectations", _("Expectations touched"), ("expectation", "expectations")),
    Field("outcome", _("Value expected"), ("expected outcomes", "expected outcome", "benefit", "benefits"), limited(20_000)),
    Field("owner", _("Owner"), ("actioned by", "assigned to", "improvement owner", "manager", "cim manager")),
    Field("sponsor", _("Sponsor"), ()),
    Field("coordinator", _("Coordinator"), ("cim coordinator", "improvement coordinator")),
    Field("approver", _("Approver"), ()),
    Field("raised_by", _("Raised by"), ("opened by", "requested for", "requester", "requested by", "created by")),
    Field("raised_on", _("Raised on"), ("opened", "created", "date raised", "created on", "opened at", "sys created on")),
    Field("starts_on", _("Starts on"), ("planned start date", "actual start date", "start date")),
    Field("due_on", _("Due on"), ("planned end date", "due date", "end date", "target date")),
    Field("review_on", _("Review on"), ("target review date", "review date")),
    Field("size", _("Size"), ("effort estimate", "effort", "t shirt size"), choices_of(
        Size, extra_small="XS", small="S", medium="M", large="L", extra_large="XL")),
    Field("effort_days", _("Effort in days"), ("effort days", "days"), number),
    Field("timescale", _("Timescale"), ("time scale",), choices_of(
        Timescale, short="short", short_term="short", medium="medium", medium_term="medium", long="long", long_term="long")),
    Field("priority", _("Priority"), (), one_to_five),
    Field("urgency", _("Urgency"), (), one_to_five),
    Field("impact", _("Impact"), (), one_to_five),
    Field("level", _("Level"), ()),
    Field("practices", _("Practices"), ()),
    Field("gain_activities", _("Where the gain falls"), ("value chain activity", "activity")),
    Field("work_activities", _("Where the work is done"), ()),
    Field("dimensions", _("Dimensions"), ("dimension", "type")),
    Field("principles", _("Principles most in play"), ("principles", "guiding principles")),
    Field("provider_part", _("What we do"), (), limited(400)),
    Field("consumer_part", _("What they do"), (), limited(400)),
    Field("provider_costs", _("What it costs us"), (), limited(400)),
    Field("consumer_costs", _("What it costs them"), (), limited(400)),
    Field("provider_risks", _("What we risk"), (), limited(400)),
    Field("consumer_risks", _("What they risk"), (), limited(400)),
    Field("parent", _("Part of"), ("parent initiative", "parent")),
    Field("origin", _("Raised from"), ("source", "source parent"), choices_of(RaisedFrom)),
    Field("origin_address", _("Its address"), ("url", "link"), limited(500)),
    Field("comment", _("Comment"), ("work notes", "additional comments", "comments", "notes", "lessons learned"),
          limited(20_000)),
)
BY_NAME: Final[Mapping[str, Field]] = {field.name: field for field in FIELDS}
DATES: Final = frozenset({"raised_on", "starts_on", "due_on", "review_on"})
MANY: Final = frozenset({"stakeholders", "expectations"})
PEOPLE: Final = frozenset({"owner", "sponsor", "coordinator", "approver", "raised_by"})
TERMS: Final[Mapping[str, str]] = {"level": "level", "practices": "practice", "gain_activities": "activity",
                                   "work_activities": "activity", "dimensions": "dimension", "principles": "principle"}
FACTOR: Final = "factor:"   # a column "factor:value" fills the score's number "value"
WORTH: Final = re.compile(r"worth:(expected|forecast|verified|spent):([a-z_]+)(?::([2-9]|[1-9]\d))?")   # see worth_columns
WORTH_ELSEWHERE: Final[Mapping[str, str]] = {   # names that such columns have in other registers
    "expected benefit amount": "worth:expected:amount", "benefit amount": "worth:expected:amount",
    "expected savings": "worth:expected:amount", "target benefit amount": "worth:expected:amount",
    "forecast benefit amount": "worth:forecast:amount", "actual benefit amount": "worth:verified:amount",
    "verified benefit amount": "worth:verified:amount", "benefit currency": "worth:expected:unit",
    "actual cost": "worth:spent:amount"}


def guessed(columns: Sequence[str]) -> dict[str, str]:
    """Column → field by the names it is known by; each field once but `entity`, which several columns may name.

    >>> guessed(["Number", "Short description", "Effort estimate", "Colour", "factor:value"])
    {'Number': 'origin_reference', 'Short description': 'title', 'Effort estimate': 'size', 'factor:value': 'factor:value'}
    """
    names = {_words(word): field.name for field in reversed(FIELDS)
             for word in (*reversed(field.elsewhere), str(field.label), field.name)} | dict(WORTH_ELSEWHERE)
    found: dict[str, str] = {}
    for column in sorted(columns, key=lambda name: _place(name, names)):
        field = column if column.startswith(FACTOR) or WORTH.fullmatch(column) else names.get(_words(column))
        if field and (field == "entity" or field not in found.values()):
            found[column] = field
    return {column: found[column] for column in columns if column in found}


def _place(column: str, names: Mapping[str, str]) -> int:
    """A field's own name counts before the names it has elsewhere, those in their order."""
    field = BY_NAME.get(names.get(_words(column), ""))
    known: Iterable[str] = () if field is None else map(_words, (field.name, str(field.label), *field.elsewhere))
    return next((place for place, word in enumerate(known) if word == _words(column)), 99)


def readable_days(values: Iterable[str]) -> bool | None:
    """Whether the day stands first, where a value decides it; None where none does."""
    for value in values:
        if found := re.match(r"(\d{1,2})[./-](\d{1,2})[./-]\d{4}", value):
            first, second = map(int, found.groups())
            if first > 12 or second > 12:
                return first > 12
    return None
