"""Two squares of 34: "Moving?" and "Target safe?". Up is good in both, whatever the measure's direction."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from headway.report.chart.marks import box, dot, dots, drawing, level
from headway.report.html import Markup

SIDE = 34.0
BAND = (12.0, 22.0)     # the natural band of "Moving?", top and bottom
ACROSS = tuple(5.0 + 4.8 * index for index in range(6))

# heights of the six points; the band lies between 12 and 22
COURSES: dict[str, tuple[float, ...]] = {
    "better": (21.0, 24.0, 19.0, 10.0, 8.0, 6.0),
    "worse": (13.0, 10.0, 15.0, 24.0, 26.0, 28.0),
    "steady": (19.0, 15.0, 20.0, 14.0, 18.0, 16.0),
    "moving": (25.0, 16.0, 8.0, 19.0, 27.0, 9.0),
}
FRAMES = {"better": "frame up", "worse": "frame down", "too_few": "frame open",
          "will_be_met": "frame up", "will_be_missed": "frame down"}

# the band of "Target safe?" (top, bottom) and the height of the target
SAFE: dict[str, tuple[float, float, float]] = {
    "will_be_met": (5.0, 18.0, 26.0),
    "by_chance": (9.0, 25.0, 17.0),
    "will_be_missed": (16.0, 29.0, 8.0),
}


@cache
def moving_icon(state: str, label: str) -> Markup:
    """Six points and the natural band; outside the band they take the colour of their side."""
    heights = COURSES.get(state)
    if heights is None:
        return _icon(FRAMES["too_few"], [dots([(10.0, 17.0), (17.0, 17.0), (24.0, 17.0)], "plain")], label)
    places = list(zip(ACROSS, heights, strict=True))
    coloured = {"better": "up", "worse": "down"}.get(state, "plain")
    inside = [place for place in places if BAND[0] <= place[1] <= BAND[1]]
    outside = [place for place in places if place not in inside]
    return _icon(FRAMES.get(state, "frame"), [
        box(2, BAND[0], 30, BAND[1] - BAND[0], "natural"), dots(inside, "plain"), dots(outside, coloured)], label)


@cache
def safe_icon(state: str | None, label: str) -> Markup:
    """The natural band beside a dashed target with a knob; a dashed frame where there is no target."""
    if state not in SAFE:
        return _icon("frame open", [level(11, 23, 17, "none")], label)
    top, bottom, target = SAFE[state]
    return _icon(FRAMES.get(state, "frame"), [
        box(4, top, 26, bottom - top, "natural"), level(4, 30, (top + bottom) / 2, "mid"),
        level(4, 30, target, "tgt"), dot(28.5, target, 2.6, "ink")], label)


def _icon(frame: str, marks: Sequence[str], label: str) -> Markup:
    square = box(1, 1, SIDE - 2, SIDE - 2, frame, corner=5)
    return drawing(square, *marks, width=SIDE, height=SIDE, class_="icon", label=label)
