"""People and the audit for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from headway.web.accounts import operations, queries
from headway.web.accounts.models import Organisation
from headway.web.accounts.queries import person_of
from headway.web.accounts.roles import May, Role
from headway.web.ground import jobs
from headway.web.ground.cursor import PageOf
from headway.web.ground.errors import ERRORS

router = Router(tags=["accounts"])


class OrganisationOut(Schema):
    id: int
    name: str
    pack: str


class UnitOut(Schema):
    id: int
    name: str
    parent_id: int | None
    organisation_id: int


class UnitIn(Schema):
    name: str
    parent_id: int


class PersonOut(Schema):
    id: int
    name: str
    email: str
    roles: list[tuple[str, int]]


class InviteIn(Schema):
    email: str
    role: Role
    unit_id: int


class InviteOut(Schema):
    id: int
    link: str


class JobProgressOut(Schema):
    id: UUID
    kind: str
    state: jobs.State
    done: int
    total: int
    sentence: str    # why it failed, if it did
    leads_to: str    # the page of what came of it
    result: dict[str, Any]


class AuditOut(Schema):
    sequence: int
    at: datetime
    who: str
    action: str
    subject: str
    subject_id: str
    changes: list[tuple[str, str, str]]
    erased: bool


@router.get("/organisations", response={200: list[OrganisationOut], **ERRORS}, operation_id="accounts_organisations")
def organisations(request: HttpRequest) -> Any:
    """The organisations that this person belongs to."""
    return list(queries.organisations(person_of(request)))


@router.get("/units", response={200: list[UnitOut], **ERRORS}, operation_id="accounts_units")
def units(request: HttpRequest) -> Any:
    """The units in sight."""
    return list(queries.visible_units(person_of(request)))


@router.post("/units", response={201: UnitOut, **ERRORS}, operation_id="accounts_add_unit")
def add_unit(request: HttpRequest, given: UnitIn) -> Any:
    """Add a unit beneath another."""
    person = person_of(request)
    parent = queries.visible_unit(person, given.parent_id)
    return Status(201, operations.add_unit(person=person, parent=parent, name=given.name))


@router.get("/organisations/{pk}/people", response={200: list[PersonOut], **ERRORS}, operation_id="accounts_people")
def people(request: HttpRequest, pk: int) -> Any:
    """Who has a role in an organisation: (role, unit) each."""
    organisation = queries.visible_organisation(person_of(request), pk)
    return [PersonOut(id=found.pk, name=found.name, email=found.email,
                      roles=[(held.role, held.unit_id) for held in found.roles_here])   # type: ignore[attr-defined]
            for found in queries.people(organisation)]


@router.post("/invitations", response={201: InviteOut, **ERRORS}, operation_id="accounts_invite")
def invite(request: HttpRequest, given: InviteIn) -> Any:
    """Invite somebody; the link is told once."""
    person = person_of(request)
    unit = queries.visible_unit(person, given.unit_id)
    made, link = operations.invite(person=person, unit=unit, email=given.email, role=given.role)
    return Status(201, InviteOut(id=made.pk, link=link))


@router.get("/jobs/{pk}", response={200: JobProgressOut, **ERRORS}, operation_id="accounts_job")
def job(request: HttpRequest, pk: UUID) -> Any:
    """How far a job is that one has asked for, and what came of it."""
    found = jobs.of_person(person_of(request).pk, pk)
    if found is None:
        raise Http404
    told = jobs.progress_of(found)
    return JobProgressOut(id=told.id, kind=found.kind, state=jobs.State(told.state), done=told.done, total=told.total,
                          sentence=told.sentence, leads_to=found.leads_to, result=found.result)


@router.get("/organisations/{pk}/audit", response={200: PageOf[AuditOut], **ERRORS}, operation_id="accounts_audit")
def audit(request: HttpRequest, pk: int, after: str | None = None) -> Any:
    """Every write of an organisation, newest first."""
    organisation: Organisation = queries.visible_organisation(person_of(request), pk)
    if not queries.may(person_of(request), May.AUDIT, unit=queries.root(organisation)):
        raise PermissionDenied
    return queries.audit_page(organisation, after=after)
