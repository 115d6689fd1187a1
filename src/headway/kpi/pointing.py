"""One measure on one slice: counts and a frame become a series."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from headway.eventlog.fields import Field
from headway.kpi.counts import Tally
from headway.kpi.definition import Backlog, Count, Duration, Kpi, Summary, Within
from headway.kpi.flow import FlowPart, Flows
from headway.kpi.frame import Frame
from headway.kpi.periods import Flags
from headway.kpi.series import Point, Series

Slice = Mapping[Field, str]


def ticket_series(kpi: Kpi, tally: Tally, frame: Frame, slice_: Slice) -> Series:
    """A measure of tickets by the period in which they were opened. The whole figure is *as recorded*: it takes every
    ticket of the log, whenever it was opened."""
    part = kpi.part
    summary = part.summary if isinstance(part, Duration) else Summary.MEAN
    periods = len(frame.grid)
    settled = frame.settled(kpi).tolist()
    points = tuple(
        Point(start, n, tally.value(place, summary), total if n else None, squares if n else None,
              settled[place], thin, partial)
        for place, (start, n, total, squares, thin, partial) in enumerate(zip(
            frame.starts, tally.n[:periods].tolist(), tally.sum[:periods].tolist(),
            tally.sum_squares[:periods].tolist(), frame.thin.tolist(), frame.partial.tolist(), strict=True))
    )
    n = int(tally.n[periods])
    waits_for_hours = isinstance(part, Within) or (isinstance(part, Duration) and part.horizon_hours is not None)
    return Series(
        kpi=kpi, slice=slice_, period=frame.grid.period, n=n, value=tally.value(periods, summary),
        points=points if n else (), as_of=frame.moment,
        settle_hours=frame.settle_hours(kpi), settled_to=_settled_to(points) if n else None,
        empty_because=None if n else "too_young" if waits_for_hours else "no_cases",
    )


def flow_series(kpi: Kpi, flows: Flows, frame: Frame, slice_: Slice) -> Series:
    """A stock or flow by the period in which it happened, or at the end of which it stood."""
    part = cast(FlowPart, kpi.part)
    told = flows.of(part)
    settled = frame.settled(kpi).tolist()
    partial = _covered_in_part(part, frame).tolist()
    is_flow = not isinstance(part, Backlog)
    resting = frame.resting.tolist()
    points = tuple(
        Point(start, n, value, value if is_flow else None, None, settled[place], is_flow and resting[place],
              partial[place])
        for place, (start, n, value) in enumerate(zip(frame.starts, told.n, told.values, strict=True))
    )
    n, value = flows.whole(part, usual=frame.usual, known_to=frame.as_of.day)
    if isinstance(part, Backlog) and frame.maturity.only_closed:
        n, value = 0, None   # what was open at the end is not in the log: that is unknown, not none
    return Series(
        kpi=kpi, slice=slice_, period=frame.grid.period, n=n, value=value, points=points, as_of=frame.moment,
        settle_hours=frame.settle_hours(kpi), settled_to=_settled_to(points),
    )


def empty(kpi: Kpi, frame: Frame, because: str) -> Series:
    """A measure that can't be known, and why."""
    return Series(kpi=kpi, period=frame.grid.period, n=0, value=None, as_of=frame.moment, empty_because=because)


def _covered_in_part(part: FlowPart, frame: Frame) -> Flags:
    """Demand is whole from the first day; what is open or closed is whole only once those opened earlier are gone."""
    counts_openings = isinstance(part, Count) and part.of is Field.OPENED
    return frame.partial if counts_openings else frame.partial | frame.filling


def _settled_to(points: tuple[Point, ...]) -> date | None:
    return next((point.starts_on for point in points if not point.settled), None)
