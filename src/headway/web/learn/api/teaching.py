"""A class in figures, and questions from closed improvements, for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.learn.api.router import router
from headway.web.learn.api.study import GapOut
from headway.web.learn.operations import own_questions as acts
from headway.web.learn.queries import classes, own_questions
from headway.web.learn.queries.today import gap_row


class ItemOut(Schema):
    """A question: the share that was right, how well it tells learners apart (null: can't be told), dead options."""

    id: str
    stem: str
    answers: int
    right: float
    discrimination: float | None
    dead: list[str]


class ClassOut(Schema):
    """Lists are empty while there are too few learners: a figure would tell of one of them."""

    learners: int
    enough: bool
    gaps: list[GapOut]
    items: list[ItemOut]


class OwnQuestionOut(Schema):
    id: int
    improvement_id: int
    step: str
    masked: int
    read_as: str
    released: bool | None
    stem: str
    version: int

    @staticmethod
    def resolve_stem(row: Any) -> str:
        return str(row.question["stem"])


class MaskIn(Schema):
    words: str = Field(min_length=1, max_length=120)


class ReleaseIn(Schema):
    released: bool
    seen: int | None = None


@router.get("/class", response=ClassOut, operation_id="learn_class")
def a_class(request: HttpRequest) -> Any:
    """What a class knows together, and what its answers say of the questions; no single learner."""
    person, organisation = person_of(request), organisation_of(request)
    classes.demand_teaching(person, organisation)
    page = classes.class_page(person, organisation)
    return {"learners": page.learners, "enough": page.enough, "gaps": [gap_row(gap, page.course) for gap in page.gaps], "items": [
        {"id": row.statistics.id, "stem": row.stem, "answers": row.statistics.answers, "right": row.statistics.right,
         "discrimination": row.statistics.discrimination, "dead": list(row.statistics.dead)} for row in page.items]}


@router.get("/class/questions", response=list[OwnQuestionOut], operation_id="learn_own_questions")
def questions(request: HttpRequest) -> Any:
    """Questions from closed improvements that wait for a reviewer."""
    person, organisation = person_of(request), organisation_of(request)
    classes.demand_teaching(person, organisation)
    return own_questions.waiting_rows(person, organisation)


@router.post("/class/questions", response={201: list[OwnQuestionOut]}, operation_id="learn_propose_questions")
def propose(request: HttpRequest) -> Any:
    """Make questions of closed improvements; nobody is asked them before they are released."""
    return Status(201, acts.propose_questions(person=person_of(request), organisation=organisation_of(request)))


@router.post("/class/questions/{pk}", response=OwnQuestionOut, operation_id="learn_release_question")
def release(request: HttpRequest, pk: int, given: ReleaseIn) -> Any:
    """Let a question be asked, or not."""
    person = person_of(request)
    return acts.release(own_questions.visible_question(person, pk), person=person, released=given.released, seen=given.seen)


@router.post("/class/questions/{pk}/masks", response=OwnQuestionOut, operation_id="learn_mask_question")
def mask(request: HttpRequest, pk: int, given: MaskIn) -> Any:
    """Mask words that the program missed, wherever they stand in the text."""
    person = person_of(request)
    return acts.mask_more(own_questions.visible_question(person, pk), person=person, words=given.words)
