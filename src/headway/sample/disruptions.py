"""Outages of the services, and changes to them, some of which fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np

from headway.sample.organisation import SERVICES

WEEKS_BETWEEN_OUTAGES = 8.0           # mean, for each service
OUTAGE_HOURS, OUTAGE_SIGMA = 1.5, 0.9  # median and spread of log hours
CHANGES_A_WEEK = 3.0
FAILED = 0.08                         # share of changes
MAINTENANCE_EVERY_WEEKS = 4           # on a Sunday, for the first service


@dataclass(frozen=True, slots=True)
class Outage:
    """A service was not usable from `start` to `end`."""

    service: str
    start: datetime
    end: datetime
    planned: bool


@dataclass(frozen=True, slots=True)
class Change:
    """A change made to a service, and whether it failed."""

    change: str
    at: datetime
    service: str
    failed: bool


def outages(*, rng: np.random.Generator, starts_on: date, weeks: int) -> tuple[Outage, ...]:
    """Unplanned outages as a Poisson process for each service, and planned maintenance, in order of their start.

    No two outages of one service overlap: one that would begin before the last has ended is not drawn.

    >>> found = outages(rng=np.random.default_rng(1), starts_on=date(2025, 9, 1), weeks=40)
    >>> all(outage.start < outage.end for outage in found)
    True
    """
    first = datetime.combine(starts_on, time())
    last = first + timedelta(weeks=weeks)
    found = _maintenance(first, weeks=weeks)
    for service in SERVICES:
        free_from = first
        for number in np.sort(rng.uniform(0, weeks, rng.poisson(weeks / WEEKS_BETWEEN_OUTAGES))):
            start = (first + timedelta(weeks=float(number))).replace(second=0, microsecond=0)
            hours = OUTAGE_HOURS * float(np.exp(OUTAGE_SIGMA * rng.standard_normal()))
            end = min(start + timedelta(minutes=max(1, round(hours * 60))), last)
            planned = [outage for outage in found if outage.service == service.name and outage.planned]
            if start < free_from or any(start < other.end and other.start < end for other in planned) or end <= start:
                continue
            found.append(Outage(service.name, start, end, planned=False))
            free_from = end
    return tuple(sorted(found, key=lambda outage: (outage.start, outage.service)))


def _maintenance(first: datetime, *, weeks: int) -> list[Outage]:
    sunday = first + timedelta(days=6 - first.weekday(), hours=2)
    starts = (sunday + timedelta(weeks=number) for number in range(0, weeks, MAINTENANCE_EVERY_WEEKS))
    return [Outage(SERVICES[0].name, start, start + timedelta(hours=3), planned=True) for start in starts]


def changes(*, rng: np.random.Generator, starts_on: date, weeks: int) -> tuple[Change, ...]:
    """Changes on Tuesday to Thursday evenings, in order.

    >>> made = changes(rng=np.random.default_rng(1), starts_on=date(2025, 9, 1), weeks=40)
    >>> {change.at.weekday() for change in made} <= {1, 2, 3}
    True
    """
    first = datetime.combine(starts_on - timedelta(days=starts_on.weekday()), time(18))
    moments = sorted(
        first + timedelta(weeks=week, days=int(rng.integers(1, 4)), minutes=int(rng.integers(0, 180)))
        for week in range(weeks)
        for _ in range(rng.poisson(CHANGES_A_WEEK))
    )
    within = [moment for moment in moments if moment.date() >= starts_on]
    touched = rng.integers(0, len(SERVICES), len(within))
    failed = rng.random(len(within)) < FAILED
    return tuple(
        Change(f"CHG{number:05d}", moment, SERVICES[service].name, bool(bad))
        for number, (moment, service, bad) in enumerate(zip(within, touched, failed, strict=True), start=1)
    )
