"""From where we are to where we want to be, on one axis: the natural limits, the level now, the target."""

from __future__ import annotations

from headway.report.chart.marks import box, dot, drawing, level, upright, word
from headway.report.chart.scale import Scale
from headway.report.html import Markup, joined

EDGE = .16          # of the span, left free at both ends for the labels
MIDDLE, HEIGHT, LETTER = 46.0, 84.0, 6.9


def gap_line(*, now: float, target: float, usual: tuple[float, float] | None, now_is: str, target_is: str, usual_is: str,
             says: str) -> Markup:
    """The drawing twice, 760 and 330 wide, with `says` for those who hear it; nothing where both lie at one place."""
    values = [now, target, *(usual or ())]
    if min(values) == max(values):
        return Markup()
    return joined(_draw(values, now=now, target=target, usual=usual, texts=(now_is, target_is, usual_is), says=says, width=width,
                        class_=class_) for width, class_ in ((760.0, "only-wide"), (330.0, "only-phone")))


def _draw(values: list[float], *, now: float, target: float, usual: tuple[float, float] | None, texts: tuple[str, str, str],
          says: str, width: float, class_: str) -> Markup:
    low, high = min(values), max(values)
    edge = EDGE * (high - low)
    place = Scale(low - edge, high + edge, 4, width - 4)
    now_is, target_is, usual_is = texts
    marks = [level(4, width - 4, MIDDLE, "ax")]
    if usual is not None:
        first, last = place(usual[0]), place(usual[1])
        marks += [box(first, MIDDLE - 9, last - first, 18, "natural"), _word((first + last) / 2, MIDDLE + 32, usual_is, width)]
    marks += [level(place(now), place(target), MIDDLE, "mid"), dot(place(now), MIDDLE, 7, "pt"),
              upright(place(target), MIDDLE - 16, MIDDLE + 16, "tgt"),
              *_above(place(now), now_is, place(target), target_is, width)]
    return drawing(*marks, width=width, height=HEIGHT, class_=f"gap {class_}", label=says)


def _above(now: float, now_is: str, target: float, target_is: str, width: float) -> list[Markup]:
    """Both labels over their marks; one above the other where they would touch."""
    close = abs(now - target) < LETTER * (len(now_is) + len(target_is)) / 2 + 12
    return [_word(now, MIDDLE - 14, now_is, width, "strong"),
            _word(target, MIDDLE - (32 if close else 20), target_is, width, "target")]


def _word(x: float, y: float, text: str, width: float, class_: str = "lab") -> Markup:
    half = LETTER * len(text) / 2
    return word(min(max(x, half), width - half), y, text, class_, anchor="middle")
