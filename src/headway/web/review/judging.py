"""From stored points and closing rates to a judgement: the library's steps in their order, without a database."""

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
    rate: ClosingSeries | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What is compared with what. `part` are the values by which the tickets were chosen (empty: all of the log).

    `rate` is the closing rate of the tickets of a measure of waiting, `rates` those of its controls, `like` those of others
    whose noise is like its own; None: the points are judged.
    """

    series: Series
    change: date
    change_name: str = ""
    in_full: date | None = None
    target: float | None = None
    smallest: float | None = None
    looks: tuple[int, int | None] = (1, None)
    picked_from: int = 1
    controls: Mapping[str, Series] = field(default_factory=dict)
    balancing: Sequence[Balancing] = ()
    part: Mapping[Field, tuple[str, ...]] = field(default_factory=dict)
    rate: ClosingSeries | None = None
    rates: Mapping[str, ClosingSeries] = field(default_factory=dict)
    like: Mapping[str, ClosingSeries] | None = None


def judge(comparison: Comparison) -> Judgement:
    """Did we get there.

    Cannot tell: too few points, or points that are all alike, give `cannot_tell_yet` with the reason. Raises `Refused`:
    `definition_changed` for a part of a log that only exists since the change, and what `headway.verdict` refuses.
    """
    series = comparison.series
    asked = question_of(comparison)
    refuse_new_definition(replace(series, kpi=replace(series.kpi, where=comparison.part)), asked=asked)
    if comparison.rate is not None:
        verdict = judged_by_closing_rate(comparison.rate, series=settled(series), asked=asked, controls=comparison.rates,
                                         like=comparison.like)
    else:
        verdict = did_we_get_there(settled(series), asked=asked,
                                   controls={name: settled(one) for name, one in comparison.controls.items()})
    verdict = with_balances(verdict, tuple(_balance(one, asked) for one in comparison.balancing))
    return judgement(verdict, series=series, asked=asked, change_name=comparison.change_name)


def question_of(comparison: Comparison) -> Asked:
    series = comparison.series
    return Asked(change=comparison.change, direction=series.kpi.direction, kind=KINDS[series.kpi.unit],
                 target=comparison.target, smallest_worthwhile=comparison.smallest, looks=comparison.looks,
                 picked_from=comparison.picked_from, in_full=comparison.in_full,
                 counted=any(point.n > 1 for point in series.points))


def look_again_on(judged: Judgement) -> date | None:
    """The day on which it could be told; where too few points came after the change, when there will be enough to try."""
    missing = FEWEST_AFTER - judged.n[1]
    if judged.look_again is not None or missing <= 0 or judged.n[0] < FEWEST_BEFORE or "too_few_points" not in judged.reasons:
        return judged.look_again
    day = ends(judged.series.points[-1].starts_on, judged.series.period)
    for _ in range(missing):
        day = ends(day, judged.series.period)
    return day


def _balance(given: Balancing, asked: Asked) -> Balance:
    """How one balancing measure stands, by its own points and its own good side; one without points there can't be told."""
    kpi = given.series.kpi
    direction = Direction.DOWN if kpi.direction is Direction.NEITHER else kpi.direction
    kind = KINDS[kpi.unit]
    beside = Asked(change=asked.change, direction=direction, kind=kind, looks=asked.looks, in_full=asked.in_full)
    try:
        told = (did_we_get_there(settled(given.series), asked=beside) if given.rate is None else
                judged_by_closing_rate(given.rate, series=settled(given.series), asked=beside, controls={}))
    except Refused as refused:
        if refused.code not in TOO_SHORT:
            raise
        return Balance(given.name, Effect(None, None, None, scale_of(kind)), given.tolerated, Kept.CANNOT_TELL)
    return balanced(told, name=given.name, direction=direction, tolerated=given.tolerated)
