"""The cues: patterns that speak for a label, as data; one file a task, matched with their places."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Task(StrEnum):
    """What is asked of a text."""

    STEP = "step"
    ACTIVITY = "activity"
    LEVEL = "level"
    TRIGGER = "trigger"


class Rules(StrEnum):
    """What is read by its cues alone."""

    PRINCIPLE = "principle"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of the text that speak for a label, and where they stand."""

    text: str
    start: int
    end: int
    strong: bool


@dataclass(frozen=True, slots=True)
class Patterns:
    """All that speaks for one label."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]


@cache
def patterns(task: Task | Rules) -> Mapping[str, Patterns]:
    """By label, in the order of the file, which is that of the vocabulary."""
    told = tomllib.loads((files("headway.triage.cues") / f"{task}.toml").read_text(encoding="utf-8"))
    return {label: Patterns(_either(cues["strong"]), _either(cues["weak"])) for label, cues in told.items()}


def _either(cues: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(cues)})" if cues else r"(?!)")


def cues_in(text: str, *, task: Task | Rules, offset: int = 0) -> dict[str, tuple[Cue, ...]]:
    """The cues of a text for each label, strong ones first; the same words speak once.

    >>> [cue.text for cue in cues_in("A pilot is under way.", task=Task.STEP)["act"]]
    ['pilot', 'under way']
    """
    low = text.lower()
    return {label: _found(text, low, told, offset) for label, told in patterns(task).items()}


def _found(text: str, low: str, told: Patterns, offset: int) -> tuple[Cue, ...]:
    found: dict[str, Cue] = {}
    taken: list[tuple[int, int]] = []
    for strong, pattern in ((True, told.strong), (False, told.weak)):
        for match in pattern.finditer(low):
            start, end = match.span()
            if start == end or any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            found.setdefault(match[0], Cue(text[start:end].strip(), start + offset, end + offset, strong))
    return tuple(found.values())
