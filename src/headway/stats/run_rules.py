"""Rules that pick out points and runs, as tables under their published names.

Field tools differ in their constants, so a rule set is data and is named in every result. A rule is a pattern with
its numbers; `judge` looks for every pattern of a set in one series or in many at once (the last axis is time).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from headway.stats.limits import FACTOR, Bools, Limits, Sides, front
from headway.stats.patterns import NO_SIDE, PATTERNS, Marks, Pattern, Rule, reach_back

_OUTSIDE = Rule(name="outside_limits", pattern=Pattern.BEYOND_LIMITS, window=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Rules that are used together, with the way their authors take XmR limits.

    `screened` and `factor` are `xmr`'s.
    """

    name: str
    rules: tuple[Rule, ...]
    screened: bool = False
    factor: float = FACTOR


_NHS = (
    _OUTSIDE,
    Rule(name="shift", pattern=Pattern.SAME_SIDE, window=7),
    Rule(name="trend", pattern=Pattern.STEADILY, window=7),
    Rule(name="two_of_three", pattern=Pattern.MOST_NEAR_LIMIT, window=3, least=2, sigmas=2),
)

RULE_SETS: Mapping[str, RuleSet] = MappingProxyType({
    rule_set.name: rule_set
    for rule_set in (
        # NHSRplotthedots 0.2.2: 2.66, moving ranges screened.
        RuleSet(name="nhs-r", rules=_NHS, screened=True, factor=2.66),
        # NHS England, Making Data Count, the Excel tool: the same without the screen.
        RuleSet(name="mdc-excel", rules=_NHS, factor=2.66),
        # Anhøj and Olesen, PLoS ONE 9 (2014) e113825, with the limits that qicharts2 draws beside them.
        RuleSet(name="anhoej", rules=(
            _OUTSIDE,
            Rule(name="long_run", pattern=Pattern.LONG_RUN),
            Rule(name="few_crossings", pattern=Pattern.FEW_CROSSINGS),
        )),
        # Nelson, Journal of Quality Technology 16 (1984) 237, in his order.
        RuleSet(name="nelson", rules=(
            _OUTSIDE,
            Rule(name="shift", pattern=Pattern.SAME_SIDE, window=9),
            Rule(name="trend", pattern=Pattern.STEADILY, window=6),
            Rule(name="alternating", pattern=Pattern.ALTERNATING, window=14),
            Rule(name="two_of_three", pattern=Pattern.MOST_BEYOND, window=3, least=2, sigmas=2),
            Rule(name="four_of_five", pattern=Pattern.MOST_BEYOND, window=5, least=4, sigmas=1),
            Rule(name="hugging_centre", pattern=Pattern.ALL_WITHIN, window=15, sigmas=1),
            Rule(name="avoiding_centre", pattern=Pattern.ALL_BEYOND, window=8, sigmas=1),
        )),
        # Western Electric, Statistical Quality Control Handbook, 1956, page 25.
        RuleSet(name="western-electric", rules=(
            _OUTSIDE,
            Rule(name="two_of_three", pattern=Pattern.MOST_BEYOND, window=3, least=2, sigmas=2),
            Rule(name="four_of_five", pattern=Pattern.MOST_BEYOND, window=5, least=4, sigmas=1),
            Rule(name="shift", pattern=Pattern.SAME_SIDE, window=8),
        )),
    )
})


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules of a set found, by rule name, as arrays shaped like the values.

    `complete` marks the points at which a pattern is complete, `part` the points that belong to one: 1 above or
    rising, -1 below or falling, 2 neither, 0 nothing.
    """

    rule_set: RuleSet
    complete: Mapping[str, Sides]
    part: Mapping[str, Sides]

    def anywhere(self) -> Bools:
        """Whether each series has any signal at all."""
        return np.asarray(np.logical_or.reduce([(found != 0).any(axis=-1) for found in self.part.values()]))


@dataclass(frozen=True, slots=True)
class Found:
    """One finding: places `first` to `last` of the series (from 0); `side` 1, -1, or 0 where there is none."""

    rule: str
    first: int
    last: int
    side: int


def judge(limits: Limits, rule_set: RuleSet, *, include: Bools | None = None) -> Judged:
    """Look for every pattern of the set.

    Points left out by `include` are still held against the limits (that is how one sees why they were left out), but
    runs pass over them.

    >>> from headway.stats.limits import xmr
    >>> judged = judge(xmr(np.array([2.0, 1, 2, 1, 2, 1, 2, 9])), RULE_SETS["nhs-r"])
    >>> judged.part["outside_limits"].tolist()
    [0, 0, 0, 0, 0, 0, 0, 1]
    """
    everything = marks = Marks(side=limits.side, deviation=limits.deviation, sigma=limits.sigma)
    order = None
    if include is not None:
        order = np.argsort(~include, axis=-1, kind="stable")
        marks = everything.taken(order, front(include))
    complete: dict[str, Sides] = {}
    part: dict[str, Sides] = {}
    for rule in rule_set.rules:
        if rule.pattern is Pattern.BEYOND_LIMITS:
            complete[rule.name] = part[rule.name] = PATTERNS[rule.pattern](everything, rule)
            continue
        ends = PATTERNS[rule.pattern](marks, rule)
        parts = reach_back(ends, marks, rule)
        complete[rule.name] = _put_back(ends, order)
        part[rule.name] = _put_back(parts, order)
    return Judged(rule_set, complete, part)


def findings(judged: Judged) -> tuple[Found, ...]:
    """The findings of one series (one axis), rule by rule in the set's order, overlapping patterns joined.

    >>> from headway.stats.limits import xmr
    >>> judged = judge(xmr(np.array([1.0] * 8 + [5.0] * 8)), RULE_SETS["nhs-r"])
    >>> [(f.rule, f.first, f.last, f.side) for f in findings(judged) if f.rule == "shift"]
    [('shift', 0, 7, -1), ('shift', 8, 15, 1)]
    """
    found: list[Found] = []
    for rule in judged.rule_set.rules:
        part, complete = judged.part[rule.name], judged.complete[rule.name]
        for first, last, side in _stretches(complete, rule.window):
            places = np.flatnonzero(part[first:last + 1] == side) if rule.window > 1 else None
            if places is not None and len(places):  # two of three: the third may lie at either end
                first, last = first + int(places[0]), first + int(places[-1])
            found.append(Found(rule.name, first, last, 0 if side == NO_SIDE else side))
    return tuple(found)


def _stretches(complete: Sides, window: int) -> list[tuple[int, int, int]]:
    """Runs of neighbouring completions on one side, each from its first pattern's first point."""
    ends = np.flatnonzero(complete)
    if not len(ends):
        return []
    if window == 0:  # the pattern says itself how far it reaches: it is marked from end to end
        return [(int(ends[0]), int(ends[-1]), int(complete[ends[0]]))]
    sides = complete[ends]
    breaks = np.flatnonzero((np.diff(ends) > 1) | (np.diff(sides) != 0)) + 1
    return [
        (int(stretch[0]) - window + 1, int(stretch[-1]), int(complete[stretch[0]]))
        for stretch in np.split(ends, breaks)
    ]


def _put_back(packed: Sides, order: np.ndarray[tuple[int, ...], np.dtype[np.intp]] | None) -> Sides:
    if order is None:
        return packed
    whole = np.zeros_like(packed)
    np.put_along_axis(whole, order, packed, axis=-1)
    return whole
