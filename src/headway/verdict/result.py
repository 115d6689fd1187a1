"""What "did we get there" answers: one word, an effect with its interval, and everything it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from headway.eventlog.refused import Fact

LEVEL = .9
"""One level everywhere: 90 % intervals, so that one side is fooled once in twenty."""


class Answer(StrEnum):
    REACHED = "reached"                   # the level after the change lies beyond the target
    IMPROVED = "improved"                 # proved better; the target is not shown
    SIGNS_ONLY = "signs_only"             # one view says so, the other does not
    NO_EVIDENCE = "no_evidence"           # a gain of the size hoped for would have shown
    WORSE = "worse"
    CANNOT_TELL_YET = "cannot_tell_yet"   # too little to tell; says when it could be told


class Kind(StrEnum):
    """What a series measures, which decides the scale it is worked on and how its effect is told."""

    DURATION = "duration"   # logarithms; relative effect
    SHARE = "share"         # log odds; difference
    COUNT = "count"         # logarithms; relative effect
    SCORE = "score"         # as it is; difference
    QUANTITY = "quantity"   # any positive quantity: logarithms; relative effect


class Scale(StrEnum):
    RELATIVE = "relative"       # −.2 is a fifth less
    DIFFERENCE = "difference"   # −.2 is 20 points less


@dataclass(frozen=True, slots=True)
class Effect:
    """The change of the level: estimate and 90 % interval, on `scale`; all None where nothing can be told."""

    value: float | None
    low: float | None
    high: float | None
    scale: Scale
    level: float = LEVEL


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: its code, whether it passed (None: could not be looked at), and what was found."""

    code: str
    passed: bool | None
    facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Attained:
    """A contractual level, counted and not inferred: `met` of `n` cases in the period after the change."""

    first: date
    last: date
    met: float
    n: int
    target: float

    @property
    def kept(self) -> bool:
        return self.n > 0 and self.met / self.n >= self.target


class Kept(StrEnum):
    """How a balancing measure stands against the worsening that is tolerated."""

    KEPT = "kept"
    BREACHED = "breached"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True)
class Balance:
    """A measure that must not get worse for it: its own effect, what would be tolerated (a size), and how it stands.

    `kind` says in which words its effect is told; None where that was not kept.
    """

    name: str
    effect: Effect
    tolerated: float
    state: Kept
    kind: Kind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer with what it rests on.

    `p_better` is the chance, given the model, that the level moved in the good direction; `before` and `after` are
    levels in the series' unit (after: with its 90 % interval). `n` is (points before, points after). `look_again` is
    the first day on which the effect hoped for could be told, None where more waiting would not help.
    `in_full` is the effect once a change that takes time to bite has all of it; None where it has it already.
    `balances` are the measures that must not get worse for it. `doubted_controls` are named controls that moved with the
    change and were not trusted.
    """

    verdict: Answer
    kind: Kind
    effect: Effect
    p_better: float | None = None
    before: float | None = None
    after: tuple[float, float, float] | None = None   # estimate, low, high
    in_full: Effect | None = None
    balances: tuple[Balance, ...] = ()
    target: float | None = None
    attained: Attained | None = None
    n: tuple[int, int] = (0, 0)
    cases: tuple[int, int] = (0, 0)
    doubted_controls: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    look_again: date | None = None
    method: Mapping[str, Fact] = field(default_factory=dict)
