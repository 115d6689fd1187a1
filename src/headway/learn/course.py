"""A course as values: chapters of sections, with what is practised in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

WORDS_A_MINUTE = 200    # of prose with new terms; Brysbaert, Journal of Memory and Language 109 (2019), has 238 for easy prose
QUESTION_MINUTES, CARD_MINUTES, SCENARIO_MINUTES = 1.0, .25, 2.0


class Style(StrEnum):
    """The four forms of a question in the certificate."""

    STANDARD = "standard"
    NEGATIVE = "negative"
    LIST = "list"
    MISSING_WORD = "missing_word"


class Difficulty(StrEnum):
    """As its author sees it; what learners' answers say comes later."""

    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen, and why it is right or wrong."""

    text: str
    right: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its options; `about` are the keys of the terms it asks after, `chapter` the id of where to read."""

    id: str
    chapter: str
    style: Style
    difficulty: Difficulty
    stem: str
    options: tuple[Option, ...]
    about: tuple[str, ...] = ()

    @property
    def key(self) -> int:
        """The place of the right option, from 0."""
        return next(place for place, option in enumerate(self.options) if option.right)


@dataclass(frozen=True, slots=True)
class Card:
    """Something to be recalled: what is asked, and the answer."""

    id: str
    chapter: str
    front: str
    back: str


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A word of the chapter, as the vocabulary defines it or as the course does."""

    key: str
    chapter: str
    label: str
    definition: str


@dataclass(frozen=True, slots=True)
class Exercise:
    """Something to think through, with a suggested answer to hold one's own against; never scored.

    `becomes` says what the answer can be turned into ("improvement"), if anything.
    """

    id: str
    chapter: str
    task: str
    suggestion: str
    minutes: float
    becomes: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the four answers to a scenario: the id of the label, and why."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """A text to be read in four steps. `findings` has trigger, step, activity and level, in this order."""

    id: str
    chapter: str
    text: str
    findings: Mapping[str, Finding]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a chapter: its prose as Markdown, and the ids of what is practised there."""

    id: str
    title: str
    prose: str
    practised: tuple[str, ...]
    minutes: float


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with all that its sections hold."""

    id: str
    number: int
    title: str
    sections: tuple[Section, ...]
    terms: tuple[KeyTerm, ...]
    cards: tuple[Card, ...]
    exercises: tuple[Exercise, ...]
    questions: tuple[Question, ...]
    scenarios: tuple[Scenario, ...]

    @property
    def minutes(self) -> float:
        """To read it and do what is in it, once."""
        return sum(section.minutes for section in self.sections)


@dataclass(frozen=True, slots=True)
class Course:
    """A course: for which edition it is, in which vocabulary, and its chapters in order."""

    id: str
    title: str
    edition: str
    pack: str
    note: str
    chapters: tuple[Chapter, ...]

    def chapter(self, id: str) -> Chapter | None:
        return next((chapter for chapter in self.chapters if chapter.id == id), None)

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for chapter in self.chapters for question in chapter.questions)

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards that the course writes, and one for each key term, under the term's key."""
        return tuple(self._cards())

    def _cards(self) -> Iterator[Card]:
        seen: set[str] = set()
        for chapter in self.chapters:
            yield from chapter.cards
            for term in chapter.terms:
                if term.key not in seen:
                    seen.add(term.key)
                    yield Card(term.key, chapter.id, term.label, term.definition)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        return tuple(scenario for chapter in self.chapters for scenario in chapter.scenarios)
