"""People and the audit for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from headway.web.accounts import operations, queries
from headway.web.accounts.models import ApiToken, Membership, Organisation, Scope, User
from headway.web.accounts.queries import person_of
from headway.web.accounts.roles import May, Role
from headway.web.ground import jobs
from headway.web.ground.cursor import PageOf

router = Router(tags=["accounts"])
Key = Annotated[int, Field(ge=1, lt=2**63)]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class OrganisationOut(Schema):
    id: int
    name: str
    pack: str


class UnitOut(Schema):
    id: int
    name: str
    parent_id: int | None
    organisation_id: int
    version: int


class UnitIn(Schema):
    name: Name
    parent_id: Key


class UnitNameIn(Schema):
    name: Name
    seen: int | None = None    # the version that was seen; declined where there is a newer one


class HeldRoleOut(Schema):
    id: int
    role: Role
    unit_id: int
    since: datetime


class RoleIn(Schema):
    role: Role
    unit_id: Key


class PersonOut(Schema):
    id: int
    name: str
    email: str
    roles: list[HeldRoleOut]


class InviteIn(Schema):
    email: Annotated[str, Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]
    role: Role
    unit_id: Key


class InviteOut(Schema):
    id: int
    link: str


class InvitationOut(Schema):
    """An invitation that nobody has taken yet; its link is not told again."""

    id: int
    email: str
    role: Role
    unit_id: int
    invited_at: datetime
    ends_at: datetime


class ResetLinkOut(Schema):
    link: str


class OwnSettingsOut(Schema):
    name: str
    email: str
    theme: str
    single_keys: bool


class OwnSettingsIn(Schema):
    """What a person chooses for themself; `theme` is empty (as the device), light or dark."""

    name: Annotated[str, Field(max_length=120)]
    theme: Literal["", "light", "dark"] = ""
    single_keys: bool = True


class TokenOut(Schema):
    """A token without its secret; it is told apart by how it begins."""

    id: int
    name: str
    scope: Scope
    begins: str
    made_at: datetime
    ends_at: datetime | None
    used_on: date | None


class TokenIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    scope: Scope = Scope.READ
    ends_on: date | None = None


class TokenMadeOut(Schema):
    """A token with its secret, which is told once."""

    id: int
    secret: str


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


@router.get("/organisations", response=list[OrganisationOut], operation_id="accounts_organisations")
def organisations(request: HttpRequest) -> Any:
    """The organisations that this person belongs to."""
    return list(queries.organisations(person_of(request)))


@router.get("/units", response=list[UnitOut], operation_id="accounts_units")
def units(request: HttpRequest) -> Any:
    """The units in sight."""
    return list(queries.visible_units(person_of(request)))


@router.post("/units", response={201: UnitOut}, operation_id="accounts_add_unit")
def add_unit(request: HttpRequest, given: UnitIn) -> Any:
    """Add a unit beneath another."""
    person = person_of(request)
    parent = queries.visible_unit(person, given.parent_id)
    return Status(201, operations.add_unit(person=person, parent=parent, name=given.name))


@router.patch("/units/{pk}", response=UnitOut, operation_id="accounts_rename_unit")
def rename_unit(request: HttpRequest, pk: int, given: UnitNameIn) -> Any:
    """Give a unit another name."""
    person = person_of(request)
    return operations.rename_unit(person=person, unit=queries.visible_unit(person, pk), **given.model_dump())


@router.get("/organisations/{pk}/people", response=list[PersonOut], operation_id="accounts_people")
def people(request: HttpRequest, pk: int) -> Any:
    """Who has a role in an organisation, and which."""
    organisation = queries.visible_organisation(person_of(request), pk)
    return [PersonOut(id=found.pk, name=found.name, email=found.email,
                      roles=found.roles_here)   # type: ignore[attr-defined]
            for found in queries.people(organisation)]


@router.post("/invitations", response={201: InviteOut}, operation_id="accounts_invite")
def invite(request: HttpRequest, given: InviteIn) -> Any:
    """Invite somebody; the link is told once."""
    person = person_of(request)
    unit = queries.visible_unit(person, given.unit_id)
    made, link = operations.invite(person=person, unit=unit, email=given.email, role=given.role)
    return Status(201, InviteOut(id=made.pk, link=link))


@router.get("/organisations/{pk}/invitations", response=list[InvitationOut],
            operation_id="accounts_invitations")
def invitations(request: HttpRequest, pk: int) -> Any:
    """Invitations that nobody has taken yet, where this person administers."""
    person = person_of(request)
    organisation = queries.visible_organisation(person, pk)
    queries.demand_somewhere(person, May.ADMINISTER, organisation=organisation)
    return list(queries.open_invitations(person, organisation))


@router.delete("/invitations/{pk}", response={204: None}, operation_id="accounts_withdraw")
def withdraw(request: HttpRequest, pk: int) -> Any:
    """Withdraw an invitation: its link leads nowhere from now on."""
    person = person_of(request)
    operations.withdraw(person=person, invitation=queries.visible_invitation(person, pk))
    return Status(204, None)


@router.post("/people/{pk}/roles", response={201: HeldRoleOut}, operation_id="accounts_grant")
def grant(request: HttpRequest, pk: int, given: RoleIn) -> Any:
    """Give somebody a role at a unit."""
    person = person_of(request)
    to, unit = queries.visible_person(person, pk), queries.visible_unit(person, given.unit_id)
    return Status(201, operations.grant(person=person, to=to, unit=unit, role=given.role))


@router.delete("/roles/{pk}", response={204: None}, operation_id="accounts_revoke")
def revoke(request: HttpRequest, pk: int) -> Any:
    """Take a role away; the last administrator stays."""
    person = person_of(request)
    held = get_object_or_404(Membership.objects.select_related("unit__organisation", "person").filter(
        queries.in_sight(person)), pk=pk)
    operations.revoke(person=person, membership=held)
    return Status(204, None)


@router.post("/organisations/{pk}/people/{person_pk}/reset-link", response=ResetLinkOut,
             operation_id="accounts_reset_link")
def reset_link(request: HttpRequest, pk: int, person_pk: int) -> Any:
    """A link with which somebody chooses a new password, for an administrator to pass on."""
    person = person_of(request)
    organisation, of = queries.visible_organisation(person, pk), queries.visible_person(person, person_pk)
    return ResetLinkOut(link=operations.reset_link(person=person, of=of, organisation=organisation))


@router.delete("/organisations/{pk}/people/{person_pk}", response={204: None}, operation_id="accounts_erase")
def erase(request: HttpRequest, pk: int, person_pk: int) -> Any:
    """Make a person unknown: name, address, roles and tokens go, what they did stays. This can't be undone."""
    person = person_of(request)
    organisation, erased = queries.visible_organisation(person, pk), queries.visible_person(person, person_pk)
    operations.erase_person(person=person, erased=erased, organisation=organisation)
    return Status(204, None)


def _own(request: HttpRequest, pk: int) -> User:
    """One's own account: what stands under it is nobody else's to see."""
    person = person_of(request)
    if person.pk != pk:
        raise Http404
    return person


@router.get("/people/{pk}/settings", response=OwnSettingsOut, operation_id="accounts_own_settings")
def own_settings(request: HttpRequest, pk: int) -> Any:
    """One's own settings."""
    return _own(request, pk)


@router.put("/people/{pk}/settings", response=OwnSettingsOut, operation_id="accounts_change_own_settings")
def change_own_settings(request: HttpRequest, pk: int, given: OwnSettingsIn) -> Any:
    """Change one's own settings."""
    return operations.change_own_settings(person=_own(request, pk), **given.model_dump())


@router.get("/people/{pk}/tokens", response=list[TokenOut], operation_id="accounts_tokens")
def tokens(request: HttpRequest, pk: int) -> Any:
    """One's own tokens."""
    return list(_own(request, pk).tokens.order_by("-made_at"))


@router.post("/people/{pk}/tokens", response={201: TokenMadeOut}, operation_id="accounts_make_token")
def make_token(request: HttpRequest, pk: int, given: TokenIn) -> Any:
    """A further token of one's own. One that is made with a token does not outlast it."""
    made, secret = operations.make_token(person=_own(request, pk), name=given.name, scope=given.scope, ends_on=given.ends_on,
                                         with_token=getattr(request, "token", None))
    return Status(201, TokenMadeOut(id=made.pk, secret=secret))


@router.delete("/tokens/{pk}", response={204: None}, operation_id="accounts_end_token")
def end_token(request: HttpRequest, pk: int) -> Any:
    """End one's own token."""
    person = person_of(request)
    operations.end_token(person=person, token=get_object_or_404(ApiToken, pk=pk, person=person))
    return Status(204, None)


@router.get("/jobs/{pk}", response=JobProgressOut, operation_id="accounts_job")
def job(request: HttpRequest, pk: UUID) -> Any:
    """How far a job is that one has asked for, and what came of it."""
    found = jobs.of_person(person_of(request).pk, pk)
    if found is None:
        raise Http404
    told = jobs.progress_of(found)
    return JobProgressOut(id=told.id, kind=found.kind, state=jobs.State(told.state), done=told.done, total=told.total,
                          sentence=told.sentence, leads_to=found.leads_to, result=found.result)


@router.get("/organisations/{pk}/audit", response=PageOf[AuditOut], operation_id="accounts_audit")
def audit(request: HttpRequest, pk: int, after: str | None = None, subject: str = "", subject_id: str = "") -> Any:
    """Every write of an organisation, newest first; narrowed to one record by its kind ("register.improvement") and id."""
    organisation: Organisation = queries.visible_organisation(person_of(request), pk)
    if not queries.may(person_of(request), May.AUDIT, unit=queries.root(organisation)):
        raise PermissionDenied
    return queries.audit_page(organisation, after=after, subject=subject, subject_id=subject_id)
