"""What governance weighs, as pages: risks beside the appetite, investments with totals, the roadmap on a span of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, F, IntegerField, Q, Sum, Value, When
from django.db.models.functions import Coalesce

from headway.web.accounts.models import Organisation, User
from headway.web.ground.cursor import Page, page_of
from headway.web.vision.models import (
    Investment,
    InvestmentState,
    Response,
    Risk,
    RiskAppetite,
    RoadmapItem,
    RoadmapState,
)
from headway.web.vision.queries.sight import seen_by


@dataclass(frozen=True, slots=True)
class AppetiteRow:
    pk: int
    sort: str
    statement: str
    limit: int
    risks: int
    over: int


@dataclass(frozen=True, slots=True)
class RiskRow:
    """A risk with its arithmetic; `over` where it is above the appetite, None where no appetite is said for its sort."""

    pk: int
    title: str
    description: str
    likelihood: int
    effect: int
    score: int
    limit: int | None
    over: bool | None
    sort: str
    response_label: str
    treatment: str
    owner: str
    entity: str
    entity_pk: int | None
    look_again_on: date | None
    due: bool
    closed_on: date | None


def appetites(person: User, organisation: Organisation) -> tuple[AppetiteRow, ...]:
    still = Q(risks__closed_on=None, risks__isnull=False)
    rows = seen_by(person, RiskAppetite, organisation=organisation).filter(withdrawn_on=None).annotate(
        open_risks=Count("risks", filter=still), over=Coalesce(Sum(
            Case(When(still & Q(limit__lt=F("risks__score")), then=Value(1)), default=Value(0),
                 output_field=IntegerField())), 0)).order_by("sort", "pk")
    return tuple(AppetiteRow(pk=row.pk, sort=row.sort, statement=row.statement, limit=row.limit, risks=row.open_risks,
                             over=row.over) for row in rows)


def risks(person: User, organisation: Organisation, *, as_of: date, closed: bool = False,
          after: str | None = None) -> Page[RiskRow]:
    """A page of risks, the highest product first."""
    rows = seen_by(person, Risk, organisation=organisation).select_related("appetite", "owner", "entity")
    rows = rows if closed else rows.filter(closed_on=None)
    page = page_of(rows, order=("-score", "-pk"), after=after)
    return Page(items=[_risk_row(row, as_of=as_of) for row in page.items], next=page.next)


def _risk_row(row: Risk, *, as_of: date) -> RiskRow:
    limit = row.appetite.limit if row.appetite else None
    return RiskRow(
        pk=row.pk, title=row.title, description=row.description, likelihood=row.likelihood, effect=row.effect, score=row.score,
        limit=limit, over=None if limit is None else row.score > limit, sort=row.appetite.sort if row.appetite else "",
        response_label=str(Response(row.response).label), treatment=row.treatment, owner=str(row.owner) if row.owner else "",
        entity=row.entity.name if row.entity else "", entity_pk=row.entity_id, look_again_on=row.look_again_on,
        due=row.closed_on is None and row.look_again_on is not None and row.look_again_on <= as_of, closed_on=row.closed_on)


@dataclass(frozen=True, slots=True)
class InvestmentRow:
    """`own` where the one who looks proposed it, and so can't decide on it."""

    pk: int
    version: int
    title: str
    purpose: str
    amount: Decimal
    currency: str
    recurring: bool
    from_on: date
    until_on: date | None
    state: str
    state_label: str
    entity: str
    entity_pk: int | None
    objective: str
    objective_pk: int | None
    proposed_by: str
    decided_by: str
    decided_on: date | None
    decided_why: str
    own: bool


@dataclass(frozen=True, slots=True)
class InvestmentTotal:
    """Approved or proposed, once or every year, in one currency: totals that may be added."""

    state_label: str
    recurring: bool
    currency: str
    amount: Decimal


def investments(person: User, organisation: Organisation, *, after: str | None = None) -> Page[InvestmentRow]:
    rows = seen_by(person, Investment, organisation=organisation).select_related("entity", "objective", "proposed_by",
                                                                                 "decided_by")
    page = page_of(rows, order=("-from_on", "-pk"), after=after)
    return Page(items=[investment_row(row, person=person) for row in page.items], next=page.next)


def investment_row(row: Investment, *, person: User) -> InvestmentRow:
    return InvestmentRow(
        pk=row.pk, version=row.version, title=row.title, purpose=row.purpose, amount=row.amount, currency=row.currency,
        recurring=row.recurring, from_on=row.from_on, until_on=row.until_on, state=row.state,
        state_label=str(InvestmentState(row.state).label), entity=row.entity.name if row.entity else "",
        entity_pk=row.entity_id, objective=row.objective.title if row.objective else "", objective_pk=row.objective_id,
        proposed_by=str(row.proposed_by) if row.proposed_by else "", decided_by=str(row.decided_by) if row.decided_by else "",
        decided_on=row.decided_on, decided_why=row.decided_why, own=row.proposed_by_id == person.pk)


def investment_totals(person: User, organisation: Organisation) -> tuple[InvestmentTotal, ...]:
    rows = (seen_by(person, Investment, organisation=organisation).order_by().filter(
        state__in=(InvestmentState.PROPOSED, InvestmentState.APPROVED)).values("state", "recurring", "currency")
        .annotate(total=Sum("amount")).order_by("state", "recurring", "currency"))
    return tuple(InvestmentTotal(state_label=str(InvestmentState(row["state"]).label), recurring=row["recurring"],
                                 currency=row["currency"], amount=row["total"]) for row in rows)


@dataclass(frozen=True, slots=True)
class RoadmapRow:
    """An item and where it lies on the page's span of time, in hundredths."""

    pk: int
    title: str
    description: str
    from_on: date
    until_on: date
    state: str
    state_label: str
    entity: str
    entity_pk: int | None
    objective: str
    objective_pk: int | None
    begins: float
    width: float
    late: bool


@dataclass(frozen=True, slots=True)
class Roadmap:
    """What is planned or under way, on one span of time; `today` in hundredths of it, None where it lies outside."""

    rows: tuple[RoadmapRow, ...]
    next: str | None
    first: date | None
    last: date | None
    today: float | None


def roadmap(person: User, organisation: Organisation, *, as_of: date, all_states: bool = False,
            after: str | None = None) -> Roadmap:
    rows = seen_by(person, RoadmapItem, organisation=organisation).select_related("entity", "objective")
    rows = rows if all_states else rows.filter(state__in=(RoadmapState.PLANNED, RoadmapState.UNDER_WAY))
    page = page_of(rows, order=("from_on", "pk"), after=after)
    if not page.items:
        return Roadmap(rows=(), next=None, first=None, last=None, today=None)
    first, last = min(row.from_on for row in page.items), max(row.until_on for row in page.items)
    days = max(1, (last - first).days)

    def at(day: date) -> float:
        return round(100 * (day - first).days / days, 2)

    shown = tuple(_roadmap_row(row, begins=at(row.from_on), ends=at(row.until_on), as_of=as_of) for row in page.items)
    return Roadmap(rows=shown, next=page.next, first=first, last=last, today=at(as_of) if first <= as_of <= last else None)


def _roadmap_row(row: RoadmapItem, *, begins: float, ends: float, as_of: date) -> RoadmapRow:
    return RoadmapRow(
        pk=row.pk, title=row.title, description=row.description, from_on=row.from_on, until_on=row.until_on, state=row.state,
        state_label=str(RoadmapState(row.state).label), entity=row.entity.name if row.entity else "", entity_pk=row.entity_id,
        objective=row.objective.title if row.objective else "", objective_pk=row.objective_id, begins=begins,
        width=max(1.0, round(ends - begins, 2)), late=row.until_on < as_of)
