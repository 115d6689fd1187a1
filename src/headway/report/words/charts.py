"""What stands on and around a chart: its finding, what is drawn, its sentence for those who hear it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from headway.analyse import Measure, Said
from headway.kpi.definition import Unit
from headway.kpi.series import Point
from headway.report.words import measures
from headway.report.words.numbers import between, day, figure, number, span, times

if TYPE_CHECKING:
    from headway.report.plotted import Plotted

PROPOSED = "proposed start"
TABLE_HEADS = ("n", "Value", "Lower limit", "Upper limit", "Remark")
CHARTS = {
    "xmr": "XmR limits", "p": "p-chart limits", "p_prime": "p′-chart limits", "u": "u-chart limits",
    "u_prime": "u′-chart limits", "t": "t-chart limits", "g": "g-chart limits", "none": "no limits",
}


def title(measure: Measure, *, moved: Said | None = None, log: bool = False) -> str:
    """The finding. A log axis is said here, where nobody misses it."""
    return f"{measures.called(measure.series.kpi).name}: {_finding(measure, moved)}{' (log axis)' if log else ''}"


def caption(plotted: Plotted) -> str:
    """What is drawn, in which unit, with source, clock and n."""
    series, baseline = plotted.measure.series, plotted.measure.baseline
    unit = {Unit.HOURS: "hours", Unit.SHARE: "%", Unit.COUNT: "count", Unit.SCORE: "score"}[series.kpi.unit]
    clock = f", {series.kpi.clock.value} clock" if series.kpi.unit is Unit.HOURS else ""
    limits = CHARTS.get(baseline.chart, baseline.chart)
    carried = ", carried on dotted" if _is_carried(plotted) else ""
    worked = ", in logarithms" if baseline.scale == "log" else ""
    return (f"{unit} by {series.period.value}{clock} · {limits}{worked}{carried} · "
            f"{number(baseline.n_cases or series.n)} cases, {span(plotted.first, plotted.dots[-1].on)}")


def description(plotted: Plotted) -> str:
    """The chart as a sentence."""
    measure, kpi = plotted.measure, plotted.measure.series.kpi
    said = [f"{measures.called(kpi).name} by {measure.series.period.value}, {span(plotted.first, plotted.dots[-1].on)}"]
    said.append(f"from {figure(plotted.dots[0].value, kpi)} to {figure(plotted.dots[-1].value, kpi)}")
    if measure.baseline.usual is not None:
        said.append(f"natural limits {between(*measure.baseline.usual, kpi, dash=' to ')}")
    said.append(f"{times(len(plotted.outside()), 'point')} outside the limits")
    return f"{'; '.join(said)}."


def notes(plotted: Plotted, *, wide: bool) -> list[tuple[str, str]]:
    """Lines under the drawing, each with its class."""
    found: list[tuple[str, str]] = []
    period = plotted.measure.series.period.value
    for class_, good in (("t-up", True), ("t-down", False), ("lab", None)):
        outside = [dot for dot in plotted.outside() if plotted.better(dot) is good]
        if outside:
            side = "" if good is None else ", the better side" if good else ", the worse side"
            earlier = _earlier(plotted, [dot.on for dot in outside])
            limits = " the natural limits" if wide else ""
            found.append((f"{times(len(outside), f'{earlier}{period}')} outside{limits}{side}", class_))
    hollow = sum(dot.hollow for dot in plotted.dots)
    if hollow:
        found.append((f"hollow: {times(hollow, period)} with few cases or cut short, set aside", "lab"))
    if plotted.young:
        found.append((f"the last {times(plotted.young, period)} are too young to judge and not drawn", "lab")
                     if plotted.young > 1 else (f"the last {period} is too young to judge and not drawn", "lab"))
    if not wide and plotted.stretches:
        usual = plotted.measure.baseline.usual or plotted.stretches[-1].usual
        kpi = plotted.measure.series.kpi
        found.insert(0, (f"centre {figure(plotted.stretches[-1].centre, kpi, spoken=True)}, "
                         f"{measures.usual(plotted.measure.series.period)} {between(*usual, kpi)}", "strong"))
    return found


def margin(plotted: Plotted, *, centre: float, lower: float, upper: float) -> list[tuple[float, float, str, str]]:
    """Labels at the right end: (value, shift in pixels, text, class)."""
    kpi, baseline = plotted.measure.series.kpi, plotted.measure.baseline
    labels = [(upper, 0.0, f"{measures.usual(plotted.measure.series.period)}: at most {figure(upper, kpi, spoken=True)}", "lab"),
              (centre, 0.0, f"Centre {figure(centre, kpi, spoken=True)}", "strong")]
    if baseline.signed_from is not None:
        labels.append((centre, 15.0, f"baseline since {day(baseline.signed_from)}", "lab"))
    elif baseline.proposed_from is not None:
        labels.append((centre, 15.0, f"proposed, from {day(baseline.proposed_from)}", "lab"))
    if lower > 0:
        labels.append((lower, 0.0, f"at least {figure(lower, kpi, spoken=True)}", "lab"))
    if plotted.measure.target is not None:
        labels.append((plotted.measure.target, 0.0, f"target {figure(plotted.measure.target, kpi, spoken=True)}", "target"))
    return labels


def panel_description(measure: Measure, course: Sequence[tuple[date, float]]) -> str:
    name = measures.sliced(measure.series.slice)
    if not course:
        return f"{name}: nothing old enough to judge."
    first, last = (figure(value, measure.series.kpi, spoken=True) for value in (course[0][1], course[-1][1]))
    return f"{name}: from {first} to {last}."


def panel_line(measure: Measure) -> str:
    """Under a panel's name: its cases and where it stands."""
    series, baseline = measure.series, measure.baseline
    standing = figure(baseline.now if baseline.now is not None else series.value, series.kpi, spoken=True)
    return f"{times(series.n, 'ticket')} · {standing}, {measures.moving(measure)}"


def remark(point: Point, *, side: int) -> str:
    """What the drawing says of a point without words: hollow, left out, outside.

    >>> remark(Point(date(2016, 3, 1), 3, .5, thin=True), side=0), remark(Point(date(2016, 3, 1), 90, .5), side=-1)
    ('few cases', 'below the limits')
    """
    if not point.settled:
        return "too young to judge"
    if point.value is None:
        return "no data"
    told = [word for holds, word in ((point.thin, "few cases"), (point.partial, "cut short"), (point.suspect, "in doubt"),
                                     (side > 0, "above the limits"), (side < 0, "below the limits")) if holds]
    return ", ".join(told)


def most_cases(plotted: Plotted, most: int) -> str:
    return f"cases a {plotted.measure.series.period.value}, at most {number(most)}"


def table_summary(plotted: Plotted) -> str:
    return f"The same as a table ({times(len(plotted.measure.series.points), plotted.measure.series.period.value)})"


def _finding(measure: Measure, moved: Said | None) -> str:
    kpi, baseline = measure.series.kpi, measure.baseline
    start = baseline.signed_from or baseline.proposed_from
    since = f" since {day(start)}" if start is not None else ""
    if moved is not None and isinstance(moved.facts.get("before"), float) and isinstance(moved.facts.get("now"), float):
        before, now = (figure(float(str(moved.facts[name])), kpi, spoken=True) for name in ("before", "now"))
        return f"from {before} at first to {now}{since}"
    now = figure(baseline.now, kpi, spoken=True)
    usual = f", {measures.usual(measure.series.period)} {between(*baseline.usual, kpi)}" if baseline.usual else ""
    if baseline.moving == "steady":
        return f"steady around {now}{since}{usual}"
    if baseline.moving == "too_few":
        return f"{now}; too few points to say whether it is steady"
    return f"{measures.moving(measure)}, now {now}{since}{usual}"


def _is_carried(plotted: Plotted) -> bool:
    return bool(plotted.stretches) and (plotted.stretches[0].first > plotted.first or plotted.stretches[-1].until < plotted.until)


def _earlier(plotted: Plotted, days: list[object]) -> str:
    first = plotted.stretches[0].first if plotted.stretches else plotted.first
    return "earlier " if all(isinstance(on, type(first)) and on < first for on in days) else ""
