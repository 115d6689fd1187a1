"""Governance reviews, their agenda, decisions and policies for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema, Status

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.vision import operations
from headway.web.vision.api.resources import Resource, Told, resolved, router, serve
from headway.web.vision.models import (
    AgendaPoint,
    Cadence,
    DecisionState,
    GovernanceDecision,
    GovernanceReview,
    Policy,
    ReviewState,
)
from headway.web.vision.queries import duties, visible
from headway.web.vision.queries import governance as queries


class ReviewIn(Schema):
    unit_id: int
    title: str
    planned_on: date
    cadence: Cadence = Cadence.QUARTERLY
    chair_id: int | None = None


class ReviewOut(Told, ReviewIn):
    state: ReviewState
    held_on: date | None
    minutes: str
    follows_id: int | None


class PolicyIn(Schema):
    unit_id: int
    title: str
    statement: str
    entity_id: int | None = None
    owner_id: int | None = None
    in_force_on: date
    look_again_on: date | None = None
    withdrawn_on: date | None = None


class PolicyOut(Told, PolicyIn):
    pass


class ReviewDecisionIn(Schema):
    decision: str
    reason: str = ""
    entity_id: int | None = None
    owner_id: int | None = None
    due_on: date | None = None
    state: DecisionState = DecisionState.OPEN


class ReviewDecisionOut(Told, ReviewDecisionIn):
    review_id: int
    point_id: int | None


class DecideIn(ReviewDecisionIn):
    """On the point `point_id`, or on one that stands on the agenda by itself: its `code` and `key`."""

    point_id: int | None = None
    code: str = ""
    key: str = ""


class CarriedOutIn(Schema):
    seen: int | None = None


class DutyOut(Schema):
    """`href` is the page where it stands; `decision` is the id of one that can be called done."""

    what: str
    why: str
    due_on: date | None
    late: bool
    href: str
    decision: int | None


serve(Resource(
    path="reviews", one="review", many="reviews", model=GovernanceReview, given=ReviewIn, told=ReviewOut,
    add=operations.plan_review,
    change=lambda person, row, seen, values: operations.change_review(person=person, review=row, seen=seen, **values)))
serve(Resource(
    path="policies", one="policy", many="policies", model=Policy, given=PolicyIn, told=PolicyOut, add=operations.add_policy,
    change=lambda person, row, seen, values: operations.change_policy(person=person, policy=row, seen=seen, **values)))
serve(Resource(
    path="decisions", one="decision", many="decisions", model=GovernanceDecision, given=ReviewDecisionIn, told=ReviewDecisionOut,
    change=lambda person, row, seen, values: operations.change_decision(person=person, row=row, seen=seen, **values)))


class ReviewHeldIn(Schema):
    on: date
    minutes: str = ""
    seen: int | None = None


class PointIn(Schema):
    title: str
    note: str = ""
    entity_id: int | None = None


class AgendaPointOut(PointIn):
    id: int
    code: str
    key: str
    address: str
    review_id: int


class StandingPoint(Schema):
    key: str
    title: str
    note: str
    address: str
    entity_id: int | None


class SortOut(Schema):
    """Points of one sort that stand on the agenda by themselves; `total` counts those beyond the first too."""

    code: str
    heading: str
    why: str
    total: int
    points: list[StandingPoint]


class AgendaOut(Schema):
    points: list[AgendaPointOut]
    sorts: list[SortOut]


@router.get("/reviews/{pk}/agenda", response=AgendaOut, operation_id="vision_agenda")
def agenda(request: HttpRequest, pk: int) -> Any:
    """The agenda of a review: as it stands while it is planned, as it stood once it is held."""
    page = queries.review_page(person_of(request), pk, as_of=timezone.localdate())
    return {"points": list(AgendaPoint.objects.filter(review_id=pk).order_by("pk")), "sorts": list(page.sorts)}


@router.post("/reviews/{pk}/points", response={201: AgendaPointOut}, operation_id="vision_put_on_agenda")
def put_on_agenda(request: HttpRequest, pk: int, given: PointIn) -> Any:
    """Put a point on the agenda of a planned review."""
    person = person_of(request)
    review = visible(person, GovernanceReview, pk)
    return Status(201, operations.put_on_agenda(person=person, review=review, **resolved(person, AgendaPoint, given.dict())))


@router.delete("/points/{pk}", response={204: None}, operation_id="vision_take_off_agenda")
def take_off_agenda(request: HttpRequest, pk: int) -> Any:
    """Take a point that a person put there off the agenda."""
    person = person_of(request)
    operations.take_off_agenda(person=person, point=visible(person, AgendaPoint, pk))
    return Status(204, None)


@router.post("/reviews/{pk}/hold", response=ReviewOut, operation_id="vision_hold_review")
def hold(request: HttpRequest, pk: int, given: ReviewHeldIn) -> Any:
    """The review took place: its agenda is kept, the next one is planned."""
    person = person_of(request)
    return operations.hold_review(person=person, review=visible(person, GovernanceReview, pk), on=given.on,
                                  minutes=given.minutes, seen=given.seen)


@router.post("/reviews/{pk}/cancel", response=ReviewOut, operation_id="vision_cancel_review")
def cancel(request: HttpRequest, pk: int) -> Any:
    """The review does not take place."""
    person = person_of(request)
    return operations.cancel_review(person=person, review=visible(person, GovernanceReview, pk))


@router.post("/reviews/{pk}/decisions", response={201: ReviewDecisionOut}, operation_id="vision_decide")
def decide(request: HttpRequest, pk: int, given: DecideIn) -> Any:
    """Write down what a review decided."""
    person = person_of(request)
    review = visible(person, GovernanceReview, pk)
    return Status(201, operations.decide(person=person, review=review, **resolved(person, GovernanceDecision, given.dict())))


@router.post("/decisions/{pk}/done", response=ReviewDecisionOut, operation_id="vision_carry_out")
def carry_out(request: HttpRequest, pk: int, given: CarriedOutIn) -> Any:
    """A decision is carried out, says whoever sees to it, or who governs."""
    person = person_of(request)
    return operations.carry_out(person=person, row=visible(person, GovernanceDecision, pk), seen=given.seen)


@router.get("/duties", response=list[DutyOut], operation_id="vision_duties")
def own_duties(request: HttpRequest) -> Any:
    """What governance asks of oneself: open decisions, and objectives, risks and policies whose day has come."""
    return list(duties.duties(person_of(request), organisation_of(request), as_of=timezone.localdate()))
