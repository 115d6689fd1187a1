"""Event logs of any size, drawn columnwise: for measuring speed, not for learning anything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Block: TypeAlias = dict[str, NDArray[np.generic]]

STATES = np.array(["New", "In progress", "Awaiting user", "Resolved", "Closed"])
TEAMS = np.array([f"Team {number:02d}" for number in range(1, 41)])
PEOPLE = np.array([f"agent{number:04d}" for number in range(1, 401)])
PRIORITIES = np.array(["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"])
CATEGORIES = np.array([f"Category {number:02d}" for number in range(1, 26)])
SERVICES = np.array([f"Service {number:02d}" for number in range(1, 61)])
SHORTEST = 4                 # events of a ticket: new, in progress, resolved, closed
PAUSES = 2 / 3               # geometric: on average half a "Awaiting user" and back, so five events a ticket
MEDIAN_HOURS, SIGMA = 8.0, 1.2
CLOSES_AFTER = 5 * 86_400    # seconds
TICKETS_A_DAY = 3_000


def synthetic_events(rng: np.random.Generator, *, events: int = 10_000_000, starts_on: date = date(2024, 1, 1),
                     block: int = 100_000) -> Iterator[Block]:
    """Exactly `events` rows, one an event, in blocks of `block` tickets: tickets in order of opening, rows by time.

    Columns: `ticket` (int64), `state`, `at` (datetime64[s]), `team`, `person`, `priority`, `category`, `service`.
    The last ticket may be cut short, as in a real extract.

    Raises:
        ValueError: `events` or `block` below 1.

    >>> blocks = list(synthetic_events(np.random.default_rng(1), events=1000, block=50))
    >>> sum(len(block["ticket"]) for block in blocks)
    1000
    """
    if events < 1 or block < 1:
        raise ValueError(f"at least one event and one ticket a block, not {events} and {block}")
    left, tickets = events, 0
    while left > 0:
        drawn = _block(rng, first=tickets, many=block, starts_on=starts_on)
        tickets += block
        rows = min(left, len(drawn["ticket"]))
        left -= rows
        yield {name: column[:rows] for name, column in drawn.items()}


def _block(rng: np.random.Generator, *, first: int, many: int, starts_on: date) -> Block:
    counts = SHORTEST + 2 * (rng.geometric(PAUSES, many) - 1)
    ticket = np.repeat(np.arange(many), counts)
    position = np.arange(len(ticket)) - np.repeat(np.cumsum(counts) - counts, counts)
    last = counts[ticket] - 1
    hours = np.exp(np.log(MEDIAN_HOURS) + SIGMA * rng.standard_normal(many))
    opened = (first + np.arange(many)) * (86_400 / TICKETS_A_DAY)
    # between opening (0) and resolution (1), each event lies somewhere in its own stretch, so that they stay in order
    way = np.where(position == last - 1, 1.0, (position - rng.random(len(ticket))) / (last - 1))
    seconds = opened[ticket] + hours[ticket] * 3600 * np.clip(way, 0, 1) + np.where(position == last, CLOSES_AFTER, 0)
    state = np.select([position == 0, position == last, position == last - 1, position % 2 == 1], [0, 4, 3, 1], 2)
    # the team changes with each pause of the ticket, the rest stays
    team = (rng.integers(0, len(TEAMS), many)[ticket] + np.minimum(position, last - 2) // 2) % len(TEAMS)
    person = team * (len(PEOPLE) // len(TEAMS)) + rng.integers(0, len(PEOPLE) // len(TEAMS), many)[ticket]
    return {
        "ticket": first + ticket + 1,
        "state": STATES[state],
        "at": np.datetime64(starts_on, "s") + seconds.astype(np.int64).astype("timedelta64[s]"),
        "team": TEAMS[team],
        "person": PEOPLE[person],
        "priority": PRIORITIES[rng.choice(4, many, p=[0.02, 0.1, 0.66, 0.22])[ticket]],
        "category": CATEGORIES[rng.integers(0, len(CATEGORIES), many)[ticket]],
        "service": SERVICES[rng.integers(0, len(SERVICES), many)[ticket]],
    }
