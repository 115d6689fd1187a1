"""Step 5 for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema, Status

from headway.web.accounts.models import User
from headway.web.accounts.queries import in_sight, organisation_of, person_of
from headway.web.act import operations, queries
from headway.web.act.models import Intervention, OtherEvent, Pilot, Reach, Recording, Task, TaskState
from headway.web.act.operations.interventions import Change
from headway.web.aim.api import Key, StepDone
from headway.web.ground.cursor import PageOf, page_of
from headway.web.register.models import Improvement
from headway.web.register.queries import members, visible, visible_entity

router = Router(tags=["act"])
Title = Annotated[str, Field(min_length=1, max_length=200)]
Name = Annotated[str, Field(min_length=1, max_length=160)]
Line = Annotated[str, Field(max_length=400)]
Reason = Annotated[str, Field(min_length=1, max_length=400)]


class Seen(Schema):
    seen: int | None = None


class TaskIn(Schema):
    title: Title
    note: Annotated[str, Field(max_length=4000)] = ""
    activity: Annotated[str, Field(max_length=120)] = ""
    owner_id: Key | None = None
    due_on: date | None = None
    pilot_id: Key | None = None


class TaskChange(TaskIn, Seen):
    pass


class WantedAnswerOut(Schema):
    """What is asked, of which improvement (null: an investment); `href` is the page on which it is answered."""

    what: str
    improvement_pk: int | None
    about: str
    asked_by: str
    asked_at: datetime
    words: str
    href: str


class TaskOut(TaskIn):
    id: int
    version: int
    improvement_id: int
    state: str


class TaskMoveIn(Seen):
    state: TaskState


class PilotIn(Schema):
    name: Name
    scope: Annotated[str, Field(min_length=1, max_length=2000)]
    left_out: Line = ""
    starts_on: date
    ends_on: date | None = None
    works_if: Line = ""


class PilotChange(PilotIn, Seen):
    pass


class PilotOut(PilotIn):
    id: int
    version: int
    improvement_id: int
    outcome: str
    ended_on: date | None


class PilotEndIn(Schema):
    ended_on: date
    outcome: Annotated[str, Field(min_length=1, max_length=4000)]


class InterventionIn(Schema):
    """What changed, since when, for whom; `recording` answers whether it changes how things are recorded."""

    what: Title
    starts_on: date
    in_full_on: date | None = None
    reach: Reach = Reach.ALL
    pilot_id: Key | None = None
    exposed: Line
    entity_ids: Annotated[list[Key], Field(max_length=200)] = Field(default_factory=list)
    recording: Recording
    recording_note: Line = ""


class InterventionChange(InterventionIn, Seen):
    pass


class InterventionOut(InterventionIn):
    id: int
    version: int
    improvement_id: int
    option_id: int | None
    follows_id: int | None
    undone_on: date | None
    undone_because: str
    withdrawn_because: str

    @staticmethod
    def resolve_entity_ids(row: Intervention) -> list[int]:
        return sorted(entity.pk for entity in row.entities.all())


class UndoIn(Schema):
    undone_on: date
    because: Reason


class ChangeReasonIn(Schema):
    reason: Reason


class EventIn(Schema):
    what: Title
    starts_on: date
    ends_on: date | None = None
    note: Line = ""


class EventChange(EventIn, Seen):
    pass


class EventOut(EventIn):
    id: int
    version: int
    improvement_id: int


def given_task(given: TaskIn, improvement: Improvement, person: User) -> dict[str, Any]:
    told = given.model_dump(exclude={"seen", "owner_id", "pilot_id"})
    owner = get_object_or_404(members(improvement.organisation), pk=given.owner_id) if given.owner_id else None
    return told | {"owner": owner, "pilot": queries.visible(person, Pilot, given.pilot_id) if given.pilot_id else None}


def change_of(given: InterventionIn, person: User) -> Change:
    pilot = queries.visible(person, Pilot, given.pilot_id) if given.pilot_id else None
    return Change(what=given.what, starts_on=given.starts_on, in_full_on=given.in_full_on, reach=given.reach, pilot=pilot,
                  exposed=given.exposed, entities=[visible_entity(person, pk) for pk in given.entity_ids],
                  recording=given.recording, recording_note=given.recording_note)


@router.get("/tasks", response=PageOf[TaskOut], operation_id="act_own_tasks")
def own_tasks(request: HttpRequest, after: str | None = None) -> Any:
    """One's own tasks that have not ended, the ones due first at the top."""
    rows = Task.objects.filter(in_sight(person_of(request), field="improvement__unit"), owner=person_of(request),
                               improvement__organisation=organisation_of(request)).exclude(state__in=queries.ENDED)
    return page_of(rows, order=("due_order", "pk"), after=after)


@router.get("/answers-wanted", response=list[WantedAnswerOut], operation_id="act_wanted_answers")
def wanted_answers(request: HttpRequest) -> Any:
    """Plans, quick wins and investments that wait for one's answer as an approver, those that wait longest first."""
    return list(queries.wanted_answers(person_of(request), organisation_of(request)))


@router.get("/improvements/{pk}/tasks", response=PageOf[TaskOut], operation_id="act_tasks")
def tasks(request: HttpRequest, pk: int, after: str | None = None) -> Any:
    """The tasks of an improvement, the ones due first at the top."""
    return page_of(queries.tasks_of(visible(person_of(request), pk)), order=("due_order", "pk"), after=after)


@router.post("/improvements/{pk}/tasks", response={201: TaskOut}, operation_id="act_put_task")
def put_task(request: HttpRequest, pk: int, given: TaskIn) -> Any:
    """Write a task down; its owner gets a letter."""
    person = person_of(request)
    improvement = visible(person, pk)
    return Status(201, operations.put_task(improvement, by=person, given=given_task(given, improvement, person)))


@router.put("/tasks/{pk}", response=TaskOut, operation_id="act_change_task")
def change_task(request: HttpRequest, pk: int, given: TaskChange) -> Any:
    """Change a task."""
    person = person_of(request)
    row = queries.visible(person, Task, pk)
    return operations.put_task(row.improvement, by=person, given=given_task(given, row.improvement, person), task=row,
                               seen=given.seen)


@router.post("/tasks/{pk}/move", response=TaskOut, operation_id="act_move_task")
def move_task(request: HttpRequest, pk: int, given: TaskMoveIn) -> Any:
    """Take a task in hand, end it, drop it, or open it again."""
    person = person_of(request)
    return operations.move_task(queries.visible(person, Task, pk), by=person, state=given.state, seen=given.seen)


@router.get("/improvements/{pk}/pilots", response=list[PilotOut], operation_id="act_pilots")
def pilots(request: HttpRequest, pk: int) -> Any:
    """Pilots with their scope."""
    return list(Pilot.objects.filter(improvement=visible(person_of(request), pk)).order_by("starts_on", "pk"))


@router.post("/improvements/{pk}/pilots", response={201: PilotOut}, operation_id="act_put_pilot")
def put_pilot(request: HttpRequest, pk: int, given: PilotIn) -> Any:
    """Set up a pilot."""
    person = person_of(request)
    return Status(201, operations.put_pilot(visible(person, pk), by=person, given=given.model_dump()))


@router.put("/pilots/{pk}", response=PilotOut, operation_id="act_change_pilot")
def change_pilot(request: HttpRequest, pk: int, given: PilotChange) -> Any:
    """Change a pilot that has not ended."""
    person = person_of(request)
    row = queries.visible(person, Pilot, pk)
    return operations.put_pilot(row.improvement, by=person, given=given.model_dump(exclude={"seen"}), pilot=row, seen=given.seen)


@router.post("/pilots/{pk}/end", response=PilotOut, operation_id="act_end_pilot")
def end_pilot(request: HttpRequest, pk: int, given: PilotEndIn) -> Any:
    """End a pilot and say what came of it."""
    person = person_of(request)
    return operations.end_pilot(queries.visible(person, Pilot, pk), by=person, ended_on=given.ended_on, outcome=given.outcome)


@router.get("/improvements/{pk}/changes", response=list[InterventionOut], operation_id="act_interventions")
def interventions(request: HttpRequest, pk: int) -> Any:
    """What was changed, when, for whom."""
    return list(queries.interventions_of(visible(person_of(request), pk)).prefetch_related("entities"))


@router.post("/improvements/{pk}/changes", response={201: InterventionOut}, operation_id="act_date_intervention")
def date_intervention(request: HttpRequest, pk: int, given: InterventionIn) -> Any:
    """Date a change that has happened."""
    person = person_of(request)
    return Status(201, operations.date_intervention(visible(person, pk), by=person, change=change_of(given, person)))


@router.put("/changes/{pk}", response=InterventionOut, operation_id="act_correct_intervention")
def correct_intervention(request: HttpRequest, pk: int, given: InterventionChange) -> Any:
    """Correct what was recorded, as long as no verdict stands on it."""
    person = person_of(request)
    return operations.correct_intervention(queries.visible(person, Intervention, pk), by=person, change=change_of(given, person),
                                           seen=given.seen)


@router.post("/changes/{pk}/undo", response=InterventionOut, operation_id="act_undo_intervention")
def undo_intervention(request: HttpRequest, pk: int, given: UndoIn) -> Any:
    """Say that a change was undone, and when."""
    person = person_of(request)
    return operations.undo_intervention(queries.visible(person, Intervention, pk), by=person, undone_on=given.undone_on,
                                        because=given.because)


@router.post("/changes/{pk}/withdraw", response=InterventionOut, operation_id="act_withdraw_intervention")
def withdraw_intervention(request: HttpRequest, pk: int, given: ChangeReasonIn) -> Any:
    """Take an entry back that was a mistake."""
    person = person_of(request)
    return operations.withdraw_intervention(queries.visible(person, Intervention, pk), by=person, reason=given.reason)


@router.get("/improvements/{pk}/events", response=list[EventOut], operation_id="act_events")
def events(request: HttpRequest, pk: int) -> Any:
    """What else happened at the time."""
    return list(OtherEvent.objects.filter(improvement=visible(person_of(request), pk)).order_by("starts_on", "pk"))


@router.post("/improvements/{pk}/events", response={201: EventOut}, operation_id="act_put_event")
def put_event(request: HttpRequest, pk: int, given: EventIn) -> Any:
    """Write down something else that happened."""
    person = person_of(request)
    return Status(201, operations.put_event(visible(person, pk), by=person, given=given.model_dump()))


@router.put("/events/{pk}", response=EventOut, operation_id="act_change_event")
def change_event(request: HttpRequest, pk: int, given: EventChange) -> Any:
    """Correct what happened."""
    person = person_of(request)
    row = queries.visible(person, OtherEvent, pk)
    return operations.put_event(row.improvement, by=person, given=given.model_dump(exclude={"seen"}), event=row, seen=given.seen)


@router.delete("/events/{pk}", response={204: None}, operation_id="act_drop_event")
def drop_event(request: HttpRequest, pk: int) -> Any:
    """Take it out; the audit keeps what it was."""
    person = person_of(request)
    operations.drop_event(queries.visible(person, OtherEvent, pk), by=person)
    return Status(204, None)


@router.post("/improvements/{pk}/action/done", response=StepDone, operation_id="act_settle_action")
def settle(request: HttpRequest, pk: int) -> Any:
    """Step 5 is done, once something was changed, on a day, for somebody."""
    person = person_of(request)
    return operations.settle_action(visible(person, pk), by=person)
