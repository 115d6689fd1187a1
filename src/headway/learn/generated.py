"""A generated question with what the gates need to judge it, and what is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

from headway.learn.course import Question

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)    # plain data only, whichever of the two is there


@dataclass(frozen=True, slots=True)
class Item:
    """A question, the model that made it, and the fragment behind it: no two items of a session share one.

    `names_itself` are words that would give the key away if the stem held them. `statements` are those of a list question.
    """

    question: Question
    model: str
    fragment: str
    names_itself: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    statements: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fragment:
    """A clause that shows one step and one activity."""

    text: str
    step: str
    activity: str
    level: str | None
    also_activity: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """Statements about one thing, each with why it is true or false."""

    about: str
    name: str
    chapter: str
    true: tuple[tuple[str, str], ...]
    false: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gap:
    """A sentence with a missing word."""

    about: str
    chapter: str
    sentence: str
    word: str
    why: str
    wrong: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Outsiders:
    """Names that don't belong to a kind."""

    kind: str
    chapter: str
    false: tuple[str, ...]
    asks: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a service: utility, or an aspect of warranty."""

    text: str
    aspect: str | None


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that shows one term of a kind: a trigger, a guiding principle, or the step that was left out."""

    text: str
    term: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure that is told in several tenses: sentences by the id of the step that each belongs to."""

    watched: str
    rises: bool
    low: int
    high: int
    step: int
    told: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Material:
    """All that models draw from."""

    fragments: tuple[Fragment, ...]
    contexts: tuple[Mapping[str, str], ...]
    topics: tuple[Topic, ...]
    gaps: tuple[Gap, ...]
    outsiders: tuple[Outsiders, ...]
    wishes: tuple[Wish, ...]
    causes: tuple[Clause, ...]
    advice: tuple[Clause, ...]
    left_out: tuple[Clause, ...]
    measures: tuple[Measure, ...]


@cache
def material() -> Material:
    """What ships with Headway."""
    told: dict[str, list[dict[str, object]]] = {}
    for name in ("fragments", "statements", "gaps", "readings"):
        told |= yaml.load((files("headway.learn") / "models" / f"{name}.yaml").read_text(encoding="utf-8"), Loader=LOADER)
    return Material(
        tuple(Fragment(_text(each["text"]), _text(each["step"]), _text(each["activity"]), _maybe(each.get("level")),
                       tuple(_list(each.get("also_activity", [])))) for each in told["fragment"]),
        tuple(MappingProxyType({name: _text(value) for name, value in each.items()}) for each in told["context"]),
        tuple(Topic(_text(each["about"]), _text(each["name"]), _text(each["chapter"]), _pairs(each["right"]),
                    _pairs(each["wrong"])) for each in told["topic"]),
        tuple(Gap(_text(each["about"]), _text(each["chapter"]), _text(each["sentence"]), _text(each["word"]),
                  _text(each["why"]), _pairs(each["wrong"])) for each in told["gap"]),
        tuple(Outsiders(_text(each["kind"]), _text(each["chapter"]), tuple(_list(each["wrong"])), _text(each["asks"]))
              for each in told["outsiders"]),
        tuple(Wish(_text(each["text"]), _maybe(each.get("aspect"))) for each in told["wish"]),
        tuple(Clause(_text(each["text"]), _text(each["trigger"])) for each in told["cause"]),
        tuple(Clause(_text(each["text"]), _text(each["principle"])) for each in told["advice"]),
        tuple(Clause(_text(each["text"]), _text(each["step"])) for each in told["left_out"]),
        tuple(_measure(each) for each in told["measure"]))


def _measure(each: Mapping[str, object]) -> Measure:
    told = each["told"]
    assert isinstance(told, dict)
    low, high, step = (int(_text(each[name])) for name in ("low", "high", "step"))
    return Measure(_text(each["watched"]), each["better"] == "up", low, high, step,
                   MappingProxyType({id: tuple(map(_text, _list(sentences))) for id, sentences in told.items()}))


def _text(value: object) -> str:
    return str(value)


def _maybe(value: object) -> str | None:
    return None if value is None else str(value)


def _list(value: object) -> Sequence[str]:
    assert isinstance(value, list)
    return value


def _pairs(value: object) -> tuple[tuple[str, str], ...]:
    assert isinstance(value, list)
    return tuple((str(first), str(second)) for first, second in value)
