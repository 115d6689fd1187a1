"""Who sees what, and who may do what where. Fetching is permission: what `in_sight` leaves out does not exist for a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404, HttpRequest

from headway.web.accounts.models import AuditLine, Invitation, Membership, Organisation, Unit, User
from headway.web.accounts.roles import ALLOWS, May, Role
from headway.web.ground.cursor import Page, page_of
from headway.web.ground.declined import Declined


@dataclass(frozen=True, slots=True)
class Standing:
    """A person's roles and sight, read once a request."""

    roles: tuple[tuple[str, int, str], ...]   # (path of the unit, organisation, role)
    units: dict[int, str]                     # every unit in sight → its path

    def may(self, what: May, unit: Unit) -> bool:
        return any(what in ALLOWS[role] and unit.path.startswith(path) for path, _, role in self.roles)

    def organisations(self) -> set[int]:
        return {organisation for _, organisation, _ in self.roles}


def person_of(request: HttpRequest) -> User:
    """The signed-in person; a request without one is forbidden."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def organisation_of(request: HttpRequest) -> Organisation:
    """The organisation that this page is about; a person without any finds nothing (404)."""
    found: Organisation | None = getattr(request, "organisation", None)
    if found is None:
        raise Http404
    return found


def organisation_named(request: HttpRequest) -> Organisation | None:
    """For programs: the organisation that `?organisation=` names, else the first of this person's."""
    asked, own = request.GET.get("organisation", ""), organisations(person_of(request))
    return own.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else own.first()


def standing(person: User) -> Standing:
    """Where a person stands. One sees one's own units, all beneath them and the line above them, but no siblings."""
    kept: Standing | None = getattr(person, "_standing", None)
    if kept is not None:
        return kept
    held = tuple(Membership.objects.filter(person=person, person__is_active=True)
                 .values_list("unit__path", "unit__organisation_id", "role"))
    units: dict[int, str] = {}
    if held:
        rows = Unit.objects.filter(organisation__in={organisation for _, organisation, _ in held}).values_list("pk", "path")
        units = {pk: path for pk, path in rows
                 if any(path.startswith(own) or own.startswith(path) for own, _, _ in held)}
    found = Standing(roles=held, units=units)
    person._standing = found   # type: ignore[attr-defined]
    return found


def forget_standing(person: User) -> None:
    """After a change of roles: the next question reads anew."""
    if hasattr(person, "_standing"):
        del person._standing


def in_sight(person: User, *, field: str = "unit") -> Q:
    """The filter that every `queries.visible` of a slice begins with; `field` leads to the unit, as in "improvement__unit"."""
    return Q(**{f"{field}_id__in": list(standing(person).units)})


def sees_all_of(person: User, organisation: Organisation) -> bool:
    """Whether this person has a role at the root ("/1/") and so sees each unit: then nothing need be asked by unit."""
    return any(where == organisation.pk and path.count("/") == 2 for path, where, _role in standing(person).roles)


def may_in_all_of(person: User, what: May, organisation: Organisation) -> bool:
    """`may` at the root of an organisation, without asking for its unit."""
    return any(where == organisation.pk and path.count("/") == 2 and what in ALLOWS[role]
               for path, where, role in standing(person).roles)


def may(person: User, what: May, *, unit: Unit) -> bool:
    """Whether to show a button; operations use `demand`."""
    return standing(person).may(what, unit)


def may_somewhere(person: User, what: May, *, organisation: Organisation | None = None) -> bool:
    """Whether to lead somebody to where this is done, at whichever unit (of an organisation)."""
    return any(what in ALLOWS[role] and (organisation is None or where == organisation.pk)
               for _path, where, role in standing(person).roles)


def demand_somewhere(person: User, what: May, *, organisation: Organisation) -> None:
    if not may_somewhere(person, what, organisation=organisation):
        raise Declined("not_permitted")


def demand(person: User, what: May, *, unit: Unit) -> None:
    """The first line of an operation. Raises `Declined("not_permitted")`, which becomes 403."""
    if not may(person, what, unit=unit):
        raise Declined("not_permitted")


def demand_more_than_reading(person: User) -> None:
    """An auditor writes nothing, not even about themself, but password and second factor. Raises `Declined("not_permitted")`."""
    roles = {role for _, _, role in standing(person).roles}
    if roles == {Role.AUDITOR}:
        raise Declined("not_permitted")


def visible_unit(person: User, pk: int) -> Unit:
    if pk not in standing(person).units:
        raise Http404
    return Unit.objects.select_related("organisation").get(pk=pk)


def visible_units(person: User, *, organisation: Organisation | None = None) -> QuerySet[Unit]:
    rows = Unit.objects.filter(pk__in=list(standing(person).units)).order_by("path")
    return rows if organisation is None else rows.filter(organisation=organisation)


def visible_organisation(person: User, pk: int) -> Organisation:
    if pk not in standing(person).organisations():
        raise Http404
    return Organisation.objects.get(pk=pk)


def organisations(person: User) -> QuerySet[Organisation]:
    return Organisation.objects.filter(pk__in=standing(person).organisations()).order_by("name")


def sole_organisation(person: User) -> Organisation | None:
    """Where the audit of what somebody does to their own account is read: their organisation, or none's where it is several."""
    found = organisations(person)[:2]
    return found[0] if len(found) == 1 else None


def root(organisation: Organisation) -> Unit:
    return Unit.objects.get(organisation=organisation, parent=None)


def people(organisation: Organisation) -> QuerySet[User]:
    """Everybody with a role in it, with their roles here as `.roles_here`."""
    here = Membership.objects.filter(unit__organisation=organisation).select_related("unit").order_by("unit__path", "role")
    return (User.objects.filter(memberships__unit__organisation=organisation).distinct().order_by("name", "email")
            .prefetch_related(Prefetch("memberships", queryset=here, to_attr="roles_here")))


def visible_person(viewer: User, pk: int) -> User:
    """A person as somebody of the same organisation sees them."""
    found = User.objects.filter(pk=pk, memberships__unit__organisation__in=standing(viewer).organisations()).first()
    if found is None:
        raise Http404
    return found


def units_where(person: User, what: May, *, organisation: Organisation) -> QuerySet[Unit]:
    """The units of an organisation at which this person may do something."""
    held = standing(person)
    paths = [path for path, where, role in held.roles if where == organisation.pk and what in ALLOWS[role]]
    return visible_units(person, organisation=organisation).filter(
        pk__in=[pk for pk, path in held.units.items() if any(path.startswith(one) for one in paths)])


def open_invitations(person: User, organisation: Organisation) -> QuerySet[Invitation]:
    """Those that nobody has taken yet, to units that this person administers."""
    units = units_where(person, May.ADMINISTER, organisation=organisation)
    return (Invitation.objects.filter(unit__in=units, accepted_at=None, withdrawn_at=None)
            .select_related("unit__organisation").order_by("-invited_at"))


def visible_invitation(person: User, pk: int) -> Invitation:
    """An open invitation to a unit in sight."""
    found = Invitation.objects.filter(in_sight(person), pk=pk, accepted_at=None, withdrawn_at=None)
    row = found.select_related("unit__organisation").first()
    if row is None:
        raise Http404
    return row


def administrators(organisation: Organisation) -> int:
    return (Membership.objects.filter(unit__organisation=organisation, unit__parent=None, role=Role.ADMINISTRATOR,
                                      person__is_active=True).count())


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line of the audit as a page shows it; `before` and `after` are pairs of field and value that differ."""

    sequence: int
    at: datetime
    who: str
    action: str
    subject: str
    subject_id: str
    changes: tuple[tuple[str, str, str], ...]   # (field, before, after)
    erased: bool


def audit_page(organisation: Organisation, *, after: str | None = None, subject: str = "",
               subject_id: str = "") -> Page[AuditEntry]:
    """The organisation's audit, newest first; narrowed to one record by its kind and id."""
    rows = AuditLine.objects.filter(organisation_id=organisation.pk).select_related("values")
    if subject:
        rows = rows.filter(subject=subject)
    if subject_id:
        rows = rows.filter(subject_id=subject_id)
    page = page_of(rows, order=("-sequence",), after=after)
    names = {person.pk: str(person) for person in User.objects.filter(pk__in={row.person_id for row in page.items})}
    return Page(items=[_entry(row, names) for row in page.items], next=page.next)


def _entry(row: AuditLine, names: dict[int, str]) -> AuditEntry:
    before, after = row.values.before or {}, row.values.after or {}
    changes = tuple((name, _shown(before.get(name)), _shown(after.get(name)))
                    for name in dict.fromkeys((*before, *after)) if before.get(name) != after.get(name))
    who = "Headway" if row.person_id is None else names.get(row.person_id, "–")
    return AuditEntry(sequence=row.sequence, at=row.at, who=who, action=row.action, subject=row.subject,
                      subject_id=row.subject_id, changes=changes, erased=row.values.erased_by is not None)


def _shown(value: object) -> str:
    return "–" if value is None or value == "" else str(value)
