"""What this slice puts on the agenda of a review by itself, and the whole agenda as it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import Unit
from headway.web.vision.agenda import MOST, AgendaAsked, Found, Point, puts_on_agenda, sorts
from headway.web.vision.models import (
    AgendaPoint,
    DecisionState,
    Entity,
    EntityKind,
    GovernanceDecision,
    Investment,
    InvestmentState,
    Objective,
    ObjectiveState,
    Policy,
    Risk,
    SourceMapping,
    SourceValue,
)

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class GatheredSort:
    """One sort of points as the agenda shows it; `more` are those beyond the first `MOST`."""

    code: str
    heading: str
    why: str
    points: tuple[Point, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.points)


def gathered(unit: Unit, *, as_of: date, only: str = "") -> tuple[GatheredSort, ...]:
    """Every sort that has something to speak about."""
    asked = AgendaAsked(unit=unit, as_of=as_of)
    found = ((sort, sort.find(asked)) for sort in sorts() if only in ("", sort.code))
    return tuple(GatheredSort(code=sort.code, heading=str(sort.heading), why=str(sort.why), points=tuple(what.points),
                              total=what.total) for sort, what in found if what.total)


def as_kept(points: Sequence[AgendaPoint]) -> tuple[GatheredSort, ...]:
    """What was kept of an agenda when its review was held, under the headings of today."""
    headings = {sort.code: str(sort.heading) for sort in sorts()}
    kept: dict[str, list[Point]] = {code: [] for code in headings}
    for point in points:
        if point.code != "by_hand":
            kept.setdefault(point.code, []).append(Point(key=point.key, title=point.title, address=point.address,
                                                         note=point.note, entity_id=point.entity_id))
    return tuple(GatheredSort(code=code, heading=headings.get(code, code), why="", points=tuple(found), total=len(found))
                 for code, found in kept.items() if found)


def _found(rows: QuerySet[Row], point: Callable[[Row], Point]) -> Found:
    """The first rows as points; counted only where there are more."""
    first = list(rows[:MOST + 1])
    return Found(points=[point(row) for row in first[:MOST]], total=len(first) if len(first) <= MOST else rows.count())


def day_of(day: date | None) -> str:
    return "–" if day is None else date_format(day)


def _at_entity(entity: Entity | None, otherwise: str) -> str:
    return reverse("vision:entity", kwargs={"pk": entity.pk}) if entity is not None else otherwise


@puts_on_agenda("objective_overdue", heading=_("Objectives past their day"), order=20,
                why=_("Reached, dropped, or given another day: an objective that nobody closes steers nothing."))
def overdue_objectives(asked: AgendaAsked) -> Found:
    rows = Objective.objects.filter(unit__path__startswith=asked.unit.path, state=ObjectiveState.OPEN, by_when__lt=asked.as_of)
    return _found(rows.order_by("by_when", "pk"), lambda row: Point(
        key=str(row.pk), title=row.title, address=reverse("vision:objective", kwargs={"pk": row.pk}), entity_id=row.entity_id,
        note=gettext("was to be reached by %(day)s") % {"day": day_of(row.by_when)}))


@puts_on_agenda("no_expectation", heading=_("Services of which nobody expects anything"), order=30,
                why=_("Without an expectation nobody can say whether a service is good enough, nor improve it."))
def services_without_expectation(asked: AgendaAsked) -> Found:
    rows = Entity.objects.filter(unit__path__startswith=asked.unit.path, kind=EntityKind.SERVICE, retired_on=None,
                                 expectations=None).order_by("name", "pk")
    return _found(rows, lambda row: Point(key=str(row.pk), title=row.name, entity_id=row.pk, address=_at_entity(row, "")))


@puts_on_agenda("no_owner", heading=_("Without an owner"), order=40,
                why=_("What nobody owns, nobody improves."))
def entities_without_owner(asked: AgendaAsked) -> Found:
    rows = Entity.objects.filter(unit__path__startswith=asked.unit.path, owner=None, retired_on=None).exclude(
        kind=EntityKind.ORGANISATION).order_by("kind", "name", "pk")
    return _found(rows, lambda row: Point(key=str(row.pk), title=row.name, note=str(EntityKind(row.kind).label),
                                          entity_id=row.pk, address=_at_entity(row, "")))


@puts_on_agenda("risk_over_appetite", heading=_("Risks over the appetite"), order=50,
                why=_("More than the organisation said it would bear: reduce the risk, or say that more is borne."))
def risks_over_appetite(asked: AgendaAsked) -> Found:
    rows = Risk.objects.filter(unit__path__startswith=asked.unit.path, closed_on=None,
                               score__gt=F("appetite__limit")).select_related("appetite")
    return _found(rows.order_by("-score", "pk"), lambda row: Point(
        key=str(row.pk), title=row.title, entity_id=row.entity_id, address=reverse("vision:risks"),
        note=gettext("%(likelihood)s × %(effect)s = %(score)s, the appetite ends at %(limit)s") % {
            "likelihood": row.likelihood, "effect": row.effect, "score": row.score,
            "limit": row.appetite.limit if row.appetite else "–"}))


@puts_on_agenda("investment_undecided", heading=_("Investments to decide on"), order=60,
                why=_("Somebody waits for a yes or a no."))
def undecided_investments(asked: AgendaAsked) -> Found:
    rows = Investment.objects.filter(unit__path__startswith=asked.unit.path, state=InvestmentState.PROPOSED)
    return _found(rows.order_by("from_on", "pk"), lambda row: Point(
        key=str(row.pk), title=row.title, entity_id=row.entity_id,
        address=reverse("vision:investment", kwargs={"pk": row.pk}),
        note=f"{floatformat(row.amount, '-2g')} {row.currency}"))


@puts_on_agenda("policy_due", heading=_("Policies to look at again"), order=70,
                why=_("A rule that is never looked at again is kept long after its reason is gone."))
def policies_due(asked: AgendaAsked) -> Found:
    rows = Policy.objects.filter(unit__path__startswith=asked.unit.path, withdrawn_on=None, look_again_on__lte=asked.as_of)
    return _found(rows.order_by("look_again_on", "pk"), lambda row: Point(
        key=str(row.pk), title=row.title, entity_id=row.entity_id, address=reverse("vision:policies"),
        note=gettext("to be looked at by %(day)s") % {"day": day_of(row.look_again_on)}))


@puts_on_agenda("decision_overdue", heading=_("Decisions not carried out"), order=80,
                why=_("Decided, due, and not yet done."))
def decisions_overdue(asked: AgendaAsked) -> Found:
    rows = GovernanceDecision.objects.filter(unit__path__startswith=asked.unit.path, state=DecisionState.OPEN,
                                             due_on__lt=asked.as_of)
    return _found(rows.order_by("due_on", "pk"), lambda row: Point(
        key=str(row.pk), title=row.decision[:300], entity_id=row.entity_id,
        address=reverse("vision:review", kwargs={"pk": row.review_id}),
        note=gettext("was due on %(day)s") % {"day": day_of(row.due_on)}))


@puts_on_agenda("value_without_meaning", heading=_("Ticket fields without a meaning"), order=90,
                why=_("Tickets with these values count for nothing, so nobody's measures tell of them."))
def values_without_meaning(asked: AgendaAsked) -> Found:
    holds = SourceMapping.objects.filter(Q(until_on=None) | Q(until_on__gt=asked.as_of), value=OuterRef("pk"))
    rows = SourceValue.objects.filter(~Exists(holds), unit__path__startswith=asked.unit.path, set_aside_at=None,
                                      tickets__gt=0).exclude(value="").order_by("-tickets", "pk")
    return _found(rows, lambda row: Point(
        key=str(row.pk), title=row.value, address=f"{reverse('vision:mapping')}?{urlencode({'field': row.field})}",
        note=ngettext("%(tickets)s ticket, field “%(field)s”", "%(tickets)s tickets, field “%(field)s”", row.tickets) % {
            "tickets": f"{row.tickets:,}", "field": row.field}))
