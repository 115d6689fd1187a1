"""How the levels of one verdict are written: one unit and one precision for all of them, so that they can be compared."""

from __future__ import annotations

import math
from dataclasses import dataclass

from headway.analyse.judgement import Judgement
from headway.kpi.definition import Clock, Count, Given, NetFlow, Unit
from headway.report.words.numbers import HOURS_A_DAY, HOURS_UNTIL_DAYS, number
from headway.verdict.result import Answer, Kind, Scale

CLAIMS = (Answer.REACHED, Answer.IMPROVED, Answer.WORSE)
MOST_DECIMALS = 4
SPOKEN_UNITS = {"h": "hour", "d": "day", "min": "minute"}


@dataclass(frozen=True, slots=True)
class Levels:
    """`factor` turns a level into its `unit`; `decimals` as in tables, `fewer` as in sentences.

    `of` is how many cases people picture for a share (100, 1,000 …); `each` ends a count ("a week").
    """

    unit: str
    factor: float
    decimals: int
    fewer: int
    each: str = ""

    @property
    def of(self) -> int:
        return int(100 * 10 ** self.fewer)

    def plain(self, value: float, *, spoken: bool = False) -> str:
        """The number alone.

        >>> Levels("%", 100.0, 1, 0).plain(.9634), Levels("%", 100.0, 1, 0).plain(.9634, spoken=True)
        ('96.3', '96')
        """
        return number(self.factor * value, decimals=self.fewer if spoken else self.decimals)

    def told(self, value: float) -> str:
        """The number with its unit: "96.3 %", "16.0 h"."""
        return f"{self.plain(value)} {self.unit}".strip()

    def aim(self, value: float) -> str:
        """A target, as it was given: "95 %", "99.5 %".

        >>> Levels("%", 100.0, 1, 0).aim(.95), Levels("h", 1.0, 1, 0).aim(12.25), Levels("", 1.0, 0, 0).aim(1200)
        ('95 %', '12.25 h', '1,200')
        """
        return f"{exact(self.factor * value)} {self.unit}".rstrip()

    def spoken(self, value: float) -> str:
        """As in a sentence: "16 hours", "17 a week"."""
        written = self.plain(value, spoken=True)
        unit = SPOKEN_UNITS.get(self.unit)
        name = "" if unit is None else f"{unit}{'' if written == '1' else 's'}"
        return f"{written} {name or self.unit}{self.each}".rstrip() if self.unit else f"{written}{self.each}"

    def between(self, low: float, high: float, *, joined: str = " to ") -> str:
        """A range with its unit once: "92.3 to 98.0 %"."""
        return f"{self.plain(low)}{joined}{self.plain(high)} {self.unit}".rstrip()

    def around(self, low: float, high: float) -> tuple[str, str]:
        """The ends of a range as in a sentence, rounded outwards, so that rounding never makes it surer than it is.

        >>> Levels("%", 100.0, 1, 0).around(.946, .981)
        ('94', '99')
        """
        step = 10 ** self.fewer
        ends = (math.floor(round(self.factor * low * step, 6)) / step, math.ceil(round(self.factor * high * step, 6)) / step)
        most = 100.0 if self.unit == "%" else math.inf
        lower, upper = (number(min(end, most), decimals=self.fewer) for end in ends)
        return lower, upper


def exact(value: float) -> str:
    """A number that someone chose, as it was chosen.

    >>> exact(20.0), exact(-.5), exact(99.95)
    ('20', '−0.5', '99.95')
    """
    return f"{round(value, 6):,.10g}".replace("-", "−")


def levels(judged: Judgement) -> Levels:
    """The unit and the precision in which a verdict's levels are told apart."""
    values = told_levels(judged)
    unit, factor = _unit(judged, values)
    sizes = [abs(factor * value) for value in values] or [0.0]
    decimals = _decimals(judged.kind, max(sizes))
    apart = [factor * value for value in (judged.before, judged.after[0] if judged.after is not None else None)
             if value is not None]
    ends = (0.0, 100.0) if unit == "%" else ()
    fewer = max(decimals - 1, 0)
    target = None if judged.target is None else factor * judged.target
    while fewer < MOST_DECIMALS and (
            (judged.verdict in CLAIMS and _meet(apart, fewer) and not _meet(apart, MOST_DECIMALS))
            or any(round(value, fewer) == end != value for value in apart for end in ends)
            or (target is not None and abs(round(target, fewer) - target) > 1e-9)):
        fewer += 1
    return Levels(unit, factor, max(decimals, fewer), fewer, _each(judged))


def told_levels(judged: Judgement) -> list[float]:
    """The levels that a verdict speaks of: before, after with its ends, the target."""
    found = [judged.before, *(judged.after or ()), judged.target]
    return [value for value in found if value is not None]


def effect(judged: Judgement, told: Levels) -> str | None:
    """The change with its 90 % interval: "−21 % (−31 to −9)", "+26.1 points (+20.3 to +31.0)"; None where it can't be told."""
    given = judged.effect
    if given.value is None or given.low is None or given.high is None:
        return None
    return f"{change(judged, told)} ({_signed(judged, given.low, told)} to {_signed(judged, given.high, told)})"


def change(judged: Judgement, told: Levels) -> str:
    """The change alone: "−21 %", "+26.1 points", "+0.31"."""
    value = judged.effect.value if judged.effect.value is not None else 0.0
    return f"{_signed(judged, value, told)}{_unit_of_effect(judged)}"


def worth(judged: Judgement) -> str | None:
    """The smallest change worth having, where someone said: "20 %", "10 points", "0.5"."""
    given = judged.asked.smallest_worthwhile
    if given is None:
        return None
    of = 100 if judged.effect.scale is Scale.RELATIVE or judged.kind is Kind.SHARE else 1
    return f"{exact(of * abs(given))}{_unit_of_effect(judged)}"


def signed(judged: Judgement, value: float, told: Levels) -> str:
    """A part of the change with its unit."""
    return f"{_signed(judged, value, told)}{_unit_of_effect(judged)}"


def _unit_of_effect(judged: Judgement) -> str:
    if judged.effect.scale is Scale.RELATIVE:
        return " %"
    return " points" if judged.kind is Kind.SHARE else ""


def _signed(judged: Judgement, value: float, told: Levels) -> str:
    relative = judged.effect.scale is Scale.RELATIVE
    written = number(100 * value, decimals=_of_percent(judged)) if relative else number(
        told.factor * value, decimals=told.decimals)
    return written if written.startswith("−") or float(written.replace(",", "")) == 0 else f"+{written}"


def _of_percent(judged: Judgement) -> int:
    """Whole per cents where all of them are large enough not to vanish."""
    effect = judged.effect
    sizes = [abs(100 * value) for value in (effect.value, effect.low, effect.high) if value is not None]
    return 0 if max(sizes) >= 10 and min(sizes) >= .5 else 1


def _unit(judged: Judgement, values: list[float]) -> tuple[str, float]:
    kpi = judged.series.kpi
    if kpi.unit is Unit.SHARE:
        return "%", 100.0
    if kpi.unit is not Unit.HOURS:
        return "", 1.0
    sizes = [abs(value) for value in values if value]
    if sizes and max(sizes) < 1:
        return "min", 60.0
    if sizes and kpi.clock is Clock.CALENDAR and min(sizes) >= HOURS_UNTIL_DAYS:
        return "d", 1 / HOURS_A_DAY
    return "h", 1.0


def _decimals(kind: Kind, size: float) -> int:
    """As many as three figures need; a share has one, a small share more."""
    if kind is Kind.SHARE:
        return 1 if size >= 1 else 2 if size >= .1 else 3
    return 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3


def _meet(values: list[float], decimals: int) -> bool:
    return len(values) > 1 and len({round(value, decimals) for value in values}) < len(values)


def _each(judged: Judgement) -> str:
    counted = judged.kind is Kind.COUNT and isinstance(judged.series.kpi.part, Given | Count | NetFlow)
    return f" a {judged.series.period.value}" if counted else ""
