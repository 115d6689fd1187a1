"""Stakeholders, expectations and objectives for programs."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Schema

from headway.web.accounts.queries import person_of
from headway.web.vision import operations
from headway.web.vision.api.resources import Resource, Told, router, serve
from headway.web.vision.models import (
    Expectation,
    ExpectedFamily,
    Objective,
    ObjectiveState,
    Stakeholder,
    StakeholderKind,
)
from headway.web.vision.queries import visible


class StakeholderIn(Schema):
    unit_id: int
    name: str
    kind: StakeholderKind
    description: str = ""
    retired_on: date | None = None


class StakeholderOut(Told, StakeholderIn):
    pass


class ExpectationIn(Schema):
    unit_id: int
    stakeholder_id: int
    entity_id: int | None = None
    statement: str
    family: ExpectedFamily
    aspect: str = ""
    retired_on: date | None = None


class ExpectationOut(Told, ExpectationIn):
    pass


class ObjectiveIn(Schema):
    unit_id: int
    title: str
    outcome: str
    for_whom: str = ""
    by_when: date | None = None
    parent_id: int | None = None
    level: str = ""
    entity_id: int | None = None
    owner_id: int | None = None
    provider_part: str = ""
    consumer_part: str = ""
    provider_costs: str = ""
    consumer_costs: str = ""
    provider_risks: str = ""
    consumer_risks: str = ""


class ObjectiveOut(Told, ObjectiveIn):
    state: ObjectiveState
    state_reason: str
    state_on: date | None


class ObjectiveCloseIn(Schema):
    state: ObjectiveState
    reason: str
    seen: int | None = None


serve(Resource(
    path="stakeholders", one="stakeholder", many="stakeholders", model=Stakeholder, given=StakeholderIn, told=StakeholderOut,
    add=operations.add_stakeholder,
    change=lambda person, row, seen, values: operations.change_stakeholder(person=person, stakeholder=row, seen=seen, **values)))
serve(Resource(
    path="expectations", one="expectation", many="expectations", model=Expectation, given=ExpectationIn, told=ExpectationOut,
    add=operations.add_expectation,
    change=lambda person, row, seen, values: operations.change_expectation(person=person, expectation=row, seen=seen, **values)))
serve(Resource(
    path="objectives", one="objective", many="objectives", model=Objective, given=ObjectiveIn, told=ObjectiveOut,
    add=operations.add_objective,
    change=lambda person, row, seen, values: operations.change_objective(person=person, objective=row, seen=seen, **values)))


@router.post("/objectives/{pk}/close", response=ObjectiveOut, operation_id="vision_close_objective")
def close(request: HttpRequest, pk: int, given: ObjectiveCloseIn) -> Any:
    """Say that an objective is reached, or dropped, and why."""
    person = person_of(request)
    return operations.close_objective(person=person, objective=visible(person, Objective, pk), state=given.state,
                                      reason=given.reason, on=timezone.localdate(), seen=given.seen)


@router.post("/objectives/{pk}/reopen", response=ObjectiveOut, operation_id="vision_reopen_objective")
def reopen(request: HttpRequest, pk: int) -> Any:
    """Open a closed objective again."""
    person = person_of(request)
    return operations.reopen_objective(person=person, objective=visible(person, Objective, pk), on=timezone.localdate())
