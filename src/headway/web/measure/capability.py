"""Which level of capability holds, by criteria: the highest whose criteria, and those of all lower levels, are met."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LOWEST, HIGHEST = 1, 5
LEVELS = range(LOWEST + 1, HIGHEST + 1)   # those that have criteria


@dataclass(frozen=True, slots=True)
class Criterion:
    code: str
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class LevelHeld:
    """The level that holds; `held_back_by` is the lowest that does not, and `open` its criteria that are not met."""

    level: int
    held_back_by: int | None
    open: tuple[str, ...]


def level_of(met: Iterable[tuple[str, int, bool | None]]) -> LevelHeld:
    """The level that holds, from (code, level, met). A criterion that nobody has looked at is not met. Never an average.

    >>> level_of([("a", 2, True), ("b", 3, False), ("c", 4, True)])
    LevelHeld(level=2, held_back_by=3, open=('b',))
    >>> level_of([("a", 2, True)]).level     # a level without criteria can't be held
    2
    """
    criteria = list(met)
    for level in LEVELS:
        own = [(code, holds) for code, at, holds in criteria if at == level]
        left = tuple(code for code, holds in own if not holds)
        if left or not own:
            return LevelHeld(level - 1, level, left)
    return LevelHeld(HIGHEST, None, ())


@cache
def shipped() -> tuple[str, tuple[Criterion, ...]]:
    """The criteria that Headway brings: their name and themselves."""
    told = tomllib.loads((Path(__file__).parent / "criteria.toml").read_text(encoding="utf-8"))
    return told["name"], tuple(Criterion(**one) for one in told["criterion"])


def criteria_in(lines: str) -> tuple[Criterion, ...]:
    """Criteria of one's own, one a line as "LEVEL TEXT". Raises ValueError with the number of a line that is none.

    >>> criteria_in("2 Tickets are recorded.\\n3 The way is written down.")[1]
    Criterion(code='3_2', level=3, text='The way is written down.')
    """
    found: list[Criterion] = []
    for place, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        level, _, text = line.strip().partition(" ")
        level = level.rstrip(".:)")
        if not level.isdecimal() or int(level) not in LEVELS or not text.strip():
            raise ValueError(place)
        found.append(Criterion(code=f"{level}_{place}", level=int(level), text=text.strip()[:400]))
    return tuple(found)


def lines_of(criteria: Sequence[Criterion]) -> str:
    """Criteria as they are typed."""
    return "\n".join(f"{one.level} {one.text}" for one in criteria)
