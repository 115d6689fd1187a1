"""How Headway reads an idea, for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.triage import Task
from headway.web.accounts.queries import person_of, visible_organisation
from headway.web.ground.answers import JobOut
from headway.web.register import operations, queries
from headway.web.register.api.router import router
from headway.web.register.models import Learnt


class ChoiceOut(Schema):
    id: str
    label: str
    share: int
    cues: list[str]
    chosen: bool


class QuestionAboutOut(Schema):
    task: Task
    sure: bool
    first: list[ChoiceOut]
    others: list[ChoiceOut]
    answered: bool


class LikeThisOut(Schema):
    pk: int
    number: str
    title: str
    state: str
    share: int
    shared: list[str]


class ReadingOut(Schema):
    questions: list[QuestionAboutOut]
    principles: list[ChoiceOut]
    doubles: list[LikeThisOut]
    learnt: int | None


class CorrectionIn(Schema):
    task: Task
    label: Annotated[str, Field(min_length=1, max_length=40)]


class PrincipleIn(Schema):
    principle: Annotated[str, Field(min_length=1, max_length=40)]    # the id of its term, as in "focus_on_value"


class WorthOut(Schema):
    task: Task
    n: int
    before: int
    after: int


class LearntOut(Schema):
    number: int
    at: datetime
    in_force: bool
    digest: str
    worth: list[WorthOut]


@router.get("/improvements/{pk}/reading", response=ReadingOut, operation_id="register_reading")
def reading(request: HttpRequest, pk: int) -> Any:
    """What it seems to be about, with the cues that decided, and what says much the same."""
    person = person_of(request)
    return queries.read(queries.visible(person, pk), person=person)


@router.post("/improvements/{pk}/reading", response=ReadingOut, operation_id="register_correct")
def correct(request: HttpRequest, pk: int, given: CorrectionIn) -> Any:
    """Say what it is about: one question, one answer."""
    person = person_of(request)
    found = queries.visible(person, pk)
    operations.correct(found, by=person, task=given.task, label=given.label)
    return queries.read(found, person=person)


@router.post("/improvements/{pk}/principles", response=ReadingOut, operation_id="register_mark_principle")
def mark_principle(request: HttpRequest, pk: int, given: PrincipleIn) -> Any:
    """Say that a guiding principle is in play, or, said once more, that it is not."""
    person = person_of(request)
    return queries.read(operations.mark_principle(queries.visible(person, pk), by=person, principle=given.principle),
                        person=person)


@router.get("/organisations/{pk}/learnt", response=list[LearntOut], operation_id="register_learnt")
def learnt(request: HttpRequest, pk: int) -> Any:
    """Versions of the organisation's own weights, newest first: right before and after, of n texts not learnt from."""
    organisation = visible_organisation(person_of(request), pk)
    operations.demand_learning(person_of(request), organisation)
    return list(Learnt.objects.filter(organisation=organisation).order_by("-number")[:100])


@router.post("/organisations/{pk}/learnt", response={202: JobOut}, operation_id="register_ask_to_learn")
def ask_to_learn(request: HttpRequest, pk: int) -> Any:
    """Learn from the corrections so far, by a job."""
    person = person_of(request)
    return Status(202, JobOut(job=operations.ask_to_learn(visible_organisation(person, pk), by=person).pk))


@router.delete("/organisations/{pk}/learnt", response={204: None}, operation_id="register_unlearn")
def unlearn(request: HttpRequest, pk: int) -> Any:
    """Read by the shipped weights again; the versions stay."""
    person = person_of(request)
    operations.unlearn(visible_organisation(person, pk), by=person)
    return Status(204, None)
