"""Services, offerings, practices, teams and value streams: added, changed, retired; the people of a team."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction

from headway.framework import Kind
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, Unit, User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.vision.models import Entity, EntityKind, TeamMember
from headway.web.vision.operations.records import (
    added,
    changed,
    check_fields,
    in_order,
    no_circle,
    same_organisation,
    term_of_now,
)
from headway.web.vision.queries.packs import pack_of

# What an entity may stand under.
PARENTS: Final[dict[str, frozenset[str]]] = {
    EntityKind.ORGANISATION: frozenset(),
    EntityKind.SERVICE: frozenset({EntityKind.SERVICE}),
    EntityKind.OFFERING: frozenset({EntityKind.SERVICE}),
    EntityKind.PRACTICE: frozenset(),
    EntityKind.TEAM: frozenset({EntityKind.TEAM}),
    EntityKind.VALUE_STREAM: frozenset({EntityKind.SERVICE, EntityKind.OFFERING}),
}


def add_entity(*, person: User, unit: Unit, kind: str, **values: Any) -> Entity:
    """A new entity; `values` are fields of `Entity`. The organisation itself is an entity from its founding."""
    if kind == EntityKind.ORGANISATION:
        raise Declined("organisation_is_founded")
    demand(person, May.OWN, unit=unit)
    pack = term_of_now(values.get("term", ""), kind=Kind.PRACTICE, unit=unit)
    entity = Entity(unit=unit, kind=kind, pack=pack, **values)
    try:
        return added(entity, by=person, what=May.OWN, verb="add_entity", rule=_rule)
    except IntegrityError as error:   # the one constraint that a new row can break
        raise Declined("practice_is_there", name=entity.name) from error


def change_entity(*, person: User, entity: Entity, seen: int | None = None, **values: Any) -> Entity:
    if values.get("term", entity.term) != entity.term:
        values["pack"] = term_of_now(values["term"], kind=Kind.PRACTICE, unit=entity.unit)
    try:
        return changed(entity, by=person, what=May.OWN, verb="change_entity", seen=seen, values=values, rule=_rule)
    except IntegrityError as error:   # the one constraint that a changed row can break
        raise Declined("practice_is_there", name=values.get("name", entity.name)) from error


def retire_entity(*, person: User, entity: Entity, on: date, seen: int | None = None) -> Entity:
    """From this day on it is history: what was measured and improved there stays, nothing new is planned for it."""
    return changed(entity, by=person, what=May.OWN, verb="retire_entity", seen=seen, values={"retired_on": on},
                   rule=_nothing_in_service_beneath)


def return_to_service(*, person: User, entity: Entity, seen: int | None = None) -> Entity:
    return changed(entity, by=person, what=May.OWN, verb="return_to_service", seen=seen, values={"retired_on": None})


def _rule(entity: Entity) -> None:
    parent = entity.parent
    if entity.term and entity.kind != EntityKind.PRACTICE:
        raise Declined("unknown_term", term=entity.term)
    if parent is not None and parent.kind not in PARENTS[entity.kind]:
        raise Declined("wrong_parent", field="parent", kind=str(EntityKind(entity.kind).label),
                       parent=str(EntityKind(parent.kind).label))
    if parent is None and entity.kind == EntityKind.OFFERING:
        raise Declined("offering_of_nothing", field="parent")
    no_circle(entity)


def _nothing_in_service_beneath(entity: Entity) -> None:
    if entity.kind == EntityKind.ORGANISATION:
        raise Declined("organisation_is_founded")
    beneath = entity.children.filter(retired_on=None).count()
    if beneath:
        raise Declined("something_is_beneath", count=beneath)


def practices_from_framework(*, person: User, unit: Unit, terms: Iterable[str], owner: User | None = None) -> list[Entity]:
    """Practices for these terms of the chosen framework; those that are there already stay as they are.

    Raises `Declined`: not_permitted, unknown_term, nothing_chosen.
    """
    demand(person, May.OWN, unit=unit)
    chosen = pack_of(unit.organisation)
    keys = list(dict.fromkeys(terms))
    for key in keys:
        if key not in chosen.terms or chosen.terms[key].kind is not Kind.PRACTICE:
            raise Declined("unknown_term", term=key)
    if owner is not None:
        same_organisation(unit.organisation, owner, field="owner")
    with operation("vision.practices_from_framework", by=person, organisation=unit.organisation) as audit:
        Organisation.objects.select_for_update().get(pk=unit.organisation_id)   # two who tick at once take turns
        kept = set(Entity.objects.filter(unit__organisation=unit.organisation, pack=chosen.id, term__in=keys)
                   .values_list("term", flat=True))
        new = [key for key in keys if key not in kept]
        if not new:
            raise Declined("nothing_chosen")
        made = [Entity(unit=unit, kind=EntityKind.PRACTICE, name=chosen.terms[key].label, owner=owner, pack=chosen.id, term=key,
                       description=chosen.terms[key].definition) for key in new]
        for practice in made:
            practice.save(force_insert=True)
            audit.line(practice, after=facts_of(practice))
    return made


def add_member(*, person: User, team: Entity, member: User, since_on: date, part: str = "") -> TeamMember:
    """Somebody joins a team. Raises `Declined`: not_permitted, no_team, belongs_elsewhere, member_is_in."""
    demand(person, May.OWN, unit=team.unit)
    if team.kind != EntityKind.TEAM:
        raise Declined("no_team")
    same_organisation(team.unit.organisation, member, field="person")
    row = TeamMember(team=team, person=member, part=part, since_on=since_on)
    with operation("vision.add_member", by=person, organisation=team.unit.organisation) as audit:
        check_fields(row)
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError as error:
            raise Declined("member_is_in", field="person", name=str(member)) from error
        audit.line(row, after=facts_of(row))
    return row


def end_membership(*, person: User, member: TeamMember, until_on: date) -> TeamMember:
    """Somebody leaves a team; that they were in it stays."""
    demand(person, May.OWN, unit=member.team.unit)
    in_order(member.since_on, until_on, field="until_on")
    with operation("vision.end_membership", by=person, organisation=member.team.unit.organisation) as audit:
        before = facts_of(member)
        member.until_on = until_on
        member.save()
        audit.line(member, before=before, after=facts_of(member))
    return member
