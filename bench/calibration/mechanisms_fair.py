"""Desks that come back to a level: whatever happens to them passes."""

from __future__ import annotations

import numpy as np
from mechanisms_desk import (
    COOL,
    WORKING_DAY,
    Span,
    Tickets,
    arrivals,
    away,
    business,
    counted,
    day_of,
    exponential,
    lognormal,
    pooled,
    running,
    served,
    weekly,
    working,
)
from scenarios import Floats, Generator

WEEK_OF_WORK = 5.24   # mean working days of tickets in a week with both days of the weekend


def queue(rng: Generator, span: Span, *, load: float, servers: int) -> Tickets:
    """Tickets wait for the next free of several people; business hours from opened to done."""
    a_day = rng.uniform(20, 36)
    came = arrivals(rng, weekly(span.simulated, a_day))
    service = lognormal(rng, load * servers * WORKING_DAY * 5 / (a_day * WEEK_OF_WORK), .9, len(came))
    clock = business(came)
    return counted(day_of(came), served(clock, service, servers) - clock, span)


def calm_queue(rng: Generator, span: Span) -> Tickets:
    return queue(rng, span, load=rng.uniform(.68, .8), servers=6)


def full_queue(rng: Generator, span: Span) -> Tickets:
    return queue(rng, span, load=rng.uniform(.85, .91), servers=5)


def present(rng: Generator, people: int, many: int) -> Floats:
    """People at work each day: colds of days, now and then an illness of weeks, and leave of one or two
    weeks, of which a quarter of the people may have some at once."""
    sick = away(rng, people, many, a_year=2.5, lengths=lambda rng, spells: np.where(
        rng.random(spells) < .1, rng.exponential(25, spells), rng.exponential(4, spells)))
    leave = away(rng, people, many, a_year=3, lengths=lambda rng, spells: rng.choice([7.0, 14.0], spells))
    leave &= leave.cumsum(axis=0) <= max(people // 4, 1)
    return np.asarray((~(sick | leave)).sum(axis=0).astype(np.float64))


def team(rng: Generator, span: Span, *, a_day: float, people: int, load: float, own_hours: float) -> tuple[Floats, Floats]:
    """When tickets came and were done: they wait for a team some of which is away, and then for others, by themselves."""
    many = span.simulated
    came = arrivals(rng, weekly(many, a_day))
    there = np.maximum(present(rng, people, many), 1) * WORKING_DAY * working(many)
    work = lognormal(rng, load * there.sum() / many * 7 / (a_day * WEEK_OF_WORK), .8, len(came))
    return came, pooled(came, work, there) + lognormal(rng, own_hours, 1.1, len(came))


def absence(rng: Generator, span: Span) -> Tickets:
    """Eight people; hours on the calendar's clock."""
    came, done = team(rng, span, a_day=rng.uniform(18, 32), people=8, load=rng.uniform(.66, .78), own_hours=6)
    return counted(day_of(came), done - came, span)


def batch_closing(rng: Generator, span: Span) -> Tickets:
    """By day closed: two thirds of the tickets when they are done, the others when someone cleans up, on most Fridays."""
    came = arrivals(rng, weekly(span.simulated, rng.uniform(18, 32)))
    done = came + lognormal(rng, 14, 1.2, len(came))
    fridays = np.arange(4, span.simulated + 7 * COOL, 7) * 24 + 15.0
    fridays = fridays[rng.random(len(fridays)) < .9]
    cleaned = fridays[np.minimum(np.searchsorted(fridays, done), len(fridays) - 1)]
    closed = np.where(rng.random(len(came)) < .65, done, cleaned)
    return counted(day_of(closed), closed - came, span)


def outages(rng: Generator, span: Span) -> Tickets:
    """Now and then something breaks: many alike tickets, all done when it is mended; other work waits meanwhile."""
    many = span.simulated
    usual = arrivals(rng, weekly(many, rng.uniform(18, 30)))
    begins = np.flatnonzero(rng.random(many) < 1 / 21) * 24.0
    begins += rng.uniform(6, 18, len(begins))
    mended = begins + lognormal(rng, 14, .9, len(begins))
    calls = np.repeat(np.arange(len(begins)), rng.negative_binomial(2, 2 / 42, len(begins)))
    called = begins[calls] + (mended - begins)[calls] * rng.beta(1, 4, len(calls))
    came = np.concatenate((usual, called))
    capacity = 5 * WORKING_DAY * working(many)
    work = np.concatenate((lognormal(rng, .95, .8, len(usual)), np.full(len(called), .08)))
    order = np.argsort(came)
    done = np.empty(len(came))
    done[order] = pooled(came[order], work[order], capacity)
    done[: len(usual)] += lognormal(rng, 7, 1.1, len(usual))
    done[len(usual) :] = mended[calls]
    return counted(day_of(came), done - came, span)


def thin_team(rng: Generator, span: Span) -> Tickets:
    """Two people, a few tickets a day, none at the weekend; closed for a week or two a few times a year."""
    many = span.simulated
    closed = away(rng, 1, many, a_year=3, lengths=lambda rng, spells: rng.choice([5.0, 12.0], spells))[0]
    came = arrivals(rng, weekly(many, rng.uniform(1.5, 3.5), weekend=0) * ~closed)
    there = np.maximum(present(rng, 2, many), .5) * WORKING_DAY * working(many)
    done = pooled(came, lognormal(rng, 1.6, .9, len(came)), there) + lognormal(rng, 9, 1.1, len(came))
    return counted(day_of(came), done - came, span)


def small_desk(rng: Generator, span: Span) -> Tickets:
    """Ten to thirty tickets a week for three people who have other work too."""
    came, done = team(rng, span, a_day=rng.uniform(2, 6), people=3, load=rng.uniform(.4, .6), own_hours=12)
    return counted(day_of(came), done - came, span)


def in_time(rng: Generator, span: Span) -> Tickets:
    """Whether a ticket was done within one working day."""
    came, done = team(rng, span, a_day=rng.uniform(16, 30), people=7, load=rng.uniform(.6, .72), own_hours=14)
    return counted(day_of(came), np.where(business(done) - business(came) <= WORKING_DAY, 1.0, 0.0), span)


def demand(rng: Generator, span: Span) -> Tickets:
    """How many come: each release brings questions for some days, and news travels, so that days differ more than chance."""
    many = span.simulated
    questions = np.zeros(many)
    for begin in np.flatnonzero(rng.random(many) < 1 / 18):
        questions[begin:] += rng.gamma(2, .12) * np.exp(-np.arange(many - begin) / rng.uniform(2, 7))
    came = arrivals(rng, weekly(many, rng.uniform(18, 40), weekend=.15) * (1 + questions), dispersion=12)
    return counted(day_of(came), np.ones(len(came)), span)


def satisfaction(rng: Generator, span: Span) -> Tickets:
    """One to five points from those who answer (a fifth): the longer they waited, the fewer; and some are never content."""
    came, done = team(rng, span, a_day=rng.uniform(18, 40), people=8, load=rng.uniform(.66, .78), own_hours=6)
    answers = rng.random(len(came)) < .2
    waited = np.log(np.maximum(done - came, .2)[answers] / 6)
    mood = 1.6 - .35 * waited + rng.logistic(0, .8, len(waited))
    points = np.asarray(1 + (mood[:, None] > np.array([-1.2, -.5, .3, 1.2])).sum(axis=1), dtype=np.float64)
    return counted(day_of(done)[answers], points, span)


def passed_on(rng: Generator, span: Span) -> Tickets:
    """Each time that a ticket is passed on, it takes twice as long: so a few take extremely long."""
    came = arrivals(rng, weekly(span.simulated, rng.uniform(20, 36)))
    passes = rng.geometric(rng.uniform(.7, .76), len(came)) - 1
    incidents = running(rng, span.simulated, at_once=2, lengths=exponential(5), mean_length=5)
    hours = lognormal(rng, 5, .9, len(came)) * 2.0**np.minimum(passes, 9) * np.exp(.08 * incidents[day_of(came)])
    return counted(day_of(came), hours, span)

