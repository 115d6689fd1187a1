"""What a verdict is asked of: points from a file, from Python or a log, as they were known on a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction, Unit
from headway.kpi.series import Point, Series
from headway.target.amount import measurable, number_of
from headway.verdict.question import Asked
from headway.verdict.result import Kind
from headway.workbench.files import Files, Progress
from headway.workbench.now import chosen_kpis
from headway.workbench.reading import read

if TYPE_CHECKING:
    from headway.kpi.business_hours import BusinessCalendar
    from headway.kpi.definition import Kpi

Points: TypeAlias = Sequence[tuple[object, float | None]] | Sequence[tuple[object, float | None, int]]
Control: TypeAlias = Series | Points | Files | Mapping[str, str]

UNITS = {Kind.DURATION: Unit.HOURS, Kind.SHARE: Unit.SHARE, Kind.COUNT: Unit.COUNT, Kind.SCORE: Unit.SCORE,
         Kind.QUANTITY: Unit.SCORE}


def as_known(series: Series, as_of: date | None) -> Series:
    """A series as it was known on a day: later points are not there, later cohorts are too young to judge."""
    if as_of is None:
        return series
    wait = timedelta(hours=series.settle_hours or 0)
    points = tuple(point._replace(settled=point.settled and point.starts_on + wait <= as_of)
                   if series.settle_hours is not None else point for point in series.points if point.starts_on <= as_of)
    return replace(series, points=points)


def settled(series: Series) -> Series:
    """Only what may be judged: a point that does not count has no value."""
    return replace(series, points=tuple(point if point.counts else emptied(point) for point in series.points))


def emptied(point: Point) -> Point:
    return point._replace(value=None)


def part_of(only: Mapping[str, str]) -> dict[Field, tuple[str, ...]]:
    """A part of a log, by the values of its slices. Raises `Refused`: `unknown_slice`."""
    for name in only:
        if name not in SLICES:
            raise Refused("unknown_slice", field=name, known=tuple(SLICES))
    return {Field(name): (value,) for name, value in only.items()}


def day_of(given: date | str) -> date:
    """A day, from a date, a moment or a text such as 2016-03-28. Raises `Refused`: `bad_date`."""
    if isinstance(given, datetime):
        return given.date()
    try:
        return date.fromisoformat(given) if isinstance(given, str) else given
    except ValueError:
        raise Refused("bad_date", value=str(given), option="the change") from None


def size_of(given: float | str | None) -> float | None:
    """The size of a change, as .2 or "20%". Raises `Refused`: `bad_amount`."""
    number = number_of(given.strip()) if isinstance(given, str) else given
    if number is None and given is not None:
        raise Refused("bad_amount", given=str(given))
    return number


def target_of(given: str | float | None, *, unit: Unit | None) -> float | None:
    """A target in the unit of its measure. Raises `Refused`: `target_not_measurable`."""
    return None if given is None else measurable(given, unit)


def chosen_kpi(kpi: str, *, measures: str | Path | None, calendar: BusinessCalendar | None) -> Kpi:
    known = chosen_kpis(measures, calendar=calendar)
    for one in known:
        if one.id == kpi:
            return one
    raise Refused("unknown_measure", measure=kpi, known=tuple(one.id for one in known))


def given_points(
    series: EventLog | Series | Points | Files, *, kind: str | None, progress: Progress | None,
) -> EventLog | Series | Points:
    """What a file holds, or what was given."""
    if isinstance(series, str | Path):
        return points_in(series, kind=kind) or read(series, progress=progress)
    return series   # type: ignore[return-value]   # a sequence of files is refused as points that can't be read


def points_in(file: str | Path, *, kind: str | None = None) -> Series | None:
    """The points of a file whose header names them, else None: it may be a log."""
    from headway.connect.series import is_series

    return points_of(file, kind=kind) if is_series(Path(file)) else None


def points_of(file: str | Path, *, kind: str | None = None) -> Series:
    """The points of a file; a ticket log is refused (`series_is_a_log`)."""
    from headway.connect.series import UNITS as UNITS_OF_FILES
    from headway.connect.series import read_points

    return read_points(Path(file), kind=kind if kind in UNITS_OF_FILES else None)


def series_of(given: Series | Points | Files | Mapping[str, str], *, kind: str | None) -> Series:
    if isinstance(given, Series):
        return given
    from headway.connect.series import series_of_points

    if isinstance(given, str | Path):
        try:
            return points_of(given, kind=kind)
        except Refused as refused:
            if refused.code == "series_is_a_log":
                raise Refused("control_is_a_log", file=Path(given).name) from None
            raise
    return series_of_points(given, kind=kind)


def in_unit(series: Series, asked: Asked) -> Series:
    """A series that came as points, in the unit and with the good side that were said of it."""
    return replace(series, kpi=replace(series.kpi, unit=UNITS[asked.kind], direction=asked.direction))


def kind_of(series: Series, kind: str | None) -> Kind:
    from headway.kpi.definition import Given

    if kind is not None:
        try:
            return Kind(kind)
        except ValueError:
            raise Refused("bad_kind", value=kind, known=tuple(Kind)) from None
    if isinstance(series.kpi.part, Given):
        return Kind.QUANTITY
    return {"hours": Kind.DURATION, "share": Kind.SHARE, "count": Kind.COUNT, "score": Kind.SCORE}[series.kpi.unit.value]


def direction_of(series: Series, direction: str | None) -> Direction:
    try:
        return Direction(direction) if direction is not None else series.kpi.direction
    except ValueError:
        raise Refused("bad_direction", value=str(direction)) from None
