"""The two axes of a time chart: horizontal gridlines with their values, and days along the foot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from headway.kpi.definition import Kpi
from headway.report.chart.marks import level, word
from headway.report.chart.scale import Scale, day_ticks, value_ticks
from headway.report.html import Markup, joined


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The measures of one drawing in pixels: the plot lies between left and right, top and base."""

    width: float
    left: float
    right: float
    top: float
    base: float
    radius: float
    labels: bool        # whether there is room for labels in the right margin
    class_: str


WIDE = Frame(width=1120, left=58, right=900, top=26, base=258, radius=3.4, labels=True, class_="only-wide")
PHONE = Frame(width=350, left=40, right=346, top=22, base=192, radius=2.4, labels=False, class_="only-phone")


def values_axis(kpi: Kpi, scale: Scale, frame: Frame) -> Markup:
    return joined(part for value, label in value_ticks(kpi, scale) for part in (
        level(frame.left, frame.right, scale(value), "gr"),
        word(frame.left - 8, scale(value) + 4, label, anchor="end")))


def days_axis(first: date, last: date, scale: Scale, *, y: float, frame: Frame) -> Markup:
    room = 9 if frame.labels else 4
    ticks = [(scale(day.toordinal()), label)
             for day, label in day_ticks(first, last, at_most=room, short=not frame.labels)]
    return joined(word(x, y, label, anchor="end" if x > frame.right - 34 else None) for x, label in ticks)
