"""Twenty mechanisms of a service desk, made from the work itself, to check verdicts that were not made with them.

Unlike `scenarios.py`, which adds noise of a known form to a level, here tickets come, people are there or away, tickets
wait, and the series is what falls out. Lengths, sizes and loads differ from draw to draw.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeAlias

import mechanisms_fair as fair
import mechanisms_hard as hard
import mechanisms_panel as panel
import numpy as np
from mechanisms_change import changed
from mechanisms_desk import Span, Tickets
from mechanisms_panel import Desk
from scenarios import MONDAY, Generator

Points: TypeAlias = list[tuple[date, float | None, int]]
DAYS_BEFORE, DAYS_AFTER = (180, 455), (28, 70)
WEEKS_BEFORE, WEEKS_AFTER = (40, 104), (8, 26)


class Sort(StrEnum):
    """Whether things come back to a level by themselves, or the level moves."""

    FAIR = "fair"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class World:
    """`weeks` is the share of draws whose points are weeks; `days_before` where the length of history is part of it."""

    name: str
    what: str
    sort: Sort
    simulate: Callable[[Generator, Span], Tickets | Desk]
    kind: str = "duration"
    weeks: float = 0.0
    days_before: tuple[int, int] = DAYS_BEFORE

    @property
    def direction(self) -> str:
        return "down" if self.kind in ("duration", "count") else "up"


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """One desk as it is given to a verdict, and what a verdict can't know: the truth, and which controls are dirty."""

    points: Points
    change: date
    truth: float
    controls: dict[str, Points]
    dirty: frozenset[str]
    picked_from: int
    step: int


WORLDS = {world.name: world for world in (
    World("queue", "several people, one queue, weekday arrivals", Sort.FAIR, fair.calm_queue),
    World("full_queue", "the same, nearly full: long excursions", Sort.FAIR, fair.full_queue),
    World("absence", "illness and leave", Sort.FAIR, fair.absence),
    World("batch_closing", "a third of the tickets closed on Fridays", Sort.FAIR, fair.batch_closing),
    World("outages", "bursts of alike tickets", Sort.FAIR, fair.outages),
    World("thin_team", "two people, few tickets, closed at times", Sort.FAIR, fair.thin_team, weeks=.5),
    World("small_desk", "a small desk by weeks", Sort.FAIR, fair.small_desk, weeks=1.0),
    World("in_time", "share within the agreed time", Sort.FAIR, fair.in_time, "share", weeks=.25),
    World("demand", "tickets that come, in waves", Sort.FAIR, fair.demand, "count", weeks=.25),
    World("satisfaction", "points from one to five", Sort.FAIR, fair.satisfaction, "score", weeks=.25),
    World("passed_on", "durations with a heavy tail", Sort.FAIR, fair.passed_on),
    World("teams", "a panel with clean controls", Sort.FAIR, panel.teams),
    World("learning", "the desk learns by itself", Sort.HARD, hard.learning, weeks=.25),
    World("mix_drift", "easy work grows", Sort.HARD, hard.mix_drift, weeks=.25),
    World("long_memory", "projects of all lengths take people away", Sort.HARD, hard.long_memory, weeks=.25),
    World("regimes", "good and bad times of weeks", Sort.HARD, hard.regimes),
    World("school_year", "the seasons, seen once", Sort.HARD, hard.school_year, days_before=(330, 400)),
    World("growing", "volume moves, a full team slows down", Sort.HARD, hard.growing),
    World("teams_one_dirty", "a panel with a dirty control", Sort.HARD, panel.teams_one_dirty),
    World("worst_of_eight", "picked because it was the worst", Sort.HARD, panel.worst_of_eight),
)}


def draw(world: World, *, gain: float, run: int, seed: int, after_weeks: int | None = None) -> Drawn:
    """One desk; the same arguments give the same desk on any machine, and other gains the same desk with another change."""
    rng = np.random.default_rng([zlib.crc32(world.name.encode()), run, seed])
    span = span_of(world, rng, after_weeks=after_weeks)
    told = world.simulate(rng, span)
    desk = told if isinstance(told, Desk) else Desk(told)
    since = span.before * span.step
    chance = np.random.default_rng([zlib.crc32(world.name.encode()), run, seed, 5000 + round(1000 * gain)])
    tickets, truth = changed(desk.tickets, kind=world.kind, gain=gain, since=since, rng=chance)
    controls = dict(desk.controls)
    for name, factor in desk.moved.items():
        alike = desk.moved_alike and gain != 0
        controls[name], _ = changed(controls[name], kind=world.kind, gain=gain if alike else 1 - factor, since=since, rng=chance)
    return Drawn(points_of(tickets, world, span), MONDAY + timedelta(days=since), truth,
                 {name: points_of(control, world, span) for name, control in controls.items()}, frozenset(desk.moved),
                 desk.picked_from, span.step)


def span_of(world: World, rng: Generator, *, after_weeks: int | None) -> Span:
    by_week = rng.random() < world.weeks
    before = int(rng.integers(*(WEEKS_BEFORE if by_week else world.days_before), endpoint=True))
    after = int(rng.integers(*(WEEKS_AFTER if by_week else DAYS_AFTER), endpoint=True))
    step = 7 if by_week else 1
    return Span(before, after if after_weeks is None else after_weeks * 7 // step, step)


def points_of(tickets: Tickets, world: World, span: Span) -> Points:
    """A mean (or number) a period; periods without a ticket have no mean, but a number: none."""
    many = span.before + span.after
    period = tickets.day // span.step
    n, total = np.bincount(period, minlength=many), np.bincount(period, tickets.value, minlength=many)
    counts = world.kind == "count"
    return [(MONDAY + timedelta(days=place * span.step), float(total[place]) if counts else
             float(total[place] / n[place]) if n[place] else None, int(n[place])) for place in range(many)]
