"""Near-duplicates: ideas that say the same in other words, found by the rare pieces of words that they share."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from headway.triage.reading import placed, plain

ALIKE_FROM = .3     # of pairs of the project's scenarios that stand apart, one in a thousand lies above .29
PIECE = 4           # letters; a word's beginning and end count as one each, so that "call" and "callers" share a piece
MOST_SHARED = 6
# Words of every idea say nothing about which one it is.
_COMMON = """the a an to of and in on at for with by from is are was were be been it its that this as or not no we our i they
their them he she his her you your has have had do does did will would should could can may than then so if when who which
what how there here all any each every more most less"""
EVERYWHERE = frozenset(_COMMON.split())


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another text (by its place among those given), how alike it is from 0 to 1, and the words that both have."""

    index: int
    likeness: float
    shared: tuple[str, ...]


def near_duplicates(text: str, *, among: Sequence[str], alike_from: float = ALIKE_FROM) -> tuple[Duplicate, ...]:
    """The texts that say much the same, the most alike first. Rare is what is rare among the texts given.

    >>> ideas = ["Let callers see their place in the queue", "Print the newsletter on recycled paper"]
    >>> [each.index for each in near_duplicates("Show those who call their place in the queue", among=ideas)]
    [0]
    """
    told = [_words(other) for other in (*among, text)]
    counted = [Counter(piece for stem in words for piece in _of(stem)) for words in told]
    frequency = Counter(piece for pieces in counted for piece in pieces)
    rarity = {piece: math.log((1 + len(counted)) / (1 + many)) + 1 for piece, many in frequency.items()}
    lengths = [_length(pieces, rarity) for pieces in counted]
    mine = counted[-1]
    found = []
    for index, other in enumerate(counted[:-1]):
        both = mine.keys() & other.keys()
        likeness = sum(mine[piece] * other[piece] * rarity[piece] ** 2 for piece in both) / (lengths[-1] * lengths[index])
        if both and likeness >= alike_from:
            found.append(Duplicate(index, min(likeness, 1.0), _shared(told[-1], told[index], rarity)))
    return tuple(sorted(found, key=lambda each: (-each.likeness, each.index)))


def _words(text: str) -> dict[str, str]:
    """Each stem that says something, with the word as the text has it."""
    low = plain(text).lower()
    return {stem: low[start:end] for stem, start, end in placed(low) if stem not in EVERYWHERE and not stem.startswith("<")}


def _of(stem: str) -> list[str]:
    framed = f"^{stem}$"
    return [framed[start:start + PIECE] for start in range(max(1, len(framed) - PIECE + 1))]


def _shared(mine: Mapping[str, str], other: Mapping[str, str], rarity: Mapping[str, float]) -> tuple[str, ...]:
    """My words that begin as a word of the other does, the rarest first."""
    begins = {_of(stem)[0] for stem in other}
    both = sorted((stem for stem in mine if _of(stem)[0] in begins), key=lambda stem: (-rarity[_of(stem)[0]], stem))
    return tuple(mine[stem] for stem in both[:MOST_SHARED])


def _length(pieces: Mapping[str, int], rarity: Mapping[str, float]) -> float:
    return math.sqrt(sum((many * rarity[piece]) ** 2 for piece, many in pieces.items())) or 1.0
