"""Objectives as a tree, one objective, and stakeholders with what they expect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet
from django.http import Http404

from headway.web.accounts.models import Organisation, User
from headway.web.ground.cursor import Page, page_of
from headway.web.vision.models import (
    Expectation,
    ExpectedFamily,
    Objective,
    ObjectiveState,
    RoadmapItem,
    Stakeholder,
    StakeholderKind,
)
from headway.web.vision.queries.packs import pack_of, term_label
from headway.web.vision.queries.sight import seen_by

MOST_OBJECTIVES = 500   # of one tree on one page


@dataclass(frozen=True, slots=True)
class ObjectiveRow:
    """An objective in its tree. `late` where its day has passed and it is still open."""

    pk: int
    title: str
    for_whom: str
    by_when: date | None
    state: str
    state_label: str
    level: str
    entity: str
    entity_pk: int | None
    depth: int
    beneath: int
    late: bool


def objective_tree(person: User, organisation: Organisation, *, as_of: date, closed: bool = False) -> tuple[ObjectiveRow, ...]:
    """Objectives in the order of their tree; one whose parent is out of sight or closed begins a branch of its own."""
    rows = _objectives(person, organisation, closed=closed).select_related("entity")
    found = list(rows.order_by("by_when", "title", "pk")[:MOST_OBJECTIVES])
    there = {row.pk for row in found}
    under: dict[int | None, list[Objective]] = {}
    for row in found:
        under.setdefault(row.parent_id if row.parent_id in there else None, []).append(row)
    chosen = pack_of(organisation)
    levels = {row.level: term_label(row.level, chosen=chosen) for row in found}
    return tuple(_branch(None, under, levels=levels, as_of=as_of))


def _objectives(person: User, organisation: Organisation, *, closed: bool) -> QuerySet[Objective]:
    rows = seen_by(person, Objective, organisation=organisation)
    return rows if closed else rows.filter(state=ObjectiveState.OPEN)


def objectives_left_out(person: User, organisation: Organisation, *, shown: int, closed: bool = False) -> int:
    """How many more there are than the tree shows; asked only where it is full."""
    return _objectives(person, organisation, closed=closed).count() - shown if shown >= MOST_OBJECTIVES else 0


def _branch(parent: int | None, under: dict[int | None, list[Objective]], *, levels: dict[str, str], as_of: date,
            depth: int = 0) -> Iterator[ObjectiveRow]:
    for row in under.get(parent, []):
        yield objective_row(row, level=levels.get(row.level, ""), as_of=as_of, depth=depth, beneath=len(under.get(row.pk, [])))
        yield from _branch(row.pk, under, levels=levels, as_of=as_of, depth=depth + 1)


def objective_row(row: Objective, *, level: str, as_of: date, depth: int = 0, beneath: int = 0) -> ObjectiveRow:
    return ObjectiveRow(
        pk=row.pk, title=row.title, for_whom=row.for_whom, by_when=row.by_when, state=row.state,
        state_label=str(ObjectiveState(row.state).label), level=level, entity=row.entity.name if row.entity else "",
        entity_pk=row.entity_id, depth=depth, beneath=beneath,
        late=row.state == ObjectiveState.OPEN and row.by_when is not None and row.by_when < as_of)


@dataclass(frozen=True, slots=True)
class Sides:
    """Value is made by both: what each side does, pays and risks."""

    heading: str
    provider: str
    consumer: str


@dataclass(frozen=True, slots=True)
class ObjectivePage:
    """One objective, finished."""

    row: ObjectiveRow
    version: int
    outcome: str
    owner: str
    state_reason: str
    state_on: date | None
    line: tuple[tuple[int, str], ...]
    sides: tuple[Sides, ...]
    children: tuple[ObjectiveRow, ...]
    roadmap: tuple[tuple[int, str, date], ...]


def objective_page(person: User, pk: int, *, as_of: date) -> ObjectivePage:
    """The page of one objective, or 404."""
    row = (seen_by(person, Objective).filter(pk=pk).select_related("entity", "owner", "parent__parent__parent").first())
    if row is None:
        raise Http404
    chosen = pack_of(row.unit.organisation)
    children = [objective_row(child, level=term_label(child.level, chosen=chosen), as_of=as_of)
                for child in seen_by(person, Objective).filter(parent=row).select_related("entity").order_by("by_when", "title")]
    items = seen_by(person, RoadmapItem).filter(objective=row).order_by("until_on").values_list("pk", "title", "until_on")
    return ObjectivePage(
        row=objective_row(row, level=term_label(row.level, chosen=chosen), as_of=as_of, beneath=len(children)),
        version=row.version, outcome=row.outcome, owner=str(row.owner) if row.owner else "", state_reason=row.state_reason,
        state_on=row.state_on, line=tuple(_line(row)), sides=tuple(_sides(row)), children=tuple(children), roadmap=tuple(items))


def _line(row: Objective) -> Iterator[tuple[int, str]]:
    names: list[tuple[int, str]] = []
    above = row.parent
    while above is not None and len(names) < 3:
        names.append((above.pk, above.title))
        above = above.parent if len(names) < 3 else None
    yield from reversed(names)


def _sides(row: Objective) -> Iterator[Sides]:
    for name in ("part", "costs", "risks"):
        yield Sides(heading=name, provider=getattr(row, f"provider_{name}"), consumer=getattr(row, f"consumer_{name}"))


def open_objectives(person: User, organisation: Organisation) -> QuerySet[Objective]:
    """What an improvement can serve."""
    return seen_by(person, Objective, organisation=organisation).filter(state=ObjectiveState.OPEN).order_by("title", "pk")


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    pk: int
    statement: str
    family: str
    family_label: str
    aspect: str
    entity: str
    entity_pk: int | None


@dataclass(frozen=True, slots=True)
class StakeholderRow:
    """A stakeholder and what they expect."""

    pk: int
    name: str
    kind_label: str
    description: str
    expectations: tuple[ExpectationRow, ...]


def stakeholders(person: User, organisation: Organisation, *, after: str | None = None) -> Page[StakeholderRow]:
    """A page of those who have a stake, each with their expectations."""
    expected = (seen_by(person, Expectation, organisation=organisation).filter(retired_on=None).select_related("entity")
                .order_by("family", "statement", "pk"))
    rows = (seen_by(person, Stakeholder, organisation=organisation).filter(retired_on=None)
            .prefetch_related(Prefetch("expectations", queryset=expected, to_attr="expected")))
    page = page_of(rows, order=("name", "pk"), after=after)
    chosen = pack_of(organisation)

    def shown(found: Sequence[Expectation]) -> tuple[ExpectationRow, ...]:
        return tuple(ExpectationRow(
            pk=row.pk, statement=row.statement, family=row.family,
            family_label=str(ExpectedFamily(row.family).label).partition(":")[0],
            aspect=term_label(row.aspect, chosen=chosen), entity=row.entity.name if row.entity else "",
            entity_pk=row.entity_id) for row in found)

    return Page(items=[StakeholderRow(pk=row.pk, name=row.name, kind_label=str(StakeholderKind(row.kind).label),
                                      description=row.description, expectations=shown(row.expected))   # type: ignore[attr-defined]
                       for row in page.items], next=page.next)
