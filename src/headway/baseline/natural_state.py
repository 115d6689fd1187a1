"""The natural state of one series: its phases with centre and limits, stable or not, moving or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from headway.baseline.chart import Natural, chart_of, natural_limits
from headway.baseline.moving import moving, newest_sides, side_against
from headway.baseline.noise import detrended, lag_1, weekdays_of, without_weekdays, yearly_season
from headway.baseline.result import Baseline, Phase, Signal
from headway.baseline.scale import Scale, scale_of, worked
from headway.baseline.steady_stretch import steady_since
from headway.baseline.visible_effect import visible_effects
from headway.kpi.definition import Kpi, Unit
from headway.kpi.periods import ENOUGH_PERIODS
from headway.kpi.series import Point, Series
from headway.stats.run_rules import RULE_SETS, RuleSet, findings, judge

RESEMBLES = .3
"""Lag-1 correlation beyond which the rules ring too often to mean much: at .3, three-sigma limits with a run of eight
and two of three alarm every 116 points instead of every 245 (simulated; see also Maragah and Woodall, Journal of
Statistical Computation and Simulation 40 (1992) 29)."""


def natural_state(
    series: Series, *, rule_set: str = "nhs-r", changes: tuple[tuple[date, str], ...] = (),
    baseline_from: date | None = None,
) -> Baseline:
    """Centre, natural limits and signals of a series, by the chart that fits its measure.

    Only points that count enter (`Point.counts`). A phase begins only at a recorded change or at the day that a person
    signed (`baseline_from`). Without either, a steady stretch at the end is proposed (`proposed_from`) and the limits
    are its; nothing is rebased. Hours are worked in logarithms (`scale`). Where weekdays differ (`weekly_season`),
    each day is judged as one of its weekday and the limits step with it, so that a busy Monday is no signal; limits
    are never widened by the season. Shares and rates are tested for more spread than chance (`chart_of`).

    Cannot tell: fewer than `ENOUGH_PERIODS` points in the last phase give `stable=None`, `moving="too_few"` and the
    reason `too_few_points`; fewer than two give no phase. The reason `autocorrelated` says that neighbours resemble
    each other so much that the rules ring too often.

    Raises KeyError for a rule set that doesn't exist.

    >>> from headway.kpi.catalogue import BY_ID
    >>> from headway.kpi.series import Period
    >>> weeks = tuple(Point(date.fromordinal(738886 + 7 * week), 90, 6.0 + week % 3) for week in range(20))
    >>> state = natural_state(Series(kpi=BY_ID["reassigned_mean"], period=Period.WEEK, n=1800, value=7, points=weeks))
    >>> state.chart, round(state.now, 2), state.stable, state.moving
    ('u_prime', 6.95, True, 'steady')
    """
    rules = RULE_SETS[rule_set]
    points = [point for point in series.points if point.counts and (not baseline_from or point.starts_on >= baseline_from)]
    if len(points) < 2:
        return Baseline(chart="none", rule_set=rule_set, n_points=len(points), n_cases=sum(point.n for point in points),
                        signed_from=baseline_from, reasons=("too_few_points",))
    scale = scale_of(series.kpi, points)
    stretches = _stretches(points, changes)
    proposed = None
    if len(stretches) == 1 and baseline_from is None:
        proposed = steady_since(points, period=series.period, scale=scale)
        stretches = [(points[proposed or 0:], None)]
    last = stretches[-1][0]
    chart = chart_of(series.kpi, last)
    natural = [natural_limits(chart, stretch, period=series.period, scale=scale, rules=rules) for stretch, _ in stretches]
    phases = tuple(_phase(stretch, name, drawn, rules=rules, kpi=series.kpi)
                   for (stretch, name), drawn in zip(stretches, natural, strict=True))
    enough = len(last) >= ENOUGH_PERIODS
    before = points[:proposed] if proposed else stretches[-2][0] if len(stretches) > 1 else []
    correlation = _correlation(last, series, scale) if enough else None
    return Baseline(
        chart=chart, rule_set=rule_set, scale=scale.value, n_points=len(last), n_cases=sum(point.n for point in last),
        phases=phases, stable=not phases[-1].signals if enough else None,
        moving=_moving(phases[-1], before, last, series.kpi, scale, recorded=not proposed) if enough else "too_few",
        now=phases[-1].centre, usual=(float(np.median(phases[-1].lower)), float(np.median(phases[-1].upper))),
        proposed_from=points[proposed].starts_on if proposed else None, signed_from=baseline_from,
        autocorrelation=correlation, weekly_season=natural[-1].season,
        yearly_season=yearly_season(worked(points, scale), points),
        visible=visible_effects(series.kpi, last, period=series.period), reasons=_reasons(correlation, enough=enough),
    )


def _reasons(correlation: float | None, *, enough: bool) -> tuple[str, ...]:
    if not enough:
        return ("too_few_points",)
    return ("autocorrelated",) if correlation is not None and correlation > RESEMBLES else ()


def _stretches(points: Sequence[Point], changes: tuple[tuple[date, str], ...]) -> list[tuple[list[Point], str | None]]:
    """The points cut at recorded changes, each stretch with its change's name; one of a single point joins the last."""
    names = {on: name for on, name in changes if points[0].starts_on < on <= points[-1].starts_on}
    found: list[tuple[list[Point], str | None]] = []
    for start, until in pairwise([date.min, *sorted(names), date.max]):
        inside = [point for point in points if start <= point.starts_on < until]
        if len(inside) < 2 and found:
            found[-1][0].extend(inside)
        else:
            found.append((inside, names.get(start)))
    if len(found) > 1 and len(found[0][0]) < 2:   # a single point before the first change has no limits of its own
        found[:2] = [(found[0][0] + found[1][0], found[1][1])]
    return found


def _phase(points: Sequence[Point], name: str | None, drawn: Natural, *, rules: RuleSet, kpi: Kpi) -> Phase:
    enough = len(points) >= ENOUGH_PERIODS
    found = findings(judge(drawn.worked, rules)) if enough and drawn.signals is None else ()
    own = drawn.signals if enough and drawn.signals is not None else ()
    lowest = -np.inf if min(point.value or 0.0 for point in points) < 0 else 0.0
    highest = 1.0 if kpi.unit is Unit.SHARE else np.inf
    return Phase(
        starts_on=points[0].starts_on, ends_on=points[-1].starts_on, centre=drawn.centre,
        lower=tuple(np.clip(drawn.lower, lowest, highest).tolist()),
        upper=tuple(np.clip(drawn.upper, lowest, highest).tolist()), name=name,
        signals=(*own, *(Signal(one.rule, one.first, one.last, one.side) for one in found)),
    )


def _correlation(points: Sequence[Point], series: Series, scale: Scale) -> float:
    """How much a point resembles the one before, after trend and weekday."""
    rest, _ = without_weekdays(detrended(worked(points, scale)), weekdays_of(points, series.period))
    return lag_1(rest)


def _moving(
    phase: Phase, before: Sequence[Point], last: Sequence[Point], kpi: Kpi, scale: Scale, *, recorded: bool,
) -> str:
    """Against the time before, where there is one; else, and where that shows nothing, by the newest points."""
    side = side_against(worked(before, scale), worked(last, scale), recorded=recorded) if len(before) >= 2 else 0
    return moving({side} if side else newest_sides(phase.signals, len(last)), kpi.direction)
