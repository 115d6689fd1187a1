"""How others tell whether a change worked, and how Headway does: each method judges the same draw.

A claim is one-sided at 5 %: better (shorter) or worse; the interval is two-sided at 90 %, a relative change.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scenarios import Draw, Floats

import headway
from headway.stats.distributions import normal_quantile, t_quantile

LEVEL = .05
LARGEST = 700.0   # the exponent at which doubles end
Z = normal_quantile(1 - LEVEL)


@dataclass(frozen=True, slots=True)
class Claim:
    """`low` and `high` are None where a method has no interval."""

    better: bool
    worse: bool
    low: float | None = None
    high: float | None = None


def interval(step: float, spread: float, freedom: float) -> Claim:
    """From a step in logarithms with Student's t."""
    reach = t_quantile(1 - LEVEL, max(freedom, 1.0)) * spread
    low, high = (math.expm1(min(end, LARGEST)) for end in (step - reach, step + reach))
    return Claim(step + reach < 0, step - reach > 0, low, high)


def halves(values: Floats, change: int) -> tuple[Floats, Floats]:
    before, after = values[:change], values[change:]
    return before[~np.isnan(before)], after[~np.isnan(after)]


def welch(before: Floats, after: Floats) -> Claim:
    """Welch, Biometrika 34 (1947) 28."""
    a, b = before.var(ddof=1) / len(before), after.var(ddof=1) / len(after)
    freedom = (a + b) ** 2 / (a**2 / (len(before) - 1) + b**2 / (len(after) - 1))
    return interval(float(after.mean() - before.mean()), math.sqrt(a + b), freedom)


def welch_on_tickets(draw: Draw) -> Claim:
    tickets = [np.log(np.concatenate(part)) for part in (draw.tickets[: draw.change], draw.tickets[draw.change :])]
    return welch(*tickets)


def welch_on_points(draw: Draw) -> Claim:
    return welch(*halves(np.log(draw.values), draw.change))


def mann_whitney(draw: Draw) -> Claim:
    """Mann and Whitney, Annals of Mathematical Statistics 18 (1947) 50; the normal limit."""
    before, after = halves(draw.values, draw.change)
    ranks = np.argsort(np.argsort(np.concatenate((before, after)))) + 1
    a, b = len(before), len(after)
    u = ranks[a:].sum() - b * (b + 1) / 2
    z = (u - a * b / 2) / math.sqrt(a * b * (a + b + 1) / 12)
    return Claim(z < -Z, z > Z)


def run_of_eight(draw: Draw) -> Claim:
    """Eight points in a row on one side of the centre of an XmR chart of the time before."""
    before, after = halves(draw.values, draw.change)
    centre = before.mean()
    return Claim(longest(after < centre) >= 8, longest(after > centre) >= 8)


def longest(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    best = run = 0
    for flag in flags:
        run = run + 1 if flag else 0
        best = max(best, run)
    return best


def segmented(draw: Draw, *, lags: int | None) -> Claim:
    """Level and trend before and after, weekdays; with `lags` Newey and West's errors (Econometrica 55 (1987) 703)."""
    seen = ~np.isnan(draw.values)
    time = np.arange(len(draw.values), dtype=np.float64)
    after = (time >= draw.change) * 1.0
    columns = [np.ones(len(time)), time / len(time), after, after * (time - draw.change) / len(time)]
    weekdays = {day.weekday() for day in draw.days}
    columns += [np.array([day.weekday() == one for day in draw.days]) * 1.0 for one in sorted(weekdays)[1:]]
    design, values = np.stack(columns, axis=1)[seen], np.log(draw.values[seen])
    inverse = np.linalg.inv(design.T @ design)
    beta = inverse @ design.T @ values
    rest = values - design @ beta
    freedom = len(values) - design.shape[1]
    scores = design * rest[:, None]
    if lags is None:
        covariance = inverse * (rest @ rest) / freedom
    else:
        meat = scores.T @ scores
        for lag in range(1, lags + 1):
            cross = scores[lag:].T @ scores[:-lag]
            meat += (1 - lag / (lags + 1)) * (cross + cross.T)
        covariance = inverse @ meat @ inverse * len(values) / freedom
    middle = np.zeros(design.shape[1])   # the effect halfway through the time after
    middle[2], middle[3] = 1, (len(time) - draw.change) / 2 / len(time)
    return interval(float(middle @ beta), math.sqrt(float(middle @ covariance @ middle)), freedom)


def newey_west(draw: Draw) -> Claim:
    """With the lag rule 4 (n / 100)^(2/9) of Newey and West (Review of Economic Studies 61 (1994) 631)."""
    return segmented(draw, lags=max(1, int(4 * (len(draw.values) / 100) ** (2 / 9))))


def ours(draw: Draw, *, placebo: bool = True) -> Claim:
    told = headway.did_we_get_there(draw.points, change=draw.days[draw.change], direction="down", kind="duration",
                                    placebo=placebo)
    return Claim(told.verdict in ("improved", "reached"), told.verdict == "worse", told.effect.low, told.effect.high)


METHODS: dict[str, tuple[str, Callable[[Draw], Claim]]] = {
    "headway": ("Headway", ours),
    "headway_unproved": ("Headway without its own-data proof", lambda draw: ours(draw, placebo=False)),
    "welch_tickets": ("Welch's test on tickets", welch_on_tickets),
    "welch_points": ("Welch's test on days or weeks", welch_on_points),
    "mann_whitney": ("Mann and Whitney's test", mann_whitney),
    "run_of_eight": ("A run of eight on an XmR chart", run_of_eight),
    "segmented": ("Segmented regression", lambda draw: segmented(draw, lags=None)),
    "newey_west": ("… with Newey and West's errors", newey_west),
}
PEER = ("causalimpact", "CausalImpact (bsts-causalimpact)")
