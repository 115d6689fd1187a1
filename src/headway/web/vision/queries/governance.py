"""Governance as pages: reviews and their agenda, decisions, policies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from headway.web.accounts.models import Organisation, User
from headway.web.ground.cursor import Page, page_of
from headway.web.vision.models import (
    AgendaPoint,
    Cadence,
    DecisionState,
    GovernanceDecision,
    GovernanceReview,
    Policy,
    ReviewState,
)
from headway.web.vision.queries.agenda_points import GatheredSort, as_kept, gathered
from headway.web.vision.queries.sight import seen_by, visible


@dataclass(frozen=True, slots=True)
class ReviewRow:
    pk: int
    title: str
    planned_on: date
    held_on: date | None
    state: str
    state_label: str
    cadence_label: str
    chair: str
    unit: str
    decisions: int
    late: bool


def reviews(person: User, organisation: Organisation, *, as_of: date, after: str | None = None) -> Page[ReviewRow]:
    """A page of reviews, the latest planned first."""
    rows = seen_by(person, GovernanceReview, organisation=organisation).select_related("chair").annotate(
        decided=Count("decisions"))
    page = page_of(rows, order=("-planned_on", "-pk"), after=after)
    return Page(items=[_review_row(row, as_of=as_of) for row in page.items], next=page.next)


def _review_row(row: GovernanceReview, *, as_of: date) -> ReviewRow:
    return ReviewRow(pk=row.pk, title=row.title, planned_on=row.planned_on, held_on=row.held_on, state=row.state,
                     state_label=str(ReviewState(row.state).label), cadence_label=str(Cadence(row.cadence).label),
                     chair=str(row.chair) if row.chair else "", unit=row.unit.name, decisions=getattr(row, "decided", 0),
                     late=row.state == ReviewState.PLANNED and row.planned_on < as_of)


@dataclass(frozen=True, slots=True)
class DecisionRow:
    pk: int
    decision: str
    reason: str
    owner: str
    due_on: date | None
    state: str
    state_label: str
    entity: str
    entity_pk: int | None
    review: str
    review_pk: int
    point: str
    late: bool


def decision_row(row: GovernanceDecision, *, as_of: date) -> DecisionRow:
    return DecisionRow(
        pk=row.pk, decision=row.decision, reason=row.reason, owner=str(row.owner) if row.owner else "", due_on=row.due_on,
        state=row.state, state_label=str(DecisionState(row.state).label), entity=row.entity.name if row.entity else "",
        entity_pk=row.entity_id, review=row.review.title, review_pk=row.review_id, point=row.point.title if row.point else "",
        late=row.state == DecisionState.OPEN and row.due_on is not None and row.due_on < as_of)


def decisions(person: User, organisation: Organisation, *, as_of: date, all_states: bool = False,
              after: str | None = None) -> Page[DecisionRow]:
    rows = seen_by(person, GovernanceDecision, organisation=organisation).select_related("owner", "entity", "review", "point")
    rows = rows if all_states else rows.filter(state=DecisionState.OPEN)
    page = page_of(rows, order=("-created_at", "-pk"), after=after)
    return Page(items=[decision_row(row, as_of=as_of) for row in page.items], next=page.next)


@dataclass(frozen=True, slots=True)
class HandPoint:
    """A point that a person put on the agenda; `own` where it was the one who looks."""

    pk: int
    title: str
    note: str
    entity: str
    entity_pk: int | None
    own: bool
    decided: bool


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """A review with its agenda: by hand, and by itself (as it stands, or as it was kept when the review was held)."""

    row: ReviewRow
    version: int
    minutes: str
    by_hand: tuple[HandPoint, ...]
    sorts: tuple[GatheredSort, ...]
    decisions: tuple[DecisionRow, ...]
    follows: int | None
    followed_by: int | None


def review_page(person: User, pk: int, *, as_of: date) -> ReviewPage:
    """The page of one review, or 404."""
    review = visible(person, GovernanceReview, pk)
    points = list(AgendaPoint.objects.filter(review=review).select_related("entity").prefetch_related("decisions").order_by("pk"))
    decided = [decision_row(row, as_of=as_of) for row in GovernanceDecision.objects.filter(review=review).select_related(
        "owner", "entity", "review", "point").order_by("pk")]
    by_hand = tuple(HandPoint(
        pk=point.pk, title=point.title, note=point.note, entity=point.entity.name if point.entity else "",
        entity_pk=point.entity_id, own=point.put_by_id == person.pk, decided=bool(point.decisions.all()))
        for point in points if point.code == "by_hand")
    planned = review.state == ReviewState.PLANNED
    return ReviewPage(
        row=_review_row(review, as_of=as_of), version=review.version, minutes=review.minutes, by_hand=by_hand,
        sorts=gathered(review.unit, as_of=as_of) if planned else as_kept(points), decisions=tuple(decided),
        follows=review.follows_id, followed_by=review.followed_by.values_list("pk", flat=True).first())


@dataclass(frozen=True, slots=True)
class PolicyRow:
    pk: int
    title: str
    statement: str
    entity: str
    entity_pk: int | None
    owner: str
    in_force_on: date
    look_again_on: date | None
    withdrawn_on: date | None
    state: str      # in_force, coming, withdrawn
    due: bool


def policies(person: User, organisation: Organisation, *, as_of: date, withdrawn: bool = False,
             after: str | None = None) -> Page[PolicyRow]:
    rows = seen_by(person, Policy, organisation=organisation).select_related("entity", "owner")
    rows = rows if withdrawn else rows.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=as_of))
    page = page_of(rows, order=("title", "pk"), after=after)
    return Page(items=[_policy_row(row, as_of=as_of) for row in page.items], next=page.next)


def _policy_row(row: Policy, *, as_of: date) -> PolicyRow:
    gone = row.withdrawn_on is not None and row.withdrawn_on <= as_of
    return PolicyRow(
        pk=row.pk, title=row.title, statement=row.statement, entity=row.entity.name if row.entity else "",
        entity_pk=row.entity_id, owner=str(row.owner) if row.owner else "", in_force_on=row.in_force_on,
        look_again_on=row.look_again_on, withdrawn_on=row.withdrawn_on,
        state="withdrawn" if gone else "coming" if row.in_force_on > as_of else "in_force",
        due=not gone and row.look_again_on is not None and row.look_again_on <= as_of)
