"""The page of one entity: what this slice knows of it, in two queries, and the sections of the later slices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db.models import Case, CharField, Count, DateField, F, IntegerField, Model, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat
from django.http import Http404
from django.utils.translation import gettext as _

from headway.framework import Pack
from headway.web.accounts.models import User
from headway.web.accounts.queries import may
from headway.web.accounts.roles import May
from headway.web.vision.models import (
    AS_IS,
    TO_BE,
    DecisionState,
    Entity,
    EntityKind,
    Expectation,
    ExpectedFamily,
    GovernanceDecision,
    Investment,
    InvestmentState,
    Objective,
    ObjectiveState,
    Policy,
    Risk,
    RoadmapItem,
    RoadmapState,
    SourceMapping,
    StreamStep,
    TeamMember,
)
from headway.web.vision.queries.packs import pack_of, term_label
from headway.web.vision.queries.sight import seen_by, within_sight
from headway.web.vision.sections import Asked, FilledSection, filled


@dataclass(frozen=True, slots=True)
class Related:
    """One thing that hangs on an entity: its name, a small line beside it, a day and a number where it has them."""

    pk: int
    title: str
    note: str
    code: str
    on: date | None
    number: int | None


@dataclass(frozen=True, slots=True)
class StepShown:
    """A step of a value stream with the words of its activity, and who works in it."""

    position: int
    name: str
    description: str
    activity: str
    practice: str
    team: str


@dataclass(frozen=True, slots=True)
class ExpectationsOf:
    """What is expected of one family, so that utility and warranty never mix."""

    family: str
    heading: str
    rows: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class EntityPage:
    """Everything on the page, finished."""

    pk: int
    version: int
    kind: str
    kind_label: str
    name: str
    description: str
    owner: str
    owner_pk: int | None
    consumer_group: str
    unit: str
    retired_on: date | None
    line: tuple[tuple[int, str], ...]            # what it stands under, from above
    term: str
    term_definition: str
    related: Mapping[str, tuple[Related, ...]]   # by sort: children, objectives, policies, risks, …
    expectations: tuple[ExpectationsOf, ...]
    steps: tuple[StepShown, ...]                 # as it is
    to_be: tuple[StepShown, ...]
    sections: tuple[FilledSection, ...]
    may_own: bool
    may_govern: bool


def entity_page(person: User, pk: int, *, as_of: date) -> EntityPage:
    """The page, or 404 where the entity is out of sight."""
    entity = seen_by(person, Entity).filter(pk=pk).select_related("owner", "parent__parent__parent").first()
    if entity is None:
        raise Http404
    related = what_hangs_on(entity, person=person, as_of=as_of)
    chosen = pack_of(entity.unit.organisation)
    term = chosen.terms.get(entity.term)
    return EntityPage(
        pk=entity.pk, version=entity.version, kind=entity.kind, kind_label=str(EntityKind(entity.kind).label), name=entity.name,
        description=entity.description, owner=str(entity.owner) if entity.owner else "", owner_pk=entity.owner_id,
        consumer_group=entity.consumer_group, unit=entity.unit.name if entity.unit.parent_id else "",
        retired_on=entity.retired_on, line=tuple(_line(entity)),
        term=term_label(entity.term, chosen=chosen, written_in=entity.pack), term_definition=term.definition if term else "",
        related=related, expectations=tuple(_by_family(related["expectation"])),
        steps=_steps(related["step"], chosen=chosen), to_be=_steps(related["to_be"], chosen=chosen),
        sections=filled(Asked(entity=entity, person=person, as_of=as_of)),
        may_own=may(person, May.OWN, unit=entity.unit), may_govern=may(person, May.GOVERN, unit=entity.unit))


def _line(entity: Entity) -> Iterator[tuple[int, str]]:
    names: list[tuple[int, str]] = []
    above = entity.parent
    while above is not None and len(names) < 3:   # as far as the one query reached
        names.append((above.pk, above.name))
        above = above.parent if len(names) < 3 else None
    yield from reversed(names)


def _by_family(rows: tuple[Related, ...]) -> Iterator[ExpectationsOf]:
    headings = {ExpectedFamily.UTILITY: _("Utility"), ExpectedFamily.WARRANTY: _("Warranty"),
                ExpectedFamily.EXPERIENCE: _("Experience")}
    for family, heading in headings.items():
        found = tuple(row for row in rows if row.code == family)
        if found:
            yield ExpectationsOf(family=family, heading=heading, rows=found)


BETWEEN: Final = "\x1f"   # the unit separator, which nobody types


def _steps(rows: tuple[Related, ...], *, chosen: Pack) -> tuple[StepShown, ...]:
    return tuple(_step(row, chosen=chosen) for row in rows)


def _step(row: Related, *, chosen: Pack) -> StepShown:
    description, practice, team, written_in = (*row.note.split(BETWEEN), "", "", "", "")[:4]
    return StepShown(position=row.number or 0, name=row.title, description=description, practice=practice, team=team,
                     activity=term_label(row.code, chosen=chosen, written_in=written_in))


NO_DAY, NO_NUMBER, NOTHING = Cast(Value(None), DateField()), Cast(Value(None), IntegerField()), Value("", CharField())
SORTS: Final = ("child", "expectation", "objective", "policy", "risk", "roadmap", "investment", "decision", "member", "step",
                "to_be", "works_in", "mapping")


def what_hangs_on(entity: Entity, *, person: User, as_of: date) -> dict[str, tuple[Related, ...]]:
    """Everything of this slice that hangs on an entity and is in sight, by sort, in one query.

    On the organisation hangs also what is about no entity: its own objectives, policies and so on.
    """
    first, *others = (_alike(sort, rows.filter(within_sight(person, rows.model)), **parts)
                      for sort, rows, parts in _parts(entity, as_of=as_of))
    found: dict[str, list[Related]] = {sort: [] for sort in SORTS}
    for sort, *values in first.union(*others, all=True):
        found[sort].append(Related(*values))
    return {sort: tuple(sorted(rows, key=lambda row: (row.number or 0, row.on or date.max, row.title)))
            for sort, rows in found.items()} | {
        "child": tuple(replace(row, note=str(EntityKind(row.code).label)) for row in sorted(found["child"], key=_by_kind))}


def _by_kind(row: Related) -> tuple[str, str]:
    return row.code, row.title.casefold()


def _alike(sort: str, rows: QuerySet[Any], *, title: Any, note: Any = NOTHING, code: Any = NOTHING, on: Any = NO_DAY,
           number: Any = NO_NUMBER, pk: Any = None) -> QuerySet[Any]:
    """Rows of any model in the columns that all parts of the union have."""
    def text(value: Any) -> Any:
        return Cast(F(value) if isinstance(value, str) else value, CharField(max_length=8000))

    return rows.order_by().values_list(
        Value(sort, CharField(max_length=20)), Cast(F(pk or "pk"), IntegerField()), text(title), text(note), text(code),
        Cast(on, DateField()), Cast(number, IntegerField()))


def _parts(entity: Entity, *, as_of: date) -> Iterable[tuple[str, QuerySet[Any], dict[str, Any]]]:
    about = Q(entity=entity)
    if entity.kind == EntityKind.ORGANISATION:
        about |= Q(entity=None, unit__organisation=entity.unit.organisation)

    def of(model: type[Model], **narrowed: Any) -> QuerySet[Any]:
        return model._default_manager.filter(about, **narrowed)

    yield "child", Entity.objects.filter(parent=entity, retired_on=None), {"title": "name", "code": "kind"}
    yield "expectation", of(Expectation, retired_on=None), {"title": "statement", "note": "stakeholder__name", "code": "family"}
    yield "objective", of(Objective, state=ObjectiveState.OPEN), {"title": "title", "note": "for_whom", "on": F("by_when")}
    yield "policy", of(Policy, in_force_on__lte=as_of).filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=as_of)), {
        "title": "title", "on": F("in_force_on")}
    yield "risk", of(Risk, closed_on=None), {"title": "title", "code": "response", "number": F("score")}
    yield "roadmap", of(RoadmapItem, state__in=(RoadmapState.PLANNED, RoadmapState.UNDER_WAY)), {
        "title": "title", "code": "state", "on": F("until_on")}
    yield "investment", of(Investment, state__in=(InvestmentState.PROPOSED, InvestmentState.APPROVED)), {
        "title": "title", "code": "state", "note": "currency", "number": "amount", "on": F("from_on")}
    yield "decision", of(GovernanceDecision, state=DecisionState.OPEN), {
        "title": "decision", "on": F("due_on"), "number": F("review_id")}
    yield "member", TeamMember.objects.filter(team=entity, until_on=None), {
        "title": Case(When(person__is_active=False, then=NOTHING), When(person__name="", then=F("person__email")),
                      default=F("person__name"), output_field=CharField()), "note": "part", "on": F("since_on"),
        "number": F("person_id")}
    yield from _of_streams(entity)
    yield "mapping", SourceMapping.objects.filter(Q(until_on=None) | Q(until_on__gt=as_of), entity=entity).values(
        "value__field").annotate(many=Count("pk")), {"pk": "many", "title": "value__field", "number": F("many")}


def _of_streams(entity: Entity) -> Iterable[tuple[str, QuerySet[Any], dict[str, Any]]]:
    steps = StreamStep.objects.filter(stream=entity)
    shown = {"title": "name", "code": "activity", "number": F("position"),
             "note": Concat("description", Value(BETWEEN), "practice__name", Value(BETWEEN), "team__name",
                            Value(BETWEEN), "pack")}
    yield "step", steps.filter(picture=AS_IS), shown
    yield "to_be", steps.filter(picture=TO_BE), shown
    worked = StreamStep.objects.filter(Q(practice=entity) | Q(team=entity), picture=AS_IS)
    yield "works_in", worked, {"pk": "stream_id", "title": "stream__name", "note": "name", "number": F("position")}
