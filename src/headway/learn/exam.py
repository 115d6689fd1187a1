"""Exams: a paper drawn afresh, and marked. Who sits it, and the clock, are the edge's; a deadline is only held against."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from headway.learn.course import Course, Difficulty, Question, Style
from headway.learn.drawing import items_for, shuffled
from headway.learn.wording import ExamWording
from headway.refused import Refused

GRACE = timedelta(seconds=10)     # for an answer that was under way when time ran out
NEGATIVE_AT_MOST = .1


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an exam; `extra` is the share of time added for those who sit it in another language than their own."""

    questions: int
    minutes: int
    to_pass: int
    extra: float = .25
    styles: tuple[Style, ...] = tuple(Style)


# The Foundation exam, of both editions: 40 questions, 60 minutes, 26 to pass, closed book, no marks taken off.
# Source: the candidate syllabus of the fourth edition, and qrpinternational.lu on Version 5.
CERTIFICATE = Form(questions=40, minutes=60, to_pass=26)

# What the 40 marks of the certificate (fourth edition) are about, and how many of them this course prepares for.
# The split is from secondary sources; the syllabus decides.
SYLLABUS: tuple[tuple[str, int, int], ...] = (
    ("key concepts", 5, 5), ("guiding principles", 6, 6), ("four dimensions", 2, 2), ("service value system", 1, 1),
    ("service value chain", 2, 2), ("purposes of practices", 7, 3), ("seven practices in depth", 17, 3),
)


def shortened(form: Form, *, questions: int) -> Form:
    """The same form with another number of questions: time and points to pass in proportion, the points rounded up.

    >>> short = shortened(CERTIFICATE, questions=10)
    >>> short.minutes, short.to_pass
    (15, 7)
    """
    return replace(form, questions=questions, minutes=max(round(form.minutes * questions / form.questions), 1),
                   to_pass=-(-form.to_pass * questions // form.questions))


def share_covered() -> float:
    """Which share of the certificate's marks the built-in course prepares for.

    >>> round(share_covered(), 2)
    0.55
    """
    return sum(covered for _, _, covered in SYLLABUS) / sum(marks for _, marks, _ in SYLLABUS)


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of one attempt. The same course, form and seed give the same paper."""

    form: Form
    seed: int
    minutes: float
    questions: tuple[Question, ...]
    fragments: tuple[str, ...]    # what the generated ones were made of, to be avoided in the next attempt


@dataclass(frozen=True, slots=True)
class Given:
    """An answer: the place of the chosen option, from 0, and when it was given."""

    choice: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Marked:
    """One question of a marked paper. `choice` is None where it was left out or came too late."""

    question: Question
    choice: int | None
    late: bool

    @property
    def right(self) -> bool:
        return self.choice == self.question.key


@dataclass(frozen=True, slots=True)
class Result:
    """A marked paper: points, whether that is enough, and right answers by chapter as (right, of)."""

    marked: tuple[Marked, ...]
    points: int
    passed: bool
    by_chapter: Mapping[str, tuple[int, int]]

    @property
    def late(self) -> int:
        """How many answers came after the deadline and don't count."""
        return sum(each.late for each in self.marked)


def draw(course: Course, *, seed: int, form: Form = CERTIFICATE, chapters: Collection[str] = (),
         difficulties: Collection[Difficulty] = tuple(Difficulty), other_language: bool = False,
         avoid: Collection[str] = (), wordings: Sequence[ExamWording] = ()) -> Paper:
    """A paper of the form: written and generated questions by turns, spread over the chapters, at most a tenth negative.

    `wordings` are the learner's own exam wordings, asked as missing words. `avoid` holds ids of questions and fragments of
    earlier attempts; they come back only where nothing else is left.

    Raises `Refused`: too_few_questions.
    """
    rng = random.Random(seed)
    wanted = {chapter.id for chapter in course.chapters if not chapters or chapter.id in chapters}
    pool = [question for question in course.questions if question.chapter in wanted
            and question.style in form.styles and question.difficulty in difficulties]
    rng.shuffle(pool)
    pool.sort(key=lambda question: question.id in avoid)
    written = iter(_spread(pool))
    fresh = items_for(course, seed=seed, styles=form.styles, chapters=wanted, avoid=avoid, wordings=wordings)
    generated = ((item.question, item.fragment) for item in fresh if item.question.difficulty in difficulties)
    negative = int(NEGATIVE_AT_MOST * form.questions) or 1
    chosen = list(islice(_by_turns(written, generated, most_negative=negative), form.questions))
    if len(chosen) < form.questions:
        raise Refused("too_few_questions", wanted=form.questions, there=len(chosen))
    rng.shuffle(chosen)
    minutes = form.minutes * (1 + form.extra * other_language)
    return Paper(form, seed, minutes, tuple(shuffled(question, rng=rng) for question, _ in chosen),
                 tuple(fragment for _, fragment in chosen if fragment is not None))


def _spread(pool: Sequence[Question]) -> Iterator[Question]:
    """One of each chapter in turn, then the next of each."""
    by_chapter: dict[str, list[Question]] = {}
    for question in pool:
        by_chapter.setdefault(question.chapter, []).append(question)
    for place in range(max(map(len, by_chapter.values()), default=0)):
        yield from (questions[place] for questions in by_chapter.values() if place < len(questions))


def _by_turns(written: Iterator[Question], generated: Iterator[tuple[Question, str]], *, most_negative: int) -> Iterator[
        tuple[Question, str | None]]:
    negative = 0
    turns: list[Iterator[tuple[Question, str | None]]] = [((each, None) for each in written), ((q, f) for q, f in generated)]
    while turns:
        for turn in tuple(turns):
            for question, fragment in turn:
                if question.style is Style.NEGATIVE and negative == most_negative:
                    continue
                negative += question.style is Style.NEGATIVE
                yield question, fragment
                break
            else:
                turns.remove(turn)


def deadline(paper: Paper, *, started_at: datetime) -> datetime:
    """When time is up; the edge keeps `started_at`, so that closing a browser stops no clock."""
    return started_at + timedelta(minutes=paper.minutes)


def mark(paper: Paper, answers: Mapping[str, Given], *, started_at: datetime) -> Result:
    """The paper marked. Answers given after the deadline don't count and are shown as late; marking twice gives the same.

    Raises `Refused`: foreign_answer (to a question that is not on the paper, or an option that it has not).
    """
    there = {question.id: question for question in paper.questions}
    for id, given in answers.items():
        if id not in there or not 0 <= given.choice < len(there[id].options):
            raise Refused("foreign_answer", question=id)
    ends_at = deadline(paper, started_at=started_at) + GRACE
    marked = tuple(_marked(question, answers.get(question.id), ends_at) for question in paper.questions)
    points = sum(each.right for each in marked)
    chapters: dict[str, tuple[int, int]] = {}
    for each in marked:
        right, of = chapters.get(each.question.chapter, (0, 0))
        chapters[each.question.chapter] = (right + each.right, of + 1)
    return Result(marked, points, points >= paper.form.to_pass, chapters)


def _marked(question: Question, given: Given | None, ends_at: datetime) -> Marked:
    if given is None:
        return Marked(question, None, False)
    late = given.at > ends_at
    return Marked(question, None if late else given.choice, late)
