"""From stored points, or the closing rates counted in an event store, to a judgement; without a database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from headway.analyse.judgement import Judgement, judgement
from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.closing_series import ClosingSeries
from headway.kpi.definition import Direction, Unit
from headway.kpi.series import Series
from headway.report.plotted import ends
from headway.verdict import Asked, Kind, did_we_get_there, judged_by_closing_rate
from headway.verdict.balancing import balanced, with_balances
from headway.verdict.evidence import FEWEST_AFTER, FEWEST_BEFORE
from headway.verdict.fair import refuse_new_definition
from headway.verdict.result import Balance, Effect, Kept
from headway.verdict.working_scale import scale_of
from headway.workbench.points import settled

KINDS = {Unit.HOURS: Kind.DURATION, Unit.SHARE: Kind.SHARE, Unit.COUNT: Kind.COUNT, Unit.SCORE: Kind.SCORE}
TOO_SHORT = ("change_outside_series", "no_baseline")   # what a series without points on both sides is refused for


@dataclass(frozen=True, slots=True, kw_only=True)
class Balancing:
    """A measure that must not get worse, and the size of the worsening that is tolerated."""

    name: str
    series: Series
    tolerated: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is compared with what. `part` are the values by which the tickets were chosen (empty: all of the log)."""

    series: Series
    change: date
    change_name: str = ""
    in_full: date | None = None
    undone_on: date | None = None
    target: float | None = None
    smallest: float | None = None
    looks: tuple[int, int | None] = (1, None)
    picked_from: int = 1
    controls: Mapping[str, Series] = field(default_factory=dict)
    balancing: Sequence[Balancing] = ()
    part: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Closing rates of the series of a comparison, by name; `like` are parts of the log whose noise is like its own."""

    own: ClosingSeries
    controls: Mapping[str, ClosingSeries] = field(default_factory=dict)
    like: Mapping[str, ClosingSeries] | None = None
    balances: Mapping[str, ClosingSeries] = field(default_factory=dict)


def judge(comparison: Comparison, rates: Rates | None = None) -> Judgement:
    """Did we get there: by the closing rates where there are any, else by the points.

    Cannot tell: too few points, or points that are all alike, give `cannot_tell_yet` with the reason. Raises `Refused`:
    `definition_changed` for a part of a log that only exists since the change, and what `headway.verdict` refuses.
    """
    series = comparison.series
    asked = Asked(change=comparison.change, direction=series.kpi.direction, kind=KINDS[series.kpi.unit],
                  target=comparison.target, smallest_worthwhile=comparison.smallest, looks=comparison.looks,
                  picked_from=comparison.picked_from, in_full=comparison.in_full,
                  counted=any(point.n > 1 for point in series.points))
    refuse_new_definition(replace(series, kpi=replace(series.kpi, where=comparison.part)), asked=asked)
    if rates is None:
        verdict = did_we_get_there(settled(series), asked=asked,
                                   controls={name: settled(one) for name, one in comparison.controls.items()})
    else:
        verdict = judged_by_closing_rate(rates.own, series=settled(series), asked=asked, controls=rates.controls, like=rates.like)
    beside = rates.balances if rates is not None else {}
    verdict = with_balances(verdict, tuple(_balance(one, asked, beside.get(one.name)) for one in comparison.balancing))
    return judgement(verdict, series=series, asked=asked, change_name=comparison.change_name)


def look_again_on(judged: Judgement) -> date | None:
    """The day on which it could be told; where too few points came after the change, when there will be enough to try."""
    missing = FEWEST_AFTER - judged.n[1]
    if judged.look_again is not None or missing <= 0 or judged.n[0] < FEWEST_BEFORE or "too_few_points" not in judged.reasons:
        return judged.look_again
    day = ends(judged.series.points[-1].starts_on, judged.series.period)
    for _ in range(missing):
        day = ends(day, judged.series.period)
    return day


def _balance(given: Balancing, asked: Asked, rate: ClosingSeries | None) -> Balance:
    """How one balancing measure stands, by its own figures and its own good side; one without any there can't be told."""
    kpi = given.series.kpi
    direction = Direction.DOWN if kpi.direction is Direction.NEITHER else kpi.direction
    kind = KINDS[kpi.unit]
    question = Asked(change=asked.change, direction=direction, kind=kind, looks=asked.looks, in_full=asked.in_full)
    try:
        told = (did_we_get_there(settled(given.series), asked=question) if rate is None
                else judged_by_closing_rate(rate, series=settled(given.series), asked=question, controls={}))
    except Refused as refused:
        if refused.code not in TOO_SHORT:
            raise
        return Balance(given.name, Effect(None, None, None, scale_of(kind)), given.tolerated, Kept.CANNOT_TELL, kind)
    return balanced(told, name=given.name, direction=direction, tolerated=given.tolerated)
