"""The entities as lists: services with what stands under them, practices by group, teams, value streams."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from headway.framework import Kind
from headway.web.accounts.models import Organisation, User
from headway.web.ground.cursor import Page, page_of
from headway.web.vision.models import AS_IS, Entity, EntityKind
from headway.web.vision.queries.packs import pack_of
from headway.web.vision.queries.sight import seen_by

BY_NAME = ("name", "pk")
BENEATH_SERVICES = (EntityKind.SERVICE, EntityKind.OFFERING, EntityKind.VALUE_STREAM)


@dataclass(frozen=True, slots=True)
class EntityRow:
    """One line of a list; `depth` is how far it stands under another, `count` what the list counts (members, steps)."""

    pk: int
    kind: str
    kind_label: str
    name: str
    note: str
    owner: str
    unit: str
    retired: bool
    depth: int = 0
    count: int = 0


def row_of(entity: Entity, *, depth: int = 0, note: str | None = None) -> EntityRow:
    return EntityRow(pk=entity.pk, kind=entity.kind, kind_label=str(EntityKind(entity.kind).label), name=entity.name,
                     note=first_line(entity.description) if note is None else note,
                     owner=str(entity.owner) if entity.owner else "", unit=entity.unit.name if entity.unit.parent_id else "",
                     retired=entity.retired_on is not None, depth=depth, count=getattr(entity, "counted", 0))


def first_line(text: str) -> str:
    """The beginning of a description, as long as a line of a list bears."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= 140 else f"{line[:139].rstrip()}…"


def in_use(person: User, organisation: Organisation, *kinds: str, retired: bool = False) -> QuerySet[Entity]:
    rows = seen_by(person, Entity, organisation=organisation).filter(kind__in=kinds).select_related("owner")
    return rows if retired else rows.filter(retired_on=None)


def organisation_entity(organisation: Organisation) -> Entity | None:
    """The organisation as an entity, where it was founded with one."""
    return Entity.objects.filter(unit__organisation=organisation, unit__parent=None, kind=EntityKind.ORGANISATION).first()


def services(person: User, organisation: Organisation, *, after: str | None = None, retired: bool = False) -> Page[EntityRow]:
    """A page of services that stand under none, each followed by the services, offerings and value streams under it."""
    top = in_use(person, organisation, EntityKind.SERVICE, retired=retired).filter(parent=None)
    page = page_of(top, order=BY_NAME, after=after)
    shown = [row.pk for row in page.items]
    beneath = in_use(person, organisation, *BENEATH_SERVICES, retired=retired).filter(
        Q(parent__in=shown) | Q(parent__parent__in=shown) | Q(parent__parent__parent__in=shown)).order_by("kind", "name", "pk")
    under: dict[int, list[Entity]] = {}
    for entity in beneath:
        under.setdefault(entity.parent_id or 0, []).append(entity)
    return Page(items=[row for entity in page.items for row in _with_beneath(entity, under)], next=page.next)


def _with_beneath(entity: Entity, under: dict[int, list[Entity]], depth: int = 0) -> Iterable[EntityRow]:
    note = entity.consumer_group if entity.kind == EntityKind.OFFERING and entity.consumer_group else None
    yield row_of(entity, depth=depth, note=note)
    for child in under.get(entity.pk, []):
        yield from _with_beneath(child, under, depth + 1)


@dataclass(frozen=True, slots=True)
class Group:
    """Practices under the heading of their group in the framework; "" are those of no group."""

    heading: str
    rows: tuple[EntityRow, ...]


def practices(person: User, organisation: Organisation, *, after: str | None = None, retired: bool = False) -> Page[Group]:
    """A page of practices, grouped as the framework groups them."""
    page = page_of(in_use(person, organisation, EntityKind.PRACTICE, retired=retired), order=BY_NAME, after=after, size=100)
    chosen = pack_of(organisation)
    labels = {group.id: group.label for group in chosen.of(Kind.PRACTICE_GROUP)}
    groups: dict[str, list[EntityRow]] = {label: [] for label in labels.values()}
    for entity in page.items:
        term = chosen.terms.get(entity.term)
        label = labels.get(term.group or "", "") if term is not None else ""
        groups.setdefault(label, []).append(row_of(entity))
    return Page(items=[Group(heading=label, rows=tuple(rows)) for label, rows in groups.items() if rows], next=page.next)


@dataclass(frozen=True, slots=True)
class OfferedPractice:
    """A practice of the framework, to be ticked; `there` where the organisation has it already."""

    key: str
    label: str
    definition: str
    there: bool


@dataclass(frozen=True, slots=True)
class OfferedGroup:
    heading: str
    practices: tuple[OfferedPractice, ...]


def offered_practices(organisation: Organisation) -> tuple[OfferedGroup, ...]:
    """Every practice of the chosen framework, by group."""
    chosen = pack_of(organisation)
    there = set(Entity.objects.filter(unit__organisation=organisation, pack=chosen.id).exclude(term="")
                .values_list("term", flat=True))
    grouped = [(group.label, chosen.practices_in(group.id)) for group in chosen.of(Kind.PRACTICE_GROUP)]
    loose = tuple(term for term in chosen.practices if term.group is None)
    return tuple(OfferedGroup(heading=heading, practices=tuple(
        OfferedPractice(key=term.key, label=term.label, definition=term.definition, there=term.key in there) for term in terms))
        for heading, terms in (*grouped, ("", loose)) if terms)


def teams(person: User, organisation: Organisation, *, after: str | None = None, retired: bool = False) -> Page[EntityRow]:
    """A page of teams with the number of people now in each."""
    rows = in_use(person, organisation, EntityKind.TEAM, retired=retired).select_related("parent").annotate(
        counted=Count("members", filter=Q(members__until_on=None)))
    page = page_of(rows, order=BY_NAME, after=after)
    return Page(items=[row_of(entity) for entity in page.items], next=page.next)


def value_streams(person: User, organisation: Organisation, *, after: str | None = None,
                  retired: bool = False) -> Page[EntityRow]:
    """A page of value streams with the service that each serves and the number of its steps as they are."""
    rows = in_use(person, organisation, EntityKind.VALUE_STREAM, retired=retired).select_related("parent").annotate(
        counted=Count("stream_steps", filter=Q(stream_steps__picture=AS_IS)))
    page = page_of(rows, order=BY_NAME, after=after)
    return Page(items=[row_of(entity, note=entity.parent.name if entity.parent else "") for entity in page.items], next=page.next)


def entities(person: User, *, kind: str = "", retired: bool = False) -> QuerySet[Entity]:
    """All entities in sight, for the API."""
    rows = seen_by(person, Entity)
    rows = rows.filter(kind=kind) if kind else rows
    return rows if retired else rows.filter(retired_on=None)


