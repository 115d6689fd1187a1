"""The university's exam calendar: it alone says which incidents are exam-time, before and after a change."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

# ISO weeks of the year in which exams are held, as at many European universities: two exam periods of some weeks after
# the teaching periods, a mid-term week in each term, resits before the autumn term.
EXAM_WEEKS = {3: "January exams", 4: "January exams", 13: "spring mid-terms", 23: "summer exams", 24: "summer exams",
              25: "summer exams", 35: "resits", 45: "autumn mid-terms"}
SITTINGS = ((time(9), time(13)), (time(14), time(18)))


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting of an exam, from its start to the moment by which a problem must be solved."""

    name: str
    starts_at: datetime
    ends_at: datetime


def exam_calendar(*, starts_on: date, ends_on: date) -> tuple[Sitting, ...]:
    """The sittings from `starts_on` to before `ends_on`, in order; none is an empty tuple.

    >>> exam_calendar(starts_on=date(2026, 1, 12), ends_on=date(2026, 1, 13))[0].ends_at
    datetime.datetime(2026, 1, 12, 13, 0)
    """
    days = (starts_on + timedelta(days=number) for number in range((ends_on - starts_on).days))
    return tuple(
        Sitting(EXAM_WEEKS[day.isocalendar().week], datetime.combine(day, start), datetime.combine(day, end))
        for day in days
        if day.isocalendar().week in EXAM_WEEKS and day.weekday() < 5
        for start, end in SITTINGS
    )


def sitting_at(moment: datetime, *, sittings: Sequence[Sitting]) -> Sitting | None:
    """The sitting under way at a moment, or None; `sittings` are in order and do not overlap.

    >>> week = exam_calendar(starts_on=date(2026, 1, 12), ends_on=date(2026, 1, 19))
    >>> sitting_at(datetime(2026, 1, 12, 10), sittings=week).name
    'January exams'
    >>> sitting_at(datetime(2026, 1, 12, 13), sittings=week) is None
    True
    """
    before = bisect_right(sittings, moment, key=lambda sitting: sitting.starts_at)
    if not before or moment >= sittings[before - 1].ends_at:
        return None
    return sittings[before - 1]
