"""Risks beside the appetite, investments and the roadmap for programs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from headway.web.accounts.queries import person_of
from headway.web.vision import operations
from headway.web.vision.api.resources import Resource, Told, router, serve
from headway.web.vision.models import (
    Investment,
    InvestmentState,
    Response,
    Risk,
    RiskAppetite,
    RoadmapItem,
    RoadmapState,
)
from headway.web.vision.queries import visible


class AppetiteIn(Schema):
    unit_id: int
    sort: str
    statement: str
    limit: int
    withdrawn_on: date | None = None


class AppetiteOut(Told, AppetiteIn):
    pass


class RiskIn(Schema):
    unit_id: int
    title: str
    description: str = ""
    entity_id: int | None = None
    objective_id: int | None = None
    appetite_id: int | None = None
    likelihood: int
    effect: int
    response: Response = Response.REDUCE
    treatment: str = ""
    owner_id: int | None = None
    look_again_on: date | None = None
    closed_on: date | None = None


class RiskOut(Told, RiskIn):
    score: int


class InvestmentIn(Schema):
    unit_id: int
    title: str
    purpose: str = ""
    entity_id: int | None = None
    objective_id: int | None = None
    amount: Decimal
    currency: str = "EUR"
    recurring: bool = False
    from_on: date
    until_on: date | None = None


class InvestmentOut(Told, InvestmentIn):
    state: InvestmentState
    proposed_by_id: int | None
    decided_by_id: int | None
    decided_on: date | None
    decided_why: str


class RoadmapIn(Schema):
    unit_id: int
    title: str
    description: str = ""
    entity_id: int | None = None
    objective_id: int | None = None
    from_on: date
    until_on: date
    state: RoadmapState = RoadmapState.PLANNED


class RoadmapOut(Told, RoadmapIn):
    pass


serve(Resource(
    path="appetites", one="appetite", many="appetites", model=RiskAppetite, given=AppetiteIn, told=AppetiteOut,
    add=operations.add_appetite,
    change=lambda person, row, seen, values: operations.change_appetite(person=person, appetite=row, seen=seen, **values)))
serve(Resource(
    path="risks", one="risk", many="risks", model=Risk, given=RiskIn, told=RiskOut, add=operations.add_risk,
    change=lambda person, row, seen, values: operations.change_risk(person=person, risk=row, seen=seen, **values)))
serve(Resource(
    path="investments", one="investment", many="investments", model=Investment, given=InvestmentIn, told=InvestmentOut,
    add=operations.propose_investment,
    change=lambda person, row, seen, values: operations.change_investment(person=person, investment=row, seen=seen, **values)))
serve(Resource(
    path="roadmap", one="roadmap_item", many="roadmap", model=RoadmapItem, given=RoadmapIn, told=RoadmapOut,
    add=operations.add_roadmap_item,
    change=lambda person, row, seen, values: operations.change_roadmap_item(person=person, item=row, seen=seen, **values)))


class DecideInvestmentIn(Schema):
    approve: bool
    why: str = ""
    seen: int | None = None


class EndInvestmentIn(Schema):
    on: date
    seen: int | None = None


@router.post("/investments/{pk}/decide", response=InvestmentOut, operation_id="vision_decide_investment")
def decide(request: HttpRequest, pk: int, given: DecideInvestmentIn) -> Any:
    """Approve or refuse an investment that somebody else proposed."""
    person = person_of(request)
    return operations.decide_investment(person=person, investment=visible(person, Investment, pk), approve=given.approve,
                                        why=given.why, on=timezone.localdate(), seen=given.seen)


@router.post("/investments/{pk}/end", response=InvestmentOut, operation_id="vision_end_investment")
def end(request: HttpRequest, pk: int, given: EndInvestmentIn) -> Any:
    """An approved investment ends on this day."""
    person = person_of(request)
    return operations.end_investment(person=person, investment=visible(person, Investment, pk), on=given.on, seen=given.seen)
