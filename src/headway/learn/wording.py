"""The exact wording that an exam wants to hear, from a learner's own material; it stays in their installation."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from headway.framework import Pack
from headway.learn.course import Course, Difficulty, Option, Question, Style
from headway.learn.gates import flaws_of_item
from headway.learn.generated import Item
from headway.learn.taught import named, plain

WORD = re.compile(r"[A-Za-z][A-Za-z-]{5,}")    # shorter words carry little of a definition
OPTIONS = 4


@dataclass(frozen=True, slots=True)
class ExamWording:
    """How an exam words a term of the vocabulary, and where that was read."""

    key: str
    text: str
    source: str


def exam_wording(course: Course, *, pack: Pack, source: str) -> tuple[ExamWording, ...]:
    """The key terms and flashcards of an imported course that name a term of the vocabulary."""
    names = named(pack)
    found: dict[str, str] = {}
    for chapter in course.chapters:
        told = [(term.label, term.definition) for term in chapter.terms] + [(card.front, card.back) for card in chapter.cards]
        for label, text in told:
            key = names.get(plain(label))
            if key is not None and len(text.split()) > 3:
                found.setdefault(key, text)
    return tuple(ExamWording(key, text, source) for key, text in found.items())


def wording_items(wordings: Sequence[ExamWording], *, pack: Pack, seed: int) -> Iterator[Item]:
    """Missing-word questions on imported wordings, at most one a wording: a word that carries the definition is left out.

    Wrong words come from other wordings, and none of them stands in this one. Only items that pass the gates are given.
    """
    rng = random.Random(seed)
    for wording in rng.sample(list(wordings), len(wordings)):
        term = pack.terms[wording.key]
        mine = {word.casefold() for word in WORD.findall(wording.text)}
        carrying = [word for word in WORD.findall(wording.text) if word.casefold() not in term.label.casefold()]
        others = sorted({word.casefold() for other in wordings for word in WORD.findall(other.text)} - mine)
        if not carrying or len(others) < OPTIONS - 1:
            continue
        word = rng.choice(carrying)
        wrong = rng.sample(others, OPTIONS - 1)
        sentence = wording.text.replace(word, "[?]", 1)
        options = [Option(word, True, f"So says {wording.source}."),
                   *(Option(other, False, f"In {wording.source} “{word}” stands here.") for other in wrong)]
        rng.shuffle(options)
        question = Question(f"wording-{term.id}-{word.lower()}", "", Style.MISSING_WORD, Difficulty.MEDIUM,
                            f"{term.label}: which word completes the sentence? {sentence}", tuple(options), (wording.key,))
        item = Item(question, "exam_wording", wording.key)
        if not [flaw for flaw in flaws_of_item(item) if flaw != "hard_reading"]:
            yield item
