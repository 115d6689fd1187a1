"""Small multiples: one panel a slice, all on one axis, with all tickets in grey behind each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from headway.analyse import Measure
from headway.report.chart.marks import dot, drawing, level, line, word
from headway.report.chart.scale import Scale, spans_tens, value_scale, value_ticks
from headway.report.html import Markup
from headway.report.shape import shape
from headway.report.words.charts import panel_description
from headway.report.words.numbers import figure, short_day

WIDTH, HEIGHT = 320.0, 132.0
LEFT, RIGHT, TOP, BASE = 38.0, 268.0, 14.0, 108.0


def panels(measures: Sequence[Measure], *, whole: Measure) -> list[Markup]:
    """The drawings in the order of the measures; a slice with fewer than two steps has only the grey line."""
    kpi = whole.series.kpi
    courses = [shape(measure.series) for measure in measures]
    behind = shape(whole.series)
    every = [value for course in (*courses, behind) for _, value in course]
    days = [day for course in (*courses, behind) for day, _ in course]
    if not days:
        return [Markup() for _ in measures]
    values = value_scale(kpi, every, log=spans_tens(kpi, every), start=BASE, end=TOP)
    first, last = min(days), max(days)
    span = Scale(first.toordinal(), max(last.toordinal(), first.toordinal() + 1), LEFT, RIGHT)
    axis = [part for value, label in _ends(value_ticks(kpi, values)) for part in (
        level(LEFT, RIGHT, values(value), "gr"), word(LEFT - 6, values(value) + 4, label, anchor="end"))]
    foot = [word(LEFT, HEIGHT - 6, short_day(first)), word(RIGHT, HEIGHT - 6, short_day(last), anchor="end")]
    grey = line(_places(behind, span, values), "ln faint")
    return [drawing(*axis, grey, _own(measure, course, span, values), *foot, width=WIDTH, height=HEIGHT,
                    class_="panel-svg", label=panel_description(measure, course))
            for measure, course in zip(measures, courses, strict=True)]


def _own(measure: Measure, course: tuple[tuple[date, float], ...], span: Scale, values: Scale) -> Markup:
    if not course:
        return Markup()
    places = _places(course, span, values)
    x, y = places[-1]
    value = figure(course[-1][1], measure.series.kpi, spoken=True)
    return Markup(line(places, "ln own") + dot(x, y, 3.5, "ink") + word(x + 9, y + 4, _short(value), "strong"))


def _places(course: tuple[tuple[date, float], ...], span: Scale, values: Scale) -> list[tuple[float, float]]:
    return [(span(day.toordinal()), values(value)) for day, value in course]


def _ends(ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
    """The lowest, the middle and the highest tick: a small panel has no room for more."""
    return ticks if len(ticks) <= 3 else [ticks[0], ticks[len(ticks) // 2], ticks[-1]]


def _short(value: str) -> str:
    return value.replace(" hours", " h").replace(" hour", " h").replace(" days", " d").replace(" minutes", " min")
