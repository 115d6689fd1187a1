"""Teams side by side: what slows one of them often slows all; and the one that was picked because it was bad."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from mechanisms_desk import Span, Tickets, arrivals, counted, day_of, exponential, lognormal, running, weekly
from scenarios import Floats, Generator

CONTROLS, PICKED_FROM = 5, 8


@dataclass(frozen=True, slots=True, eq=False)
class Desk:
    """What is judged, with its controls. `moved` are controls that changed on the same day: by a factor of their own, or,
    where they got the same change, by its factor."""

    tickets: Tickets
    controls: dict[str, Tickets] = field(default_factory=dict)
    moved: dict[str, float] = field(default_factory=dict)
    moved_alike: bool = False
    picked_from: int = 1


def one_team(rng: Generator, span: Span, shared: Floats) -> Tickets:
    """A team's tickets: slowed by what is shared and by trouble of its own, each team to its own degree."""
    own = running(rng, span.simulated, at_once=2, lengths=exponential(5), mean_length=5) - 2
    level = np.exp(rng.uniform(.8, 1.2) * shared + .07 * own) * rng.uniform(6, 20)
    came = arrivals(rng, weekly(span.simulated, rng.uniform(16, 32)), dispersion=15)
    day = day_of(came)
    return counted(day, lognormal(rng, 1, 1.1, len(came)) * level[day], span)


def teams(rng: Generator, span: Span) -> Desk:
    """Troubles of the tools that all use come and go, each for a week or so; five other teams did not get the change."""
    shared = .09 * (running(rng, span.simulated, at_once=5, lengths=exponential(8), mean_length=8) - 5)
    return Desk(one_team(rng, span, shared), {f"team {place}": one_team(rng, span, shared) for place in range(1, CONTROLS + 1)})


def teams_one_dirty(rng: Generator, span: Span) -> Desk:
    """One of the other teams got the change too, or had a change of its own on the same day."""
    desk = teams(rng, span)
    dirty = f"team {rng.integers(1, CONTROLS + 1)}"
    step = float(np.exp(rng.choice([-1, 1]) * rng.uniform(.3, .7)))
    return Desk(desk.tickets, desk.controls, {dirty: step}, moved_alike=bool(rng.random() < .5))


def worst_of_eight(rng: Generator, span: Span) -> Desk:
    """Eight services, each with months better and worse; the one with the longest waits before the change is judged: over
    all of the time before, or over its last quarter."""
    usual = lognormal(rng, 10, .12, PICKED_FROM)
    services = []
    for hours in usual:
        own = running(rng, span.simulated, at_once=4, lengths=exponential(14), mean_length=14) - 4
        came = arrivals(rng, weekly(span.simulated, rng.uniform(10, 24)), dispersion=15)
        day = day_of(came)
        services.append(counted(day, lognormal(rng, hours, 1.1, len(came)) * np.exp(.1 * own[day]), span))
    change = span.before * span.step
    since = change - 91 if rng.random() < .5 else 0
    waits = [float(one.value[(one.day >= since) & (one.day < change)].mean()) for one in services]
    return Desk(services[int(np.argmax(waits))], picked_from=PICKED_FROM)
