"""Desks whose level moves by itself: they learn, their work changes, they swing for weeks or with the year, they fill up."""

from __future__ import annotations

import numpy as np
from mechanisms_desk import (
    WARM,
    WORKING_DAY,
    Span,
    Tickets,
    arrivals,
    counted,
    day_of,
    exponential,
    lognormal,
    pooled,
    running,
    weekly,
    working,
)
from scenarios import Floats, Generator

YEAR = 365.25


def by_itself(rng: Generator, span: Span, level: Floats, *, own_hours: float = 12, a_day: float | None = None) -> Tickets:
    """Tickets that take as long as the day's level says, with a few incidents that slow all of them for some days."""
    came = arrivals(rng, weekly(span.simulated, a_day or rng.uniform(18, 34)), dispersion=15)
    incidents = running(rng, span.simulated, at_once=2, lengths=exponential(4), mean_length=4)
    day = day_of(came)
    hours = lognormal(rng, own_hours, 1.1, len(came)) * level[day] * np.exp(.08 * (incidents[day] - 2))
    return counted(day, hours, span)


def learning(rng: Generator, span: Span) -> Tickets:
    """A young desk gets quicker with each ticket, less and less so; now and then someone new has to start again."""
    many, people = span.simulated, 6
    skilled = np.empty((people, many))
    for person in range(people):
        lived = np.maximum(np.arange(many) - WARM + rng.uniform(0, 150), 0)
        for leaves in np.flatnonzero(rng.random(many) < 1 / 1200):
            lived[leaves:] = np.arange(many - leaves)
        skilled[person] = np.exp(-lived / rng.uniform(80, 160))
    return by_itself(rng, span, 1 + rng.uniform(.5, 1.0) * skilled.mean(axis=0))


def mix_drift(rng: Generator, span: Span) -> Tickets:
    """Easy work (passwords) grows beside hard work, quicker in the middle: the mean falls though nothing got quicker."""
    many = span.simulated
    time = np.arange(many) / YEAR
    share = .3 + rng.uniform(.15, .35) / (1 + np.exp(-(time - rng.uniform(.3, 1.2)) * rng.uniform(2, 4)))
    came = arrivals(rng, weekly(many, rng.uniform(20, 36)), dispersion=15)
    day = day_of(came)
    easy = rng.random(len(came)) < share[day]
    incidents = running(rng, many, at_once=2, lengths=exponential(4), mean_length=4)
    hours = np.where(easy, lognormal(rng, 1.5, .9, len(came)), lognormal(rng, 18, 1.0, len(came)))
    return counted(day, hours * np.exp(.08 * (incidents[day] - 2)), span)


def long_memory(rng: Generator, span: Span) -> Tickets:
    """Projects take people away, most for days, some for months: lengths with a heavy tail make long memory (Willinger and
    others, IEEE/ACM Transactions on Networking 5 (1997) 71)."""
    tail = rng.uniform(1.3, 1.6)
    projects = running(rng, span.simulated, at_once=6, mean_length=4 * tail / (tail - 1), warm=1500,
                       lengths=lambda rng, many: 4 * (1 + rng.pareto(tail, many)))
    return by_itself(rng, span, np.exp(.08 * (projects - 6)))


def regimes(rng: Generator, span: Span) -> Tickets:
    """Good times and bad times of weeks: a supplier that delivers, and one that does not."""
    stays = rng.uniform(3, 8, 2) * 7
    bad = np.empty(span.simulated, dtype=np.int64)
    bad[0] = rng.integers(2)
    for day, chance in enumerate(rng.random(span.simulated - 1), start=1):
        bad[day] = bad[day - 1] ^ (chance < 1 / stays[bad[day - 1]])
    return by_itself(rng, span, np.where(bad == 1, rng.uniform(1.25, 1.6), 1.0))


def full_team(rng: Generator, span: Span, *, rate: Floats, capacity: Floats, load: float, own_hours: float) -> Tickets:
    """A team whose work grows or swings while its people stay as they are."""
    came = arrivals(rng, rate, dispersion=15)
    day = day_of(came)
    work = lognormal(rng, load * capacity.sum() / rate.sum(), .8, len(came))
    return counted(day, pooled(came, work, capacity) + lognormal(rng, own_hours, 1.1, len(came)) - came, span)


def school_year(rng: Generator, span: Span) -> Tickets:
    """Terms, exams and holidays of a university; history is about one year, so each season was seen once."""
    many = span.simulated
    of_year = (np.arange(many) / YEAR + rng.uniform()) % 1
    term = 1 + .22 * np.sin(2 * np.pi * of_year) + .14 * np.sin(4 * np.pi * of_year)
    rush = sum(.25 * np.exp(-((of_year - begins) % 1) * YEAR / 14) for begins in (.12, .62))
    leave = 1 - .22 * np.exp(-((of_year - .85) * YEAR / 25) ** 2)
    capacity = 7 * WORKING_DAY * working(many) * leave
    return full_team(rng, span, rate=weekly(many, rng.uniform(18, 30)) * (term + rush), capacity=capacity,
                     load=rng.uniform(.6, .68), own_hours=6)


def growing(rng: Generator, span: Span) -> Tickets:
    """Volume rises or falls by up to a quarter a year; the fuller the team, the longer all wait."""
    many = span.simulated
    a_year = rng.choice([-1, 1]) * rng.uniform(.08, .25)
    grown = np.exp(np.log1p(a_year) * (np.arange(many) - many / 2) / YEAR)
    return full_team(rng, span, rate=weekly(many, rng.uniform(18, 30)) * grown,
                     capacity=6 * WORKING_DAY * working(many), load=rng.uniform(.7, .76), own_hours=4)

