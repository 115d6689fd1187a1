"""What a measure is: its parts, each said once; shipped measures (`catalogue.py`) and one's own (`custom.py`) alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from headway.eventlog.fields import Field


class Unit(StrEnum):
    HOURS = "hours"
    SHARE = "share"   # 0 to 1
    COUNT = "count"
    SCORE = "score"


class Direction(StrEnum):
    """Which way is good."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"  # demand: moving is neither good nor bad


class Family(StrEnum):
    UTILITY = "utility"
    WARRANTY = "warranty"
    EXPERIENCE = "experience"
    FLOW = "flow"
    DEMAND = "demand"


class Clock(StrEnum):
    CALENDAR = "calendar"
    BUSINESS = "business"


class Summary(StrEnum):
    MEDIAN = "median"
    P90 = "p90"
    MEAN = "mean"
    RESTRICTED_MEAN = "restricted_mean"  # each duration capped at the horizon; not done by then counts as the horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """Hours from one moment to another, summarised."""

    start: Field
    end: Field
    summary: Summary
    horizon_hours: float | None = None  # for RESTRICTED_MEAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Within:
    """Share of tickets whose `end` came at most `hours` after `start`; not there by then is a miss."""

    start: Field
    end: Field
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SlaKept:
    """Share of tickets that kept their agreement. Open and overdue is missed; open and in time is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLeast:
    """Share of tickets whose counter or flag is at least `least` (`below=True`: is below it).

    `AtLeast(of=Field.REASSIGNED, least=1, below=True)` is first-group resolution. `of="ping_pong"` reads the flag.
    """

    of: str
    least: float
    below: bool = False
    resolved_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """Share of resolved tickets that have a value in the field: the response rate of satisfaction."""

    of: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """Mean of a number on the ticket."""

    of: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many tickets had this moment in the period: `OPENED`, or `CLOSED` for done.

    A ticket is done when it is resolved, or closed where no resolution is recorded; so arrivals less closures are the
    change of the backlog.
    """

    of: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class NetFlow:
    """Arrivals minus closures in the period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Tickets open at the period's end: how many, or how old. `of` is "size", "median_age" or "p90_age" (hours)."""

    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """Share of tickets tied to a known problem that an earlier ticket of the log was already tied to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FromOutages:
    """Worked out from an outage list. `of` is "availability", "mtbf" or "mtrs"."""

    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FromChanges:
    """Share of changes that failed or caused incidents, from a change list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A series that came as points, not from a log."""


Part: TypeAlias = (
    Duration | Within | SlaKept | AtLeast | Recorded | Mean | Count | NetFlow | Backlog | Repeats
    | FromOutages | FromChanges | Given
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kpi:
    """A measure. Two figures may be compared only if all of its parts are the same.

    `settle_hours`: a cohort is judged only once every ticket in it is at least this old. `None` with
    `settles=True` means "as old as this log says that nine tenths need" (see `kpi/maturity.py`); `settles=False`
    means that a period is known the moment it ends (counts, backlog).
    """

    id: str
    version: int
    unit: Unit
    direction: Direction
    family: Family
    part: Part
    clock: Clock = Clock.CALENDAR
    where: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    settles: bool = True
    settle_hours: float | None = None
    needs: tuple[Field, ...] = ()   # fields without which the measure is empty
    owner: str | None = None
    label: str | None = None        # set by user-defined measures; shipped ones are named in report/words.py
