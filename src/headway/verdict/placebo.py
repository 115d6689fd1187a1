"""The rule tried on the series' own past: on dates at which nothing changed, how often would it have cried wolf?

And how far do its estimates scatter there, against what it says of its own precision? Where they scatter more, the
interval is widened by as much, drawn towards 1 for want of independent windows; it is never narrowed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

MOST_DATES = 16       # more windows of one series only repeat each other
ENOUGH_DATES = 6      # fewer say too little about anything
LEAST_BEFORE = 2      # times as many points before a placebo date as after it, as in most verdicts that are asked for
FEWEST_AFTER = 5      # points after a placebo date, where the past is too short for windows as long as the one judged
WEIGHT_OF_ONE = 15.0  # independent windows that the belief in the stated precision is worth
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Placebo:
    """`claimed` of `dates` placebo dates would have been claimed at `level`; `widened` is what the past asks for."""

    dates: int
    claimed: int
    widened: float


NONE = Placebo(0, 0, 1.0)


def window_of(before: int, after: int) -> int:
    """Points after a placebo date: as many as are judged, where the time before the change has room for them."""
    return max(min(after, before // (2 * LEAST_BEFORE)), min(after, FEWEST_AFTER))


def can_be_tried(before: int, after: int) -> bool:
    """Whether so many points before a change have room for enough placebo dates."""
    return before - (1 + LEAST_BEFORE) * window_of(before, after) + 1 >= ENOUGH_DATES


def placebo(
    chance_of_nothing: Callable[[int, int], float | None], *, before: int, after: int, level: float,
) -> Placebo:
    """Try the rule at dates spread over the points before the change.

    `chance_of_nothing(start, until)` is the rule's p value, in the direction claimed, for a change at point `start`
    judged with the points up to `until`; None where it can't tell.
    """
    if not can_be_tried(before, after):
        return NONE
    window = window_of(before, after)
    first, last = LEAST_BEFORE * window, before - window
    starts = np.unique(np.linspace(first, last, min(MOST_DATES, last - first + 1)).astype(int)).tolist()
    told = [p for start in starts if (p := chance_of_nothing(start, start + window)) is not None]
    if len(told) < ENOUGH_DATES:
        return NONE
    independent = (last - first + window) / window
    z = np.array([-_NORMAL.inv_cdf(min(max(p, 1e-9), 1 - 1e-9)) for p in told])
    scatter = max(float(np.mean(z**2)), 2 * float(np.mean(np.maximum(z, 0) ** 2)))
    widened = math.sqrt(max((WEIGHT_OF_ONE + independent * scatter) / (WEIGHT_OF_ONE + independent), 1.0))
    return Placebo(len(told), sum(p <= level for p in told), widened)
