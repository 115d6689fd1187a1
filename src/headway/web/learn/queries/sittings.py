"""Sittings as pages show them: a question at a time, where one stands, and the paper marked with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise

from headway.learn.course import Question
from headway.learn.exam import GRACE, Form, Given, Paper, Result, mark
from headway.web.learn.models import AT_ONCE, Sitting, SittingAnswer, SittingKind, Study
from headway.web.learn.questions import AGAIN_OF, course_of, of_json

NO_HURRY_MINUTES = 10_000_000    # of papers without a deadline
REMEMBERED = 3                   # sittings whose questions the next draw avoids


@dataclass(frozen=True, slots=True)
class Place:
    """A number in the strip of questions."""

    number: int
    answered: bool
    flagged: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a paper under way; with `told` its reasons may be shown. `again_of` is the place of a wrong answer."""

    place: int
    of: int
    question: Question
    chapter: str
    choice: int | None
    flagged: bool
    told: bool
    places: Sequence[Place]
    again_of: int | None

    @property
    def next(self) -> int | None:
        return self.place + 1 if self.place + 1 < self.of else None

    @property
    def previous(self) -> int | None:
        return self.place - 1 if self.place else None

    @property
    def answered(self) -> int:
        return sum(place.answered for place in self.places)



def questions_of(sitting: Sitting) -> list[Question]:
    return [of_json(kept) for kept in sitting.questions]


def is_over(sitting: Sitting, *, at: datetime | None = None) -> bool:
    """Whether it was handed in, or its time is up."""
    return sitting.handed_in_at is not None or (
        sitting.ends_at is not None and (at or timezone.now()) > sitting.ends_at + GRACE)


def asked(sitting: Sitting, place: int) -> Asked:
    """A place of a paper; one that there is not is the nearest there is."""
    answers = {row.place: row for row in sitting.answers.all()}
    of = len(sitting.questions)
    place = min(max(place, 0), of - 1)
    row = answers.get(place)
    places = [Place(number, number in answers and answers[number].choice is not None,
                    number in answers and answers[number].flagged, number == place) for number in range(of)]
    choice = row.choice if row else None
    question = of_json(sitting.questions[place])
    chapter = course_of(sitting.study).chapter(question.chapter)
    return Asked(place, of, question, chapter.title if chapter else "", choice, bool(row and row.flagged),
                 sitting.kind in AT_ONCE and choice is not None, places,
                 sitting.questions[place].get(AGAIN_OF))


def first_open(sitting: Sitting) -> int:
    """Where to go on: the first place without an answer."""
    done = set(sitting.answers.filter(choice__isnull=False).values_list("place", flat=True))
    return next((place for place in range(len(sitting.questions)) if place not in done), 0)


def paper_of(sitting: Sitting) -> Paper:
    """The paper as it was drawn."""
    questions = tuple(questions_of(sitting))
    minutes = (sitting.ends_at - sitting.started_at).total_seconds() / 60 if sitting.ends_at else NO_HURRY_MINUTES
    form = Form(len(questions), round(minutes), sitting.to_pass)
    return Paper(form, sitting.seed, minutes, questions, tuple(sitting.fragments))


def result_of(sitting: Sitting, answers: Sequence[SittingAnswer] | None = None) -> Result:
    """The paper marked by the answers that are kept."""
    paper = paper_of(sitting)
    rows = list(sitting.answers.all()) if answers is None else answers
    given = {paper.questions[row.place].id: Given(row.choice, row.at) for row in rows if row.choice is not None}
    return mark(paper, given, started_at=sitting.started_at)


def missed_in(sitting: Sitting) -> list[Question]:
    """What was not answered rightly in a paper that is marked."""
    return [each.question for each in result_of(sitting).marked if not each.right]


def under_way(study: Study | None) -> Sitting | None:
    """The exam that is being sat, if one is."""
    exams = (SittingKind.MOCK, SittingKind.PRACTICE)
    rows = Sitting.objects.filter(study=study, kind__in=exams, handed_in_at=None) if study else ()
    return next((row for row in rows if not is_over(row)), None)


def seen_lately(study: Study) -> set[str]:
    """Ids of questions and fragments of the last sittings, which a fresh draw avoids."""
    found: set[str] = set()
    for sitting in study.sittings.order_by("-started_at")[:REMEMBERED]:
        found |= {question["id"] for question in sitting.questions} | set(sitting.fragments)
    return found


@dataclass(frozen=True, slots=True)
class Sat:
    """A row of the list of sittings."""

    pk: int
    kind: str | Promise
    about: str
    started_at: datetime
    of: int
    right: int | None
    passed: bool | None
    to_pass: int
    foretold: int | None
    over: bool


def sat(study: Study | None, rows: Sequence[Sitting]) -> list[Sat]:
    titles = {chapter.id: chapter.title for chapter in course_of(study).chapters}
    return [Sat(row.pk, SittingKind(row.kind).label, ", ".join(titles.get(id, id) for id in row.chapters[:2]), row.started_at,
                len(row.questions), row.right, row.passed, row.to_pass,
                None if row.foretold is None else round(100 * row.foretold), is_over(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A marked paper: how it went, by chapter as (id, title, right, of), and each question with its reasons."""

    result: Result
    chapters: Sequence[tuple[str, str, int, int]]
    minutes: int | None
    wrong: int
    open: int


def reviewed(sitting: Sitting) -> Reviewed:
    """The paper as its review shows it."""
    result = result_of(sitting)
    titles = {chapter.id: chapter.title for chapter in course_of(sitting.study).chapters}
    took = (sitting.handed_in_at - sitting.started_at).total_seconds() / 60 if sitting.handed_in_at else None
    return Reviewed(result, [(id, titles[id], right, of) for id, (right, of) in result.by_chapter.items() if id in titles],
                    None if took is None else max(round(took), 1), sum(not each.right for each in result.marked),
                    sum(each.choice is None for each in result.marked))
