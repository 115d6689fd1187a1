"""A table's rows as records would hold them: every cell read or told why not, and nothing dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import User
from headway.web.register.columns import (
    BY_NAME,
    DATES,
    FACTOR,
    FIELDS,
    MANY,
    PEOPLE,
    TERMS,
    Unreadable,
    day,
    number,
    terms,
)
from headway.web.register.worth_columns import choices as worth_choices
from headway.web.register.worth_columns import finished, part_of, read_part
from headway.web.vision.models import Entity, Expectation, Objective, Stakeholder

CELLS: dict[str, str | Promise] = {
    "too_long": _("This is longer than the field."), "no_such_choice": _("The field has no such choice."),
    "not_one_to_five": _("Give 1 to 5, where 1 is the highest."), "no_number": _("This is no number."),
    "no_date": _("This is no date. Give it as 2026-11-25."),
    "day_or_month": _("This may be two dates, and no row decides. Say below whether the day or the month stands first."),
    "no_entity": _("No service, practice or team of this name is in your sight. Make it first, or leave the column out."),
    "no_objective": _("No objective of this name is in your sight. Make it first, or leave the column out."),
    "no_stakeholder": _("No stakeholder or expectation of this name is in your sight. Make it first, or leave the column out."),
    "no_term": _("The framework has no such word here."), "no_title": _("A row needs a title."),
    "here_already": _("A record with this source record is in the register already."),
    "twice_in_file": _("Another row of the file has the same source record."),
    "not_yours": _("You don't manage improvements there."), "no_parent": _("No record and no row has this number."),
    "nobody": _("Nobody here has this name or address; it is kept as text."),
    "ends_first": _("It would be due before it starts."),
    "thousands_or_decimals": _("This may be a dozen or a dozen thousand. Give it without separators, as in 12000 or 12.00."),
    "worth_without_amount": _("This says something of an amount, and there is none. Give the amount too."),
    "worth_without_unit": _("Say of what: a currency such as EUR, hours, incidents …"),
    "range_misses_amount": _("The amount lies outside of its range."),
    "verified_without_evidence": _("An estimate never verifies. Say by which evidence, or leave the column out."),
}
KEPT_AS_TEXT = frozenset({"nobody"})   # told, and no reason to leave the row out


@dataclass(frozen=True, slots=True)
class Known:
    """What the organisation has, by the names that cells may use (in small letters)."""

    people: Mapping[str, User]
    entities: Mapping[str, Entity]
    managed: frozenset[int]                      # entities where this person manages
    objectives: Mapping[str, Objective]
    many: Mapping[str, Mapping[str, Stakeholder | Expectation]]   # stakeholders and expectations, by field
    terms: Mapping[str, Mapping[str, str]]       # kind → word → key
    here: frozenset[str]                         # source records that are in the register
    own: frozenset[tuple[str, str]]              # its records: number and title, as an export of it tells them
    parents: frozenset[str]                      # numbers and source records that a row may be part of


@dataclass(frozen=True, slots=True)
class Trouble:
    """A cell that could not be read; `code` is one of `CELLS`."""

    row: int
    column: str
    value: str
    code: str

    @property
    def said(self) -> str:
        return str(CELLS[self.code])

    @property
    def leaves_out(self) -> bool:
        return self.code not in KEPT_AS_TEXT


@dataclass(slots=True)
class RowRead:
    """One row: the fields it fills, what is kept beside them, and its troubles. `row` counts as a spreadsheet does."""

    row: int
    fields: dict[str, Any] = field(default_factory=dict)
    factors: dict[str, float] = field(default_factory=dict)
    worth: dict[tuple[str, int], dict[str, Any]] = field(default_factory=dict)   # benefits and costs by (group, place)
    kept: dict[str, str] = field(default_factory=dict)
    parent: str = ""
    comment: str = ""
    own_number: str = ""
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def is_faulty(self) -> bool:
        return any(trouble.leaves_out for trouble in self.troubles)


def rows_read(columns: Sequence[str], rows: Sequence[Sequence[str]], *, mapping: Mapping[str, str], day_first: bool | None,
              known: Known) -> list[RowRead]:
    """Every row as it would be imported. Columns without a field are kept as text with the record."""
    read = [_row(place, dict(zip(columns, row, strict=True)), mapping=mapping, day_first=day_first, known=known)
            for place, row in enumerate(rows, start=2)]
    seen: set[str] = set()
    numbers = {number for row in read for number in (row.own_number, row.fields.get("origin_reference", "")) if number}
    for row in read:
        reference = row.fields.get("origin_reference", "")
        if reference and reference in seen:
            row.troubles.append(Trouble(row.row, _column("origin_reference", mapping), reference, "twice_in_file"))
        seen.add(reference)
        if row.parent and row.parent not in known.parents and row.parent not in numbers:
            row.troubles.append(Trouble(row.row, _column("parent", mapping), row.parent, "no_parent"))
    return read


def _column(name: str, mapping: Mapping[str, str]) -> str:
    return next((column for column, field in mapping.items() if field == name), "")


def _row(place: int, cells: Mapping[str, str], *, mapping: Mapping[str, str], day_first: bool | None, known: Known) -> RowRead:
    row = RowRead(place)
    order = list(BY_NAME)
    for column in sorted(cells, key=lambda name: order.index(mapping[name]) if mapping.get(name) in BY_NAME else len(order)):
        value, name = cells[column], mapping.get(column, "")
        if column.casefold() == "number":
            row.own_number = value
        if not value:
            continue
        if not name or (name == "entity" and "entity" in row.fields):
            row.kept[column] = value
            continue
        try:
            _take(row, name, value, column=column, day_first=day_first, known=known)
        except Unreadable as trouble:
            row.troubles.append(Trouble(place, column, value, str(trouble)))
            row.kept[column] = value
    if not row.fields.get("title"):
        row.troubles.append(Trouble(place, _column("title", mapping), "", "no_title"))
    if (row.own_number, row.fields.get("title", "")) in known.own and "origin_reference" not in row.fields:
        row.troubles.append(Trouble(place, "number", row.own_number, "here_already"))
    _finish_worth(row, mapping)
    starts, due = row.fields.get("starts_on"), row.fields.get("due_on")
    if starts and due and due < starts:
        row.troubles.append(Trouble(place, _column("due_on", mapping), str(due), "ends_first"))
    return row


def _take(row: RowRead, name: str, value: str, *, column: str, day_first: bool | None, known: Known) -> None:
    if name.startswith(FACTOR):
        row.factors[name.removeprefix(FACTOR)] = float(number(value))
    elif (told := part_of(name)) is not None:
        read = read_part(name, value, day=lambda text: day(text, day_first=day_first))
        row.worth.setdefault(told[0], {}).update(read)
    elif name == "comment":
        row.comment = f"{row.comment}\n\n{value}".strip()
    elif name == "parent":
        row.parent = value.split(" ")[0]
    elif name in DATES:
        row.fields[name] = day(value, day_first=day_first)
    elif name in TERMS:
        found = _terms(value, known.terms.get(TERMS[name], {}))
        row.fields[name] = found[0] if name == "level" else found
    elif name in MANY:
        row.fields[name] = _several(value, known.many.get(name, {}))
    elif name in PEOPLE or name in ("entity", "objective"):
        row.fields[name] = _pointed_at(name, value, known)
    else:
        reads = BY_NAME[name].read
        row.fields[name] = reads(value) if reads else value
        if name == "origin_reference" and value in known.here:
            raise Unreadable("here_already")


def _finish_worth(row: RowRead, mapping: Mapping[str, str]) -> None:
    """Each benefit and cost as it would be kept, or what is wrong with it, told at the first column of its own."""
    columns: dict[tuple[str, int], list[str]] = {}
    for column, name in mapping.items():
        if (told := part_of(name)) is not None:
            columns.setdefault(told[0], []).append(column)
    for key, given in list(row.worth.items()):
        if any(trouble.column in columns[key] for trouble in row.troubles):
            continue
        try:
            row.worth[key] = finished(key[0], given)
        except Unreadable as trouble:
            column = columns[key][0]
            row.troubles.append(Trouble(row.row, column, "", str(trouble)))


def _pointed_at(name: str, value: str, known: Known) -> User | Entity | Objective:
    word = value.casefold()
    if name == "entity":
        entity = known.entities.get(word)
        if entity is None:
            raise Unreadable("no_entity")
        if entity.pk not in known.managed:
            raise Unreadable("not_yours")
        return entity
    found = known.objectives.get(word) if name == "objective" else known.people.get(word)
    if found is None:
        raise Unreadable("no_objective" if name == "objective" else "nobody")
    return found


def _several(text: str, words: Mapping[str, Stakeholder | Expectation]) -> list[Stakeholder | Expectation]:
    found = [words.get(part.casefold()) for part in terms(text)]
    if None in found:
        raise Unreadable("no_stakeholder")
    return [one for one in dict.fromkeys(found) if one is not None]


def _terms(text: str, words: Mapping[str, str]) -> list[str]:
    found = [words.get(part.casefold()) for part in terms(text)]
    if len(found) == 1 and found[0] is None:   # one word with commas in it, or a list by commas
        found = [words.get(part.strip().casefold()) for part in text.split(",")]
    if not found or None in found:
        raise Unreadable("no_term")
    return [key for key in found if key]


def plain(value: Any) -> str:
    """A value of a row as the preview shows it."""
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def choices() -> list[tuple[str, str]]:
    """What a column may be mapped to."""
    return [*((field.name, str(field.label)) for field in FIELDS), *worth_choices()]
