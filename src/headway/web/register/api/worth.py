"""Benefits, costs, rules of conversion."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Schema, Status

from headway.web.accounts.queries import in_sight, person_of, visible_organisation
from headway.web.register import operations, queries
from headway.web.register.api.router import router
from headway.web.register.evidence import GRADE_OF, EvidenceKind
from headway.web.register.models import Benefit, Cost
from headway.web.register.states import Column, Realised, Recurrence

UNIT = "improvement__unit"
TIED = ("improvement__unit", "improvement__organisation")
Amount = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]
What = Annotated[str, Field(min_length=1, max_length=200)]
UnitName = Annotated[str, Field(min_length=1, max_length=40)]


class BenefitIn(Schema):
    column: Column
    what: What
    amount: Amount
    low: Amount | None = None
    high: Amount | None = None
    unit: UnitName
    recurrence: Recurrence = Recurrence.YEARLY
    realised: Realised = Realised.NEITHER
    evidence_kind: EvidenceKind = EvidenceKind.ESTIMATE
    note: Annotated[str, Field(max_length=400)] = ""


class BenefitChange(BenefitIn):
    seen: int | None = None


class BenefitOut(BenefitIn):
    id: int
    version: int
    grade: str

    @staticmethod
    def resolve_grade(row: Benefit) -> str:
        return GRADE_OF[EvidenceKind(row.evidence_kind)].value


class CostIn(Schema):
    what: What
    amount: Amount
    unit: UnitName
    recurrence: Recurrence = Recurrence.ONE_OFF
    spent_on: date | None = None


class CostOut(CostIn):
    id: int


class RuleIn(Schema):
    unit: UnitName
    worth: Annotated[Decimal, Field(max_digits=14, decimal_places=4)]
    currency: Annotated[str, Field(pattern=r"^[A-Za-z]{3}$")]
    realised: Realised = Realised.CAPACITY
    since: date
    note: Annotated[str, Field(min_length=1, max_length=400)]


class RuleOut(RuleIn):
    id: int
    rule_version: int
    signed_by_id: int | None


@router.get("/improvements/{pk}/benefits", response=list[BenefitOut], operation_id="register_benefits")
def benefits(request: HttpRequest, pk: int) -> Any:
    """Benefits in three columns that don't add up: expected, forecast, verified."""
    return list(queries.visible(person_of(request), pk).benefits.order_by("pk"))


@router.post("/improvements/{pk}/benefits", response={201: BenefitOut}, operation_id="register_put_benefit")
def put_benefit(request: HttpRequest, pk: int, given: BenefitIn) -> Any:
    """Add a benefit."""
    person = person_of(request)
    return Status(201, operations.put_benefit(queries.visible(person, pk), by=person, given=given.model_dump()))


@router.put("/benefits/{pk}", response=BenefitOut, operation_id="register_change_benefit")
def change_benefit(request: HttpRequest, pk: int, given: BenefitChange) -> Any:
    """Change a benefit."""
    person = person_of(request)
    row = get_object_or_404(Benefit.objects.select_related(*TIED).filter(in_sight(person, field=UNIT)), pk=pk)
    return operations.put_benefit(row.improvement, by=person, given=given.model_dump(exclude={"seen"}), benefit=row,
                                  seen=given.seen)


@router.delete("/benefits/{pk}", response={204: None}, operation_id="register_drop_benefit")
def drop_benefit(request: HttpRequest, pk: int) -> Any:
    """Remove a benefit; the audit keeps what it was."""
    person = person_of(request)
    operations.drop_benefit(get_object_or_404(Benefit.objects.select_related(*TIED).filter(in_sight(person, field=UNIT)), pk=pk),
                            by=person)
    return Status(204, None)


@router.get("/improvements/{pk}/costs", response=list[CostOut], operation_id="register_costs")
def costs(request: HttpRequest, pk: int) -> Any:
    """What was spent."""
    return list(queries.visible(person_of(request), pk).costs.order_by("pk"))


@router.post("/improvements/{pk}/costs", response={201: CostOut}, operation_id="register_put_cost")
def put_cost(request: HttpRequest, pk: int, given: CostIn) -> Any:
    """Add what was spent."""
    person = person_of(request)
    return Status(201, operations.put_cost(queries.visible(person, pk), by=person, given=given.model_dump()))


@router.delete("/costs/{pk}", response={204: None}, operation_id="register_drop_cost")
def drop_cost(request: HttpRequest, pk: int) -> Any:
    """Remove a cost; the audit keeps what it was."""
    person = person_of(request)
    operations.drop_cost(get_object_or_404(Cost.objects.select_related(*TIED).filter(in_sight(person, field=UNIT)), pk=pk),
                         by=person)
    return Status(204, None)


@router.get("/organisations/{pk}/rules", response=list[RuleOut], operation_id="register_rules")
def rules(request: HttpRequest, pk: int) -> Any:
    """What one unit is worth, by unit, the newest first."""
    return list(queries.rules(visible_organisation(person_of(request), pk)))


@router.post("/organisations/{pk}/rules", response={201: RuleOut}, operation_id="register_sign_rule")
def sign_rule(request: HttpRequest, pk: int, given: RuleIn) -> Any:
    """Sign what one unit is worth from a day on."""
    person = person_of(request)
    organisation = visible_organisation(person, pk)
    return Status(201, operations.sign_rule(by=person, organisation=organisation, **given.model_dump()))
