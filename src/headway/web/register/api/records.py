"""Records: ideas, fields, steps, states, quick wins, iterations."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Schema, Status

from headway.web.accounts.queries import audit_page, in_sight, organisation_of, person_of
from headway.web.ground.cursor import PageOf
from headway.web.ground.declined import Declined
from headway.web.register import operations, queries
from headway.web.register.api.router import router
from headway.web.register.api.shapes import (
    ChangesIn,
    IdeaIn,
    ImprovementOut,
    Key,
    Line,
    Text,
    Title,
    WholeImprovementOut,
    changes,
)
from headway.web.register.models import QuickWin
from headway.web.register.states import Closure

StepNumber = Annotated[int, Field(ge=1, le=7)]


class StepOut(Schema):
    """One row of a step's history; the newest of a step counts."""

    id: int
    step: int
    state: str
    reason: str
    by_id: int | None
    at: datetime
    evidence_kind: str
    grade: str
    says: str
    digest: str
    facts: dict[str, Any]
    href: str


class ReasonIn(Schema):
    reason: Line
    seen: int | None = None


class SeenIn(Schema):
    seen: int | None = None


class TakeOnIn(SeenIn):
    owner_id: Key | None = None


class HoldIn(ReasonIn):
    until: date | None = None


class WithdrawIn(ReasonIn):
    same_as_id: Key | None = None


class CloseIn(SeenIn):
    closure: Closure
    reason: Line = ""


class AnswerIn(Schema):
    granted: bool
    answer: Line = ""


class QuickWinOut(Schema):
    id: int
    improvement_id: int
    asked_by_id: int | None
    asked_at: datetime
    reason: str
    granted: bool | None


class NextIn(Schema):
    title: Title
    idea: Text = ""


class ChangeOut(Schema):
    sequence: int
    at: datetime
    who: str
    action: str
    changes: list[tuple[str, str, str]]
    erased: bool


OUT: Any = {200: ImprovementOut}


@router.post("/ideas", response={201: ImprovementOut}, operation_id="register_file_idea")
def file_idea(request: HttpRequest, given: IdeaIn) -> Any:
    """File an idea; without an entity it goes to the organisation's own backlog."""
    person = person_of(request)
    entity = (queries.visible_entity(person, given.entity_id) if given.entity_id
              else queries.whole(organisation_of(request)))
    return Status(201, operations.file_idea(person=person, entity=entity, title=given.title, idea=given.idea))


@router.get("/improvements/{pk}", response=WholeImprovementOut, operation_id="register_improvement")
def improvement(request: HttpRequest, pk: int) -> Any:
    """One record with all its fields."""
    return queries.visible(person_of(request), pk)


@router.patch("/improvements/{pk}", response=OUT, operation_id="register_edit")
def edit(request: HttpRequest, pk: int, given: ChangesIn) -> Any:
    """Change the fields that are sent."""
    person = person_of(request)
    found = queries.visible(person, pk)
    return operations.edit(found, by=person, changes=changes(given, person=person, improvement=found), seen=given.seen)


@router.get("/improvements/{pk}/steps", response=list[StepOut], operation_id="register_steps")
def steps(request: HttpRequest, pk: int) -> Any:
    """What became of the steps, newest first."""
    return list(queries.visible(person_of(request), pk).step_records.order_by("-pk"))


@router.post("/improvements/{pk}/steps/{step}/complete", response=OUT, operation_id="register_complete_step")
def complete_step(request: HttpRequest, pk: int, step: StepNumber, given: SeenIn) -> Any:
    """Call step 1 done. The others are done by their evidence, where it is kept."""
    person = person_of(request)
    found = queries.visible(person, pk)
    if step != 1:
        operations.demand_running(person, found)
        raise Declined("step_wants_evidence", step=step)
    return operations.complete_first_step(found, by=person, seen=given.seen)


@router.post("/improvements/{pk}/steps/{step}/skip", response=OUT, operation_id="register_skip_step")
def skip_step(request: HttpRequest, pk: int, step: StepNumber, given: ReasonIn) -> Any:
    """Leave a step out, with a reason."""
    person = person_of(request)
    return operations.skip_step(queries.visible(person, pk), step, by=person, reason=given.reason)


@router.post("/improvements/{pk}/steps/{step}/reopen", response=OUT, operation_id="register_reopen_step")
def reopen_step(request: HttpRequest, pk: int, step: StepNumber, given: ReasonIn) -> Any:
    """Visit a step again; what was done in it stays in its history."""
    person = person_of(request)
    return operations.reopen_step(queries.visible(person, pk), step, by=person, reason=given.reason)


@router.post("/improvements/{pk}/take-on", response=OUT, operation_id="register_take_on")
def take_on(request: HttpRequest, pk: int, given: TakeOnIn) -> Any:
    """An idea becomes an improvement under way."""
    person = person_of(request)
    found = queries.visible(person, pk)
    owner = get_object_or_404(queries.members(found.organisation), pk=given.owner_id) if given.owner_id else None
    return operations.take_on(found, by=person, owner=owner, seen=given.seen)


@router.post("/improvements/{pk}/hold", response=OUT, operation_id="register_put_on_hold")
def put_on_hold(request: HttpRequest, pk: int, given: HoldIn) -> Any:
    """Put it on hold, with a reason and perhaps until a day."""
    person = person_of(request)
    return operations.put_on_hold(queries.visible(person, pk), by=person, reason=given.reason, until=given.until, seen=given.seen)


@router.post("/improvements/{pk}/resume", response=OUT, operation_id="register_resume")
def resume(request: HttpRequest, pk: int, given: SeenIn) -> Any:
    """Take it off hold."""
    person = person_of(request)
    return operations.resume(queries.visible(person, pk), by=person, seen=given.seen)


@router.post("/improvements/{pk}/withdraw", response=OUT, operation_id="register_withdraw")
def withdraw(request: HttpRequest, pk: int, given: WithdrawIn) -> Any:
    """Not wanted any more, or the same as another."""
    person = person_of(request)
    same_as = queries.visible(person, given.same_as_id) if given.same_as_id else None
    return operations.withdraw(queries.visible(person, pk), by=person, reason=given.reason, same_as=same_as, seen=given.seen)


@router.post("/improvements/{pk}/close", response=OUT, operation_id="register_close")
def close(request: HttpRequest, pk: int, given: CloseIn) -> Any:
    """End it with a code."""
    person = person_of(request)
    return operations.close(queries.visible(person, pk), by=person, closure=given.closure, reason=given.reason, seen=given.seen)


@router.post("/improvements/{pk}/open-again", response=OUT, operation_id="register_open_again")
def open_again(request: HttpRequest, pk: int, given: ReasonIn) -> Any:
    """Open what was closed or withdrawn."""
    person = person_of(request)
    return operations.open_again(queries.visible(person, pk), by=person, reason=given.reason, seen=given.seen)


@router.post("/improvements/{pk}/quick-win", response={201: QuickWinOut}, operation_id="register_ask_for_quick_win")
def ask_for_quick_win(request: HttpRequest, pk: int, given: ReasonIn) -> Any:
    """Ask an approver whether steps 2, 4 and 6 may be left out together."""
    person = person_of(request)
    return Status(201, operations.ask_for_quick_win(queries.visible(person, pk), by=person, reason=given.reason))


@router.get("/improvements/{pk}/quick-wins", response=list[QuickWinOut], operation_id="register_quick_wins")
def quick_wins(request: HttpRequest, pk: int) -> Any:
    """What was asked and answered, newest first."""
    return list(queries.visible(person_of(request), pk).quick_wins.order_by("-pk"))


@router.post("/quick-wins/{pk}/answer", response=OUT, operation_id="register_answer_quick_win")
def answer_quick_win(request: HttpRequest, pk: int, given: AnswerIn) -> Any:
    """The approver's answer."""
    person = person_of(request)
    asked = get_object_or_404(QuickWin.objects.filter(in_sight(person, field="improvement__unit")).select_related(
        "improvement__unit", "improvement__organisation", "asked_by"), pk=pk)
    return operations.answer_quick_win(asked, by=person, granted=given.granted, answer=given.answer)


@router.post("/improvements/{pk}/next", response={201: ImprovementOut}, operation_id="register_next_iteration")
def next_iteration(request: HttpRequest, pk: int, given: NextIn) -> Any:
    """Begin the next iteration as a record of its own."""
    person = person_of(request)
    return Status(201, operations.next_iteration(queries.visible(person, pk), by=person, title=given.title, idea=given.idea))


@router.get("/improvements/{pk}/history", response=PageOf[ChangeOut], operation_id="register_history")
def history(request: HttpRequest, pk: int, after: str | None = None) -> Any:
    """Every write to the record, newest first."""
    found = queries.visible(person_of(request), pk)
    return audit_page(found.organisation, after=after, subject="register.improvement", subject_id=str(pk))
