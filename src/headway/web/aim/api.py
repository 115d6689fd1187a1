"""Step 3 for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Field, Router, Schema, Status

from headway.web.accounts.models import User
from headway.web.accounts.queries import person_of
from headway.web.aim import operations, queries
from headway.web.aim.models import Balancing, Side, Target
from headway.web.ground.declined import Declined
from headway.web.measure.models import Baseline, Kpi
from headway.web.measure.queries.sight import visible as visible_of_measure
from headway.web.register.models import Improvement
from headway.web.register.queries import visible

router = Router(tags=["aim"])
Key = Annotated[int, Field(ge=1, le=2 ** 62)]
Amount = Annotated[str, Field(min_length=1, max_length=40)]
Line = Annotated[str, Field(max_length=400)]


class TargetIn(Schema):
    """A target on a measure: `baseline_id` of this improvement, or `kpi_id`, which is guarded to be like the baseline's."""

    family: Side
    baseline_id: Key | None = None
    kpi_id: Key | None = None
    given: Amount
    due_on: date
    smallest: Annotated[str, Field(max_length=40)] = ""
    direction: Annotated[str, Field(pattern="^(up|down)?$")] = ""


class TargetChange(TargetIn):
    seen: int | None = None


class TargetOut(Schema):
    """A target, or (without a value) the reason why a family has none. `smallest` is a share of the level, or a difference."""

    id: int
    version: int
    improvement_id: int
    family: str
    kpi_id: int | None
    baseline_id: int | None
    what: str
    direction: str
    given: str
    value: float | None
    due_on: date | None
    smallest: float | None
    realism: str
    facts: dict[str, Any]
    no_target: str


class NoTargetIn(Schema):
    family: Side
    reason: Annotated[str, Field(min_length=1, max_length=400)]


class BalancingIn(Schema):
    kpi_id: Key
    given: Amount
    why: Line = ""


class BalancingChange(BalancingIn):
    seen: int | None = None


class BalancingOut(Schema):
    id: int
    version: int
    improvement_id: int
    kpi_id: int
    given: str
    tolerated: float
    why: str


class StepDone(Schema):
    """The route after it: seven letters, "." open, "d" done, "s" skipped."""

    id: int
    route: str
    step: int


def wanted(given: TargetIn, improvement: Improvement, person: User) -> operations.Wanted:
    measure: Baseline | Kpi
    if given.baseline_id is not None:
        measure = visible_of_measure(person, Baseline, given.baseline_id)
    elif given.kpi_id is not None:
        measure = visible_of_measure(person, Kpi, given.kpi_id)
    else:
        raise Declined("no_baseline", name="–")
    return operations.Wanted(family=given.family, measure=measure, given=given.given, due_on=given.due_on,
                             smallest=given.smallest, direction=given.direction)


@router.get("/improvements/{pk}/targets", response=list[TargetOut], operation_id="aim_targets")
def targets(request: HttpRequest, pk: int) -> Any:
    """Targets in force, and the reasons why a family has none."""
    return list(queries.targets_in_force(visible(person_of(request), pk)))


@router.post("/improvements/{pk}/targets", response={201: TargetOut}, operation_id="aim_set_target")
def set_target(request: HttpRequest, pk: int, given: TargetIn) -> Any:
    """Set a target on the measure that step 2 froze; another measure is refused (`unlike_measures`, `no_baseline`)."""
    person = person_of(request)
    improvement = visible(person, pk)
    return Status(201, operations.set_target(improvement, by=person, wanted=wanted(given, improvement, person)))


@router.put("/targets/{pk}", response=TargetOut, operation_id="aim_change_target")
def change_target(request: HttpRequest, pk: int, given: TargetChange) -> Any:
    """Change a target, as long as step 3 is not done."""
    person = person_of(request)
    target = queries.visible(person, Target, pk)
    if target.value is None:
        raise Http404
    return operations.set_target(target.improvement, by=person, wanted=wanted(given, target.improvement, person), target=target,
                                 seen=given.seen)


@router.post("/improvements/{pk}/no-target", response={201: TargetOut}, operation_id="aim_give_reason")
def give_reason(request: HttpRequest, pk: int, given: NoTargetIn) -> Any:
    """Say why a family has no target."""
    person = person_of(request)
    return Status(201, operations.give_reason(visible(person, pk), by=person, family=given.family, reason=given.reason))


@router.delete("/targets/{pk}", response={204: None}, operation_id="aim_withdraw_target")
def withdraw_target(request: HttpRequest, pk: int) -> Any:
    """Take a target or a reason back."""
    person = person_of(request)
    operations.withdraw_target(queries.visible(person, Target, pk), by=person)
    return Status(204, None)


@router.get("/improvements/{pk}/balances", response=list[BalancingOut], operation_id="aim_balances")
def balances(request: HttpRequest, pk: int) -> Any:
    """Measures that must not get worse, with what is tolerated."""
    return list(queries.balancings_in_force(visible(person_of(request), pk)))


@router.post("/improvements/{pk}/balances", response={201: BalancingOut}, operation_id="aim_watch_measure")
def watch_measure(request: HttpRequest, pk: int, given: BalancingIn) -> Any:
    """Name a measure that must not get worse."""
    person = person_of(request)
    improvement = visible(person, pk)
    return Status(201, operations.watch_measure(improvement, by=person, kpi=visible_of_measure(person, Kpi, given.kpi_id),
                                                given=given.given, why=given.why))


@router.put("/balances/{pk}", response=BalancingOut, operation_id="aim_change_balance")
def change_balance(request: HttpRequest, pk: int, given: BalancingChange) -> Any:
    """Change what is tolerated."""
    person = person_of(request)
    row = queries.visible(person, Balancing, pk)
    return operations.watch_measure(row.improvement, by=person, kpi=visible_of_measure(person, Kpi, given.kpi_id),
                                    given=given.given, why=given.why, balancing=row, seen=given.seen)


@router.delete("/balances/{pk}", response={204: None}, operation_id="aim_watch_no_more")
def watch_no_more(request: HttpRequest, pk: int) -> Any:
    """Watch a measure no more."""
    person = person_of(request)
    operations.watch_no_more(queries.visible(person, Balancing, pk), by=person)
    return Status(204, None)


@router.post("/improvements/{pk}/targets/done", response=StepDone, operation_id="aim_settle_targets")
def settle(request: HttpRequest, pk: int) -> Any:
    """Step 3 is done, once its gate holds."""
    person = person_of(request)
    return operations.settle_targets(visible(person, pk), by=person)
