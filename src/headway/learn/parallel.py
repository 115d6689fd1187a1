"""What is asked again after a wrong answer: a parallel question or scenario, the same thing in other words."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Sequence
from itertools import islice

from headway.learn.course import Course, Question, Scenario
from headway.learn.drawing import items_for
from headway.learn.gates import ALIKE, likeness, words_of
from headway.learn.generated import Item
from headway.learn.wording import ExamWording

DRAWN = 60      # items that are looked through for the nearest
NEAREST = 3     # the same model on the same term
GENERATED = re.compile(r"(.+)-[0-9a-f]{8}")   # an id as item models give it


def parallel(question: Question, course: Course, *, seed: int, avoid: Collection[str] = (),
             wordings: Sequence[ExamWording] = ()) -> Item | None:
    """An item with another stem: best of the same model on the same term, else on the same term, else of the same model, else
    of the same chapter.

    `avoid` are ids, stems and fragments that were asked before. The same seed gives the same item. Where nothing is generated on
    the chapter, it is another question of the course on the same term; None where there is none.

    >>> from headway.learn.reading import built_in
    >>> missed = next(each for each in built_in().questions if each.about)
    >>> again = parallel(missed, built_in(), seed=1)
    >>> again is not None and again.question.stem != missed.stem
    True
    """
    chapters = (question.chapter,) if question.chapter else ()
    drawn = items_for(course, seed=seed, chapters=chapters, avoid={*avoid, question.stem}, wordings=wordings)
    said = words_of(question)
    fits: dict[int, Item] = {}
    for item in islice(drawn, DRAWN):
        other = item.question
        nearness = 2 * bool(set(other.about) & set(question.about)) + (model_of(other) == model_of(question))
        if (nearness or chapters) and other.id not in avoid and likeness(words_of(other), said) <= ALIKE:
            fits.setdefault(nearness, item)
        if NEAREST in fits:
            break
    return fits[max(fits)] if fits else _written(question, course, avoid)


def _written(question: Question, course: Course, avoid: Collection[str]) -> Item | None:
    """Another question that the course itself asks on the same term."""
    said = words_of(question)
    return next((Item(other, other.style.value, other.id) for other in course.questions
                 if set(other.about) & set(question.about) and not {other.id, other.stem} & {*avoid, question.id}
                 and likeness(words_of(other), said) <= ALIKE), None)


def model_of(question: Question) -> str:
    """The item model that a generated question's id names; of a written one, its style.

    >>> from headway.learn.reading import built_in
    >>> model_of(built_in().questions[0])
    'standard'
    """
    named = GENERATED.fullmatch(question.id)
    return named[1] if named else question.style.value


def parallel_scenario(missed: Scenario, asked: str, course: Course, *, seed: int, drilled: Collection[str]) -> Scenario | None:
    """A scenario not drilled yet where the same question has the same answer; None where the course has no other.

    >>> from headway.learn.reading import built_in
    >>> missed = built_in().scenarios[0]
    >>> again = parallel_scenario(missed, "step", built_in(), seed=1, drilled=[missed.id])
    >>> again is not None and again.findings["step"].label == missed.findings["step"].label
    True
    """
    like = [each for each in course.scenarios if each.id not in drilled and each.id != missed.id
            and each.findings[asked].label == missed.findings[asked].label]
    return random.Random(seed).choice(like) if like else None
