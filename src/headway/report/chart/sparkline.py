"""A course without an axis, 132 × 30, its last step marked."""

from __future__ import annotations

from headway.analyse import Measure
from headway.report.chart.marks import dot, drawing, line
from headway.report.chart.scale import spans_tens, value_scale
from headway.report.html import Markup
from headway.report.shape import shape
from headway.report.words import measures

WIDTH, HEIGHT, EDGE = 132.0, 30.0, 3.5
MOVED = {"better": "up", "worse": "down"}


def sparkline(measure: Measure) -> Markup | None:
    """The course of a measure, or None where there are fewer than two steps to join."""
    course = shape(measure.series)
    if len(course) < 2:
        return None
    kpi = measure.series.kpi
    values = [value for _, value in course]
    log = spans_tens(kpi, values)
    scale = value_scale(kpi, values, log=log, start=HEIGHT - EDGE, end=EDGE)
    low, high = (min(value for value in values if value > 0) if log else min(values)), max(values)
    if high > low:   # no axis, so the height is the course's own
        scale = type(scale)(low, high, HEIGHT - EDGE, EDGE, log=log)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    places = [(EDGE + index * step, scale(value)) for index, value in enumerate(values)]
    end = dot(*places[-1], 3, MOVED.get(measure.baseline.moving, "plain"))
    return drawing(line(places, "ln"), end, width=WIDTH, height=HEIGHT, class_="spark",
                   label=f"{measures.called(kpi).name}: the course of {len(values)} steps")
