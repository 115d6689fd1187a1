"""A bar of weeks, right-aligned, for a table cell."""

from __future__ import annotations

from headway.report.chart.marks import box
from headway.report.html import Markup, el

WIDTH, HEIGHT = 100.0, 4.0
LEAST = 1.5   # pixels: under a week is still something to see


def week_bar(weeks: float, *, longest: float) -> Markup:
    """The share that a wait has of the longest wait in its table."""
    width = max(LEAST, WIDTH * weeks / longest) if longest > 0 else LEAST
    return el("svg", box(WIDTH - width, 0, width, HEIGHT, "ink"), class_="weeks", viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}",
              aria_hidden="true")
