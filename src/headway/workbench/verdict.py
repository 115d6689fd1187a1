"""Step 6, did we get there, from whatever holds points to a verdict that shows itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from headway.analyse.judgement import Judgement, judgement
from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction, Unit
from headway.kpi.series import Point, Series
from headway.verdict.question import Asked
from headway.verdict.result import Kind, Verdict
from headway.workbench.files import Files, Progress, write_text
from headway.workbench.now import calendar_of, chosen_kpis
from headway.workbench.reading import read

if TYPE_CHECKING:
    from headway.kpi.business_hours import BusinessCalendar
    from headway.kpi.definition import Kpi

Points: TypeAlias = Sequence[tuple[object, float | None]] | Sequence[tuple[object, float | None, int]]
Control: TypeAlias = Series | Points | Files | Mapping[str, str]

UNITS = {Kind.DURATION: Unit.HOURS, Kind.SHARE: Unit.SHARE, Kind.COUNT: Unit.COUNT, Kind.SCORE: Unit.SCORE,
         Kind.QUANTITY: Unit.SCORE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Judgement):
    """A verdict that shows itself in a notebook and writes itself. `name` is what it is about."""

    name: str = ""
    command: str = ""

    def _repr_html_(self) -> str:
        from headway.report.notebook import verdict_as_html

        return verdict_as_html(self)

    def __str__(self) -> str:
        from headway.report.verdict import summary

        return summary(self, width=80, command=self.command)

    def to_json(self) -> dict[str, Any]:
        """The documented form, as `--json` writes it."""
        from headway.report.verdict_document import as_json

        return as_json(self)

    def to_html(self, path: str | Path) -> Path:
        """Write the verdict with its chart as one file. Raises `Refused` (`cannot_write`)."""
        from headway.report.verdict_page import verdict_page

        return write_text(Path(path), verdict_page(self, command=self.command))

    def to_pdf(self, path: str | Path) -> Path:
        """Print the page. Raises `Refused` (`no_browser`, `browser_failed`, `cannot_write`)."""
        from headway.report.pdf import write_pdf
        from headway.report.verdict_page import verdict_page

        return write_pdf(verdict_page(self, command=self.command), Path(path))

    def to_png(self, path: str | Path) -> Path:
        """Write the chart as a picture. Raises `Refused` (`cannot_write`; `no_points` where there is nothing to draw)."""
        from headway.report.png import write_verdict_png

        return write_verdict_png(self, Path(path))


def did_we_get_there(
    series: EventLog | Series | Points | Files, *, change: date, direction: str | None = None, kind: str | None = None,
    target: float | None = None, controls: Mapping[str, Control] | None = None,
    smallest_worthwhile: float | None = None, looks: tuple[int, int] | None = None, as_of: date | None = None,
    in_full: date | None = None, kpi: str | None = None, only: Mapping[str, str] | None = None,
    hours: str | None = None, country: str | None = None, measures: str | Path | None = None, placebo: bool = True,
    change_name: str = "", command: str = "", progress: Progress | None = None,
) -> Told:
    """Did we get there: whether a change on a date worked, by how much, how sure, and how often this rule cries wolf.

    `series` is a log (then `kpi` names the measure and `only` a part of it, as in {"team": "Desk"}), a series, points as
    (period, value) or (period, value, n), a data frame with such columns, or a file. `direction` is "up" or "down",
    `kind` "duration", "share", "count" or "score"; a measure of a log brings its own. `controls` are series on the same
    periods that the change did not touch, or other parts of the same log. Waiting times of a log are judged by the
    closing rate, on the clock of work: `hours` and `country`, or as the log shows it. `measures` is a file of measures
    of your own; `change_name` says on the chart what was changed. Raises `Refused` for what can't be compared.
    """
    given = _given(series, kind=kind, progress=progress)
    asked = Asked(change=change, direction=Direction.NEITHER, target=target, smallest_worthwhile=smallest_worthwhile,
                  looks=looks, as_of=as_of, in_full=in_full, placebo=placebo)
    if isinstance(given, EventLog):
        calendar = calendar_of(given, hours=hours, country=country)
        chosen = _chosen(kpi or "time_to_resolve_mean_30d", measures=measures, calendar=calendar)
        log = _Log(log=given, kpi=chosen, only=_where(only or {}), calendar=calendar, progress=progress)
        whole = log.judged(asked, direction=direction, controls=controls or {}, change_name=change_name)
    else:
        points = as_known(_series_of(given, kind=kind), as_of)
        asked = replace(asked, direction=_direction_of(points, direction), kind=_kind_of(points, kind),
                        counted=any(point.n > 1 for point in points.points))
        others = {name: _series_of(control, kind=kind) for name, control in (controls or {}).items()}
        whole = judgement(_judged(settled(points), asked, others), series=_in_unit(points, asked), asked=asked,
                          change_name=change_name)
    return Told(**{part.name: getattr(whole, part.name) for part in fields(Judgement)}, command=command,
                name=whole.series.kpi.label or whole.series.kpi.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Log:
    """A log, the measure of it that is judged, and the part of it."""

    log: EventLog
    kpi: Kpi
    only: Mapping[Field, tuple[str, ...]]
    calendar: BusinessCalendar | None
    progress: Progress | None

    def judged(self, asked: Asked, *, direction: str | None, controls: Mapping[str, Control], change_name: str) -> Judgement:
        """The verdict on a measure of a log: waiting times by the closing rate, all else by its settled points."""
        from headway.engine.duck import closing_series_of
        from headway.verdict import by_closing_rate, judged_by_closing_rate

        part = self._part(self.only)
        series = as_known(self._measured(part), asked.as_of)
        asked = replace(asked, direction=_direction_of(series, direction), kind=_kind_of(series, None), counted=True)
        parts = {name: self._part(_where(control)) for name, control in controls.items() if isinstance(control, Mapping)}
        if by_closing_rate(part):
            _refuse_points(self.kpi, [name for name in controls if name not in parts])
            until = None if asked.as_of is None else datetime.combine(asked.as_of, time.max)
            rates = {name: closing_series_of(self.log, one, change=asked.change, calendar=self.calendar, as_of=until,
                                             progress=self.progress) for name, one in {"": part, **parts}.items()}
            verdict = judged_by_closing_rate(rates.pop(""), series=settled(series), asked=asked, controls=rates)
        else:
            others = {name: settled(as_known(self._measured(one), asked.as_of)) for name, one in parts.items()}
            others |= {name: _series_of(control, kind=None) for name, control in controls.items() if name not in parts}
            verdict = _judged(settled(series), asked, others)
        shown = replace(series, slice={field: ", ".join(values) for field, values in self.only.items()})
        return judgement(verdict, series=shown, asked=asked, change_name=change_name)

    def _part(self, where: Mapping[Field, tuple[str, ...]]) -> Kpi:
        return replace(self.kpi, where={**self.kpi.where, **where})

    def _measured(self, part: Kpi) -> Series:
        from headway.engine.duck import measure

        return measure(self.log, kpis=[part], slices=(), calendar=self.calendar, progress=self.progress).series[0]


def _judged(series: Series, asked: Asked, controls: Mapping[str, Series]) -> Verdict:
    from headway.verdict import did_we_get_there as judged

    return judged(series, asked=asked, controls=controls)


def as_known(series: Series, as_of: date | None) -> Series:
    """A series as it was known on a day: later points are not there, later cohorts are too young to judge."""
    if as_of is None:
        return series
    wait = timedelta(hours=series.settle_hours or 0)
    points = tuple(replace(point, settled=point.settled and point.starts_on + wait <= as_of)
                   if series.settle_hours is not None else point for point in series.points if point.starts_on <= as_of)
    return replace(series, points=points)


def settled(series: Series) -> Series:
    """Only what may be judged: a point that does not count has no value."""
    return replace(series, points=tuple(point if point.counts else _empty(point) for point in series.points))


def _refuse_points(kpi: Kpi, controls: Sequence[str]) -> None:
    """What is judged by the closing rate can only be held against other parts of the same log."""
    for control in controls:
        raise Refused("control_is_points", control=control, measure=kpi.id)


def _empty(point: Point) -> Point:
    return replace(point, value=None)


def _where(only: Mapping[str, str]) -> dict[Field, tuple[str, ...]]:
    for name in only:
        if name not in SLICES:
            raise Refused("unknown_slice", field=name, known=tuple(SLICES))
    return {Field(name): (value,) for name, value in only.items()}


def _chosen(kpi: str, *, measures: str | Path | None, calendar: BusinessCalendar | None) -> Kpi:
    known = chosen_kpis(measures, calendar=calendar)
    for one in known:
        if one.id == kpi:
            return one
    raise Refused("unknown_measure", measure=kpi, known=tuple(one.id for one in known))


def _given(
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


def _series_of(given: Series | Points | Files | Mapping[str, str], *, kind: str | None) -> Series:
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


def _in_unit(series: Series, asked: Asked) -> Series:
    """A series that came as points, in the unit and with the good side that were said of it."""
    return replace(series, kpi=replace(series.kpi, unit=UNITS[asked.kind], direction=asked.direction))


def _kind_of(series: Series, kind: str | None) -> Kind:
    from headway.kpi.definition import Given

    if kind is not None:
        try:
            return Kind(kind)
        except ValueError:
            raise Refused("bad_kind", value=kind, known=tuple(Kind)) from None
    if isinstance(series.kpi.part, Given):
        return Kind.QUANTITY
    return {"hours": Kind.DURATION, "share": Kind.SHARE, "count": Kind.COUNT, "score": Kind.SCORE}[series.kpi.unit.value]


def _direction_of(series: Series, direction: str | None) -> Direction:
    try:
        return Direction(direction) if direction is not None else series.kpi.direction
    except ValueError:
        raise Refused("bad_direction", value=str(direction)) from None
