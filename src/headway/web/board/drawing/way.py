"""How far: the way from "as before" to the target on one scale, so that unlike measures line up under each other."""

from __future__ import annotations

from django.utils.translation import gettext as _

from headway.report.chart.interval_line import TONES
from headway.report.chart.marks import dot, drawing, level, upright
from headway.report.chart.scale import Scale
from headway.report.html import Markup
from headway.verdict import Answer

WIDTH, HEIGHT, MIDDLE = 220.0, 26.0, 13.0
FIRST, LAST = -1.0, 2.0   # parts of the way that have room; what lies beyond ends at the edge
BEFORE, TARGET = 0.0, 1.0


def place() -> Scale:
    return Scale(FIRST, LAST, 4, WIDTH - 4)


def way(*, now: float, low: float, high: float, answer: Answer) -> Markup:
    """`now` between `low` and `high`, in parts of the way: 0 is as before, 1 is the target."""
    x, tone = place(), TONES.get(answer, "")
    said = _("%(now)s %% of the way to the target, between %(low)s and %(high)s") % {
        "now": round(100 * now), "low": round(100 * low), "high": round(100 * high)}
    return drawing(upright(x(BEFORE), 2, HEIGHT - 2, "was"), upright(x(TARGET), 0, HEIGHT, "tgt"),
                   level(x(low), x(high), MIDDLE, f"iv {tone}".rstrip()), dot(x(now), MIDDLE, 5, f"pt {tone}".rstrip()),
                   width=WIDTH, height=HEIGHT, class_="way-line", label=said)
