"""Which chapter of a course teaches which term of the vocabulary, so that generated questions find their place in any course."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from headway.framework import Kind, Pack
from headway.learn.course import Chapter, Course

LISTED = (Kind.STEP, Kind.ACTIVITY, Kind.PRINCIPLE)   # taught as whole lists: their names alone are everyday words
IN_BRACKETS = re.compile(r"\s*\(.*?\)\s*")


def named(pack: Pack) -> Mapping[str, str]:
    """The key of each term by its name, spelt as `plain` spells it.

    >>> from headway.framework import pack
    >>> named(pack())["service value chain"]
    'component/service_value_chain'
    """
    first_wins = tuple(pack.terms.values())[::-1]   # "Continual improvement" is the component before it is the practice
    by_id = {plain(term.id.replace("_", " ")): term.key for term in first_wins}
    return MappingProxyType(by_id | {plain(term.label): term.key for term in first_wins})


def plain(name: str) -> str:
    """A name without what stands in brackets, in small letters.

    >>> plain("Service value system (definition)")
    'service value system'
    """
    return " ".join(IN_BRACKETS.sub(" ", name).casefold().split())


def taught(course: Course, *, pack: Pack) -> Mapping[str, str]:
    """The id of the first chapter that teaches a term, by the term's key; terms that no chapter teaches are left out.

    A term is taught where it is a key term, a card's front or what a question is about. Steps, activities and principles
    are taught where the names of more than half of them stand.
    """
    names = named(pack)
    found: dict[str, str] = {}
    for chapter in course.chapters:
        told = (*(term.label for term in chapter.terms), *(card.front for card in chapter.cards))
        keys = [*(term.key for term in chapter.terms), *(names[plain(name)] for name in told if plain(name) in names),
                *(key for question in chapter.questions for key in question.about), *_lists(chapter, pack)]
        for key in keys:
            if key in pack.terms:
                found.setdefault(key, chapter.id)
    return MappingProxyType(found)


def _lists(chapter: Chapter, pack: Pack) -> list[str]:
    text = " ".join((*(f"{section.title} {section.prose}" for section in chapter.sections),
                     *(f"{card.front} {card.back}" for card in chapter.cards),
                     *(term.definition for term in chapter.terms))).casefold()
    keys: list[str] = []
    for kind in LISTED:
        terms = pack.of(kind)
        there = [term.key for term in terms if re.search(rf"(?<!\w){re.escape(term.label.casefold())}(?!\w)", text)]
        if 2 * len(there) > len(terms):
            keys += there
    return keys
