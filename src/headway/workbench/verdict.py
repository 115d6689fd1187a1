"""Step 6, did we get there, from whatever holds points to a verdict that shows itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction
from headway.kpi.series import Point, Series
from headway.verdict.result import Kind, Verdict
from headway.workbench.files import Files, Progress
from headway.workbench.now import calendar_of, chosen_kpis
from headway.workbench.reading import read

if TYPE_CHECKING:
    from headway.kpi.business_hours import BusinessCalendar
    from headway.kpi.definition import Kpi

Points: TypeAlias = Sequence[tuple[object, float | None]] | Sequence[tuple[object, float | None, int]]
Control: TypeAlias = Series | Points | Files | Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told(Verdict):
    """A verdict that shows itself. `name` is what it is about."""

    name: str = ""

    def __str__(self) -> str:
        from headway.report.verdict import summary

        return summary(self, name=self.name)

    def to_json(self) -> dict[str, Any]:
        """The documented form, as `--json` writes it."""
        from headway.report.verdict import as_json

        return as_json(self)


def did_we_get_there(
    series: EventLog | Series | Points | Files, *, change: date, direction: str | None = None, kind: str | None = None,
    target: float | None = None, controls: Mapping[str, Control] | None = None,
    smallest_worthwhile: float | None = None, looks: tuple[int, int] | None = None, as_of: date | None = None,
    in_full: date | None = None, kpi: str | None = None, only: Mapping[str, str] | None = None,
    hours: str | None = None, country: str | None = None, placebo: bool = True, progress: Progress | None = None,
) -> Told:
    """Did we get there: whether a change on a date worked, by how much, how sure, and how often this rule cries wolf.

    `series` is a log (then `kpi` names the measure and `only` a part of it, as in {"team": "Desk"}), a series, points as
    (period, value) or (period, value, n), a data frame with such columns, or a file. `direction` is "up" or "down",
    `kind` "duration", "share", "count" or "score"; a measure of a log brings its own. `controls` are series on the same
    periods that the change did not touch, or other parts of the same log. Waiting times of a log are judged by the
    closing rate, on the clock of work: `hours` and `country`, or as the log shows it. Raises `Refused` for what can't be
    compared.
    """
    given = read(series, progress=progress) if isinstance(series, str | Path) else series
    if isinstance(given, EventLog):
        return _of_log(given, kpi=kpi, only=only or {}, direction=direction, change=change, target=target,
                       controls=controls or {}, smallest_worthwhile=smallest_worthwhile, looks=looks, as_of=as_of,
                       in_full=in_full, hours=hours, country=country, placebo=placebo, progress=progress)
    from headway.verdict import Asked
    from headway.verdict import did_we_get_there as judged

    told = _series_of(given, kind=kind)
    asked = Asked(
        change=change, direction=_direction_of(told, direction), kind=_kind_of(told, kind), target=target,
        smallest_worthwhile=smallest_worthwhile, looks=looks, as_of=as_of, in_full=in_full, placebo=placebo,
        counted=any(point.n > 1 for point in told.points))
    others = {name: _series_of(control, kind=kind) for name, control in (controls or {}).items()}
    return _told(judged(told, asked=asked, controls=others), told)


def _of_log(
    log: EventLog, *, kpi: str | None, only: Mapping[str, str], direction: str | None, change: date, target: float | None,
    controls: Mapping[str, Control], smallest_worthwhile: float | None, looks: tuple[int, int] | None,
    as_of: date | None, in_full: date | None, hours: str | None, country: str | None, placebo: bool,
    progress: Progress | None,
) -> Told:
    """The verdict on a measure of a log: waiting times by the closing rate, all else by its settled points."""
    from headway.engine.duck import closing_series_of, measure
    from headway.verdict import Asked, by_closing_rate, judged_by_closing_rate
    from headway.verdict import did_we_get_there as judged

    calendar = calendar_of(log, hours=hours, country=country)
    chosen = _chosen(kpi or "time_to_resolve_mean_30d", calendar=calendar)
    part = replace(chosen, where={**chosen.where, **_where(only)})
    series = settled(measure(log, kpis=[part], slices=(), calendar=calendar, progress=progress).series[0], as_of)
    asked = Asked(
        change=change, direction=_direction_of(series, direction), kind=_kind_of(series, None), target=target,
        smallest_worthwhile=smallest_worthwhile, looks=looks, as_of=as_of, in_full=in_full, placebo=placebo, counted=True)
    parts = {name: replace(chosen, where={**chosen.where, **_where(control)})
             for name, control in controls.items() if isinstance(control, Mapping)}
    if not by_closing_rate(part):
        others = {name: settled(measure(log, kpis=[other], slices=(), calendar=calendar).series[0], as_of)
                  for name, other in parts.items()}
        others |= {name: _series_of(control, kind=None) for name, control in controls.items() if name not in parts}
        return _told(judged(series, asked=asked, controls=others), series)
    until = None if as_of is None else datetime.combine(as_of, time.max)
    rates = {name: closing_series_of(log, one, change=change, calendar=calendar, as_of=until, progress=progress)
             for name, one in {"": part, **parts}.items()}
    return _told(judged_by_closing_rate(rates.pop(""), series=series, asked=asked, controls=rates), series)


def _told(verdict: Verdict, series: Series) -> Told:
    return Told(**{part.name: getattr(verdict, part.name) for part in fields(Verdict)}, name=series.kpi.label or series.kpi.id)


def settled(series: Series, as_of: date | None) -> Series:
    """Only what may be judged: points that count, of cohorts that were old enough on the day of the decision."""
    wait = timedelta(hours=series.settle_hours or 0)

    def known(point: Point) -> bool:
        return point.counts and (as_of is None or series.settle_hours is None or point.starts_on + wait <= as_of)

    return replace(series, points=tuple(point if known(point) else replace(point, value=None) for point in series.points))


def _where(only: Mapping[str, str]) -> dict[Field, tuple[str, ...]]:
    for name in only:
        if name not in SLICES:
            raise Refused("unknown_slice", field=name, known=tuple(SLICES))
    return {Field(name): (value,) for name, value in only.items()}


def _chosen(kpi: str, *, calendar: BusinessCalendar | None) -> Kpi:
    known = chosen_kpis(None, calendar=calendar)
    for one in known:
        if one.id == kpi:
            return one
    raise Refused("unknown_measure", measure=kpi, known=tuple(one.id for one in known))


def _series_of(given: Series | Points | Files | Mapping[str, str], *, kind: str | None) -> Series:
    if isinstance(given, Series):
        return given
    from headway.connect.series import series_of_points

    if isinstance(given, str | Path):
        told = read(given)
        if isinstance(told, Series):
            return told
        raise Refused("control_is_a_log", file=Path(given).name)
    return series_of_points(given, kind=kind)


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
