"""What ticket fields mean, for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Schema, Status

from headway.web.accounts import queries as accounts
from headway.web.accounts.queries import person_of
from headway.web.ground.cursor import PageOf
from headway.web.vision import operations
from headway.web.vision.api.resources import router
from headway.web.vision.models import Entity, EntityKind, SourceMapping, SourceValue
from headway.web.vision.queries import mapping as queries
from headway.web.vision.queries import visible


class MeaningNowOut(Schema):
    id: int = Field(alias="pk")
    entity_id: int = Field(alias="entity_pk")
    from_on: date | None
    until_on: date | None


class ValueOut(Schema):
    id: int = Field(alias="pk")
    source: str
    field: str
    value: str
    tickets: int
    proposed: str
    proposed_kind: str
    is_set_aside: bool
    meanings: list[MeaningNowOut]


class ShareOut(Schema):
    source: str
    field: str
    tickets: int
    mapped: int
    aside: int
    not_recorded: int
    unmapped: int
    unmapped_share: float | None


class MeaningIn(Schema):
    """What a value means: an entity, or a new one of a kind with the value as its name."""

    value_id: int
    entity_id: int | None = None
    new_kind: EntityKind | None = None


class AcceptIn(Schema):
    meanings: list[MeaningIn]
    from_on: date | None = None


class MappingOut(Schema):
    id: int
    value_id: int
    entity_id: int
    from_on: date | None
    until_on: date | None


class EndMappingIn(Schema):
    until_on: date


class AsideIn(Schema):
    value_ids: list[int]
    aside: bool = True


@router.get("/organisations/{pk}/source-values", response=PageOf[ValueOut], operation_id="vision_source_values")
def source_values(request: HttpRequest, pk: int, show: str = queries.ALL, field: str = "", source: str = "",
                  after: str | None = None) -> Any:
    """The values that uploads brought; `show` is open, mapped, aside or all."""
    person = person_of(request)
    return queries.source_values(person, accounts.visible_organisation(person, pk), as_of=timezone.localdate(), show=show,
                                 field=field, source=source, after=after)


@router.get("/organisations/{pk}/mapped-shares", response=list[ShareOut], operation_id="vision_mapped_shares")
def mapped_shares(request: HttpRequest, pk: int) -> Any:
    """How many tickets have a meaning today, by source and field."""
    person = person_of(request)
    return list(queries.shares(person, accounts.visible_organisation(person, pk), as_of=timezone.localdate()))


@router.post("/organisations/{pk}/mappings", response={201: list[MappingOut]}, operation_id="vision_accept_mapping")
def accept(request: HttpRequest, pk: int, given: AcceptIn) -> Any:
    """Say what values mean from a day on; all or none of them."""
    person = person_of(request)
    organisation = accounts.visible_organisation(person, pk)
    meanings = [operations.Meaning(value=visible(person, SourceValue, one.value_id), new_kind=one.new_kind or "",
                                   entity=None if one.entity_id is None else visible(person, Entity, one.entity_id))
                for one in given.meanings]
    return Status(201, operations.accept_mapping(person=person, organisation=organisation, meanings=meanings,
                                                 from_on=given.from_on))


@router.post("/mappings/{pk}/end", response=MappingOut, operation_id="vision_end_mapping")
def end(request: HttpRequest, pk: int, given: EndMappingIn) -> Any:
    """A value no longer means an entity from this day on."""
    person = person_of(request)
    return operations.end_mapping(person=person, mapping=visible(person, SourceMapping, pk), until_on=given.until_on)


@router.post("/source-values/set-aside", response=list[int], operation_id="vision_set_aside")
def set_aside(request: HttpRequest, given: AsideIn) -> Any:
    """These values mean no entity; `aside` false takes them up again."""
    person = person_of(request)
    values = [visible(person, SourceValue, pk) for pk in given.value_ids]
    operations.set_aside(person=person, values=values, at=timezone.now() if given.aside else None)
    return [value.pk for value in values]
