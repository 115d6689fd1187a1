"""The natural state of one series: its phases with centre and limits, stable or not, moving or not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import numpy as np

from headway.baseline.chart import chart_of, limits_on, values_of
from headway.baseline.noise import detrended, lag_1, weekdays_of, weekly_season, without_weekdays, yearly_season
from headway.baseline.result import Baseline, Phase, Signal
from headway.baseline.steady_stretch import steady_since
from headway.baseline.visible_effect import visible_effects
from headway.kpi.definition import Direction, Kpi, Unit
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
    are its; nothing is rebased. Weekdays stay in the limits: a usual Monday is a part of what is usual; they are
    taken out where neighbours are compared (`autocorrelation`, `visible`).

    Cannot tell: fewer than `ENOUGH_PERIODS` points give `stable=None`, `moving="too_few"` and the reason
    `too_few_points`; fewer than two give no phase.

    Raises KeyError for a rule set that doesn't exist.
    """
    rules = RULE_SETS[rule_set]
    points = [point for point in series.points if point.counts]
    state = Baseline(chart="none", rule_set=rule_set, n_points=len(points), n_cases=sum(point.n for point in points),
                     signed_from=baseline_from, reasons=("too_few_points",))
    if len(points) < 2:
        return state
    stretches = _stretches(points, changes=changes, baseline_from=baseline_from)
    proposed = None
    if len(stretches) == 1 and baseline_from is None:
        proposed = steady_since(points, period=series.period)
        stretches = [(points[proposed or 0:], None)]
    chart = chart_of(series.kpi, stretches[-1][0])
    phases = tuple(_phase(stretch, name, chart=chart, rules=rules, kpi=series.kpi) for stretch, name in stretches)
    last = stretches[-1][0]
    enough = len(last) >= ENOUGH_PERIODS
    correlation = lag_1(_neighbours(last, series)) if enough else None
    earlier = points[:proposed] if proposed else [point for stretch, _ in stretches[:-1] for point in stretch]
    reasons = [] if enough else ["too_few_points"]
    if correlation is not None and correlation > RESEMBLES:
        reasons.append("autocorrelated")
    return Baseline(
        chart=chart, rule_set=rule_set, n_points=len(last), n_cases=sum(point.n for point in last), phases=phases,
        stable=not phases[-1].signals if enough else None,
        moving=_moving(phases[-1], earlier, series.kpi) if enough else "too_few",
        now=phases[-1].centre, usual=(float(np.median(phases[-1].lower)), float(np.median(phases[-1].upper))),
        proposed_from=points[proposed].starts_on if proposed else None, signed_from=baseline_from,
        autocorrelation=correlation, weekly_season=weekly_season(points, series.period),
        yearly_season=yearly_season(points),
        visible=visible_effects(series.kpi, last, period=series.period), reasons=tuple(reasons),
    )


def _stretches(
    points: Sequence[Point], *, changes: tuple[tuple[date, str], ...], baseline_from: date | None,
) -> list[tuple[list[Point], str | None]]:
    """The points cut at recorded changes, from the signed start on; a stretch of one point joins its predecessor."""
    begins: dict[date, str | None] = {on: name for on, name in changes if baseline_from is None or on > baseline_from}
    cuts = [on for on in sorted(begins) if points[0].starts_on < on <= points[-1].starts_on]
    first = baseline_from or points[0].starts_on
    bounds = [first, *(cut for cut in cuts if cut > first), date.max]
    found: list[tuple[list[Point], str | None]] = []
    for start, until in pairwise(bounds):
        inside = [point for point in points if start <= point.starts_on < until]
        if len(inside) >= 2:
            found.append((inside, begins.get(start)))
        elif inside and found:
            found[-1][0].extend(inside)
    return found or [(list(points), None)]


def _phase(points: Sequence[Point], name: str | None, *, chart: str, rules: RuleSet, kpi: Kpi) -> Phase:
    limits = limits_on(chart, points, rules=rules)
    found = findings(judge(limits, rules)) if len(points) >= ENOUGH_PERIODS else ()
    lowest, highest = 0.0 if kpi.unit is not Unit.COUNT or _never_negative(points) else -np.inf, np.inf
    if kpi.unit is Unit.SHARE:
        highest = 1.0
    lower = np.clip(np.broadcast_to(limits.lower, len(points)), lowest, highest)
    upper = np.clip(np.broadcast_to(limits.upper, len(points)), lowest, highest)
    return Phase(
        starts_on=points[0].starts_on, ends_on=points[-1].starts_on, centre=float(limits.centre[0]),
        lower=tuple(lower.tolist()), upper=tuple(upper.tolist()), name=name,
        signals=tuple(Signal(one.rule, one.first, one.last, one.side) for one in found),
    )


def _never_negative(points: Sequence[Point]) -> bool:
    return min(point.value or 0.0 for point in points) >= 0


def _neighbours(points: Sequence[Point], series: Series) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """The points after trend and weekday: what is left to resemble its neighbour."""
    rest, _ = without_weekdays(detrended(values_of(points)), weekdays_of(points, series.period))
    return rest


def _moving(last: Phase, earlier: Sequence[Point], kpi: Kpi) -> str:
    """Against the time before, where there is one; else by the signals in the newer half of the stretch."""
    if len(earlier) >= 2:
        before = float(values_of(earlier).mean())
        outside = before < np.median(last.lower) or before > np.median(last.upper)
        sides = {int(np.sign(last.centre - before))} if outside or _runs_apart(earlier, last) else set()
    else:
        sides = {signal.side for signal in last.signals if signal.last >= len(last.lower) // 2 and signal.side}
    if not sides:
        return "steady"
    if len(sides) > 1 or kpi.direction is Direction.NEITHER:
        return "moving"
    return "better" if (sides == {1}) == (kpi.direction is Direction.UP) else "worse"


def _runs_apart(earlier: Sequence[Point], last: Phase) -> bool:
    """Whether nearly all of the time before lies on one side of the new centre, as a run rule would ask.

    Seven in eight: what the shift rule takes for a signal (seven in a row) with one exception.
    """
    above = sum((point.value or 0.0) > last.centre for point in earlier) / len(earlier)
    return above >= 7 / 8 or above <= 1 / 8
