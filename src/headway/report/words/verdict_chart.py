"""What stands on and around the two drawings of a verdict: the interval line and the chart before and after."""

from __future__ import annotations

from headway.analyse.judgement import Judgement
from headway.kpi.definition import Unit
from headway.kpi.series import Point
from headway.report.plotted import Plotted
from headway.report.words import charts
from headway.report.words.levels import Levels, exact
from headway.report.words.numbers import day, number, short_day, shortened, span, times
from headway.report.words.verdict import name
from headway.verdict.result import Answer

TABLE_HEADS = ("n", "Value", "Lower limit", "Upper limit", "Remark")
NAME_ROOM = 42       # letters of a change's name on the wide drawing; on the phone a third of it


def tick(value: float, told: Levels, *, named: bool) -> str:
    """A value of the axis, already in the verdict's unit, which only the last one names."""
    written = exact(value)
    return f"{written} {told.unit}".rstrip() if named else written


def before(judged: Judgement, told: Levels) -> str:
    assert judged.before is not None
    return f"before {told.told(judged.before)}"


def after(judged: Judgement, told: Levels) -> str:
    assert judged.after is not None
    return f"after {told.told(judged.after[0])}"


def interval(judged: Judgement, told: Levels) -> str:
    assert judged.after is not None
    return told.between(*judged.after[1:])


def target(judged: Judgement, told: Levels) -> str:
    assert judged.target is not None
    return f"target {told.aim(judged.target)}"


def interval_description(judged: Judgement, told: Levels) -> str:
    """The interval line as a sentence."""
    said = [before(judged, told), f"{after(judged, told)}, 90 % interval {interval(judged, told)}"]
    if judged.target is not None:
        said.append(target(judged, told))
    return f"{'; '.join(said)}.".capitalize()


def title(judged: Judgement, told: Levels, *, log: bool) -> str:
    """The finding. A log axis is said here, where nobody misses it."""
    return f"{name(judged)}: {_finding(judged, told)}{' (log axis)' if log else ''}"


def _finding(judged: Judgement, told: Levels) -> str:
    on = day(judged.asked.change)
    if judged.before is None or judged.after is None:
        return f"too few points to tell what came of the change on {on}"
    move = f"from {told.told(judged.before)} to {told.told(judged.after[0])}"
    match judged.verdict:
        case Answer.REACHED | Answer.IMPROVED | Answer.WORSE:
            return f"{move} since {on}"
        case Answer.SIGNS_ONLY:
            return f"perhaps {move} since {on}"
        case Answer.NO_EVIDENCE:
            return f"no gain since {on}"
        case Answer.CANNOT_TELL_YET:
            return f"what came of the change on {on} can’t be told yet"


def caption(judged: Judgement, chart: Plotted) -> str:
    """What is drawn, in which unit, with clock and n."""
    series, natural = judged.series, judged.natural
    unit = {Unit.HOURS: "hours", Unit.SHARE: "%", Unit.COUNT: "count", Unit.SCORE: "value"}[series.kpi.unit]
    clock = f", {series.kpi.clock.value} clock" if series.kpi.unit is Unit.HOURS else ""
    limits = charts.CHARTS.get(natural.chart, natural.chart)
    band = f" · band: natural limits of the time before ({limits})" if chart.stretches else ""
    return f"{unit} by {series.period.value}{clock}{band} · {span(chart.first, chart.dots[-1].on)}"


def description(judged: Judgement, chart: Plotted, told: Levels) -> str:
    """The chart as a sentence."""
    said = [f"{name(judged)} by {judged.series.period.value}, {span(chart.first, chart.dots[-1].on)}"]
    said.append(f"change on {day(judged.asked.change)}")
    if judged.before is not None and judged.after is not None:
        said.append(f"{before(judged, told)}, {after(judged, told)}, 90 % interval {interval(judged, told)}")
    if judged.target is not None:
        said.append(target(judged, told))
    return f"{'; '.join(said)}."


def change_label(judged: Judgement, *, wide: bool) -> str:
    """At the line of the change: what, and when."""
    on = judged.asked.change
    what = judged.change_name or "Change"
    if wide:
        return f"{shortened(what, at_most=NAME_ROOM)}, {day(on)}"
    return f"{shortened(what, at_most=NAME_ROOM // 3)}, {short_day(on)}"


def margin(judged: Judgement, told: Levels, *, tone: str) -> list[tuple[float, float, str, str]]:
    """Labels at the right end: (value, shift in pixels, text, class)."""
    if judged.before is None or judged.after is None:
        found = []
    else:
        found = [(judged.after[0], 0.0, after(judged, told).capitalize(), {"up": "t-up", "down": "t-down"}.get(tone, "strong")),
                 (judged.after[0], 15.0, f"90 % interval {interval(judged, told)}", "lab"),
                 (judged.before, 0.0, f"Unchanged {told.told(judged.before)}", "lab")]
    return found if judged.target is None else [*found, (judged.target, 0.0, target(judged, told).capitalize(), "target")]


def notes(judged: Judgement, chart: Plotted, told: Levels, *, wide: bool, tone: str) -> list[tuple[str, str]]:
    """Lines under the drawing, each with its class."""
    found: list[tuple[str, str]] = []
    period = judged.series.period.value
    if not wide and judged.before is not None and judged.after is not None:
        class_ = {"up": "t-up", "down": "t-down"}.get(tone, "strong")
        found += [(f"{before(judged, told)}, {after(judged, told)} ({told.between(*judged.after[1:])})", class_)]
        if judged.target is not None:
            found.append((f"dashed: {target(judged, told)}", "lab"))
    if chart.stretches:
        where = f"where {period}s would lie unchanged"
        found.append((f"grey band: where {period}s lay before; dotted: {where}" if wide else f"dotted: {where}", "lab"))
    hollow = sum(dot.hollow for dot in chart.dots)
    if hollow:
        found.append((f"hollow: {times(hollow, period)} with few cases or cut short, set aside", "lab"))
    if chart.young:
        last = f"the last {times(chart.young, period)} are" if chart.young > 1 else f"the last {period} is"
        judged_by = ", though judged: by how fast tickets close" if judged.method.get("series") == "closing rate" and wide else ""
        found.append((f"{last} too young to draw{judged_by}", "lab"))
    return found


def most_cases(judged: Judgement, most: int) -> str:
    return f"cases a {judged.series.period.value}, at most {number(most)}"


def remark(judged: Judgement, point: Point, *, side: int) -> str:
    """Beside a point of the table: on which side of the change it lies, and what the drawing says of it without words."""
    place = "after" if point.starts_on >= judged.asked.change else "before"
    return ", ".join(filter(None, (place, charts.remark(point, side=side))))


def table_summary(judged: Judgement) -> str:
    return f"The same as a table ({times(len(judged.series.points), judged.series.period.value)})"
