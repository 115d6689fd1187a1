"""The closing rate: closures against what tickets of the same ages would have seen before. Known on the day itself.

A mean time to resolve is known only when its tickets are old, and a few very old ones make most of its noise. Closures
are known the day they happen. So each day's closures are held against the closures that its open tickets, at their
ages, would have seen at the rates of the baseline:

    y = Σ w (E − O) / Σ w E,   E = λ R,   λ = Σ O / Σ R over the baseline

over the bins of age (and strata of case mix): O closures, R hours at risk, w a weight for what a change of speed does to
that age. y = −.2 says: a fifth more closures than expected of tickets of these ages. This is the log-rank statistic
(Mantel 1966; Peto and Peto, JRSS A 135 (1972) 185) day by day, with piecewise exponential hazards (Breslow, Biometrics
30 (1974) 89).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from headway.eventlog.fields import Field
from headway.kpi.business_hours import OpenTime
from headway.kpi.case_mix import ALIKE, Kind, Strata
from headway.kpi.counts import Where
from headway.kpi.instants import Instant
from headway.kpi.worked_hours import Openings

Figures = NDArray[np.float64]

QUANTILES = (.05, .1, .2, .3, .4, .5, .6, .7, .8, .87, .92, .96, .985)
"""Of the ages at closing in the baseline: the edges of 14 bins, finer where few tickets wait for long and weigh most."""
WATCHED_FOR = 4.0   # times the last edge: older tickets are left to rest
FASTER, SLOWER = .8, 1.25      # the changes of speed whose traces decide the weights
LARGEST_WEIGHT = 1.5
SMALLEST_WEIGHT = .02          # of an age that shows no change of speed: a fixed wait, say
SHRINK = 2.0                   # closures that a stratum's own rate is drawn towards the rate of all with
LEAST_INFORMATION = .05        # expected closures (in effect) under which a day says nothing
LEAST_DUE = 1e-6               # closures a ticket: where the baseline closed none at the ages that a much quicker desk would have
FINE = 33                      # points within a bin over which those still open are summed
SPEEDS = np.exp(np.linspace(np.log(.02), np.log(50), 241))   # factors on durations, for translating y


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Which tickets are watched for what: until `end` happens to them, as it was known at `as_of`."""

    end: Field
    as_of: Instant
    where: Where = ()


class AgeCounts(Protocol):
    """Whoever can count waiting tickets: an engine over stored tables, or the reference calculation over tickets.

    A ticket is watched from its opening until its end, until it is done without one, or to the decision's moment.
    """

    def openings(self, watch: Watch) -> Openings:
        """Tickets by day and hour of opening, up to the decision's day."""
        ...

    def closed_ages(self, watch: Watch, open_time: OpenTime, *, until: int, quantiles: Sequence[float]) -> list[float]:
        """Quantiles of the ages at the end, in open hours, of what ended before day `until`; empty where nothing did."""
        ...

    def kinds(self, watch: Watch, open_time: OpenTime, *, until: int) -> list[Kind]:
        """What ended before day `until`, by what was known of it when it was opened."""
        ...

    def ages(
        self, watch: Watch, open_time: OpenTime, *, edges: Figures, first: int, last: int, strata: Strata = ALIKE,
    ) -> AgeTable:
        """Endings and open hours at risk by day, from day `first` to `last`, stratum and age."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class AgeTable:
    """Closures and hours at risk by day, stratum and age: what an engine counts.

    `closures` and `at_risk` [days, strata, bins] from the day `first` (days since 1970-01-01); bin b holds the ages from
    `edges[b]` to `edges[b + 1]` [bins + 1] in hours on the clock of work. Tickets older than the last edge are not watched.
    """

    first: int
    edges: Figures
    closures: Figures
    at_risk: Figures


@dataclass(frozen=True, eq=False)
class Expected:
    """What the baseline says of each age: closures an hour by stratum and bin, the weights, and the shape of durations."""

    edges: Figures      # [bins + 1]
    rates: Figures      # [strata, bins]
    weights: Figures    # [bins]
    hazard: Figures     # [bins], over all strata

    def closed_by(self, hours: Figures) -> Figures:
        """The share of tickets closed by each age."""
        return np.asarray(1 - np.exp(-_cumulative(self.edges, self.hazard, np.asarray(hours, dtype=np.float64))))

    def age_of(self, share: float) -> float:
        """The age by which a share of tickets is closed, in hours of work; that of the last edge where it never is."""
        at_edges = np.concatenate(([0.0], np.cumsum(np.diff(self.edges) * self.hazard)))
        return float(np.interp(-math.log1p(-min(share, 1 - 1e-9)), at_edges, self.edges))

    @cached_property
    def seen_at(self) -> Figures:
        """The y that durations multiplied by each of `SPEEDS` would show once they fill all ages; it ascends."""
        shown = np.array([_shown(self, float(factor)) for factor in SPEEDS])
        return np.asarray(np.maximum.accumulate(shown) + 1e-12 * np.arange(len(shown)))


def edges_of(quantiles: Sequence[float]) -> Figures:
    """The edges of the bins, from the `QUANTILES` of the ages at closing in hours.

    >>> edges_of([.5, .5, 2.0]).tolist()
    [0.0, 0.5, 2.0, 8.0]
    """
    inner = np.unique([age for age in quantiles if age > 0])
    if not len(inner):
        raise ValueError("nothing took any time")
    return np.concatenate(([0.0], inner, [WATCHED_FOR * inner[-1]]))


def expected_of(table: AgeTable, *, until: int, share: float | None = None) -> Expected:
    """Learn the rates from the days before `until` (a day's number). Raises `ValueError` where nothing was closed.

    `share` is of tickets by whose ages the measure is decided (of those done in time; half for a median): only ages count by
    which so many were closed, all of them alike. What happens to older tickets makes none be in time.
    """
    days = slice(0, max(until - table.first, 0))
    closures, at_risk = table.closures[days].sum(axis=0), table.at_risk[days].sum(axis=0)
    if closures.sum() == 0:
        raise ValueError("no closures before the change")
    hazard = closures.sum(axis=0) / np.maximum(at_risk.sum(axis=0), 1e-9)
    own = hazard * at_risk
    rates = hazard * (closures + SHRINK) / (own + SHRINK)
    blank = Expected(table.edges, rates, np.ones(len(hazard)), hazard)
    weights = _weights(blank) if share is None else np.asarray(table.edges[:-1] < blank.age_of(share), dtype=np.float64)
    return Expected(table.edges, rates, weights, hazard)


def closing_rate(table: AgeTable, expected: Expected, bounds: NDArray[np.int64]) -> tuple[Figures, Figures]:
    """y and its information n, in expected closures, for each period; `bounds` [periods + 1] are days' numbers.

    The variance of y is 1/n where nothing but chance is at work. y is nan where n is too small to say anything.
    """
    due = table.at_risk * expected.rates
    weighted = (due - table.closures) @ expected.weights
    weight, square = due @ expected.weights, due @ expected.weights**2
    cuts = np.clip(bounds - table.first, 0, len(table.closures))

    def by_period(daily: Figures) -> Figures:
        total = np.concatenate(([0.0], np.cumsum(daily.sum(axis=1))))
        return np.asarray(np.diff(total[cuts]))

    gap, whole, squares = by_period(weighted), by_period(weight), by_period(square)
    with np.errstate(divide="ignore", invalid="ignore"):
        n = np.where(squares > 0, whole**2 / squares, 0.0)
        y = np.where(n >= LEAST_INFORMATION, gap / whole, np.nan)
    return y, n


def speed_of(y: Sequence[float] | Figures, expected: Expected) -> Figures:
    """The factor on durations that a level of y amounts to: .8 is a fifth quicker."""
    return np.asarray(np.exp(np.interp(y, expected.seen_at, np.log(SPEEDS))))


def y_of(speed: float, expected: Expected) -> float:
    """The level of y that a factor on durations amounts to."""
    return float(np.interp(math.log(speed), np.log(SPEEDS), expected.seen_at))


def _weights(expected: Expected) -> Figures:
    """How much less closing each age sees when all durations are longer, and more when they are shorter."""
    told = []
    for factor in (FASTER, SLOWER):
        closed, due = _scaled(expected, factor)
        told.append((due - closed) / np.maximum(due, 1e-12) / np.log(factor))
    return np.asarray(np.clip(np.mean(told, axis=0), 0, LARGEST_WEIGHT) + SMALLEST_WEIGHT)


def _shown(expected: Expected, factor: float) -> float:
    closed, due = _scaled(expected, factor)
    return float(expected.weights @ (due - closed) / max(float(expected.weights @ due), LEAST_DUE))


def _scaled(expected: Expected, factor: float) -> tuple[Figures, Figures]:
    """Closures and expected closures by bin, a ticket, if every duration were `factor` times as long."""
    edges, hazard = expected.edges, expected.hazard
    left = np.exp(-_cumulative(edges, hazard, edges / factor))
    closed = left[:-1] - left[1:]
    fine = np.linspace(edges[:-1], edges[1:], FINE, axis=1)
    still = np.exp(-_cumulative(edges, hazard, fine / factor))
    hours = np.trapezoid(still, fine, axis=1)
    return closed, hazard * hours


def _cumulative(edges: Figures, hazard: Figures, hours: Figures) -> Figures:
    """The cumulative hazard by each age, rates being constant within a bin."""
    at_edges = np.concatenate(([0.0], np.cumsum(np.diff(edges) * hazard)))
    place = np.clip(np.searchsorted(edges, hours, side="right") - 1, 0, len(hazard) - 1)
    return np.asarray(at_edges[place] + (hours - edges[place]) * hazard[place])
