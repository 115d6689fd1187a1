"""A text as triage reads it: marks and scripts taken out, sentences with their places, words with numbers and dates folded."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 6_000        # characters that are read: an idea or an exam question holds some hundreds, and each text is due in 5 ms

_SCRIPTS = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_MARKS = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]{0,2000}>", re.DOTALL)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=[\w\"'(])[^.!?\n]*)*[.!?\n]*", re.UNICODE)
_BREAK = re.compile(r"[;:]|,(?=\s)")
FEWEST_IN_A_CLAUSE = 4   # words: fewer are an item of a list
_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?|\d+(?:[.,]\d+)*%?")
_ENDINGS = ("ments", "ment", "ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s")
_SEASONS = """january february march april june july august september october november december easter christmas
spring summer autumn winter"""
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_NUMBERS = """two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty ninety hundred
thousand million half"""
_FOLDED = {
    **dict.fromkeys(_SEASONS.split(), "<season>"), **dict.fromkeys(_WEEKDAYS.split(), "<weekday>"),
    **dict.fromkeys(_NUMBERS.split(), "<number>"),
    "percent": "<percent>", "nobody": "<nobody>", "never": "<nobody>", "no-one": "<nobody>",
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands in the text that was given."""

    text: str
    start: int
    end: int


def plain(text: str) -> str:
    """The text without marks and scripts, every character of it still at its place (what is taken out becomes spaces).

    >>> plain("<b>16&nbsp;hours</b>").split()
    ['16', 'hours']
    """
    text = text[:LONGEST]
    for marks in (_SCRIPTS, _MARKS) if "<" in text else ():
        text = marks.sub(lambda found: " " * len(found[0]), text)
    if "&" in text:
        text = re.sub(r"&#?\w{1,8};", lambda found: html.unescape(found[0])[:1].ljust(len(found[0])), text)
    return text.translate(_QUOTES)


def sentences(text: str) -> tuple[Sentence, ...]:
    """
    >>> [sentence.text for sentence in sentences("It is 4.2 s. Why?  ")]
    ['It is 4.2 s.', 'Why?']
    """
    found = []
    for match in _SENTENCE.finditer(text):
        said = match[0].strip()
        if said:
            start = match.start() + match[0].index(said)
            found.append(Sentence(said, start, start + len(said)))
    return tuple(found)


def clauses(sentence: Sentence) -> tuple[Sentence, ...]:
    """A sentence's parts between semicolons, colons and commas, none of them shorter than a few words.

    >>> [part.text for part in clauses(Sentence("We counted calls for a week, agreed on fewer by June, and met it.", 0, 67))]
    ['We counted calls for a week,', 'agreed on fewer by June,', 'and met it.']
    """
    found, begin = [], 0
    for stop in (*(match.end() for match in _BREAK.finditer(sentence.text)), len(sentence.text)):
        part = sentence.text[begin:stop]
        if len(part.split()) >= FEWEST_IN_A_CLAUSE or (stop == len(sentence.text) and part.strip()):
            start = begin + len(part) - len(part.lstrip())
            found.append(Sentence(part.strip(), sentence.start + start, sentence.start + start + len(part.strip())))
            begin = stop
    return tuple(found)


def words(text: str) -> list[str]:
    """Lower-case stems, with numbers, shares, months and weekdays folded: which one it is says nothing about the step.

    >>> words("16 hours, 95% by June; resolving incidents")
    ['<number>', 'hour', '<percent>', 'by', '<season>', 'resolv', 'incident']
    """
    return [_folded(word) for word in _WORD.findall(text.lower())]


def placed(text: str) -> list[tuple[str, int, int]]:
    """The words as `words` has them, each with its place."""
    return [(_folded(match[0]), *match.span()) for match in _WORD.finditer(text.lower())]


@lru_cache(maxsize=1 << 15)   # each word of a text is asked for by every task and clause
def _folded(word: str) -> str:
    if word[0].isdigit():
        if word[-1] == "%":
            return "<percent>"
        return "<year>" if len(word) == 4 and word[:2] in ("19", "20") else "<number>"
    return _FOLDED.get(word) or stem(word)


def stem(word: str) -> str:
    """The word without its commonest English endings.

    >>> [stem(word) for word in ("measures", "measured", "measuring", "its", "studies")]
    ['measur', 'measur', 'measur', 'its', 'stud']
    """
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[:-len(ending)].removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word
