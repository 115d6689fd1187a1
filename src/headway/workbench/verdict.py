"""Step 6, did we get there, from whatever holds points to a verdict that shows itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction
from headway.kpi.series import Series
from headway.verdict.result import Kind, Verdict
from headway.workbench.files import Files, Progress
from headway.workbench.now import chosen_kpis
from headway.workbench.reading import read

Points: TypeAlias = Sequence[tuple[object, float | None]] | Sequence[tuple[object, float | None, int]]


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
    target: float | None = None, controls: Mapping[str, Series | Points | Files] | None = None,
    smallest_worthwhile: float | None = None, looks: tuple[int, int] | None = None, as_of: date | None = None,
    in_full: date | None = None, kpi: str | None = None, placebo: bool = True, progress: Progress | None = None,
) -> Told:
    """Did we get there: whether a change on a date worked, by how much, how sure, and how often this rule cries wolf.

    `series` is a log (then `kpi` names the measure), a series, points as (period, value) or (period, value, n), a data
    frame with such columns, or a file. `direction` is "up" or "down", `kind` "duration", "share", "count" or "score";
    a measure of a log brings its own. `controls` are series on the same periods that the change did not touch. Raises
    `Refused` for what can't be compared.
    """
    from headway.verdict import Asked as Question
    from headway.verdict import did_we_get_there as judged

    told = _series_of(series, kpi=kpi, kind=kind, progress=progress)
    chosen = _kind_of(told, kind)
    question = Question(
        change=change, direction=_direction_of(told, direction), kind=chosen, target=target,
        smallest_worthwhile=smallest_worthwhile, looks=looks, as_of=as_of, in_full=in_full, placebo=placebo,
        counted=any(point.n > 1 for point in told.points))
    others = {name: _series_of(control, kpi=kpi, kind=kind, progress=None) for name, control in (controls or {}).items()}
    verdict = judged(told, asked=question, controls=others)
    return Told(**{part.name: getattr(verdict, part.name) for part in fields(Verdict)}, name=told.kpi.label or told.kpi.id)


def _series_of(
    given: EventLog | Series | Points | Files, *, kpi: str | None, kind: str | None, progress: Progress | None,
) -> Series:
    """Whatever was given as points on consecutive periods; of a log, only those that can be judged."""
    from headway.connect.series import is_series, read_series, series_of_points

    if isinstance(given, str | Path):
        path = Path(given)
        if is_series(path):
            return read_series(path, kind=kind)
        given = read(path, progress=progress)
    if isinstance(given, Series):
        return given
    if isinstance(given, EventLog):
        from headway.engine.duck import measure

        name = kpi or "time_to_resolve_mean_30d"
        chosen = [one for one in chosen_kpis(None) if one.id == name]
        if not chosen:
            raise Refused("unknown_measure", measure=name, known=tuple(one.id for one in chosen_kpis(None)))
        found = measure(given, kpis=chosen, slices=(), progress=progress).series[0]
        return replace(found, points=tuple(
            point if point.counts else replace(point, value=None) for point in found.points))
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
