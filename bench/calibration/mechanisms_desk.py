"""The work of a desk, from which all mechanisms are made: tickets come, people are there or not, tickets wait and are done.

Time is in hours since a Monday midnight. `WARM` days run before the first point, `COOL` days after the last one, so that
each ticket is done when it is judged.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scenarios import Floats, Generator

Lengths: TypeAlias = Callable[[Generator, int], Floats]

WARM, COOL = 70, 56          # whole weeks
OPENS, CLOSES = 8.0, 16.0
WORKING_DAY = CLOSES - OPENS
BUSY = np.array([1.25, 1.05, 1.0, .95, .85])   # Monday to Friday, beside the mean working day


@dataclass(frozen=True, slots=True, eq=False)
class Tickets:
    """The day (from the first point on) by which each ticket is counted, and what is measured of it."""

    day: np.ndarray[tuple[int], np.dtype[np.int64]]
    value: Floats


@dataclass(frozen=True, slots=True)
class Span:
    """Periods before and after the change; each has `step` days."""

    before: int
    after: int
    step: int = 1

    @property
    def days(self) -> int:
        return (self.before + self.after) * self.step

    @property
    def simulated(self) -> int:
        return WARM + self.days + COOL


def counted(day: np.ndarray[tuple[int], np.dtype[np.int64]], value: Floats, span: Span) -> Tickets:
    """Those that lie within the points; `day` counts from the start of the simulation."""
    seen = (day >= WARM) & (day < WARM + span.days)
    return Tickets(day[seen] - WARM, value[seen])


def weekly(many: int, a_day: float, *, weekend: float = .12) -> Floats:
    """Tickets expected a day: `a_day` on the mean working day, a share of it on each day of the weekend."""
    return np.resize(np.concatenate((BUSY, [weekend, weekend])), many) * a_day


def arrivals(rng: Generator, rate: Floats, *, dispersion: float | None = None) -> Floats:
    """When tickets come, sorted: Poisson or, with a dispersion, negative binomial numbers, most of them in the late morning."""
    many = rng.poisson(rate) if dispersion is None else rng.negative_binomial(dispersion, dispersion / (dispersion + rate))
    day = np.repeat(np.arange(len(rate)), many)
    return np.sort(day * 24.0 + OPENS + WORKING_DAY * rng.beta(1.5, 1.8, len(day)))


def day_of(at: Floats) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return (at // 24).astype(np.int64)


def lognormal(rng: Generator, mean: float | Floats, sigma: float, many: int) -> Floats:
    return np.asarray(mean * np.exp(sigma * rng.standard_normal(many) - sigma**2 / 2))


def business(at: Floats) -> Floats:
    """Working hours passed since the first Monday."""
    week, weekday = np.divmod(at // 24, 7)
    today = np.where(weekday < 5, np.clip(at % 24 - OPENS, 0, WORKING_DAY), 0.0)
    return np.asarray((week * 5 + np.minimum(weekday, 5)) * WORKING_DAY + today)


def served(came: Floats, service: Floats, servers: int) -> Floats:
    """When each is done, first come, first served by so many servers (Kiefer and Wolfowitz, Transactions of the American
    Mathematical Society 78 (1955) 1)."""
    free = [0.0] * servers
    done = np.empty(len(came))
    for place, (at, needs) in enumerate(zip(came.tolist(), service.tolist(), strict=True)):
        begins = max(free[0], at)
        heapq.heapreplace(free, begins + needs)
        done[place] = begins + needs
    return done


def pooled(came: Floats, work: Floats, capacity: Floats) -> Floats:
    """When each is done by a team that works together in opening hours, with so many hours of people a day (Lindley's
    recursion, Proceedings of the Cambridge Philosophical Society 48 (1952) 277, in capacity used instead of time)."""
    midnight = np.arange(len(capacity)) * 24.0
    clock = np.stack((midnight + OPENS, midnight + CLOSES), axis=1).ravel()
    spent = np.cumsum(np.stack((np.zeros(len(capacity)), capacity), axis=1).ravel()) + 1e-9 * np.arange(len(clock))
    before = np.cumsum(work) - work
    begins = np.maximum.accumulate(np.interp(came, clock, spent) - before) + before
    return np.maximum(np.interp(begins + work, spent, clock), came)


def away(rng: Generator, people: int, many: int, *, a_year: float, lengths: Lengths) -> np.ndarray[
        tuple[int, int], np.dtype[np.bool_]]:
    """Who is away on which day: spells begin at random, so many a year and person."""
    out = np.zeros((people, many), dtype=np.bool_)
    who, begins = np.nonzero(rng.random((people, many)) < a_year / 365.25)
    for person, begin, length in zip(who, begins, lengths(rng, len(who)), strict=True):
        out[person, begin : begin + max(1, round(float(length)))] = True
    return out


def running(rng: Generator, many: int, *, at_once: float, lengths: Lengths, mean_length: float, warm: int = 200) -> Floats:
    """How many things (incidents, projects) run each day: they begin at random and last for lengths of their own."""
    begins = np.repeat(np.arange(warm + many), rng.poisson(at_once / mean_length, warm + many))
    ends = np.minimum(begins + np.maximum(np.rint(lengths(rng, len(begins))), 1).astype(np.int64), warm + many)
    change = np.bincount(begins, minlength=warm + many + 1) - np.bincount(ends, minlength=warm + many + 1)
    return np.cumsum(change)[warm : warm + many].astype(np.float64)


def exponential(mean: float) -> Lengths:
    return lambda rng, many: rng.exponential(mean, many)


def working(many: int) -> Floats:
    """1 on working days."""
    return np.resize(np.array([1.0] * 5 + [0.0] * 2), many)
