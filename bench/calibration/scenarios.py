"""Twelve kinds of service desk in which a change is dated and its truth is known.

Tickets come in a negative binomial number (30 a weekday, 6 a day at the weekend) and take log-normal hours (sigma 1.2);
the measure is the mean of the hours of a day or week. Each scenario adds something that moves the level of a day by
itself. From the change on, all hours are multiplied by 1 + effect.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Generator: TypeAlias = np.random.Generator

SIGMA, HOURS = 1.2, 16.0
WEEKDAY, WEEKEND, DISPERSION = 30, 6, 10
WANDER = .2              # standard deviation of a level that wanders, in logarithms
MONDAY = date(2022, 1, 3)
WEEKLY_PATTERN = np.array([.1, .0, -.05, -.05, .0, .35, .3])


@dataclass(frozen=True, slots=True, eq=False)
class Draw:
    """One simulated desk: a point a period, the tickets behind it, and the place of the first period after the change."""

    days: tuple[date, ...]
    values: Floats
    n: NDArray[np.int64]
    tickets: tuple[Floats, ...]   # hours of each period's tickets
    change: int
    effect: float

    @property
    def points(self) -> list[tuple[date, float | None, int]]:
        return [(day, float(value) if n else None, int(n))
                for day, value, n in zip(self.days, self.values, self.n, strict=True)]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`level` gives the logarithm of each day's level beside the usual; `hard` ones drift, or move with something else."""

    name: str
    what: str
    before: int
    after: int
    level: Callable[[Generator, int], Floats]
    hard: bool = False
    weekly: bool = False
    load: float = 0.0


def wandering(rng: Generator, many: int, phi: float, spread: float = WANDER) -> Floats:
    """An autoregressive level of first order, from its stationary spread."""
    shocks = rng.standard_normal(many) * spread * np.sqrt(1 - phi * phi)
    level = np.empty(many)
    level[0] = rng.standard_normal() * spread
    for place in range(1, many):
        level[place] = phi * level[place - 1] + shocks[place]
    return level


def falling(many: int) -> Floats:
    return np.asarray(np.log(.8) * np.arange(many) / 365.25, dtype=np.float64)


def yearly(rng: Generator, many: int, step: float = 1.0) -> Floats:
    return np.asarray(.12 * np.sin(2 * np.pi * (np.arange(many) * step / 365.25 + rng.uniform())), dtype=np.float64)


def weekday(many: int) -> Floats:
    return WEEKLY_PATTERN[np.arange(many) % 7]


SCENARIOS = {scenario.name: scenario for scenario in (
    Scenario("A", "independent days", 365, 60, lambda rng, many: np.zeros(many)),
    Scenario("B", "weekly season", 365, 60, lambda rng, many: weekday(many)),
    Scenario("C", "season, days alike .3", 365, 60, lambda rng, many: weekday(many) + wandering(rng, many, .3)),
    Scenario("D", "season, days alike .6", 365, 60, lambda rng, many: weekday(many) + wandering(rng, many, .6)),
    Scenario("E", "season, days alike .8", 365, 60, lambda rng, many: weekday(many) + wandering(rng, many, .8)),
    Scenario("F", "D, falling 20 % a year", 365, 60,
             lambda rng, many: weekday(many) + wandering(rng, many, .6) + falling(many), hard=True),
    Scenario("G", "D, 12 % up and down a year", 365, 60,
             lambda rng, many: weekday(many) + wandering(rng, many, .6) + yearly(rng, many), hard=True),
    Scenario("H", "D, a random walk", 365, 60,
             lambda rng, many: weekday(many) + wandering(rng, many, .6) + np.cumsum(.01 * rng.standard_normal(many)), hard=True),
    Scenario("I", "D, slower under load", 365, 60, lambda rng, many: weekday(many) + wandering(rng, many, .6),
             hard=True, load=.3),
    Scenario("J", "D, 120 days before, 30 after", 120, 30, lambda rng, many: weekday(many) + wandering(rng, many, .6)),
    Scenario("K", "weeks alike .4, 52 before, 13 after", 52, 13, lambda rng, many: wandering(rng, many, .4, WANDER / 2),
             weekly=True),
    Scenario("L", "K over 104 and 26 weeks, 12 % a year", 104, 26,
             lambda rng, many: wandering(rng, many, .4, WANDER / 2) + yearly(rng, many, 7.0), hard=True, weekly=True),
)}


def draw(scenario: Scenario, *, effect: float, run: int, seed: int) -> Draw:
    """One desk; the same arguments give the same desk on any machine."""
    rng = np.random.default_rng([zlib.crc32(scenario.name.encode()), round(1000 * abs(effect)), run, seed])
    many, step = scenario.before + scenario.after, 7 if scenario.weekly else 1
    mean = np.full(many, 5.0 * WEEKDAY + 2 * WEEKEND) if scenario.weekly else np.where(
        np.arange(many) % 7 < 5, WEEKDAY, WEEKEND).astype(np.float64)
    n = rng.negative_binomial(DISPERSION, DISPERSION / (DISPERSION + mean))
    level = scenario.level(rng, many) + scenario.load * np.log(np.maximum(n, 1) / mean)
    level = np.log(HOURS) + level + np.where(np.arange(many) >= scenario.before, np.log1p(effect), 0.0)
    tickets = tuple(np.exp(one + SIGMA * rng.standard_normal(cases) - SIGMA**2 / 2)
                    for one, cases in zip(level, n, strict=True))
    values = np.array([hours.mean() if len(hours) else np.nan for hours in tickets])
    days = tuple(MONDAY + timedelta(days=step * place) for place in range(many))
    return Draw(days, values, n, tickets, scenario.before, effect)
