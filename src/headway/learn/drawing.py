"""Questions drawn afresh: through the gates, no stem or fragment twice in a session, the same again from the same seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from headway.framework import Pack, pack
from headway.learn.course import Course, Question, Style
from headway.learn.gates import ALIKE, flaws_of_item, likeness, words_of
from headway.learn.generated import Item, Material, material
from headway.learn.models import MODELS
from headway.learn.reading import built_in
from headway.learn.taught import taught
from headway.learn.wording import ExamWording, wording_items

MOST_TRIES = 60      # of one model in a row without a new item: then it is drawn out
MOST_HEARD_BEFORE = 1     # statements of a list question that stood in an earlier one of the session
A_WORDING_AFTER = 3   # generated items comes one on the learner's exam wording, where there is any


def items(
    *, seed: int, vocabulary: Pack | None = None, told: Material | None = None, styles: Collection[Style] = tuple(Style),
    chapters: Collection[str] = (), avoid: Collection[str] = (),
) -> Iterator[Item]:
    """Items until the models are drawn out: each passes all gates, and none says nearly what an earlier one of the session said.

    `avoid` are fragments that were seen before. The same seed draws the same items; keep it with the answers.

    >>> first, second = next(items(seed=1)), next(items(seed=1))
    >>> first == second
    True
    """
    rng = random.Random(seed)
    vocabulary, told = vocabulary or pack(), told or material()
    models = [model for style in Style if style in styles for model in MODELS[style]]
    seen: set[str] = set(avoid)
    asked: list[Counter[str]] = []
    listed: set[str] = set()
    while models:
        for model in rng.sample(models, len(models)):    # each in turn, so that no kind of question crowds out the others
            for _ in range(MOST_TRIES):
                item = model(vocabulary, told, rng)
                elsewhere = bool(chapters) and item.question.chapter not in chapters
                known = {item.fragment, item.question.stem} & seen or len(item.statements & listed) > MOST_HEARD_BEFORE
                if elsewhere or known or flaws_of_item(item):
                    continue
                words = words_of(item.question)
                if not any(likeness(words, other) > ALIKE for other in asked):
                    break
            else:
                models.remove(model)
                continue
            seen |= {item.fragment, item.question.stem}
            asked.append(words)
            listed |= item.statements
            yield item


def items_for(
    course: Course, *, seed: int, styles: Collection[Style] = tuple(Style), chapters: Collection[str] = (),
    avoid: Collection[str] = (), wordings: Sequence[ExamWording] = (),
) -> Iterator[Item]:
    """Items on what a course teaches, each in the chapter that teaches its term; missing words of exam wordings among them.

    The models name the chapters of the course that ships; in any other, an item goes where its term is taught, or is left out.
    """
    words = pack(course.pack)
    places = taught(course, pack=words)
    if course is built_in():
        drawn = items(seed=seed, vocabulary=words, styles=styles, chapters=chapters, avoid=avoid)
    else:
        drawn = _placed(items(seed=seed, vocabulary=words, styles=styles, avoid=avoid) if places else iter(()), places, chapters)
    worded = wording_items(wordings, pack=words, seed=seed) if Style.MISSING_WORD in styles else iter(())
    return _mixed(drawn, _placed((item for item in worded if item.question.id not in avoid), places, chapters))


def _placed(drawn: Iterator[Item], places: Mapping[str, str], chapters: Collection[str]) -> Iterator[Item]:
    for item in drawn:
        place = next((places[key] for key in item.question.about if key in places), None)
        if place is not None and (not chapters or place in chapters):
            yield replace(item, question=replace(item.question, chapter=place))


def _mixed(drawn: Iterator[Item], worded: Iterator[Item]) -> Iterator[Item]:
    """A few of the one, then one of the other, until both are at their end."""
    while True:
        some = [*islice(drawn, A_WORDING_AFTER), *islice(worded, 1)]
        if not some:
            return
        yield from some


def shuffled(question: Question, *, rng: random.Random) -> Question:
    """The question with its options in another order; pairs of a list keep theirs."""
    if question.style is Style.LIST:
        return question
    return replace(question, options=tuple(rng.sample(question.options, len(question.options))))
