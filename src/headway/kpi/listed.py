"""Series from lists that stand beside a ticket log: outages and changes, on the log's own periods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import partial
from itertools import pairwise

import numpy as np

from headway.eventlog.fields import Field
from headway.kpi.business_hours import OpenTime
from headway.kpi.changes import ChangeRecord, Made, made
from headway.kpi.definition import Clock, FromOutages, Kpi
from headway.kpi.frame import Frame
from headway.kpi.instants import DAY_MICROSECONDS
from headway.kpi.outages import Agreed, Failures, Outage, Service, failures_of, over
from headway.kpi.series import Point, Series

Slice = Mapping[Field, str]


def outage_series(
    kpis: Sequence[Kpi], outages: Sequence[Outage], frame: Frame, *, zone: str | None, by_service: bool
) -> Iterator[Series]:
    """Measures of all listed services together and, where asked for, of each; of others nothing is known."""
    failures = failures_of(outages, zone=zone, known_to=_known_to(frame))
    groups: list[tuple[Slice, list[Failures]]] = [({}, list(failures.values()))]
    if by_service:
        groups += [({Field.SERVICE: name}, [found]) for name, found in failures.items()]
    for slice_, found in groups:
        for clock in Clock:
            asked = [kpi for kpi in kpis if kpi.clock is clock]
            periods = [_together(found, frame, clock, first, end) for first, end in _bounds(frame)] if asked else []
            for kpi in asked:
                yield _outage_series(kpi, periods, frame, slice_)


def change_series(
    kpi: Kpi, changes: Sequence[ChangeRecord], frame: Frame, *, causes: Set[str], zone: str | None, by_service: bool
) -> Iterator[Series]:
    """The share of changes that failed, of all and, where asked for, of each service."""
    known = made(changes, causes=causes, zone=zone)
    yield _change_series(kpi, known, frame, {})
    if by_service:
        for service in sorted({change.service for change in known if change.service is not None}):
            mine = tuple(change for change in known if change.service == service)
            yield _change_series(kpi, mine, frame, {Field.SERVICE: service})


def _outage_series(kpi: Kpi, periods: Sequence[Service], frame: Frame, slice_: Slice) -> Series:
    assert isinstance(kpi.part, FromOutages)
    told = [period.value(kpi.part.of) for period in periods]
    points = tuple(Point(start, n, value, partial=cut) for start, (n, value), cut in zip(
        frame.starts, told, frame.partial.tolist(), strict=True))
    n, value = sum(periods, Service()).value(kpi.part.of)
    if kpi.part.of == "availability" and periods:
        n = periods[0].services
    return Series(kpi=kpi, slice=slice_, period=frame.grid.period, n=n, value=value, points=points, as_of=frame.moment,
                  empty_because=None if n else "no_cases")


def _together(found: Sequence[Failures], frame: Frame, clock: Clock, first: int, end: int) -> Service:
    agreed = _agreed(frame.open_time if clock is Clock.BUSINESS else None)
    return sum((over(failures, first, end, agreed=agreed) for failures in found), Service())


def _agreed(open_time: OpenTime | None) -> Agreed:
    """Agreed service time before a moment on the wall's clock: all of it, or the open hours."""
    return partial(_open_before, open_time) if open_time is not None else lambda moment: moment


def _open_before(open_time: OpenTime, moment: int) -> int:
    day, time = divmod(moment, DAY_MICROSECONDS)
    last = open_time.first + len(open_time.before) - 1
    return open_time.microseconds_at(day, time) if day <= last else open_time.microseconds_at(last, DAY_MICROSECONDS)


def _bounds(frame: Frame) -> list[tuple[int, int]]:
    """Each period's part inside the window, microseconds on the wall's clock; nothing beyond the end of the log."""
    days = np.clip(frame.grid.bounds, frame.grid.first, frame.grid.last + 1) * DAY_MICROSECONDS
    moments = [min(int(moment), _known_to(frame)) for moment in days]
    return list(pairwise(moments))


def _known_to(frame: Frame) -> int:
    return frame.as_of.day * DAY_MICROSECONDS + frame.as_of.time


def _change_series(kpi: Kpi, known: Sequence[Made], frame: Frame, slice_: Slice) -> Series:
    places = frame.grid.index(np.array([change.day for change in known], dtype=np.int64))
    failed = np.array([change.failed for change in known], dtype=np.int64)
    inside = places >= 0
    n = np.bincount(places[inside], minlength=len(frame.grid))
    bad = np.bincount(places[inside], weights=failed[inside], minlength=len(frame.grid))
    points = tuple(
        Point(start, count, share / count, share, share, partial=cut) if count else Point(start, 0, None, partial=cut)
        for start, count, share, cut in zip(
            frame.starts, n.tolist(), bad.tolist(), frame.partial.tolist(), strict=True))
    value = float(failed.mean()) if len(known) else None
    return Series(kpi=kpi, slice=slice_, period=frame.grid.period, n=len(known), value=value, as_of=frame.moment,
                  points=points if len(known) else (), empty_because=None if len(known) else "no_cases")
