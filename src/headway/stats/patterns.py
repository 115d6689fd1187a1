"""The patterns that run rules are made of, each found in many series at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from headway.stats.distributions import binomial_quantile
from headway.stats.limits import Bools, Floats, Sides

NO_SIDE = np.int8(2)
"""Marks a finding that lies neither above nor below."""
CROSSINGS_SHARE = 0.05
"""How often chance alone gives fewer crossings. Chen 2010, as used by Anhøj and Olesen 2014."""


class Pattern(StrEnum):
    BEYOND_LIMITS = "beyond_limits"        # a point outside the natural limits
    SAME_SIDE = "same_side"                # `window` points on one side of the centre
    STEADILY = "steadily"                  # `window` points, each higher (or each lower) than the one before
    ALTERNATING = "alternating"            # `window` points, up and down in turn
    MOST_NEAR_LIMIT = "most_near_limit"    # `least` of `window`, all on one side, between `sigmas` and the limit
    MOST_BEYOND = "most_beyond"            # `least` of `window` beyond `sigmas` on one side
    ALL_WITHIN = "all_within"              # `window` points within `sigmas`
    ALL_BEYOND = "all_beyond"              # `window` points beyond `sigmas`, on whichever side
    LONG_RUN = "long_run"                  # a run on one side longer than chance would have in so many points
    FEW_CROSSINGS = "few_crossings"        # the centre is crossed less often than chance would have it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern with its numbers. `window` 0: the pattern itself says how far it reaches."""

    name: str
    pattern: Pattern
    window: int = 0
    least: int = 0
    sigmas: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What patterns look at, the points that count moved to the front. `counted` None: all places hold a point."""

    side: Sides
    deviation: Floats
    sigma: Floats
    counted: Bools | None = None

    def taken(self, order: NDArray[np.intp], counted: Bools) -> Marks:
        """The same in another order; places that hold no point lie on the centre."""
        side = np.take_along_axis(np.broadcast_to(self.side, order.shape), order, axis=-1)
        deviation = np.take_along_axis(np.broadcast_to(self.deviation, order.shape), order, axis=-1)
        return Marks(
            side=np.where(counted, side, np.int8(0)),
            deviation=np.where(counted, deviation, 0.0),
            sigma=np.take_along_axis(np.broadcast_to(self.sigma, order.shape), order, axis=-1),
            counted=counted,
        )

    def at(self, places: NDArray[np.intp], shape: tuple[int, ...]) -> Marks:
        """The points at these places of arrays of this shape, read row by row."""
        where = np.unravel_index(places, shape)
        return Marks(
            side=np.broadcast_to(self.side, shape)[where],
            deviation=np.broadcast_to(self.deviation, shape)[where],
            sigma=np.broadcast_to(self.sigma, shape)[where],
        )

    def above(self, sigmas: float) -> Bools:
        return np.asarray((self.deviation > sigmas * self.sigma) & (self.side != 0))

    def below(self, sigmas: float) -> Bools:
        return np.asarray((self.deviation < -sigmas * self.sigma) & (self.side != 0))


def reach_back(ends: Sides, marks: Marks, rule: Rule) -> Sides:
    """From the points at which a pattern is complete to all that belong to it."""
    places = np.flatnonzero(ends != 0) if rule.window > 1 else np.empty(0, dtype=np.intp)
    if not len(places):
        return ends
    sides = ends.ravel()[places]
    parts = np.zeros(ends.size, dtype=np.int8)
    for side in (1, -1, NO_SIDE):   # few points end a pattern: from each, its window is counted back
        within = (places[sides == side, None] - np.arange(rule.window)).ravel()
        if rule.pattern in (Pattern.MOST_NEAR_LIMIT, Pattern.MOST_BEYOND):
            within = within[_counts_for(marks.at(within, ends.shape), rule, side=int(side))]
        parts[within] = side
    return parts.reshape(ends.shape)


def _beyond_limits(marks: Marks, rule: Rule) -> Sides:
    return _signed(marks.above(3), marks.below(3))


def _same_side(marks: Marks, rule: Rule) -> Sides:
    return _signed(_all_of_last(marks.side > 0, rule.window), _all_of_last(marks.side < 0, rule.window))


def _steadily(marks: Marks, rule: Rule) -> Sides:
    rises, falls = _moves(marks)
    return _signed(_all_of_last(rises, rule.window - 1), _all_of_last(falls, rule.window - 1))


def _alternating(marks: Marks, rule: Rule) -> Sides:
    rises, falls = _moves(marks)
    turns = np.zeros_like(rises)
    turns[..., 1:] = (rises[..., 1:] & falls[..., :-1]) | (falls[..., 1:] & rises[..., :-1])
    return _sideless(_all_of_last(turns, rule.window - 2))  # so many points have two turns fewer


def _most_beyond(marks: Marks, rule: Rule) -> Sides:
    return _signed(
        _count_of_last(_counts_for(marks, rule, side=1), rule.window) >= rule.least,
        _count_of_last(_counts_for(marks, rule, side=-1), rule.window) >= rule.least,
    )


def _most_near_limit(marks: Marks, rule: Rule) -> Sides:
    found = _most_beyond(marks, rule)
    one_side = _all_of_last(marks.side > 0, rule.window) | _all_of_last(marks.side < 0, rule.window)
    return np.where(one_side, found, np.int8(0))


def _counts_for(marks: Marks, rule: Rule, *, side: int) -> Bools:
    """Points that count towards `least`: beyond the sigmas and, near a limit, not outside it."""
    far = marks.above if side > 0 else marks.below
    return far(rule.sigmas) & ~far(3) if rule.pattern is Pattern.MOST_NEAR_LIMIT else far(rule.sigmas)


def _all_within(marks: Marks, rule: Rule) -> Sides:
    within = np.abs(marks.deviation) < rule.sigmas * marks.sigma
    return _sideless(_all_of_last(_real(within, marks), rule.window))


def _all_beyond(marks: Marks, rule: Rule) -> Sides:
    return _sideless(_all_of_last(marks.above(rule.sigmas) | marks.below(rule.sigmas), rule.window))


def _long_run(marks: Marks, rule: Rule) -> Sides:
    runs = _runs(marks.side)
    end = runs.length.argmax(axis=-1)[..., None]
    n = (marks.side != 0).sum(axis=-1, keepdims=True)
    too_long = np.take_along_axis(runs.length, end, axis=-1) > longest_run_limit(n)
    first = np.take_along_axis(runs.order, np.take_along_axis(runs.began, end, axis=-1), axis=-1)
    last = np.take_along_axis(runs.order, end, axis=-1)
    places = np.arange(marks.side.shape[-1])
    in_run = too_long & (places >= first) & (places <= last)
    return np.where(in_run, np.take_along_axis(runs.side, end, axis=-1), np.int8(0))


def _few_crossings(marks: Marks, rule: Rule) -> Sides:
    n = (marks.side != 0).sum(axis=-1, keepdims=True)
    too_few = crossings(marks.side) < fewest_crossings(n)
    return _sideless(_real(np.broadcast_to(too_few, marks.side.shape), marks))


def longest_run(side: Sides) -> NDArray[np.int64]:
    """Points in the longest run on one side of the centre; points on the centre are passed over.

    >>> longest_run(np.array([1, 1, 0, 1, -1], dtype=np.int8)).tolist()
    [3]
    """
    return np.asarray(_runs(side).length.max(axis=-1, keepdims=True, initial=0))


def longest_run_limit(n: NDArray[np.int64]) -> NDArray[np.int64]:
    """The longest run that chance would have in `n` useful points. Source: Schilling, as in Anhøj and Olesen 2014.

    >>> longest_run_limit(np.array([10, 24, 40])).tolist()
    [6, 8, 8]
    """
    return np.rint(np.log2(np.maximum(n, 1))).astype(np.int64) + 3


def crossings(side: Sides) -> NDArray[np.int64]:
    """How often the series crosses the centre; points on the centre are passed over.

    >>> crossings(np.array([1, 0, -1, -1, 1], dtype=np.int8)).tolist()
    [2]
    """
    ordered = _runs(side).side
    return np.asarray((ordered[..., 1:] * ordered[..., :-1] < 0).sum(axis=-1, keepdims=True))


def fewest_crossings(n: NDArray[np.int64]) -> NDArray[np.int64]:
    """The fewest crossings that chance would have in `n` useful points. Source: Chen 2010, as in Anhøj and Olesen.

    >>> fewest_crossings(np.array([10, 24, 40])).tolist()
    [2, 8, 14]
    """
    sizes, where = np.unique(n, return_inverse=True)
    known = np.array([binomial_quantile(CROSSINGS_SHARE, max(int(size) - 1, 0), 0.5) for size in sizes], dtype=np.int64)
    return known[where].reshape(n.shape)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Points off the centre moved to the front (`order`), the place where each one's run began, its length so far."""

    order: NDArray[np.intp]
    side: Sides
    began: NDArray[np.intp]
    length: NDArray[np.intp]


def _runs(side: Sides) -> _Runs:
    order = np.argsort(side == 0, axis=-1, kind="stable")
    ordered = np.take_along_axis(side, order, axis=-1)
    places = np.arange(side.shape[-1])
    starts_here = np.ones(side.shape, dtype=bool)
    starts_here[..., 1:] = ordered[..., 1:] != ordered[..., :-1]
    began = np.maximum.accumulate(np.where(starts_here, places, 0), axis=-1)
    return _Runs(order, ordered, began, np.where(ordered != 0, places - began + 1, 0))


def _moves(marks: Marks) -> tuple[Bools, Bools]:
    """Whether each point is higher, and whether it is lower, than the one before."""
    rises, falls = np.zeros(marks.deviation.shape, dtype=bool), np.zeros(marks.deviation.shape, dtype=bool)
    np.greater(marks.deviation[..., 1:], marks.deviation[..., :-1], out=rises[..., 1:])
    np.less(marks.deviation[..., 1:], marks.deviation[..., :-1], out=falls[..., 1:])
    return _real(rises, marks), _real(falls, marks)


def _real(found: Bools, marks: Marks) -> Bools:
    return found if marks.counted is None else found & marks.counted


def _all_of_last(found: Bools, length: int) -> Bools:
    """True where this and the points before it, `length` in all, are; by doubling."""
    covered = 1
    while covered < length:
        step = min(covered, length - covered)
        longer = np.zeros_like(found)
        np.logical_and(found[..., step:], found[..., :-step], out=longer[..., step:])
        found, covered = longer, covered + step
    return found


def _count_of_last(found: Bools, length: int) -> Sides:
    """How many of this and the points before it, `length` in all, are; none where so many have not been."""
    ones = found.view(np.int8)
    count = ones.copy()
    for step in range(1, length):
        count[..., step:] += ones[..., :-step]
    count[..., : length - 1] = 0
    return count


def _signed(above: Bools, below: Bools) -> Sides:
    return above.view(np.int8) - below.view(np.int8)


def _sideless(found: Bools) -> Sides:
    return found.view(np.int8) * NO_SIDE


PATTERNS: Mapping[Pattern, Callable[[Marks, Rule], Sides]] = MappingProxyType({
    Pattern.BEYOND_LIMITS: _beyond_limits,
    Pattern.SAME_SIDE: _same_side,
    Pattern.STEADILY: _steadily,
    Pattern.ALTERNATING: _alternating,
    Pattern.MOST_NEAR_LIMIT: _most_near_limit,
    Pattern.MOST_BEYOND: _most_beyond,
    Pattern.ALL_WITHIN: _all_within,
    Pattern.ALL_BEYOND: _all_beyond,
    Pattern.LONG_RUN: _long_run,
    Pattern.FEW_CROSSINGS: _few_crossings,
})
