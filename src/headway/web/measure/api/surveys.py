"""Questionnaires for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.ground.cursor import PageOf, page_of
from headway.web.measure import operations
from headway.web.measure.api.frame import router
from headway.web.measure.models import Asks, Survey
from headway.web.measure.queries.sight import seen_by, visible, visible_entity


class SurveyQuestionIn(Schema):
    text: str
    asks: Asks = Asks.RATING


class SurveyOut(Schema):
    """`results` as they were counted: shares from 0 to 1, each with the ends of its 90 % interval."""

    id: int
    title: str
    entity_id: int
    version: int
    greeting: str
    opens_on: date
    closes_on: date
    asked: int | None
    results: dict[str, Any]
    counted_at: datetime | None


class SurveyIn(Schema):
    entity_id: int
    title: str
    greeting: str = ""
    opens_on: date
    closes_on: date
    asked: int | None = Field(None, ge=1)
    questions: list[SurveyQuestionIn]


class SurveyEdit(Schema):
    seen: int
    title: str
    greeting: str = ""
    opens_on: date
    closes_on: date
    asked: int | None = Field(None, ge=1)


class AnswersGiven(Schema):
    many: int


class LinksOut(Schema):
    """Links are told once."""

    links: list[str]


class AnswersIn(Schema):
    """CSV with a column for each question, headed by its words or its number."""

    text: str
    asked: int | None = Field(None, ge=1)


class AddedOut(Schema):
    added: int


@router.get("/surveys", response=PageOf[SurveyOut], operation_id="measure_surveys")
def surveys(request: HttpRequest, after: str | None = None) -> Any:
    """Questionnaires, newest first."""
    return page_of(seen_by(person_of(request), Survey, organisation=organisation_of(request)), order=("-opens_on", "-pk"),
                   after=after)


@router.post("/surveys", response={201: SurveyOut}, operation_id="measure_make_survey")
def make_survey(request: HttpRequest, given: SurveyIn) -> Any:
    """Make a questionnaire."""
    person = person_of(request)
    told = given.dict(exclude={"entity_id", "questions"})
    return Status(201, operations.make_survey(person=person, entity=visible_entity(person, given.entity_id), questions=[
        (one.asks, one.text) for one in given.questions], **told))


@router.get("/surveys/{pk}", response=SurveyOut, operation_id="measure_survey")
def survey(request: HttpRequest, pk: int) -> Any:
    """One questionnaire with its results."""
    return visible(person_of(request), Survey, pk)


@router.patch("/surveys/{pk}", response=SurveyOut, operation_id="measure_edit_survey")
def edit_survey(request: HttpRequest, pk: int, given: SurveyEdit) -> Any:
    """Change title, dates and how many were asked."""
    person = person_of(request)
    return operations.edit_survey(person=person, survey=visible(person, Survey, pk), **given.dict())


@router.post("/surveys/{pk}/links", response={201: LinksOut}, operation_id="measure_make_links")
def make_links(request: HttpRequest, pk: int, given: AnswersGiven) -> Any:
    """Make links for one answer each."""
    person = person_of(request)
    return Status(201, LinksOut(links=operations.make_links(person=person, survey=visible(person, Survey, pk), many=given.many)))


@router.post("/surveys/{pk}/open", response={201: LinksOut}, operation_id="measure_open_to_all")
def open_to_all(request: HttpRequest, pk: int) -> Any:
    """Make the one link for everybody; an earlier one ends."""
    person = person_of(request)
    return Status(201, LinksOut(links=[operations.open_to_all(person=person, survey=visible(person, Survey, pk))]))


@router.post("/surveys/{pk}/answers", response={201: AddedOut}, operation_id="measure_import_answers")
def import_answers(request: HttpRequest, pk: int, given: AnswersIn) -> Any:
    """Import answers that were given elsewhere."""
    person = person_of(request)
    return Status(201, AddedOut(added=operations.import_answers(person=person, survey=visible(person, Survey, pk),
                                                                text=given.text, asked=given.asked)))
