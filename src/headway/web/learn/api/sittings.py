"""Quizzes, the diagnostic and exams for programs. What is right is told where a page would tell it, and no earlier."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.learn.course import Difficulty, Style
from headway.web.accounts.queries import person_of
from headway.web.ground.cursor import PageOf, page_of
from headway.web.learn.api.router import begun_study, router, seen_study
from headway.web.learn.models import AT_ONCE, Sitting, SittingKind
from headway.web.learn.operations import own_questions, wordings
from headway.web.learn.operations import sittings as acts
from headway.web.learn.queries import exports
from headway.web.learn.queries import sittings as pages
from headway.web.learn.queries.study import own


class SittingIn(Schema):
    """`kind` says which of the other fields are read: a quiz and a practice exam have chapters, a mock exam its edition."""

    kind: SittingKind
    chapters: list[str] = Field(default_factory=list)
    styles: list[Style] = Field(default_factory=list)
    difficulties: list[Difficulty] = Field(default_factory=list)
    questions: int = Field(10, ge=1, le=100)
    timed: bool = True
    other_language: bool = False
    edition: Literal["svs", "itil5"] | None = None


class SittingOut(Schema):
    id: int
    kind: SittingKind
    of: int
    to_pass: int
    started_at: datetime
    ends_at: datetime | None
    handed_in_at: datetime | None
    right: int | None
    passed: bool | None
    foretold: float | None

    @staticmethod
    def resolve_of(row: Sitting) -> int:
        return len(row.questions)


class PaperQuestionOut(Schema):
    place: int
    chapter: str
    stem: str
    options: list[str]
    choice: int | None
    flagged: bool


class PaperOut(SittingOut):
    paper: list[PaperQuestionOut]

    @staticmethod
    def resolve_paper(row: Sitting) -> list[dict[str, Any]]:
        answers = {answer.place: answer for answer in row.answers.all()}
        return [{"place": place, "chapter": question["chapter"], "stem": question["stem"],
                 "options": [option[0] for option in question["options"]],
                 "choice": answers[place].choice if place in answers else None,
                 "flagged": place in answers and answers[place].flagged} for place, question in enumerate(row.questions)]


class ReasonedOptionOut(Schema):
    text: str
    right: bool
    reason: str


class SittingAnswerIn(Schema):
    place: int = Field(ge=0)
    choice: int | None = Field(None, ge=0)
    flagged: bool | None = None


class SittingAnswerOut(Schema):
    """`options` with their reasons come at once where the sitting is a quiz, else they are null."""

    place: int
    choice: int | None
    flagged: bool
    options: list[ReasonedOptionOut] | None


class MarkedOut(Schema):
    stem: str
    choice: int | None
    right: bool
    options: list[ReasonedOptionOut]


class MarkedPaperOut(Schema):
    points: int
    passed: bool | None
    marked: list[MarkedOut]


@router.get("/sittings", response=PageOf[SittingOut], operation_id="learn_sittings")
def sittings(request: HttpRequest, after: str | None = None) -> Any:
    """One's own sittings, the newest first."""
    own_ones = Sitting.objects.filter(study=seen_study(request), study__isnull=False)
    return page_of(own_ones, order=("-started_at", "-pk"), after=after)


@router.post("/sittings", response={201: PaperOut}, operation_id="learn_begin_sitting")
def begin(request: HttpRequest, given: SittingIn) -> Any:
    """Draw a paper and start its clock."""
    study = begun_study(request)
    match given.kind:
        case SittingKind.QUIZ:
            made = acts.begin_quiz(study, chapters=given.chapters, questions=given.questions)
        case SittingKind.OWN:
            made = own_questions.begin_own_quiz(study, person=person_of(request))
        case SittingKind.WORDING:
            made = wordings.begin_wording_quiz(study)
        case SittingKind.DIAGNOSTIC:
            made = acts.begin_diagnostic(study)
        case SittingKind.PRACTICE:
            made = acts.begin_practice(study, acts.Wish(given.chapters, given.styles, given.difficulties, given.questions,
                                                        given.other_language, given.timed))
        case SittingKind.MOCK:
            made = acts.begin_mock(study, edition=given.edition or "", other_language=given.other_language)
    return Status(201, made)


@router.get("/sittings/{pk}", response=PaperOut, operation_id="learn_sitting")
def sitting(request: HttpRequest, pk: int) -> Any:
    """A paper with the answers given so far; none of the keys."""
    return acts.settle(own(person_of(request), Sitting, pk))


@router.post("/sittings/{pk}/answers", response={201: SittingAnswerOut}, operation_id="learn_answer")
def answer(request: HttpRequest, pk: int, given: SittingAnswerIn) -> Any:
    """Keep a choice, a flag or both. After the deadline this is declined: `time_is_up`."""
    found = own(person_of(request), Sitting, pk)
    row = acts.answer(found, place=given.place, choice=given.choice, flagged=given.flagged)
    told = found.kind in AT_ONCE and row.choice is not None
    return Status(201, {"place": row.place, "choice": row.choice, "flagged": row.flagged,
                        "options": pages.questions_of(found)[row.place].options if told else None})


@router.post("/sittings/{pk}/hand-in", response=SittingOut, operation_id="learn_hand_in")
def hand_in(request: HttpRequest, pk: int) -> Any:
    """Hand a paper in; twice counts once. After the deadline this is declined, and what was answered in time counts."""
    return acts.hand_in(own(person_of(request), Sitting, pk))


@router.get("/sittings/{pk}/review", response=MarkedPaperOut, operation_id="learn_review")
def review(request: HttpRequest, pk: int) -> Any:
    """A paper that was handed in, with the reason for every option; `not_handed_in` before."""
    found = acts.settle(own(person_of(request), Sitting, pk))
    result = pages.reviewed(acts.demand_handed_in(found)).result
    return {"points": result.points, "passed": found.passed, "marked": [
        {"stem": each.question.stem, "choice": each.choice, "right": each.right, "options": each.question.options}
        for each in result.marked]}


@router.post("/sittings/{pk}/again", response={201: PaperOut}, operation_id="learn_again")
def again(request: HttpRequest, pk: int) -> Any:
    """Begin a quiz of other questions like those that went wrong in a paper that was handed in."""
    return Status(201, acts.begin_again(acts.settle(own(person_of(request), Sitting, pk))))


@router.get("/sittings/{pk}/record", response=list[dict[str, Any]], operation_id="learn_record")
def record(request: HttpRequest, pk: int) -> Any:
    """xAPI statements of a paper that was handed in."""
    return exports.record_of(acts.demand_handed_in(acts.settle(own(person_of(request), Sitting, pk))))
