"""The verdict mark, 34 by 14: a thin tick is "as before", a dashed tick the target, the bar the interval."""

from __future__ import annotations

from functools import cache

from headway.report.chart.marks import drawing, level, upright
from headway.report.html import Markup
from headway.verdict.result import Answer

WIDTH, HEIGHT = 34.0, 14.0
BEFORE, TARGET, MIDDLE = 12.5, 24.5, 7.0
# where the bar begins and ends, and its class
BARS: dict[Answer, tuple[float, float, str]] = {
    Answer.REACHED: (26.0, 33.0, "b up"),
    Answer.IMPROVED: (16.0, 30.0, "b up"),
    Answer.SIGNS_ONLY: (10.0, 25.0, "b half"),
    Answer.NO_EVIDENCE: (4.0, 20.0, "b"),
    Answer.WORSE: (1.0, 10.0, "b down"),
    Answer.CANNOT_TELL_YET: (1.0, 33.0, "b wait"),
}


@cache
def verdict_mark(answer: Answer, *, target: bool) -> Markup:
    """Always followed by its word, so it says nothing itself to those who hear the page. `target`: whether there is one."""
    start, end, class_ = BARS[answer]
    return drawing(upright(BEFORE, 0, HEIGHT, "z"), upright(TARGET, 0, HEIGHT, "t") if target else "",
                   level(start, end, MIDDLE, class_), width=WIDTH, height=HEIGHT, class_="mark", label="")
