"""A word of the vocabulary: what it means, and what it is confused with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a term names. Which terms there are, and how many, is the pack's to say."""

    COMPONENT = "component"
    STEP = "step"
    ACTIVITY = "activity"
    PRINCIPLE = "principle"
    DIMENSION = "dimension"
    LEVEL = "level"
    PRACTICE_GROUP = "practice_group"
    PRACTICE = "practice"
    CONCEPT = "concept"
    WARRANTY_ASPECT = "warranty_aspect"
    UTILITY_ASPECT = "utility_aspect"
    TRIGGER = "trigger"


@dataclass(frozen=True, slots=True)
class Confusion:
    """A term that is taken for this one, by its key, and how the two are told apart."""

    key: str
    tell: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a pack. `number` counts from 1 within its kind; `source` says where a doubtful fact was read.

    >>> term = Term(kind=Kind.STEP, id="now", label="Where are we now?", number=2, definition="The present, in facts.")
    >>> term.key, str(term)
    ('step/now', 'Where are we now?')
    """

    kind: Kind
    id: str
    label: str
    number: int
    definition: str
    keywords: tuple[str, ...] = ()
    confused_with: tuple[Confusion, ...] = ()
    group: str | None = None
    source: str | None = None

    @property
    def key(self) -> str:
        """Unique within a pack, and what records keep: `kind/id`."""
        return f"{self.kind}/{self.id}"

    def __str__(self) -> str:
        return self.label
