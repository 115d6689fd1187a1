"""What is asked of a verdict, and what can't be asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction
from headway.kpi.series import Point
from headway.stats.limits import Floats
from headway.verdict.result import Kind


class ThirdView(Protocol):
    """Somebody else's method: the step, as the ends of its 90 % interval on the working scale, or None where it can't tell.

    `values` [points] hold nan where there is no point, `control` [points] is the mean of the trusted controls (None: there is
    none), `change` the place of the first point after, `daily` says that the points are days.
    """

    def __call__(self, values: Floats, control: Floats | None, *, change: int, daily: bool) -> tuple[float, float] | None:
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question.

    `change` is the first day after; `target` and `smallest_worthwhile` are in the series' unit (the latter relative for
    durations, counts and quantities, .2 = a fifth). `looks` is (this one, planned), with None planned where no end is
    set. `picked_from` is among how many it was the worst, if it was chosen for that. `in_full` is the day from which a
    change that takes time to bite has all of its effect. `placebo=False` leaves out the own-data proof. `counted` says
    that n are cases of a share, so that a contractual level can be counted. `third_view` is another method to ask, for
    information: it decides nothing.
    """

    change: date
    direction: Direction
    kind: Kind = Kind.QUANTITY
    target: float | None = None
    smallest_worthwhile: float | None = None
    looks: tuple[int, int | None] | None = None
    picked_from: int = 1
    as_of: date | None = None
    in_full: date | None = None
    placebo: bool = True
    counted: bool = False
    third_view: ThirdView | None = None


def refuse_bad_question(asked: Asked) -> None:
    """Raises `Refused`: `direction_needed`, `bad_looks`, `bad_picked_from`, `bad_hope`."""
    if asked.direction is Direction.NEITHER:
        raise Refused("direction_needed")
    if asked.looks is not None:
        this, planned = asked.looks
        if this < 1 or (planned is not None and planned < this):
            raise Refused("bad_looks", given=f"{this}/{'' if planned is None else planned}")
    if asked.picked_from < 1:
        raise Refused("bad_picked_from", given=asked.picked_from)
    if asked.smallest_worthwhile is not None and not 0 < asked.smallest_worthwhile < math.inf:
        raise Refused("bad_hope", given=asked.smallest_worthwhile)


def refuse_impossible(points: Sequence[Point], asked: Asked) -> None:
    """Raises `Refused` as above, and `no_baseline`, `change_outside_series`, `impossible_value`."""
    refuse_bad_question(asked)
    if points and asked.change <= next((point.starts_on for point in points if point.value is not None), date.max):
        raise Refused("no_baseline", change=asked.change.isoformat())
    if not points or not points[0].starts_on < asked.change <= points[-1].starts_on:
        raise Refused("change_outside_series", value=asked.change.isoformat(),
                      first=points[0].starts_on.isoformat() if points else None,
                      last=points[-1].starts_on.isoformat() if points else None)
    low, high = {Kind.SHARE: (0.0, 1.0), Kind.SCORE: (-math.inf, math.inf)}.get(asked.kind, (0.0, math.inf))
    for point in points:
        if point.value is None:
            continue
        empty = point.value == 0 and asked.kind in (Kind.DURATION, Kind.QUANTITY)
        if not low <= point.value <= high or empty or math.isinf(point.value):
            raise Refused("impossible_value", value=point.value, period=point.starts_on.isoformat(), kind=asked.kind.value)
