"""Points: the only thing about tickets that crosses from an engine to a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from headway.eventlog.fields import Field
from headway.kpi.definition import Kpi


class Period(StrEnum):
    DAY = "day"
    WEEK = "week"    # begins on Monday
    MONTH = "month"


class Point(NamedTuple):   # there are many: a tuple is made in a quarter of the time of a frozen dataclass
    """One period of a series.

    `n` is the number of cases behind `value` (None: no data, which is never zero). `sum` and `sum_squares` are over
    the measured quantity (hours, 0/1, count). `settled` is False while some of its tickets are too young to judge:
    such a point is never part of a claim. `thin`: far fewer cases than usual (a holiday, a weekend), drawn hollow and
    set aside from limits. `partial`: the log covers only a part of the period. `suspect`: another measure of the same
    tickets contradicts it (see `kpi/suspects.py`).
    """

    starts_on: date
    n: int
    value: float | None
    sum: float | None = None
    sum_squares: float | None = None
    settled: bool = True
    thin: bool = False
    partial: bool = False
    suspect: bool = False

    @property
    def counts(self) -> bool:
        """Whether limits and claims may use it."""
        return self.value is not None and self.settled and not (self.thin or self.partial or self.suspect)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A measure on one slice over time, with the plain figure over the whole log.

    `value` over `n` cases is *as recorded*: over tickets that have the end moment, whenever they were opened; for
    reading, not for claiming. `slice` is {} for all tickets. `empty_because` is a code where there is nothing to show.
    `settled_to` is the first day whose cohort is too young to judge (None: all are old enough).
    """

    kpi: Kpi
    slice: Mapping[Field, str] = field(default_factory=dict)
    period: Period
    n: int
    value: float | None
    points: tuple[Point, ...] = ()
    as_of: datetime | None = None
    settle_hours: float | None = None
    settled_to: date | None = None
    empty_because: str | None = None
    notes: tuple[str, ...] = ()
