"""Chapters, terms, gaps, the path to an exam, wordings, and what is kept of one's reading."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.web.accounts.queries import person_of
from headway.web.learn.api.router import begun_study, router, seen_study
from headway.web.learn.models import Held
from headway.web.learn.operations import path as paths
from headway.web.learn.operations import reading as acts
from headway.web.learn.operations import study as studies
from headway.web.learn.operations import wordings
from headway.web.learn.queries import reading
from headway.web.learn.queries.knowing import guide
from headway.web.learn.queries.plans import path_page
from headway.web.learn.queries.today import chance_of, gap_row
from headway.web.learn.questions import course_of
from headway.web.vision.queries.sight import visible_entity


class ChapterOut(Schema):
    id: str
    number: int
    title: str
    minutes: int
    sections: int
    read: int


class KeyTermOut(Schema):
    label: str
    definition: str
    chapter: str
    wording: str
    source: str


class ReadIn(Schema):
    chapter: str
    section: str


class ReflectionIn(Schema):
    exercise: str
    answer: str = Field("", max_length=4000)
    held: Held | None = None


class SketchIn(Schema):
    """`steps`: the id of a step (vision, now, want …) → what was thought of it."""

    exercise: str = "getting-seven"
    entity_id: int
    title: str = Field(min_length=1, max_length=120)
    steps: dict[str, str]


class FiledOut(Schema):
    id: int


class GapOut(Schema):
    """Shares in whole per cent, with their 90 % interval; `points` of an exam that knowing all of it would gain."""

    chapter: str
    title: str
    right: int
    of: int
    mean: int
    low: int
    high: int
    todo: str
    points: float


class ChanceOut(Schema):
    chance: int
    low: int
    high: int


class GapsOut(Schema):
    gaps: list[GapOut]
    chance: ChanceOut | None


class PathIn(Schema):
    """`weekdays`: Monday is 0."""

    exam_on: date
    weekdays: list[int] = Field(max_length=7)
    minutes: int = Field(ge=5, le=600)
    other_language: bool = False


class PartOut(Schema):
    kind: str
    minutes: int
    chapter: str


class DayOut(Schema):
    on: date
    minutes: int
    parts: list[PartOut]


class ForetoldOut(Schema):
    """The mean recall of cards on a morning: if the plan is kept, and if no card is looked at any more."""

    on: date
    kept: float
    left_alone: float


class PathOut(Schema):
    """`recall` is empty where there are no cards: then it cannot be told."""

    exam_on: date
    days: list[DayOut]
    short_by: int
    recall: list[ForetoldOut]


class WordingIn(Schema):
    source: str = Field(min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=wordings.LARGEST)


class WordingsOut(Schema):
    many: int


class CalendarOut(Schema):
    """The secret word of the calendar's address, /learn/calendar/WORD.ics."""

    word: str


@router.get("/chapters", response=list[ChapterOut], operation_id="learn_chapters")
def chapters(request: HttpRequest) -> Any:
    """The chapters of the course, and how far one is."""
    return reading.chapters(seen_study(request))


@router.get("/terms", response=list[KeyTermOut], operation_id="learn_terms")
def terms(request: HttpRequest, q: str = "") -> Any:
    """Key terms in which every word of `q` stands."""
    return reading.terms(seen_study(request), q)


@router.post("/read", response={204: None}, operation_id="learn_read_section")
def read(request: HttpRequest, given: ReadIn) -> Any:
    """Tick a section off."""
    acts.read_section(begun_study(request), chapter=given.chapter, section=given.section)
    return Status(204, None)


@router.put("/thoughts", response={204: None}, operation_id="learn_keep_reflection")
def reflect(request: HttpRequest, given: ReflectionIn) -> Any:
    """Keep one's own answer to an exercise; it is never scored."""
    acts.keep_reflection(begun_study(request), exercise=given.exercise, answer=given.answer, held=given.held)
    return Status(204, None)


@router.post("/sketches", response={201: FiledOut}, operation_id="learn_file_sketch")
def sketch(request: HttpRequest, given: SketchIn) -> Any:
    """Make an improvement of a sketch of the seven steps."""
    person = person_of(request)
    entity = visible_entity(person, given.entity_id)
    return Status(201, acts.file_sketch(begun_study(request), person=person, exercise=given.exercise, entity=entity,
                                        title=given.title, steps=given.steps))


@router.get("/gaps", response=GapsOut, operation_id="learn_gaps")
def gaps(request: HttpRequest) -> Any:
    """What one doesn't know yet, by what an hour on it is worth, and the chance of passing as it was reckoned last."""
    study = seen_study(request)
    return {"gaps": [gap_row(gap, course_of(study)) for gap in guide(study)], "chance": chance_of(study)}


@router.get("/path", response=PathOut | None, operation_id="learn_path")
def path(request: HttpRequest) -> Any:
    """The sessions up to the exam; null where no exam is ahead."""
    return path_page(seen_study(request))


@router.put("/path", response=PathOut, operation_id="learn_plan_path")
def plan_path(request: HttpRequest, given: PathIn) -> Any:
    """Aim at an exam."""
    return path_page(paths.plan_for(begun_study(request), exam_on=given.exam_on, weekdays=given.weekdays,
                                    minutes=given.minutes, other_language=given.other_language))


@router.delete("/path", response={204: None}, operation_id="learn_end_path")
def end_path(request: HttpRequest) -> Any:
    """Aim at no exam any more."""
    paths.aim_at_nothing(begun_study(request))
    return Status(204, None)


@router.post("/calendar", response={201: CalendarOut}, operation_id="learn_open_calendar")
def open_calendar(request: HttpRequest) -> Any:
    """Give the calendar a new secret address; an older one leads nowhere from then on."""
    return Status(201, {"word": paths.open_calendar(begun_study(request))})


@router.delete("/calendar", response={204: None}, operation_id="learn_close_calendar")
def close_calendar(request: HttpRequest) -> Any:
    """Close the calendar's address."""
    paths.close_calendar(begun_study(request))
    return Status(204, None)


@router.post("/wordings", response={201: WordingsOut}, operation_id="learn_import_wordings")
def import_wordings(request: HttpRequest, given: WordingIn) -> Any:
    """Take in how an exam words terms, from one's own material; it stays in this study."""
    return Status(201, {"many": wordings.import_wordings(begun_study(request), text=given.text, source=given.source)})


@router.delete("/wordings", response={204: None}, operation_id="learn_forget_wordings")
def forget_wordings(request: HttpRequest) -> Any:
    """Forget all imported wordings."""
    wordings.forget_wordings(begun_study(request))
    return Status(204, None)


@router.delete("/study", response={204: None}, operation_id="learn_forget")
def forget(request: HttpRequest) -> Any:
    """Remove one's whole study."""
    studies.forget(begun_study(request))
    return Status(204, None)
