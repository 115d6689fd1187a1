"""The business clock: weekly hours and holidays, turned into a table that makes open time two look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from headway.eventlog.refused import Refused

Interval: TypeAlias = tuple[int, int]               # seconds of the day, from and to
Week: TypeAlias = tuple[tuple[Interval, ...], ...]  # seven days, Monday first

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_SECONDS = 86_400
SECOND = 1_000_000   # microseconds
EPOCH = date(1970, 1, 1)

_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")
_LINE = re.compile(r"\s*([a-z]{3,9})(?:\s*-\s*([a-z]{3,9}))?\s+(.+?)\s*", re.IGNORECASE)


def day_number(day: date) -> int:
    """Days since 1970-01-01.

    >>> day_number(date(1970, 1, 3))
    2
    """
    return (day - EPOCH).days


@dataclass(frozen=True, slots=True, eq=False)
class OpenTime:
    """Open seconds before each day of a range, and the intervals within it: what an engine joins.

    `first` is the number of the first day. `before` [days] counts the open seconds from the first midnight to the
    midnight that begins the day. `start` and `length` [days, k] are the day's intervals in seconds, padded with zeros.
    """

    first: int
    before: NDArray[np.int64]
    start: NDArray[np.int64]
    length: NDArray[np.int64]

    def microseconds_at(self, day: int, time: int) -> int:
        """Open microseconds from the first midnight to a moment: a day's number and microseconds since its midnight.

        Raises IndexError for a day outside the range.
        """
        row = day - self.first
        if not 0 <= row < len(self.before):
            raise IndexError(f"day {day} is outside {self.first}..{self.first + len(self.before) - 1}")
        within = sum(
            min(max(time - int(start) * SECOND, 0), int(length) * SECOND)
            for start, length in zip(self.start[row], self.length[row], strict=True)
        )
        return int(self.before[row]) * SECOND + within


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """When the service is agreed to be worked on: hours of each weekday, and dates on which it is closed.

    Hours are those of the wall clock: on the night of a clock change an interval keeps its length.

    >>> office = BusinessCalendar(week=read_hours("Mon-Fri 08:00-18:00"), holidays=frozenset({date(2016, 3, 28)}))
    >>> table = office.open_time(date(2016, 3, 25), date(2016, 3, 29))
    >>> table.before.tolist()   # Friday is open for 10 hours; the weekend and Easter Monday are not
    [0, 36000, 36000, 36000, 36000]
    """

    week: Week
    holidays: frozenset[date] = frozenset()
    name: str | None = None

    def open_time(self, first: date, last: date) -> OpenTime:
        """The table from `first` to `last`, both included."""
        numbers = np.arange(day_number(first), day_number(last) + 1)
        weekday = (numbers + 3) % 7  # 1970-01-01 was a Thursday
        closed = np.isin(numbers, [day_number(day) for day in self.holidays])
        widest = max(1, *(len(intervals) for intervals in self.week))
        hours = np.zeros((7, widest, 2), dtype=np.int64)
        for index, intervals in enumerate(self.week):
            for place, (opens, closes) in enumerate(intervals):
                hours[index, place] = opens, closes - opens
        start = np.where(closed[:, None], 0, hours[weekday, :, 0])
        length = np.where(closed[:, None], 0, hours[weekday, :, 1])
        total = length.sum(axis=1)
        return OpenTime(first=int(numbers[0]), before=np.cumsum(total) - total, start=start, length=length)


def read_hours(text: str) -> Week:
    """Weekly hours as people write them: "Mon-Fri 08:00-12:00 13:00-17:00, Sat 09:00-12:00".

    Parts are parted by commas or semicolons; a day may stand in several parts; days that are not named are closed;
    24:00 is the end of the day. "24x7" is always open.

    Raises Refused: `unreadable_hours` (hours, part), `overlapping_hours` (hours, day), `no_open_hours` (hours).

    >>> read_hours("Sat 09:00-12:00")[5]
    ((32400, 43200),)
    """
    if text.strip().lower() in ("24x7", "24/7"):
        return (((0, DAY_SECONDS),),) * 7
    week: list[list[Interval]] = [[] for _ in DAYS]
    for part in re.split(r"[,;\n]", text):
        if not part.strip():
            continue
        days, intervals = _read_part(part, text)
        for day in days:
            week[day] += intervals
    if not any(week):
        raise Refused("no_open_hours", hours=text)
    for day, found in enumerate(week):
        found.sort()
        if any(later[0] < earlier[1] for earlier, later in pairwise(found)):
            raise Refused("overlapping_hours", hours=text, day=DAYS[day].title())
    return tuple(tuple(found) for found in week)


def _read_part(part: str, text: str) -> tuple[Iterable[int], list[Interval]]:
    line = _LINE.fullmatch(part)
    if line is None:
        raise Refused("unreadable_hours", hours=text, part=part.strip())
    named = [name[:3].lower() for name in line.groups()[:2] if name]
    spans = list(_SPAN.finditer(line[3]))
    left = _SPAN.sub("", line[3]).strip(" +&")
    if left or not spans or any(name not in DAYS for name in named):
        raise Refused("unreadable_hours", hours=text, part=part.strip())
    first, last = DAYS.index(named[0]), DAYS.index(named[-1])
    days = [(first + step) % 7 for step in range((last - first) % 7 + 1)]  # "Sat-Thu" goes round the week's end
    return days, [_interval(span, text) for span in spans]


def _interval(span: re.Match[str], text: str) -> Interval:
    hour, minute, to_hour, to_minute = (int(number) for number in span.groups())
    start, end = hour * 3600 + minute * 60, to_hour * 3600 + to_minute * 60
    if minute > 59 or to_minute > 59 or end > DAY_SECONDS or start >= end:
        raise Refused("unreadable_hours", hours=text, part=span[0])
    return start, end

