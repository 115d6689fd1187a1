"""What must not get worse: its change against what is tolerated. Worse lies right, whichever way is good."""

from __future__ import annotations

from headway.report.chart.marks import dot, drawing, level, upright
from headway.report.chart.scale import Scale
from headway.report.html import Markup
from headway.verdict.result import Balance, Kept

WIDTH, HEIGHT, MIDDLE = 150.0, 22.0, 11.0
TONES = {Kept.BREACHED: " down", Kept.CANNOT_TELL: " wait", Kept.KEPT: ""}


def balance_line(balance: Balance, *, up_is_good: bool, says: str) -> Markup:
    """The interval of the worsening, "as before" dotted, what is tolerated dashed; only the ticks where it can't be told."""
    effect, sign = balance.effect, -1 if up_is_good else 1
    ends = sorted(sign * value for value in (effect.low, effect.high) if value is not None)
    reach = max(balance.tolerated, *(abs(end) for end in ends), 1e-9) * 1.15
    x, tone = Scale(-reach, reach, 4, WIDTH - 4), TONES[balance.state]
    marks = [upright(x(0), 1, HEIGHT - 1, "was"), upright(x(balance.tolerated), 0, HEIGHT, "tgt")]
    if len(ends) == 2 and effect.value is not None:
        marks += [level(x(ends[0]), x(ends[1]), MIDDLE, f"iv{tone}"), dot(x(sign * effect.value), MIDDLE, 4.5, f"pt{tone}")]
    return drawing(*marks, width=WIDTH, height=HEIGHT, class_="balance-line", label=says)
