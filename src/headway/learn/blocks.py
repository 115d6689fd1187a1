"""The fenced blocks of a course: term, card, exercise, question and scenario, each read from its few lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeAlias

from headway.framework import Kind, Pack
from headway.learn.course import Card, Difficulty, Exercise, Finding, KeyTerm, Option, Question, Scenario, Style

Practised: TypeAlias = KeyTerm | Card | Exercise | Question | Scenario

DIVIDED = re.compile(r"^---\s*$", re.MULTILINE)
OPTION = re.compile(r"^- \[([ xX])\] +(.+)$")
ASKED = {"trigger": Kind.TRIGGER, "step": Kind.STEP, "activity": Kind.ACTIVITY, "level": Kind.LEVEL}
ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
FEWEST_OPTIONS = 3
NAMED = re.compile(r"(?:^|\s)(?:id|key)=")     # as only our blocks are
BEGUN = re.compile(r"^```\s*(?:term|card|exercise|question|scenario)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a course, by a code with facts, and where: file and line."""

    code: str
    file: str
    line: int
    facts: Mapping[str, str | int] = field(default_factory=dict)


class Wrong(Exception):
    """A block that can't be read: the code, how many lines into the block, and facts."""

    def __init__(self, code: str, *, lines_in: int = 0, **facts: str | int) -> None:
        super().__init__(code)
        self.code, self.lines_in, self.facts = code, lines_in, facts


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block as it stands: its kind, the attributes of its first line, and its body."""

    kind: str
    given: Mapping[str, str]
    body: str

    def attribute(self, name: str, otherwise: str | None = None) -> str:
        value = self.given.get(name, otherwise)
        if value is None:
            raise Wrong("attribute_missing", attribute=name, kind=self.kind)
        return value

    def halves(self) -> tuple[str, str]:
        """What stands before and after the line `---`."""
        parts = DIVIDED.split(self.body, maxsplit=1)
        if len(parts) < 2 or not parts[0].strip() or not parts[1].strip():
            raise Wrong("half_missing", kind=self.kind)
        return parts[0].strip(), parts[1].strip()


def block_of(info: str, body: str, *, closed: bool = True) -> Block | None:
    """The block of a fence whose first line is `info`; None where it is none of ours, such as code to be shown.

    A fence that is not `closed`, or that holds the beginning of another block, would swallow what comes after it. Raises `Wrong`.

    >>> block_of("card id=steps", "How many?\\n---\\nSeven.\\n").halves()
    ('How many?', 'Seven.')
    """
    kind, _, rest = info.strip().partition(" ")
    if kind not in READERS:
        if NAMED.search(rest):
            raise Wrong("block_unknown", given=kind, known=", ".join(READERS))
        return None
    if not closed or BEGUN.search(body):
        raise Wrong("block_not_closed", kind=kind)
    try:
        words = shlex.split(rest)
    except ValueError:
        raise Wrong("attributes_unreadable", kind=kind) from None
    pairs = [word.partition("=") for word in words]
    if any(not sign for _, sign, _ in pairs):
        raise Wrong("attributes_unreadable", kind=kind)
    given = {name: value for name, _, value in pairs}
    if unknown := sorted(set(given) - ATTRIBUTES[kind]):
        raise Wrong("attribute_unknown", attribute=unknown[0], kind=kind)
    return Block(kind, MappingProxyType(given), body)


def practised(block: Block, *, chapter: str, pack: Pack) -> Practised:
    """What a block holds. Raises `Wrong`."""
    return READERS[block.kind](block, chapter, pack)


def _id(block: Block) -> str:
    id = block.attribute("id")
    if not ID.fullmatch(id):
        raise Wrong("id_unreadable", id=id)
    return id


def _term(block: Block, chapter: str, pack: Pack) -> KeyTerm:
    key = block.attribute("key")
    term = pack.terms.get(key)
    own = block.body.strip()
    if term is None and not (own and "label" in block.given):
        raise Wrong("term_unknown", key=key)
    label = block.attribute("label", term.label if term else None)
    return KeyTerm(key, chapter, label, own or (term.definition if term else ""))


def _card(block: Block, chapter: str, pack: Pack) -> Card:
    front, back = block.halves()
    return Card(_id(block), chapter, front, back)


def _exercise(block: Block, chapter: str, pack: Pack) -> Exercise:
    task, suggestion = block.halves()
    minutes = block.attribute("minutes", "3")
    if not minutes.isdigit() or not int(minutes):
        raise Wrong("minutes_unreadable", minutes=minutes)
    return Exercise(_id(block), chapter, task, suggestion, float(minutes), block.given.get("becomes"))


def _question(block: Block, chapter: str, pack: Pack) -> Question:
    stem, options = _options(block.body)
    style, difficulty = block.attribute("style", Style.STANDARD), block.attribute("difficulty", Difficulty.MEDIUM)
    if style not in {*Style} or difficulty not in {*Difficulty}:
        raise Wrong("not_one_of", value=style if style not in {*Style} else difficulty,
                    known=", ".join(Style if style not in {*Style} else Difficulty))
    about = tuple(filter(None, block.given.get("about", "").split(",")))
    if lost := [key for key in about if key not in pack.terms]:
        raise Wrong("term_unknown", key=lost[0])
    return Question(_id(block), chapter, Style(style), Difficulty(difficulty), stem, options, about)


def _options(body: str) -> tuple[str, tuple[Option, ...]]:
    stem: list[str] = []
    found: list[tuple[int, str, bool, list[str]]] = []
    for number, line in enumerate(body.splitlines(), start=1):
        if match := OPTION.match(line):
            found.append((number, match[2].strip(), match[1] != " ", []))
        elif found and (line.startswith("  ") or not line.strip()):
            found[-1][3].append(line.strip())
        elif found:
            raise Wrong("line_out_of_place", lines_in=number)
        else:
            stem.append(line)
    if not "".join(stem).strip():
        raise Wrong("stem_missing")
    if len(found) < FEWEST_OPTIONS:
        raise Wrong("options_too_few", many=len(found), least=FEWEST_OPTIONS)
    for number, text, _, reason in found:
        if not "".join(reason):
            raise Wrong("reason_missing", lines_in=number, option=text)
    if (keys := sum(right for _, _, right, _ in found)) != 1:
        raise Wrong("keys_not_one", keys=keys)
    if len({text.casefold() for _, text, _, _ in found}) < len(found):
        raise Wrong("option_twice")
    return "\n".join(stem).strip(), tuple(Option(text, right, " ".join(filter(None, reason)))
                                          for _, text, right, reason in found)


def _scenario(block: Block, chapter: str, pack: Pack) -> Scenario:
    text, told = block.halves()
    findings = dict(_findings(told, pack))
    if lacking := [asked for asked in ASKED if asked not in findings]:
        raise Wrong("finding_missing", asked=lacking[0])
    return Scenario(_id(block), chapter, text, MappingProxyType({asked: findings[asked] for asked in ASKED}))


def _findings(told: str, pack: Pack) -> Iterator[tuple[str, Finding]]:
    for line in filter(None, map(str.strip, told.splitlines())):
        asked, colon, rest = line.partition(":")
        label, bar, reason = rest.partition("|")
        if not colon or not bar or asked not in ASKED or not reason.strip():
            raise Wrong("finding_unreadable", given=line)
        if pack.find(ASKED[asked], label.strip()) is None:
            raise Wrong("term_unknown", key=f"{ASKED[asked]}/{label.strip()}")
        yield asked, Finding(label.strip(), reason.strip())


READERS: Mapping[str, Callable[[Block, str, Pack], Practised]] = MappingProxyType({
    "term": _term, "card": _card, "exercise": _exercise, "question": _question, "scenario": _scenario})
ATTRIBUTES = {"term": {"key", "label"}, "card": {"id"}, "exercise": {"id", "minutes", "becomes"},
              "question": {"id", "style", "difficulty", "about"}, "scenario": {"id"}}
