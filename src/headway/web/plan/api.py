"""Step 4 for programs."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from headway.web.accounts.models import User
from headway.web.accounts.queries import in_sight, organisation_of, person_of
from headway.web.aim.api import Key, StepDone
from headway.web.aim.models import Target
from headway.web.aim.queries import visible as visible_target
from headway.web.ground.answers import JobOut
from headway.web.plan import operations, queries
from headway.web.plan.models import Approval, Option
from headway.web.register.queries import visible, visible_entity
from headway.web.register.states import Realised, Recurrence
from headway.web.vision.models import Entity
from headway.web.vision.operations import Step

router = Router(tags=["plan"])
Amount = Annotated[Decimal, Field(max_digits=16, decimal_places=2)]
OneToFive = Annotated[int, Field(ge=1, le=5)]
UnitName = Annotated[str, Field(max_length=40)]
Line = Annotated[str, Field(max_length=400)]
Terms = Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=60)]


class NothingIn(Schema):
    """What doing nothing costs and risks."""

    description: Annotated[str, Field(max_length=8000)] = ""
    cost: Amount | None = None
    cost_low: Amount | None = None
    cost_high: Amount | None = None
    cost_unit: UnitName = ""
    cost_recurrence: Recurrence = Recurrence.ONE_OFF
    effort_days: Annotated[Decimal, Field(max_digits=8, decimal_places=1, ge=0)] | None = None
    risk: Annotated[str, Field(max_length=4000)] = ""
    likelihood: OneToFive | None = None
    harm: OneToFive | None = None
    answer_to_risk: Line = ""


class OptionIn(NothingIn):
    """An option. Amounts that are typed are expected, never more."""

    name: Annotated[str, Field(min_length=1, max_length=160)]
    benefit: Amount | None = None
    benefit_low: Amount | None = None
    benefit_high: Amount | None = None
    benefit_unit: UnitName = ""
    benefit_recurrence: Recurrence = Recurrence.YEARLY
    benefit_realised: Realised = Realised.NEITHER
    benefit_note: Line = ""
    gain_activities: Terms = Field(default_factory=list)
    work_activities: Terms = Field(default_factory=list)
    stream_id: Key | None = None
    target_id: Key | None = None
    hope_given: UnitName = ""


class OptionChange(OptionIn):
    seen: int | None = None


class NothingChange(NothingIn):
    seen: int | None = None


class OptionOut(OptionIn):
    """`plan_check` is what headway.plan_check said of target and hope, empty until it is worked out."""

    id: int
    version: int
    improvement_id: int
    does_nothing: bool
    benefit_grade: str
    hope: float | None
    plan_check: dict[str, Any]
    plan_checked_at: datetime | None
    chosen_at: datetime | None
    chosen_because: str
    withdrawn_at: datetime | None
    withdrawn_because: str

    @staticmethod
    def resolve_benefit_grade(row: Option) -> str:
        return queries.GRADE_TYPED.value


class WhyIn(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=400)]
    seen: int | None = None


class ToBeStepIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=120)]
    description: Annotated[str, Field(max_length=1000)] = ""
    activity: Annotated[str, Field(max_length=120)] = ""
    practice_id: Key | None = None
    team_id: Key | None = None


class ToBeStepsIn(Schema):
    steps: Annotated[list[ToBeStepIn], Field(max_length=60)]
    seen: int | None = None


class AskIn(Schema):
    words: Annotated[str, Field(max_length=1000)] = ""


class ApprovalAnswerIn(Schema):
    granted: bool
    answer: Annotated[str, Field(max_length=1000)] = ""


class ApprovalOut(Schema):
    id: int
    option_id: int
    asked_by_id: int | None
    asked_at: datetime
    words: str
    digest: str
    asked_about: dict[str, Any]
    because: dict[str, str]
    answered_by_id: int | None
    answered_at: datetime | None
    granted: bool | None
    answer: str


class ApprovalPolicyIn(Schema):
    """From which size on a plan wants an approval; null asks nothing. Without `entity_id` it is the organisation's."""

    entity_id: Key | None = None
    from_days: Annotated[Decimal, Field(max_digits=8, decimal_places=1, ge=0)] | None = None
    from_cost: Annotated[Decimal, Field(max_digits=16, decimal_places=2, ge=0)] | None = None
    cost_unit: UnitName = ""
    seen: int | None = None


class ApprovalPolicyOut(Schema):
    id: int
    version: int
    entity_id: int | None
    from_days: Decimal | None
    from_cost: Decimal | None
    cost_unit: str


def given_option(given: OptionIn, person: User) -> dict[str, Any]:
    told = given.model_dump(exclude={"seen", "stream_id", "target_id"})
    return told | {"stream": visible_entity(person, given.stream_id) if given.stream_id else None,
                   "target": visible_target(person, Target, given.target_id) if given.target_id else None}


@router.get("/improvements/{pk}/options", response=list[OptionOut], operation_id="plan_options")
def options(request: HttpRequest, pk: int) -> Any:
    """The options of an improvement, doing nothing among them once another is written down; withdrawn ones too."""
    return list(Option.objects.filter(improvement=visible(person_of(request), pk)).order_by("-does_nothing", "pk"))


@router.post("/improvements/{pk}/options", response={201: OptionOut}, operation_id="plan_put_option")
def put_option(request: HttpRequest, pk: int, given: OptionIn) -> Any:
    """Write an option down. With a target and a hope, a job works out how long until it could be seen."""
    person = person_of(request)
    return Status(201, operations.put_option(visible(person, pk), by=person, given=given_option(given, person)))


@router.put("/options/{pk}", response=OptionOut, operation_id="plan_change_option")
def change_option(request: HttpRequest, pk: int, given: OptionChange) -> Any:
    """Change an option, as long as step 4 is not done."""
    person = person_of(request)
    row = queries.visible(person, pk)
    return operations.put_option(row.improvement, by=person, given=given_option(given, person), option=row, seen=given.seen)


@router.put("/improvements/{pk}/options/nothing", response=OptionOut, operation_id="plan_put_nothing")
def put_nothing(request: HttpRequest, pk: int, given: NothingChange) -> Any:
    """Say what doing nothing costs and risks."""
    person = person_of(request)
    return operations.put_nothing(visible(person, pk), by=person, given=given.model_dump(exclude={"seen"}), seen=given.seen)


@router.post("/options/{pk}/withdraw", response=OptionOut, operation_id="plan_withdraw_option")
def withdraw_option(request: HttpRequest, pk: int, given: WhyIn) -> Any:
    """Leave an option out; it stays to be read."""
    person = person_of(request)
    return operations.withdraw_option(queries.visible(person, pk), by=person, reason=given.reason)


@router.post("/options/{pk}/choose", response=OptionOut, operation_id="plan_choose")
def choose(request: HttpRequest, pk: int, given: WhyIn) -> Any:
    """Choose an option as the plan."""
    person = person_of(request)
    return operations.choose(queries.visible(person, pk), by=person, because=given.reason, seen=given.seen)


@router.put("/options/{pk}/to-be", response=list[ToBeStepIn], operation_id="plan_draw_to_be")
def draw_to_be(request: HttpRequest, pk: int, given: ToBeStepsIn) -> Any:
    """How the value stream would be with this option."""
    person = person_of(request)

    def entity(key: int | None) -> Entity | None:
        return visible_entity(person, key) if key else None

    row = queries.visible(person, pk)
    return operations.draw_to_be(row, by=person, seen=given.seen, steps=[
        Step(name=step.name, description=step.description, activity=step.activity, practice=entity(step.practice_id),
             team=entity(step.team_id)) for step in given.steps])


@router.post("/options/{pk}/check", response={202: JobOut}, operation_id="plan_ask_plan_check")
def plan_check(request: HttpRequest, pk: int) -> Any:
    """Work out again, by a job, how long until the effect hoped for could be seen."""
    person = person_of(request)
    return Status(202, JobOut(job=operations.ask_plan_check(queries.visible(person, pk), by=person).pk))


@router.get("/options/{pk}/approvals", response=list[ApprovalOut], operation_id="plan_approvals")
def approvals(request: HttpRequest, pk: int) -> Any:
    """What was asked about an option, and the answers."""
    return list(Approval.objects.filter(option=queries.visible(person_of(request), pk)).order_by("-pk"))


@router.post("/options/{pk}/approvals", response={201: ApprovalOut}, operation_id="plan_ask_approval")
def ask_approval(request: HttpRequest, pk: int, given: AskIn) -> Any:
    """Ask whether the chosen plan may go ahead."""
    person = person_of(request)
    return Status(201, operations.ask_approval(queries.visible(person, pk), by=person, words=given.words))


@router.post("/approvals/{pk}/answer", response=ApprovalOut, operation_id="plan_answer_approval")
def answer(request: HttpRequest, pk: int, given: ApprovalAnswerIn) -> Any:
    """Answer as an approver; never one's own request."""
    person = person_of(request)
    return operations.answer_approval(queries.visible_approval(person, pk), by=person, granted=given.granted, answer=given.answer)


@router.post("/improvements/{pk}/options/done", response=StepDone, operation_id="plan_settle_plan")
def settle(request: HttpRequest, pk: int) -> Any:
    """Step 4 is done, once its gate holds."""
    person = person_of(request)
    return operations.settle_plan(visible(person, pk), by=person)


@router.get("/policies", response=list[ApprovalPolicyOut], operation_id="plan_policies")
def policies(request: HttpRequest) -> Any:
    """From which size on a plan wants an approval, by backlog."""
    return list(queries.policies(person_of(request), organisation_of(request)))


@router.put("/policies", response=ApprovalPolicyOut, operation_id="plan_keep_policy")
def keep_policy(request: HttpRequest, given: ApprovalPolicyIn) -> Any:
    """Set the limits of a backlog, or of the organisation."""
    person, organisation = person_of(request), organisation_of(request)
    entity = None
    if given.entity_id is not None:
        rows = Entity.objects.filter(in_sight(person), unit__organisation=organisation).select_related("unit")
        entity = get_object_or_404(rows, pk=given.entity_id)
    return operations.keep_policy(organisation, by=person, entity=entity, from_days=given.from_days, from_cost=given.from_cost,
                                  cost_unit=given.cost_unit, seen=given.seen)


@router.delete("/policies/{pk}", response={204: None}, operation_id="plan_drop_policy")
def drop_policy(request: HttpRequest, pk: int) -> Any:
    """Drop the limits of a backlog, or of the organisation."""
    person = person_of(request)
    found = queries.policies_in_sight(person).filter(pk=pk).first()
    if found is None:
        raise Http404
    operations.drop_policy(found, by=person)
    return Status(204, None)
