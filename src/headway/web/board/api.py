"""The board for programs: counts, rows, benefits by grade, the story of an improvement. Reads only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status

from headway.web.accounts.queries import demand, organisation_of, person_of, root, visible_organisation
from headway.web.accounts.roles import May
from headway.web.board import everything, operations
from headway.web.board.one_page import one_page
from headway.web.board.queries import kinds
from headway.web.board.queries.benefits import Total, totals_of
from headway.web.board.queries.counted import counted
from headway.web.board.queries.home import visible_entity
from headway.web.board.queries.practice import areas
from headway.web.board.queries.rows import board_rows
from headway.web.board.queries.scope import Scope
from headway.web.board.queries.story import story
from headway.web.board.queries.waiting import waiting
from headway.web.ground.answers import JobOut, file_of
from headway.web.ground.cursor import PageOf
from headway.web.register.queries import record

router = Router(tags=["board"])


class RouteStepOut(Schema):
    """How many are at work in a step, and how many of them longer than is usual."""

    step: int
    many: int
    old: int


class AreaOut(Schema):
    entity_id: int
    name: str
    ideas: int


class BoardBenefitOut(Schema):
    """One grade in one unit; what comes every month is told a year. Grades are never added up."""

    grade: str
    unit: str
    one_off: bool
    amount: Decimal
    low: Decimal
    high: Decimal
    entries: int


class AskedOut(Schema):
    verdict_id: int
    improvement_id: int
    title: str
    measure: str
    asks: str
    on: date | None


class BoardOut(Schema):
    """The counts of a board: `closed`, `reached`, `with_lesson` and ideas by area of the last 365 days, verdicts of two years."""

    by_state: dict[str, int]
    by_step: list[RouteStepOut]
    verdicts: dict[str, int]
    closed: int
    quick_wins: int
    reached: int
    with_lesson: int
    foretold: dict[str, int]    # closed ones whose verified benefits came within, below and above their forecast
    areas: list[AreaOut]
    benefits: list[BoardBenefitOut]
    asked: list[AskedOut]


class RowOut(Schema):
    id: int
    number: str
    title: str
    entity_id: int
    entity: str
    step: int
    route: str
    answer: str
    says: str
    waits_for: str
    whom: str
    look_again_on: date | None
    days_in_step: int
    stale: bool


class StopOut(Schema):
    number: int
    name: str
    state: str
    told: str
    holds: str
    beneath: str


class PastOut(Schema):
    on: date
    word: str
    text: str
    beneath: str


class StoryOut(Schema):
    """An improvement as its page tells it; the verdict in full is at /review."""

    id: int
    number: str
    title: str
    stops: list[StopOut]
    verdict_id: int | None
    answer: str
    says: str
    past: list[PastOut]


class BoardEntityOut(Schema):
    id: int
    name: str
    owner: str
    ideas: int
    under_way: int
    old: int
    gains: int
    worse: int
    closed: int


def _scope(request: HttpRequest, entity: int | None) -> Scope:
    person = person_of(request)
    if entity is None:
        return Scope(person, organisation_of(request))
    found = visible_entity(person, entity)
    return Scope(person, found.unit.organisation, found)


@router.get("", response=BoardOut, operation_id="board_counts")
def counts(request: HttpRequest, entity: int | None = None) -> Any:
    """Everything counted for a board; of one entity and what stands beneath it where `entity` is given."""
    scope = _scope(request, entity)
    found = counted(scope, now=timezone.now())
    return BoardOut(
        by_state=dict(found.states), by_step=[RouteStepOut(step=step, many=one.many, old=one.old) for step,
                                              one in sorted(found.steps.items())],
        verdicts=dict(found.answers), closed=found.closed, quick_wins=found.quick_wins, reached=found.reached,
        with_lesson=found.with_lesson, foretold={came.name.lower(): many for came, many in found.foretold.items()},
        areas=[AreaOut(entity_id=area.entity, name=area.name, ideas=area.many) for area in areas(found)],
        benefits=list(map(_benefit, totals_of(scope))),
        asked=[AskedOut(verdict_id=one.verdict, improvement_id=one.improvement, title=one.title, measure=one.measure,
                        asks=one.asks,
                        on=one.on) for one in waiting(scope, today=timezone.localdate())])


def _benefit(one: Total) -> BoardBenefitOut:
    return BoardBenefitOut(grade=one.column, unit=one.unit, one_off=one.one_off, amount=one.amount, low=one.low, high=one.high,
                      entries=one.many)


@router.get("/improvements", response=PageOf[RowOut], operation_id="board_rows")
def rows(request: HttpRequest, entity: int | None = None, after: str | None = None) -> Any:
    """What is under way, those furthest on their route first."""
    page = board_rows(_scope(request, entity), now=timezone.now(), after=after)
    return {"next": page.next, "items": [RowOut(
        id=row.pk, number=row.number, title=row.title, entity_id=row.entity_pk, entity=row.entity, step=row.step, route=row.route,
        answer=row.answer, says=row.says, waits_for=row.waits_for, whom=row.whom, look_again_on=row.look_again_on,
        days_in_step=row.days, stale=row.stale) for row in page.items]}


@router.get("/improvements/{pk}", response=StoryOut, operation_id="board_story")
def improvement(request: HttpRequest, pk: int) -> Any:
    """The route with what each stop holds, the newest verdict's sentence, the history."""
    person = person_of(request)
    found = record(person, pk)
    told = story(found, person=person, now=timezone.now())
    return StoryOut(
        id=found.pk, number=found.number, title=found.title,
        stops=[StopOut(number=stop.number, name=stop.name, state=stop.state, told=stop.told, holds=stop.holds,
                       beneath=stop.beneath)
               for stop in told.stops],
        verdict_id=told.verdict.pk if told.verdict else None, answer=told.verdict.answer if told.verdict else "",
        says=told.verdict.plain if told.verdict else told.lead,
        past=[PastOut(on=row.on, word=row.word, text=row.text, beneath=row.beneath) for row in told.past])


@router.get("/improvements/{pk}/report", operation_id="board_report",
            openapi_extra=file_of("text/html", told="The report"))
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The one-page report for a sponsor, a page that opens anywhere."""
    person = person_of(request)
    told = story(record(person, pk), person=person, now=timezone.now())
    return HttpResponse(one_page(told, on=timezone.localdate()), headers={
        "Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"})


@router.post("/organisations/{pk}/everything", response={202: JobOut}, operation_id="board_ask_for_everything")
def ask_for_everything(request: HttpRequest, pk: int) -> Any:
    """Ask for all that an organisation has here as one file; GET fetches it once the job is done."""
    person = person_of(request)
    return Status(202, JobOut(job=operations.ask_for_everything(visible_organisation(person, pk), by=person).pk))


@router.get("/organisations/{pk}/everything", operation_id="board_everything",
            openapi_extra=file_of("application/zip", told="A table a file of JSON lines, about.json, and attached files"))
def everything_written(request: HttpRequest, pk: int) -> FileResponse:
    """What was written last for this administrator."""
    organisation = visible_organisation(person_of(request), pk)
    demand(person_of(request), May.ADMINISTER, unit=root(organisation))
    file = everything.written(person_of(request), organisation)
    if file is None:
        raise Http404
    return FileResponse(file, as_attachment=True, filename="headway.zip", content_type="application/zip")


@router.get("/entities", response=PageOf[BoardEntityOut], operation_id="board_entities")
def entities(request: HttpRequest, kind: str = "services", after: str | None = None) -> Any:
    """All services, offerings, practices, teams or value-streams, and how their improvement goes."""
    page = kinds.entity_rows(Scope(person_of(request), organisation_of(request)), kinds.kind_of(kind), now=timezone.now(),
                             after=after)
    return {"next": page.next, "items": [BoardEntityOut(
        id=row.pk, name=row.name, owner=row.owner, ideas=row.ideas, under_way=row.under_way, old=row.old, gains=row.gains,
        worse=row.worse, closed=row.closed) for row in page.items]}
