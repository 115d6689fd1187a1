"""Entities, team members, steps and the framework for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema, Status

from headway.framework import Kind
from headway.web.accounts import queries as accounts
from headway.web.accounts.queries import person_of
from headway.web.ground.cursor import PageOf, page_of
from headway.web.ground.declined import Declined
from headway.web.vision import operations
from headway.web.vision.api.resources import Resource, Told, router, serve
from headway.web.vision.models import Entity, EntityKind, StreamStep, TeamMember
from headway.web.vision.queries import lists, pack_of, seen_by, visible
from headway.web.vision.queries.packs import packs_for


class EntityIn(Schema):
    unit_id: int
    kind: EntityKind
    name: str
    description: str = ""
    parent_id: int | None = None
    owner_id: int | None = None
    consumer_group: str = ""
    term: str = ""


class EntityOut(Told, EntityIn):
    pack: str
    retired_on: date | None


serve(Resource(
    path="entities", one="entity", many="entities", model=Entity, given=EntityIn, told=EntityOut, add=operations.add_entity,
    change=lambda person, row, seen, values: operations.change_entity(person=person, entity=row, seen=seen, **values),
    left_out=("kind",), lists=False))


@router.get("/entities", response=PageOf[EntityOut], operation_id="vision_entities")
def entities(request: HttpRequest, kind: EntityKind | None = None, retired: bool = False, after: str | None = None) -> Any:
    """The entities in use, the oldest first; of one kind, or the retired ones too."""
    return page_of(lists.entities(person_of(request), kind=kind or "", retired=retired), order=("pk",), after=after)


@router.post("/entities/{pk}/retire", response=EntityOut, operation_id="vision_retire_entity")
def retire(request: HttpRequest, pk: int) -> Any:
    """Retire an entity today."""
    person = person_of(request)
    return operations.retire_entity(person=person, entity=visible(person, Entity, pk), on=timezone.localdate())


@router.post("/entities/{pk}/return", response=EntityOut, operation_id="vision_return_to_service")
def return_to_service(request: HttpRequest, pk: int) -> Any:
    """Take a retired entity into use again."""
    person = person_of(request)
    return operations.return_to_service(person=person, entity=visible(person, Entity, pk))


class MemberIn(Schema):
    person_id: int
    part: str = ""
    since_on: date


class MemberOut(MemberIn):
    id: int
    team_id: int
    until_on: date | None


@router.get("/entities/{pk}/members", response=list[MemberOut], operation_id="vision_members")
def members(request: HttpRequest, pk: int) -> Any:
    """Everybody who is or was in a team."""
    team = visible(person_of(request), Entity, pk)
    return list(seen_by(person_of(request), TeamMember).filter(team=team).order_by("pk"))


@router.post("/entities/{pk}/members", response={201: MemberOut}, operation_id="vision_add_member")
def add_member(request: HttpRequest, pk: int, given: MemberIn) -> Any:
    """Somebody joins a team."""
    person = person_of(request)
    team, member = visible(person, Entity, pk), accounts.visible_person(person, given.person_id)
    return Status(201, operations.add_member(person=person, team=team, member=member, part=given.part, since_on=given.since_on))


class EndIn(Schema):
    until_on: date


@router.post("/members/{pk}/end", response=MemberOut, operation_id="vision_end_membership")
def end_membership(request: HttpRequest, pk: int, given: EndIn) -> Any:
    """Somebody leaves a team."""
    person = person_of(request)
    return operations.end_membership(person=person, member=visible(person, TeamMember, pk), until_on=given.until_on)


class StreamStepIn(Schema):
    name: str
    description: str = ""
    activity: str = ""
    practice_id: int | None = None
    team_id: int | None = None


class StreamStepOut(StreamStepIn):
    position: int
    pack: str


class StreamStepsIn(Schema):
    steps: list[StreamStepIn]
    seen: int | None = None


@router.get("/entities/{pk}/steps/{picture}", response=list[StreamStepOut], operation_id="vision_steps")
def steps(request: HttpRequest, pk: int, picture: str) -> Any:
    """The steps of a value stream in order: `as_is` or `to_be`."""
    stream = visible(person_of(request), Entity, pk)
    return list(StreamStep.objects.filter(stream=stream, picture=picture).order_by("position"))


@router.put("/entities/{pk}/steps/{picture}", response=list[StreamStepOut], operation_id="vision_set_steps")
def set_steps(request: HttpRequest, pk: int, picture: str, given: StreamStepsIn) -> Any:
    """Put these steps in the place of those that are there."""
    person = person_of(request)
    stream = visible(person, Entity, pk)
    if picture not in operations.PICTURES:
        raise Declined("no_such_picture", known=", ".join(operations.PICTURES))

    def entity(id: int | None) -> Entity | None:
        return None if id is None else visible(person, Entity, id)

    written = [operations.Step(name=step.name, description=step.description, activity=step.activity,
                               practice=entity(step.practice_id), team=entity(step.team_id)) for step in given.steps]
    return operations.set_steps(person=person, stream=stream, steps=written, picture=picture, seen=given.seen)


class TermOut(Schema):
    key: str
    label: str
    number: int
    definition: str
    group: str | None


class PackOut(Schema):
    name: str
    title: str
    edition: str
    own: bool
    chosen: bool


class FrameworkOut(Schema):
    chosen: str
    packs: list[PackOut]
    terms: dict[Kind, list[TermOut]]


class ChooseIn(Schema):
    name: str
    seen: int | None = None


class OwnIn(Schema):
    text: str


class OwnOut(Schema):
    name: str
    title: str
    version: int


@router.get("/organisations/{pk}/framework", response=FrameworkOut, operation_id="vision_framework")
def framework(request: HttpRequest, pk: int) -> Any:
    """The chosen framework with its terms, and those that can be chosen."""
    organisation = accounts.visible_organisation(person_of(request), pk)
    chosen = pack_of(organisation)
    return {"chosen": chosen.id, "packs": list(packs_for(organisation)), "terms": {kind: list(chosen.of(kind)) for kind in Kind}}


@router.put("/organisations/{pk}/framework", response=FrameworkOut, operation_id="vision_choose_framework")
def choose_framework(request: HttpRequest, pk: int, given: ChooseIn) -> Any:
    """Choose the framework of new records."""
    organisation = accounts.visible_organisation(person_of(request), pk)
    operations.choose_framework(person=person_of(request), organisation=organisation, name=given.name, seen=given.seen)
    return framework(request, pk)


@router.post("/organisations/{pk}/framework", response={201: OwnOut}, operation_id="vision_keep_own_framework")
def keep_own_framework(request: HttpRequest, pk: int, given: OwnIn) -> Any:
    """Keep a framework of one's own, written as TOML."""
    organisation = accounts.visible_organisation(person_of(request), pk)
    return Status(201, operations.keep_own_framework(person=person_of(request), organisation=organisation, text=given.text))


class PracticesIn(Schema):
    unit_id: int
    terms: list[str]
    owner_id: int | None = None


@router.post("/practices", response={201: list[EntityOut]}, operation_id="vision_practices_from_framework")
def practices_from_framework(request: HttpRequest, given: PracticesIn) -> Any:
    """Make practices of terms of the chosen framework, as in "practice/incident_management"."""
    person = person_of(request)
    unit = accounts.visible_unit(person, given.unit_id)
    owner = None if given.owner_id is None else accounts.visible_person(person, given.owner_id)
    return Status(201, operations.practices_from_framework(person=person, unit=unit, terms=given.terms, owner=owner))
