"""Ticket fields to entities: proposed from what an upload brought, accepted in bulk, effective from a day on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from headway.web.accounts.audit import Audit, facts_of, operation
from headway.web.accounts.models import Organisation, Unit, User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.vision.models import Entity, EntityKind, SourceMapping, SourceValue
from headway.web.vision.models.mapping import value_key
from headway.web.vision.operations.records import in_order, same_organisation
from headway.web.vision.queries.guesses import guesses

NEW_KINDS = (EntityKind.SERVICE, EntityKind.TEAM, EntityKind.PRACTICE)   # what a value can become; others need more than a name


@dataclass(frozen=True, slots=True)
class SeenValue:
    """A value of a ticket's field, and how many tickets have it; empty where the field is not recorded."""

    field: str
    value: str
    tickets: int


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a person says a value means: an entity that is there, or a new one of this kind with the value as its name."""

    value: SourceValue
    entity: Entity | None = None
    new_kind: str = ""


def propose_mapping(*, person: User | None, unit: Unit, source: str, values: Iterable[SeenValue], on: date) -> int:
    """Keep what an upload's fields hold and propose an entity for each value; the number of values kept.

    `values` tells of a field as a whole: values of these fields that are no longer there count no tickets. Proposals change
    nothing that was accepted. `person` None is Headway itself (a source that is read by the clock).
    """
    if person is not None:
        demand(person, May.CONTRIBUTE, unit=unit)
    counted: dict[tuple[str, str], int] = {}
    for seen in values:
        key = (seen.field[:60], value_key(seen.value))
        counted[key] = counted.get(key, 0) + seen.tickets
    fields = {field for field, _ in counted}
    proposed = guesses(unit=unit, seen=list(counted))
    rows = [SourceValue(unit=unit, source=source[:120], field=field, value=value, tickets=tickets, seen_on=on,
                        proposed_kind=proposed[field, value].kind, proposed_entity_id=proposed[field, value].entity_id)
            for (field, value), tickets in counted.items()]
    with operation("vision.propose_mapping", by=person, organisation=unit.organisation) as audit:
        SourceValue.objects.filter(unit=unit, source=source[:120], field__in=fields).update(tickets=0)
        SourceValue.objects.bulk_create(
            rows, batch_size=500, update_conflicts=True, unique_fields=["unit", "source", "field", "value"],
            update_fields=["tickets", "seen_on", "proposed_kind", "proposed_entity", "changed_at"])
        audit.line(unit, after={"source": source[:120], "values": len(rows), "fields": sorted(fields)})
    return len(rows)


def accept_mapping(*, person: User, organisation: Organisation, meanings: Sequence[Meaning],
                   from_on: date | None = None) -> list[SourceMapping]:
    """Values mean entities from this day on (None: since ever). What a value meant before of the same kind ends there.

    All or nothing. Raises `Declined`: not_permitted, nothing_chosen, not_recorded_means_nothing, new_of_this_kind_needs_more,
    belongs_elsewhere, mapped_since.
    """
    if not meanings:
        raise Declined("nothing_chosen")
    for meaning in meanings:
        demand(person, May.OWN, unit=meaning.value.unit)
        same_organisation(organisation, meaning.value, field="value")
        if not meaning.value.value:
            raise Declined("not_recorded_means_nothing")
    with operation("vision.accept_mapping", by=person, organisation=organisation) as audit:
        made = [row for meaning in meanings if (row := _accepted(meaning, by=person, from_on=from_on, audit=audit))]
        if not made:
            raise Declined("nothing_chosen")
    return made


def _accepted(meaning: Meaning, *, by: User, from_on: date | None, audit: Audit) -> SourceMapping | None:
    entity = meaning.entity or _new_entity(meaning, audit=audit)
    same_organisation(meaning.value.unit.organisation, entity, field="entity")
    later = Q(until_on=None) | Q(until_on__gt=from_on) if from_on else Q()
    for held in SourceMapping.objects.select_for_update(of=("self",)).filter(
            later, value=meaning.value, entity__kind=entity.kind).order_by("pk"):
        begun = held.from_on is None or (from_on is not None and held.from_on <= from_on)
        if held.entity_id == entity.pk and held.until_on is None and begun:
            return None   # it means that already
        if from_on is None or held.until_on is not None or (held.from_on is not None and held.from_on >= from_on):
            raise Declined("mapped_since", value=meaning.value.value, entity=held.entity.name)
        before = facts_of(held)
        held.until_on = from_on
        held.version += 1
        held.save()
        audit.line(held, before=before, after=facts_of(held))
    row = SourceMapping.objects.create(value=meaning.value, entity=entity, from_on=from_on, accepted_by=by)
    audit.line(row, after=facts_of(row))
    return row


def _new_entity(meaning: Meaning, *, audit: Audit) -> Entity:
    """An entity named as the value; one of this kind and name that is there already is taken."""
    if meaning.new_kind not in NEW_KINDS:
        raise Declined("new_of_this_kind_needs_more")
    name = meaning.value.value[:120]
    organisation = meaning.value.unit.organisation
    there = Entity.objects.filter(unit__organisation=organisation, kind=meaning.new_kind, name__iexact=name, retired_on=None)
    found = there.select_related("unit").first()
    if found is not None:
        return found
    made = Entity.objects.create(unit=meaning.value.unit, kind=meaning.new_kind, name=name)
    audit.line(made, after=facts_of(made))
    return made


def end_mapping(*, person: User, mapping: SourceMapping, until_on: date) -> SourceMapping:
    """From this day on the value no longer means the entity; what it meant before stays."""
    demand(person, May.OWN, unit=mapping.value.unit)
    in_order(mapping.from_on, until_on, field="until_on")
    with operation("vision.end_mapping", by=person, organisation=mapping.value.unit.organisation) as audit:
        before = facts_of(mapping)
        mapping.until_on = until_on
        mapping.version += 1
        mapping.save()
        audit.line(mapping, before=before, after=facts_of(mapping))
    return mapping


def set_aside(*, person: User, values: Sequence[SourceValue], at: datetime | None) -> None:
    """These values mean no entity, so that they are not proposed again; `at` None takes them up again."""
    if not values:
        raise Declined("nothing_chosen")
    for value in values:
        demand(person, May.OWN, unit=value.unit)
        same_organisation(values[0].unit.organisation, value, field="value")
    with operation("vision.set_aside", by=person, organisation=values[0].unit.organisation) as audit:
        for value in values:
            before = facts_of(value, "id", "set_aside_at")
            value.set_aside_at = at
            value.save(update_fields=["set_aside_at", "changed_at"])
            audit.line(value, before=before, after=facts_of(value, "id", "set_aside_at"))
