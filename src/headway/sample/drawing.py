"""The draws behind the tickets, columnwise: when they open, of what kind they are, how long they take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from headway.sample import organisation
from headway.sample.exams import SITTINGS, Sitting
from headway.sample.organisation import Kind
from headway.sample.truth import KnownEffect, Truth

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

# Tickets an hour over a day, from midnight: an office with a morning and an afternoon peak.
HOURS = np.array([1, 1, 0, 0, 0, 1, 3, 12, 24, 30, 28, 22, 15, 20, 25, 22, 17, 11, 7, 5, 4, 4, 3, 2], dtype=float)
CLOSED_SHARE = 0.2   # of the usual arrivals while the university is closed
SHORTEST_HOURS = 1 / 60
STARTS = np.array([start.hour for start, _ in SITTINGS], dtype=float)
ENDS = np.array([end.hour for _, end in SITTINGS], dtype=float)
_STANDARD = NormalDist()


@dataclass(frozen=True, slots=True)
class Days:
    """One value a day: arrivals, and what the day adds to the log hours of its tickets."""

    arrivals: Ints
    level: Floats
    exam: Flags      # a day with sittings


@dataclass(frozen=True, slots=True)
class Draws:
    """One value a ticket, in order of opening. `exam_left` is nan where no sitting is meant."""

    day: Ints
    opened: Floats       # hours since the first midnight
    exam_left: Floats    # hours until the sitting ends
    service: Ints
    category: Ints
    priority: Ints
    channel: Ints
    passed: Ints         # how often it went to another team
    hours: Floats        # to resolve


def draw_days(*, rng: np.random.Generator, starts_on: date, weeks: int, sittings: Sequence[Sitting],
              truth: Truth) -> Days:
    """Arrivals and level of each of `7 * weeks` days: weekday, annual cycle, load, and a day effect after the last."""
    dates = [starts_on + timedelta(days=number) for number in range(7 * weeks)]
    usual = np.array([truth.per_weekday if day.weekday() < 5 else truth.per_weekend_day for day in dates])
    usual *= np.array([CLOSED_SHARE if is_closed(day) else 1.0 for day in dates])
    size = truth.arrivals_size
    arrivals = rng.negative_binomial(size, size / (size + usual)).astype(np.int64)
    # + 1: a day without a ticket has a finite load too
    load = truth.load * np.log((arrivals + 1) / (usual + 1))
    # the annual cycle is highest on day 288 of the year, mid-October, when the new students have come
    annual = truth.annual * np.cos(2 * np.pi * (np.array([day.timetuple().tm_yday for day in dates]) - 288) / 365.25)
    weekday = np.array([truth.weekday[day.weekday()] for day in dates])
    with_sittings = {sitting.starts_at.date() for sitting in sittings}
    level = weekday + annual + load + _day_effects(rng=rng, days=len(dates), truth=truth)
    return Days(arrivals, level, np.array([day in with_sittings for day in dates]))


def is_closed(day: date) -> bool:
    """Whether the university is closed for the turn of the year: Christmas Eve to Epiphany.

    >>> is_closed(date(2025, 12, 24)), is_closed(date(2026, 1, 7))
    (True, False)
    """
    return (day.month, day.day) >= (12, 24) or (day.month, day.day) <= (1, 6)


def _day_effects(*, rng: np.random.Generator, days: int, truth: Truth) -> Floats:
    """A stationary AR(1): each day keeps `phi` of the last, and the spread is `day_sigma` throughout."""
    shocks = rng.standard_normal(days) * truth.day_sigma
    effects = np.empty(days)
    effects[0] = shocks[0]
    for day in range(1, days):
        effects[day] = truth.day_phi * effects[day - 1] + np.sqrt(1 - truth.day_phi**2) * shocks[day]
    return effects


def draw_tickets(*, rng: np.random.Generator, days: Days, truth: Truth, effect_from: int | None,
                 effect: KnownEffect | None) -> Draws:
    """Every ticket's opening, kind and hours to resolve. `effect_from` is the day number on which `effect` begins."""
    when, what, how_long = rng.spawn(3)
    day = np.repeat(np.arange(len(days.arrivals)), days.arrivals)
    in_sitting = days.exam[day] & (when.random(len(day)) < truth.exam_share)
    hour = _hours_of_day(rng=when, in_sitting=in_sitting)
    order = np.argsort(day * 24 + hour, kind="stable")
    day, hour, in_sitting = day[order], hour[order], in_sitting[order]
    about_exams = len(organisation.SERVICES) - 1
    service = np.where(in_sitting, about_exams, _pick(organisation.SERVICES, rng=what, many=len(day)))
    # the calendar decides, not the draw: whatever is about exams and opened in a sitting is an exam-time ticket
    left = np.where(days.exam[day] & (service == about_exams), _hours_left(hour), np.nan)
    exam = ~np.isnan(left)
    category = _pick(organisation.CATEGORIES, rng=what, many=len(day))
    priority = np.where(exam, 1, _pick(organisation.PRIORITIES, rng=what, many=len(day)))
    channel = _pick(organisation.CHANNELS, rng=what, many=len(day))
    # one hand-over, and now and then more: geometric, so that each further one is a quarter as likely
    passed = np.where(what.random(len(day)) < organisation.SPECIALIST.share, what.geometric(0.75, len(day)), 0)
    kind = (_levels(organisation.SERVICES)[service] + _levels(organisation.CATEGORIES)[category]
            + _levels(organisation.PRIORITIES)[priority] + np.where(passed > 0, organisation.SPECIALIST.level, 0.0))
    level = _calibrated(np.where(exam, 0.0, kind) + days.level[day], left=left, truth=truth)
    if effect is not None and effect_from is not None:
        level = level + np.where(day >= effect_from, np.log(effect.factor), 0.0)
    hours = np.exp(level + truth.sigma * how_long.standard_normal(len(day)))
    return Draws(day, day * 24 + hour, left, service, category, priority, channel, passed,
                 np.maximum(hours, SHORTEST_HOURS))


def _hours_of_day(*, rng: np.random.Generator, in_sitting: Flags) -> Floats:
    """The hour of day at which each ticket opens: at any time of a sitting alike, or as the desk's day goes."""
    usual = rng.choice(24, size=len(in_sitting), p=HOURS / HOURS.sum()) + rng.random(len(in_sitting))
    sitting = rng.integers(0, len(SITTINGS), len(in_sitting))
    inside = STARTS[sitting] + (ENDS - STARTS)[sitting] * rng.random(len(in_sitting))
    return np.where(in_sitting, inside, usual)


def _hours_left(hour: Floats) -> Floats:
    """Hours until the sitting under way at this hour of an exam day ends; nan between and outside sittings."""
    sitting = np.searchsorted(STARTS, hour, side="right") - 1
    left = ENDS[sitting] - hour
    return np.where((sitting >= 0) & (left > 0), left, np.nan)


def _pick(kinds: Sequence[Kind], *, rng: np.random.Generator, many: int) -> Ints:
    return rng.choice(len(kinds), size=many, p=[kind.share for kind in kinds]).astype(np.int64)


def _levels(kinds: Sequence[Kind]) -> Floats:
    return np.array([kind.level for kind in kinds])


def _calibrated(level: Floats, *, left: Floats, truth: Truth) -> Floats:
    """The levels moved so that the truth holds in expectation for exactly these tickets.

    Exam-time tickets move until the mean chance of still being unsolved at the sitting's end is `exam_unsolved`; the
    others until the mean over all is `mean_hours` (the mean of a log-normal is exp(level + sigma² / 2)).
    """
    exam = ~np.isnan(left)
    moved = level.copy()
    if exam.any():
        moved[exam] += _exam_shift(level[exam], left=left[exam], truth=truth)
    mean_of = np.exp(moved + truth.sigma**2 / 2)
    wanted = truth.mean_hours * len(level) - mean_of[exam].sum()
    moved[~exam] += np.log(wanted / mean_of[~exam].sum())
    return moved


def _exam_shift(level: Floats, *, left: Floats, truth: Truth) -> float:
    """By bisection: the chance of "unsolved" rises with the shift, and its root lies between e^-10 and e^10 hours."""
    low, high = -10.0, 10.0
    for _ in range(50):
        middle = (low + high) / 2
        late = [_STANDARD.cdf(float(z)) for z in (level + middle - np.log(left)) / truth.sigma]
        low, high = (middle, high) if float(np.mean(late)) < truth.exam_unsolved else (low, middle)
    return (low + high) / 2
