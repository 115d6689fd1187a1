"""What an import needs to know of the organisation, and the sheets that wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404

from headway.framework import Kind
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, may
from headway.web.accounts.roles import May
from headway.web.register.columns import TERMS
from headway.web.register.models import Improvement, Sheet
from headway.web.register.queries.records import entities, in_register, members
from headway.web.register.sheet_rows import Known, RowRead, Trouble, plain, rows_read
from headway.web.register.worth_columns import part_of
from headway.web.vision.models import Expectation, Objective, Stakeholder
from headway.web.vision.queries import pack_of

SAMPLE, MOST_TROUBLES = 8, 100


def known_to(person: User, organisation: Organisation) -> Known:
    """The names that cells may use. Seven queries."""
    people: dict[str, User] = {}
    for member in members(organisation):
        people[member.email.casefold()] = member
        if member.name:
            people.setdefault(member.name.casefold(), member)
    places = list(entities(person, organisation))
    chosen = pack_of(organisation)
    terms = {kind: {word.casefold(): term.key for term in chosen.of(Kind(kind)) for word in (term.label, term.id, term.key)}
             for kind in set(TERMS.values())}
    rows = list(Improvement.objects.filter(organisation=organisation).values_list("number", "origin_reference", "title"))
    seen = set(in_register(person, organisation).values_list("number", flat=True))
    in_use = (in_sight(person), Q(unit__organisation=organisation, retired_on=None))
    here = {reference for _number, reference, _title in rows if reference}
    return Known(
        people=people, entities={place.name.casefold(): place for place in reversed(places)},
        managed=frozenset(place.pk for place in places if may(person, May.MANAGE, unit=place.unit)), terms=terms,
        objectives={row.title.casefold(): row for row in Objective.objects.filter(
            in_sight(person), unit__organisation=organisation).select_related("unit")},
        many={"stakeholders": {row.name.casefold(): row for row in Stakeholder.objects.filter(*in_use)},
              "expectations": {row.statement.casefold(): row for row in Expectation.objects.filter(*in_use)}},
        here=frozenset(here),
        own=frozenset((number, title) for number, _reference, title in rows),
        parents=frozenset({name for number, reference, _title in rows if number in seen for name in (number, reference) if name}))


def visible_sheet(person: User, pk: int) -> Sheet:
    """A sheet is seen by whoever read it in."""
    found = (Sheet.objects.filter(in_sight(person, field="entity__unit"), pk=pk, person=person)
             .select_related("entity__unit__organisation", "organisation").first())
    if found is None:
        raise Http404
    return found


def read_sheet(sheet: Sheet, *, person: User) -> list[RowRead]:
    return rows_read(sheet.columns, sheet.rows, mapping=sheet.mapping, day_first=sheet.day_first,
                     known=known_to(person, sheet.organisation))


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, before it does anything."""

    rows: int
    fine: int
    faulty: int
    troubles: tuple[Trouble, ...]
    more_troubles: int
    notes: int
    names: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]


def _sampled(row: RowRead, name: str) -> Any:
    """What a row would fill of a field, as the preview shows it."""
    told = part_of(name)
    if told is not None:
        return row.worth.get(told[0], {}).get(told[1], "")
    return row.fields.get(name, "") or row.kept.get(name, "")


def preview(sheet: Sheet, *, person: User) -> Preview:
    read = read_sheet(sheet, person=person)
    troubles = [trouble for row in read for trouble in row.troubles]
    troubles.sort(key=lambda trouble: (not trouble.leaves_out, trouble.row))
    faulty = sum(row.is_faulty for row in read)
    names = tuple(dict.fromkeys(name for name in sheet.mapping.values() if name))
    sample = tuple(tuple(plain(_sampled(row, name)) for name in names) for row in read[:SAMPLE])
    return Preview(rows=len(read), fine=len(read) - faulty, faulty=faulty, troubles=tuple(troubles[:MOST_TROUBLES]),
                   more_troubles=max(0, len(troubles) - MOST_TROUBLES),
                   notes=sum(not trouble.leaves_out for trouble in troubles), names=names, sample=sample)
