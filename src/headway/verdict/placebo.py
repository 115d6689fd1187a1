"""The rule tried on the series' own past: on dates at which nothing changed, how often would it have cried wolf?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

MOST_DATES = 60       # more windows of one series only repeat each other
ENOUGH_DATES = 40     # fewer say too little about a rate of one in twenty to move the threshold
LEAST_BEFORE = 2.0    # times as many points before a placebo date as after it, as in most verdicts that are asked for


@dataclass(frozen=True, slots=True)
class Placebo:
    """`claimed` of `dates` placebo dates would have been claimed at `level`; `threshold` is what the past asks for."""

    dates: int
    claimed: int
    threshold: float


def placebo(
    chance_of_nothing: Callable[[int, int], float | None], *, before: int, after: int, level: float,
) -> Placebo:
    """Try the rule at dates spread over the points before the change.

    `chance_of_nothing(start, until)` is the rule's p value, in the direction claimed, for a change at point `start`
    judged with the points up to `until`; None where it can't tell. The threshold never rises above `level`.
    """
    first = int(np.ceil(LEAST_BEFORE * after))
    last = before - after
    if last < first:
        return Placebo(0, 0, level)
    starts: Sequence[int] = np.unique(np.linspace(first, last, min(MOST_DATES, last - first + 1)).astype(int)).tolist()
    told = [p for start in starts if (p := chance_of_nothing(start, start + after)) is not None]
    claimed = sum(p <= level for p in told)
    threshold = min(level, float(np.quantile(told, level))) if len(told) >= ENOUGH_DATES else level
    return Placebo(len(told), claimed, threshold)
