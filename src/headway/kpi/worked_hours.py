"""The clock of work, learnt from when tickets come in: the hours of each weekday, and the days on which nobody was there.

Used only where nobody told the hours (`--hours`), and said with the verdict. It needs no closings, so that a change
which makes work faster can't make its own clock faster.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from headway.kpi.business_hours import DAY_SECONDS, EPOCH, BusinessCalendar, Interval

HOURS = 24
WEEKDAYS = 7
BUSY_HOURS = 40        # a week's busiest hours, against whose mean the others are held
WORKED = .2            # of that: an hour with less is not worked
FEWEST_HOURS = 3       # in a day: fewer are overtime
ENOUGH_TICKETS = 500   # openings under which a week's profile is a guess: then every hour counts
DAY_OFF = .4           # of the weekday's median, where that is `USUAL` tickets or more
USUAL = 12             # P(Poisson(12) <= 4) = .008

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Openings:
    """Tickets opened in each hour of each day: `tickets` [days, 24] from the day `first` (days since 1970-01-01)."""

    first: int
    tickets: Counts

    @property
    def weekdays(self) -> Counts:
        """Monday is 0."""
        return (np.arange(self.first, self.first + len(self.tickets)) + 3) % WEEKDAYS


def learnt_hours(openings: Openings) -> BusinessCalendar:
    """The working week as the openings show it. With too few openings, or a desk that never sleeps, every hour counts.

    >>> office = np.zeros((70, 24), dtype=np.int64)
    >>> office[(np.arange(70) + 3) % 7 < 5, 8:17] = 4
    >>> learnt_hours(Openings(0, office)).week[0], learnt_hours(Openings(0, office)).week[6]
    (((28800, 61200),), ())
    """
    if openings.tickets.sum() < ENOUGH_TICKETS:
        return BusinessCalendar(week=(((0, DAY_SECONDS),),) * WEEKDAYS)
    weekdays = openings.weekdays
    profile = np.array([openings.tickets[weekdays == day].mean(axis=0) if (weekdays == day).any() else np.zeros(HOURS)
                        for day in range(WEEKDAYS)])
    worked = profile >= WORKED * np.sort(profile.ravel())[-BUSY_HOURS:].mean()
    week = tuple(_open(worked[day]) for day in range(WEEKDAYS))
    return BusinessCalendar(week=week, holidays=_days_off(openings, week))


def _open(worked: NDArray[np.bool_]) -> tuple[Interval, ...]:
    """From the first worked hour to the last: a lunch break is no reason to stop the clock."""
    hours = np.flatnonzero(worked)
    if len(hours) < FEWEST_HOURS:
        return ()
    return ((int(hours[0]) * 3600, (int(hours[-1]) + 1) * 3600),)


def _days_off(openings: Openings, week: tuple[tuple[Interval, ...], ...]) -> frozenset[date]:
    daily, weekdays = openings.tickets.sum(axis=1), openings.weekdays
    off: list[int] = []
    for weekday in range(WEEKDAYS):
        days = np.flatnonzero(weekdays == weekday)
        if not week[weekday] or not len(days):
            continue
        usual = float(np.median(daily[days]))
        if usual >= USUAL:
            off += days[daily[days] < DAY_OFF * usual].tolist()
    return frozenset(EPOCH + timedelta(days=openings.first + day) for day in off)
