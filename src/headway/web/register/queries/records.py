"""Records as a person sees them; fetching is permission."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, sees_all_of
from headway.web.register.models import Improvement, Tally
from headway.web.vision.models import Entity, EntityKind

LED_TO = ("unit__organisation", "organisation", "entity", "objective", "owner", "sponsor", "coordinator", "approver",
          "raised_by", "parent", "previous", "same_as")


def in_register(person: User, organisation: Organisation) -> QuerySet[Improvement]:
    """Everything of one organisation that this person sees."""
    rows = Improvement.objects.filter(organisation=organisation)
    return rows if sees_all_of(person, organisation) else rows.filter(in_sight(person))


def visible(person: User, pk: int) -> Improvement:
    """One record with what it points to, or 404."""
    found = Improvement.objects.filter(in_sight(person), pk=pk).select_related(*LED_TO).first()
    if found is None:
        raise Http404
    return found


def visible_many(person: User, pks: Iterable[int], *, organisation: Organisation) -> list[Improvement]:
    """These records, in the order of the backlog; what is out of sight makes it 404."""
    wanted = set(pks)
    found = list(in_register(person, organisation).filter(pk__in=wanted).select_related("unit", "entity", "organisation")
                 .order_by("rank", "pk"))
    if len(found) != len(wanted):
        raise Http404
    return found


def entities(person: User, organisation: Organisation) -> QuerySet[Entity]:
    """Where an improvement can belong."""
    return (Entity.objects.filter(in_sight(person), unit__organisation=organisation, retired_on=None)
            .select_related("unit__organisation").order_by("kind", "name"))


@dataclass(frozen=True, slots=True)
class Place:
    """An entity to choose from: no more of it than a select shows."""

    pk: int
    name: str


def places(person: User, organisation: Organisation) -> tuple[Place, ...]:
    """The same, for a filter. One query."""
    rows = Entity.objects.filter(unit__organisation=organisation, retired_on=None)
    seen = rows if sees_all_of(person, organisation) else rows.filter(in_sight(person))
    return tuple(Place(pk, name) for pk, name in seen.order_by("kind", "name").values_list("pk", "name"))


def visible_entity(person: User, pk: int) -> Entity:
    found = Entity.objects.filter(in_sight(person), pk=pk).select_related("unit__organisation").first()
    if found is None:
        raise Http404
    return found


def whole(organisation: Organisation) -> Entity:
    """The organisation itself as an entity: where an idea goes that names no other place."""
    return Entity.objects.select_related("unit__organisation").get(
        unit__organisation=organisation, unit__parent=None, kind=EntityKind.ORGANISATION)


def tallies_of(person: User, organisation: Organisation) -> QuerySet[Tally]:
    """What the database counted of everything that this person sees of an organisation."""
    rows = Tally.objects.filter(organisation=organisation)
    return rows if sees_all_of(person, organisation) else rows.filter(in_sight(person))


def member_names(organisation: Organisation) -> tuple[tuple[int, str], ...]:
    """Everybody with a role in it, as a filter names them. One query."""
    rows = members(organisation).values_list("pk", "name", "email")
    return tuple((pk, name or email) for pk, name, email in rows)


def members(organisation: Organisation) -> QuerySet[User]:
    """Everybody with a role in it, for choosing an owner, a sponsor, an approver."""
    return User.objects.filter(memberships__unit__organisation=organisation, is_active=True).distinct().order_by("name", "email")
