"""What ticket fields hold and what their values mean: the page of proposals, the shares, and the meanings for the measures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from headway.web.accounts.models import Organisation, User
from headway.web.ground.cursor import Page, page_of
from headway.web.vision.models import Entity, EntityKind, SourceMapping, SourceValue
from headway.web.vision.queries.sight import seen_by


@dataclass(frozen=True, slots=True)
class MeaningNow:
    """One mapping of a value."""

    pk: int
    entity: str
    entity_pk: int
    kind_label: str
    from_on: date | None
    until_on: date | None
    ended: bool


@dataclass(frozen=True, slots=True)
class ValueRow:
    """A value, its tickets, what it means now and before, and what is proposed."""

    pk: int
    source: str
    field: str
    value: str
    tickets: int
    meanings: tuple[MeaningNow, ...]
    proposed: str
    proposed_kind: str
    proposed_kind_label: str
    is_set_aside: bool


@dataclass(frozen=True, slots=True)
class Share:
    """Of one field of one source: tickets in all, with a meaning, set aside, not recorded; the rest is unmapped."""

    source: str
    field: str
    tickets: int
    mapped: int
    aside: int
    not_recorded: int

    @property
    def unmapped(self) -> int:
        return self.tickets - self.mapped - self.aside - self.not_recorded

    @property
    def unmapped_share(self) -> float | None:
        """None where no ticket is known: nothing can be said then."""
        return self.unmapped / self.tickets if self.tickets else None

    def width(self, part: int) -> float:
        """Of a bar of 100."""
        return round(100 * part / self.tickets, 2) if self.tickets else 0.0

    @property
    def mapped_width(self) -> float:
        return self.width(self.mapped)

    @property
    def percent_unmapped(self) -> float:
        return 100 * (self.unmapped_share or 0.0)


def effective(*, as_of: date) -> Q:
    """Mappings that hold on a day."""
    return (Q(from_on=None) | Q(from_on__lte=as_of)) & (Q(until_on=None) | Q(until_on__gt=as_of))


def _with_meaning(rows: QuerySet[SourceValue], *, as_of: date) -> QuerySet[SourceValue]:
    held = SourceMapping.objects.filter(effective(as_of=as_of), value=OuterRef("pk"))
    return rows.annotate(is_mapped=Exists(held))


def shares(person: User, organisation: Organisation, *, as_of: date) -> tuple[Share, ...]:
    """For each field of each source how many tickets have a meaning."""
    rows = _with_meaning(seen_by(person, SourceValue, organisation=organisation), as_of=as_of).order_by()
    told = rows.values("source", "field").annotate(
        total=Sum("tickets"),
        mapped=Coalesce(Sum("tickets", filter=Q(is_mapped=True)), 0),
        aside=Coalesce(Sum("tickets", filter=Q(is_mapped=False, set_aside_at__isnull=False) & ~Q(value="")), 0),
        empty=Coalesce(Sum("tickets", filter=Q(value="")), 0)).order_by("source", "field")
    return tuple(Share(source=row["source"], field=row["field"], tickets=row["total"], mapped=row["mapped"], aside=row["aside"],
                       not_recorded=row["empty"]) for row in told)


OPEN, MAPPED, ASIDE, ALL = "open", "mapped", "aside", "all"


def source_values(person: User, organisation: Organisation, *, as_of: date, show: str = OPEN, field: str = "", source: str = "",
                  entity: int | None = None, after: str | None = None) -> Page[ValueRow]:
    """A page of values, those with most tickets first; `show` is open, mapped, aside or all."""
    rows = _with_meaning(seen_by(person, SourceValue, organisation=organisation), as_of=as_of).exclude(value="")
    narrowed = {OPEN: Q(is_mapped=False, set_aside_at=None, tickets__gt=0), MAPPED: Q(is_mapped=True),
                ASIDE: Q(set_aside_at__isnull=False, is_mapped=False)}
    rows = rows.filter(narrowed.get(show, Q()))
    rows = rows.filter(field=field) if field else rows
    rows = rows.filter(source=source) if source else rows
    rows = rows.filter(mappings__entity=entity).distinct() if entity else rows
    meanings = SourceMapping.objects.select_related("entity").order_by(F("from_on").desc(nulls_last=True), "-pk")
    page = page_of(rows.select_related("proposed_entity").prefetch_related(Prefetch("mappings", queryset=meanings)),
                   order=("-tickets", "pk"), after=after)
    return Page(items=[value_row(row, as_of=as_of) for row in page.items], next=page.next)


def value_row(row: SourceValue, *, as_of: date) -> ValueRow:
    held = tuple(MeaningNow(pk=found.pk, entity=found.entity.name, entity_pk=found.entity_id,
                            kind_label=str(EntityKind(found.entity.kind).label), from_on=found.from_on, until_on=found.until_on,
                            ended=found.until_on is not None and found.until_on <= as_of) for found in row.mappings.all())
    return ValueRow(
        pk=row.pk, source=row.source, field=row.field, value=row.value, tickets=row.tickets, meanings=held,
        proposed=row.proposed_entity.name if row.proposed_entity else "", proposed_kind=row.proposed_kind,
        proposed_kind_label=str(EntityKind(row.proposed_kind).label) if row.proposed_kind else "",
        is_set_aside=row.set_aside_at is not None)


def choosable(person: User, organisation: Organisation) -> tuple[tuple[str, tuple[tuple[int, str], ...]], ...]:
    """Every entity that a value can mean, by kind, for a list to choose from."""
    found: dict[str, list[tuple[int, str]]] = {kind.label: [] for kind in EntityKind}   # type: ignore[misc]
    rows = seen_by(person, Entity, organisation=organisation).filter(retired_on=None).exclude(kind=EntityKind.ORGANISATION)
    for entity in rows.order_by("name", "pk"):
        found[EntityKind(entity.kind).label].append((entity.pk, entity.name))   # type: ignore[index]
    return tuple((str(label), tuple(pairs)) for label, pairs in found.items() if pairs)


@dataclass(frozen=True, slots=True)
class Meant:
    """Tickets whose `field` is `value` count for the entity from `from_on` until the day before `until_on`; None has no end."""

    field: str
    value: str
    entity_id: int
    from_on: date | None
    until_on: date | None


def meanings(organisation: Organisation, *, source: str, entity_id: int | None = None) -> tuple[Meant, ...]:
    """What the values of a source mean, and when; `value` is written as `vision.models.mapping.value_key` writes it."""
    rows = SourceMapping.objects.filter(value__unit__organisation=organisation, value__source=source)
    rows = rows.filter(entity_id=entity_id) if entity_id else rows
    return tuple(Meant(*row) for row in rows.order_by("value__field", "value__value", "from_on", "pk").values_list(
        "value__field", "value__value", "entity_id", "from_on", "until_on"))
