"""Step 6, did we get there, from whatever holds points to a verdict that shows itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from headway.analyse.judgement import Judgement, judgement
from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction, Kpi
from headway.kpi.series import Series
from headway.verdict import did_we_get_there as judged
from headway.verdict.balancing import balanced, with_balances
from headway.verdict.fair import refuse_unlike
from headway.verdict.question import Asked, ThirdView
from headway.verdict.result import Balance, Kind
from headway.workbench.files import Files, Progress, write_text
from headway.workbench.now import calendar_of
from headway.workbench.of_a_log import OfALog
from headway.workbench.points import (
    UNITS,
    Control,
    Points,
    as_known,
    chosen_kpi,
    day_of,
    direction_of,
    given_points,
    in_unit,
    kind_of,
    part_of,
    series_of,
    settled,
    size_of,
    target_of,
)

Tolerated: TypeAlias = float | tuple[Series | Points | Files, float]
WAITING = "time_to_resolve_mean_30d"   # what is judged of a log where nobody says


@dataclass(frozen=True, kw_only=True)
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
    series: EventLog | Series | Points | Files, *, change: date | str | Mapping[str, date], direction: str | None = None,
    kind: str | None = None, target: float | str | None = None, controls: Mapping[str, Control] | None = None,
    smallest_worthwhile: float | str | None = None, looks: tuple[int, int | None] | None = None, as_of: date | None = None,
    in_full: date | None = None, picked_from: int = 1, baseline: str | Kpi | Series | None = None,
    balancing: Mapping[str, Tolerated] | None = None, kpi: str | None = None, only: Mapping[str, str] | None = None,
    by: str | None = None, hours: str | None = None, country: str | None = None, measures: str | Path | None = None,
    placebo: bool = True, third_view: bool = False, change_name: str = "", command: str = "", progress: Progress | None = None,
) -> Told:
    """Did we get there: whether a change on a date worked, by how much, how sure, and how often this rule cries wolf.

    `series` is a log (then `kpi` names the measure and `only` a part of it, as in {"team": "Desk"}), a series, points as
    (period, value) or (period, value, n), a data frame with such columns, or a file. `direction` is "up" or "down",
    `kind` "duration", "share", "count" or "score"; a measure of a log brings its own. `controls` are series on the same
    periods that the change did not touch, or other parts of the same log ({"team": "*"}: all other teams). Waiting times
    of a log are judged by the closing rate, on the clock of work: `hours` and `country`, or as the log shows it.

    A roll-out that came to the values of a field on different days is `by="team", change={"Desk A": day, "Desk B": day}`:
    one verdict on all of them, held against those that it did not come to.
    `looks` is (this, planned), planned None without an end; `picked_from` is among how many it was picked as the worst.
    `baseline` is the measure that the baseline was told of: another one than is judged is refused. `balancing` are
    measures of the log that must not get worse by more than so much ({"reopened": .02}); of points
    {name: (series, tolerated)}, where a negative size says that falling is worse.
    `third_view` asks bsts-causalimpact as well (the extra [bsts]), for information: it decides nothing.
    `measures` is a file of measures of your own; `change_name` says on the chart what was changed.
    Raises `Refused` for what can't be compared.
    """
    given = given_points(series, kind=kind, progress=progress)
    days = {name: day_of(day) for name, day in change.items()} if isinstance(change, Mapping) else {"": day_of(change)}
    if not days:
        raise Refused("bad_date", value="{}", option="the change")
    asked = Asked(change=min(days.values()), direction=Direction.NEITHER, smallest_worthwhile=size_of(smallest_worthwhile),
                  looks=looks, as_of=as_of, in_full=in_full, placebo=placebo, picked_from=picked_from,
                  third_view=_third_view() if third_view else None)
    if isinstance(given, EventLog):
        calendar = calendar_of(given, hours=hours, country=country)
        known = partial(chosen_kpi, measures=measures, calendar=calendar)
        where = part_of(only or {})
        log = OfALog(log=given, kpi=known(kpi or WAITING), only=where, calendar=calendar, progress=progress)
        whole = log.judgement(
            replace(asked, target=target_of(target, unit=log.kpi.unit)), direction=direction, controls=controls or {},
            change_name=change_name, baseline=None if baseline is None else _baseline_of(baseline, known, log),
            balancing=[(known(name), _size(name, told)) for name, told in (balancing or {}).items()],
            rolled_out=_rolled_out(days, by) if isinstance(change, Mapping) else None)
    else:
        if isinstance(change, Mapping):
            raise Refused("not_for_points", option="by", file="series")
        points = as_known(series_of(given, kind=kind), as_of)
        if isinstance(baseline, Series):
            refuse_unlike(baseline.kpi, points.kpi)
        asked = replace(asked, direction=direction_of(points, direction), kind=kind_of(points, kind),
                        counted=any(point.n > 1 for point in points.points))
        unit = None if asked.kind is Kind.QUANTITY else UNITS[asked.kind]
        whole = _of_points(points, replace(asked, target=target_of(target, unit=unit)), controls=controls or {}, kind=kind,
                           balancing=balancing or {}, change_name=change_name)
    return Told(**{part.name: getattr(whole, part.name) for part in fields(Judgement)}, command=command,
                name=whole.series.kpi.label or whole.series.kpi.id)


def _third_view() -> ThirdView:
    from headway.workbench.third_view import refuse_without_bsts, structural_series

    refuse_without_bsts()
    return structural_series


def _of_points(
    points: Series, asked: Asked, *, controls: Mapping[str, Control], kind: str | None, balancing: Mapping[str, Tolerated],
    change_name: str,
) -> Judgement:
    """The verdict on points that came without a log."""
    others = {name: series_of(control, kind=kind) for name, control in controls.items()}
    verdict = judged(settled(points), asked=asked, controls=others)
    balances = tuple(_balance(name, told, asked) for name, told in balancing.items())
    return judgement(with_balances(verdict, balances), series=in_unit(points, asked), asked=asked, change_name=change_name)


def _baseline_of(given: str | Kpi | Series, known: Callable[[str], Kpi], log: OfALog) -> Kpi:
    """The measure of a baseline; one that is only named is of the same part."""
    if isinstance(given, str):
        return replace(log, kpi=known(given)).part(log.only)
    return given.kpi if isinstance(given, Series) else given


def _rolled_out(days: Mapping[str, date], by: str | None) -> tuple[Field, Mapping[str, date]]:
    if by not in SLICES:
        raise Refused("unknown_slice", field=str(by), known=tuple(SLICES))
    return Field(by), days


def _size(name: str, tolerated: Tolerated) -> float:
    if isinstance(tolerated, tuple):
        raise Refused("bad_target", given=name)
    return tolerated


def _balance(name: str, told: Tolerated, asked: Asked) -> Balance:
    """A series that must not get worse by more than so much; a negative size says that falling is worse."""
    if not isinstance(told, tuple):
        raise Refused("bad_target", given=name)
    series, tolerated = as_known(series_of(told[0], kind=None), asked.as_of), told[1]
    direction = Direction.UP if tolerated < 0 else Direction.DOWN
    verdict = judged(settled(series), asked=Asked(change=asked.change, direction=direction, kind=kind_of(series, None),
                                                  looks=asked.looks, placebo=asked.placebo))
    return balanced(verdict, name=name, direction=direction, tolerated=abs(tolerated))
