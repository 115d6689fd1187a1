"""Before the start, plan-check: what a measure can show of a change, and what would show it sooner."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from headway.eventlog.fields import SLICES
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.closing_series import ClosingSeries
from headway.kpi.definition import Direction, Kpi
from headway.kpi.series import Series
from headway.verdict import by_closing_rate, share_that_counts
from headway.verdict.planning import Plan, cases_needed, planned
from headway.verdict.question import Asked
from headway.verdict.result import Kind
from headway.verdict.waiting import on_periods_of, picture_of, track_of_rate
from headway.verdict.working_scale import Plain, Track, track_of
from headway.workbench.files import Files, Progress
from headway.workbench.now import calendar_of
from headway.workbench.of_a_log import OfALog
from headway.workbench.points import (
    UNITS,
    Control,
    Points,
    as_known,
    chosen_kpi,
    direction_of,
    given_points,
    kind_of,
    part_of,
    series_of,
    settled,
    size_of,
    target_of,
)
from headway.workbench.verdict import WAITING

BESIDE = ("within_24h", "sla_kept", "first_response_median", "reopened")   # other measures that may show it sooner
MOST_PARTS = 3        # values of each field that are tried
CONTROLS = "controls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way to look: `what` is "measure", "part" or "controls"; `name` says which."""

    what: str
    name: str
    plan: Plan
    kind: Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanCheck:
    """What a measure can show of a change that has not started, and what would show it sooner (the soonest first).

    `cases` is how many cases a share needs to show that its level lies beyond the target, if it lies at `level`.
    """

    name: str
    series: Series
    asked: Asked
    plan: Plan
    sooner: tuple[Alternative, ...] = ()
    level: float | None = None
    cases: int | None = None
    command: str = ""

    def __str__(self) -> str:
        from headway.report.planning import summary

        return summary(self.plan, series=self.series, asked=self.asked, sooner=self._rows(), level=self.level, cases=self.cases,
                       width=80)

    def told(self, *, width: int, ascii: bool, color: bool) -> str:
        """As text for a terminal of a width."""
        from headway.report.planning import summary

        return summary(self.plan, series=self.series, asked=self.asked, sooner=self._rows(), level=self.level, cases=self.cases,
                       width=width, ascii=ascii, color=color)

    def to_json(self) -> dict[str, Any]:
        """The documented form, as `--json` writes it."""
        from headway.report.planning import as_json

        return as_json(self.plan, series=self.series, asked=self.asked, sooner=self._rows(), level=self.level, cases=self.cases)

    def _rows(self) -> list[tuple[str, str, Kind, Plan]]:
        return [(one.what, one.name, one.kind, one.plan) for one in self.sooner]


def plan_check(
    series: EventLog | Series | Points | Files, *, kpi: str | None = None, only: Mapping[str, str] | None = None,
    direction: str | None = None, kind: str | None = None, hope: float | str | None = None, target: float | str | None = None,
    level: float | str | None = None, controls: Mapping[str, Control] | None = None, start: date | None = None,
    hours: str | None = None, country: str | None = None, measures: str | Path | None = None, sooner: bool = True,
    placebo: bool = True, command: str = "", progress: Progress | None = None,
) -> PlanCheck:
    """Before the start: the smallest change that this measure can show, when the change hoped for would show, what is sooner.

    By the rule of `did_we_get_there`, eight times in ten, fooled at most once in twenty. `hope` is a size (.2 = a fifth;
    of shares .1 = ten points); `start` the first day of the change, else the day after the data end. With a `target` for a
    share and the `level` that is hoped for, it says how many cases show that the level lies beyond it. `controls` are
    series or parts of the log that the change will not touch. All else as in `did_we_get_there`.
    Raises `Refused` for what can't be planned (`bad_hope`, `no_baseline`, `direction_needed` …).

    >>> weekly = [(f"2024-W{week:02}", 20 + week * 7 % 5) for week in range(1, 53)]
    >>> plan_check(weekly, direction="down", kind="duration").plan.weeks_needed
    3
    """
    size = size_of(hope)
    if size is not None and not 0 < abs(size) < float("inf"):
        raise Refused("bad_hope", given=size)
    given = given_points(series, kind=kind, progress=progress)
    asked = Asked(change=start or date.max, direction=Direction.NEITHER, placebo=placebo,
                  smallest_worthwhile=None if size is None else abs(size))
    if isinstance(given, EventLog):
        calendar = calendar_of(given, hours=hours, country=country)
        log = OfALog(log=given, kpi=chosen_kpi(kpi or WAITING, measures=measures, calendar=calendar), only=part_of(only or {}),
                     calendar=calendar, progress=progress)
        found = _of_log(log, asked, direction=direction, controls=controls or {}, start=start)
        others = tuple(_alternatives(log, asked, start=start)) if sooner else ()
    else:
        found, others = _of_points(series_of(given, kind=kind), asked, direction=direction, kind=kind, controls=controls or {},
                                   start=start), ()
    unit = None if found.asked.kind is Kind.QUANTITY else UNITS[found.asked.kind]
    aim, lies = target_of(target, unit=unit), target_of(level, unit=unit)
    cases = cases_needed(lies, aim) if found.asked.kind is Kind.SHARE and lies is not None and aim is not None else None
    return replace(found, asked=replace(found.asked, target=aim), sooner=_ranked(others, found.plan), level=lies, cases=cases,
                   command=command)


def _of_points(
    series: Series, asked: Asked, *, direction: str | None, kind: str | None, controls: Mapping[str, Control], start: date | None,
) -> PlanCheck:
    points = settled(series).points
    asked = _started(series, replace(asked, direction=_good(series, direction), kind=kind_of(series, kind)), start)
    track = track_of(points, series.period, asked.kind)
    beside = {}
    for name, control in controls.items():
        known = {point.starts_on: point for point in series_of(control, kind=kind).points}
        beside[name] = track_of([known.get(point.starts_on, point._replace(value=None)) for point in points], series.period,
                                asked.kind)
    plan = planned(track, asked=asked, picture=Plain(asked.kind), controls=beside)
    return PlanCheck(name=series.kpi.label or series.kpi.id, series=series, asked=asked, plan=plan)


def _of_log(
    log: OfALog, asked: Asked, *, direction: str | None, controls: Mapping[str, Control], start: date | None,
) -> PlanCheck:
    part = log.part(log.only)
    series = as_known(log.measured(part), None)
    asked = replace(asked, direction=_good(series, direction), kind=kind_of(series, None))
    parts = dict(log.parts(controls))
    shown = replace(series, slice={field: ", ".join(values) for field, values in log.only.items()})
    beside: dict[str, Track] = {}
    if by_closing_rate(part):
        share = share_that_counts(settled(series), kind=asked.kind, change=start)
        rate = log.rate(part, change=start, as_of=None, share=share)
        assert rate is not None
        for name, one in parts.items():
            other = log.rate(one, change=start, as_of=None, share=share, named=name in controls)
            if other is not None:
                beside[name] = on_periods_of(rate, other, asked.kind)
        return of_waiting(shown, rate, asked=asked, start=start, controls=beside)
    asked = _started(series, asked, start)
    points = settled(series).points
    for name, one in parts.items():
        known = {point.starts_on: point for point in settled(log.measured(one)).points}
        beside[name] = track_of([known.get(point.starts_on, point._replace(value=None)) for point in points], series.period,
                                asked.kind)
    plan = planned(track_of(points, series.period, asked.kind), asked=asked, picture=Plain(asked.kind), controls=beside)
    return PlanCheck(name=part.label or part.id, series=shown, asked=asked, plan=plan)


def of_waiting(
    series: Series, rate: ClosingSeries, *, asked: Asked, start: date | None, controls: Mapping[str, Track],
) -> PlanCheck:
    """What the closing rate of a measure's tickets can show; `series` is the measure itself."""
    track = track_of_rate(rate, asked.kind)
    asked = replace(asked, change=start or track.days[-1] + timedelta(days=round(track.spacing)))
    plan = planned(track, asked=asked, picture=picture_of(rate, settled(series), asked), controls=controls)
    return PlanCheck(name=series.kpi.label or series.kpi.id, series=series, asked=asked, plan=plan)


def _good(series: Series, direction: str | None) -> Direction:
    found = direction_of(series, direction)
    if found is Direction.NEITHER:
        raise Refused("direction_needed")
    return found


def _started(series: Series, asked: Asked, start: date | None) -> Asked:
    told = [point.starts_on for point in settled(series).points if point.value is not None]
    if not told or (start is not None and start <= told[0]):
        raise Refused("no_tickets") if start is None else Refused("no_baseline", change=start.isoformat())
    spacing = (told[-1] - told[0]).days / max(len(told) - 1, 1)
    return replace(asked, change=start or told[-1] + timedelta(days=max(round(spacing), 1)))


def _alternatives(log: OfALog, asked: Asked, *, start: date | None) -> Iterator[Alternative]:
    """Other measures, parts of the log, and what it could be held against; what can't be planned by itself is passed over."""
    for kpi in _others(log.kpi):
        yield from _tried("measure", kpi.id, replace(log, kpi=kpi), asked, start=start)
    for field in SLICES:
        if field in log.only:
            yield from _tried(CONTROLS, field.value, log, asked, start=start, controls={field.value: {field.value: "*"}})
            continue
        for value in log.values(field)[:MOST_PARTS]:
            part = replace(log, only={**log.only, field: (value,)})
            yield from _tried("part", f"{field.value}={value}", part, asked, start=start)


def _others(kpi: Kpi) -> Iterator[Kpi]:
    for id_ in BESIDE:
        if id_ != kpi.id:
            yield chosen_kpi(id_, measures=None, calendar=None)


def _tried(
    what: str, name: str, log: OfALog, asked: Asked, *, start: date | None, controls: Mapping[str, Control] | None = None,
) -> Iterator[Alternative]:
    try:
        told = _of_log(log, asked, direction=None, controls=controls or {}, start=start)
    except Refused:
        return
    if what != CONTROLS or told.plan.controls:
        yield Alternative(what=what, name=name, plan=told.plan, kind=told.asked.kind)


def _ranked(others: tuple[Alternative, ...], plan: Plan) -> tuple[Alternative, ...]:
    """Those by which the change hoped for shows sooner, the soonest first."""
    now = plan.weeks_needed if plan.weeks_needed is not None else 10**6
    better = [one for one in others if one.plan.weeks_needed is not None and one.plan.weeks_needed < now]
    return tuple(sorted(better, key=lambda one: (one.plan.weeks_needed or 0, one.what, one.name)))
