"""Three grades of a benefit on one scale: a dot where one number was said, a bar where a range was."""

from __future__ import annotations

from headway.report.chart.marks import dot, drawing, level, upright
from headway.report.chart.scale import Scale
from headway.report.html import Markup

WIDTH, HEIGHT, MIDDLE = 150.0, 22.0, 11.0


def amount_line(*, amount: float, low: float, high: float, first: float, last: float, verified: bool, says: str) -> Markup:
    """`first` and `last` are the ends of the scale, which all rows of one unit share; 0 lies within them."""
    x = Scale(first, last, 6, WIDTH - 6)
    tone = " up" if verified and amount > 0 else " down" if verified and amount < 0 else ""
    bar = level(x(low), x(high), MIDDLE, f"iv{tone}") if high > low else ""
    return drawing(upright(x(0), 2, HEIGHT - 2, "was"), level(6, WIDTH - 6, HEIGHT - 1, "gr"), bar,
                   dot(x(amount), MIDDLE, 5, f"pt{tone}"), width=WIDTH, height=HEIGHT, class_="amount-line", label=says)
