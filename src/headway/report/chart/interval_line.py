"""The interval line: one axis, the level before as a dot, the level after as a bar with a dot, the target as a dashed tick."""

from __future__ import annotations

from dataclasses import dataclass

from headway.analyse.judgement import Judgement
from headway.report.chart.marks import dot, drawing, level, two_words, upright, word
from headway.report.chart.scale import Scale, even_ticks
from headway.report.html import Markup, joined
from headway.report.words import verdict_chart as words
from headway.report.words.levels import Levels, levels, told_levels
from headway.verdict.result import Answer, Kind

EDGE = .14                        # of the span, left free at both ends
TONES = {Answer.REACHED: "up", Answer.IMPROVED: "up", Answer.WORSE: "down", Answer.SIGNS_ONLY: "half",
         Answer.CANNOT_TELL_YET: "wait"}
"""The class in which the time after is drawn; other answers allow no colour."""


@dataclass(frozen=True, slots=True)
class Room:
    """The measures of one drawing in pixels."""

    width: float
    left: float
    right: float
    letter: float     # about the width of a letter, to tell whether a label has room
    most: int         # ticks
    class_: str


WIDE = Room(1120, 10, 1110, 6.9, 7, "only-wide")
PHONE = Room(350, 8, 342, 6.9, 4, "only-phone")
TARGET_LABEL = 22.0      # height of the target's label above the rows
CLEAR = 6.0              # between a label and the target's tick
BEFORE, AFTER, AXIS, HEIGHT = 14.0, 50.0, 70.0, 92.0


def interval_line(judged: Judgement) -> Markup:
    """The drawing twice, 1120 and 350 wide; nothing where no level can be told."""
    return joined((draw(judged, WIDE), draw(judged, PHONE)))


def draw(judged: Judgement, room: Room) -> Markup:
    if judged.before is None or judged.after is None:
        return Markup()
    told = levels(judged)
    first, last = span(judged, told)
    place = Scale(first, last, room.left, room.right)
    now, low, high = judged.after
    tone = TONES.get(judged.verdict, "")
    top = 0.0 if judged.target is None else TARGET_LABEL
    before, after, axis = top + BEFORE, top + AFTER, top + AXIS
    text = {"up": "t-up", "down": "t-down"}.get(tone, "strong")
    target = None if judged.target is None else place(judged.target)
    return drawing(
        _axis(place, told, axis, room),
        upright(place(judged.before), before, axis, "was"),
        _target(judged, place, told, axis, room),
        dot(place(judged.before), before, 7, "pt"),
        _label(words.before(judged, told), "", place(judged.before), place(judged.before), before, "strong", room, target),
        level(place(low), place(high), after, f"iv {tone}".rstrip()),
        dot(place(now), after, 7, f"pt {tone}".rstrip()),
        _label(words.after(judged, told), words.interval(judged, told), place(low), place(high), after, text, room,
               target),
        width=room.width, height=top + HEIGHT, class_=f"interval {room.class_}", label=words.interval_description(judged, told))


def span(judged: Judgement, told: Levels) -> tuple[float, float]:
    """Ends of the axis that hold every level with room beside them; a share stays within 0 and 1, what can't be negative
    at or above 0."""
    values = told_levels(judged)
    low, high = min(values), max(values)
    edge = EDGE * max(high - low, abs(high) * .02, 1e-9)
    low, high = low - edge, high + edge
    if judged.kind is Kind.SHARE:
        return max(low, 0.0), min(high, 1.0)
    return (max(low, 0.0) if min(values) >= 0 and judged.kind is not Kind.SCORE else low), high


def ticks(first: float, last: float, told: Levels, *, most: int) -> list[tuple[float, str]]:
    """Nice values in the verdict's unit, the last of them with its name."""
    found = even_ticks(told.factor * first, told.factor * last)
    while len(found) > most:
        found = found[::2]
    return [(tick / told.factor, words.tick(tick, told, named=tick == found[-1])) for tick in found]


def _axis(place: Scale, told: Levels, y: float, room: Room) -> Markup:
    parts = [level(room.left, room.right, y, "ax")]
    for value, label in ticks(place.low, place.high, told, most=room.most):
        x = place(value)
        parts += [upright(x, y, y + 5, "ax"), word(x, y + 19, label, anchor=_anchor(x, label, room))]
    return joined(parts)


def _target(judged: Judgement, place: Scale, told: Levels, axis: float, room: Room) -> Markup:
    if judged.target is None:
        return Markup()
    x, label = place(judged.target), words.target(judged, told)
    return joined((upright(x, TARGET_LABEL - 2, axis, "tgt"),
                   word(x, TARGET_LABEL - 8, label, "target", anchor=_anchor(x, label, room))))


def _anchor(x: float, label: str, room: Room) -> str:
    """In the middle of its place, unless an end would be cut off."""
    half = room.letter * len(label) / 2
    return "start" if x - half < 0 else "end" if x + half > room.width else "middle"


def _label(strong: str, plain: str, start: float, end: float, y: float, class_: str, room: Room, target: float | None,
           ) -> Markup:
    """A label on the side of its bar that has room and no target in it, the right one where both have; else above the bar."""
    long = room.letter * (len(strong) + len(plain) + 2)
    for left, x, anchor in ((end + 16, end + 16, None), (start - 16 - long, start - 16, "end")):
        if left >= 0 and left + long <= room.width and not _touches(left, long, target):
            return two_words(x, y + 4.5, strong, plain, class_, anchor=anchor)
    middle = min(max((start + end) / 2, long / 2), room.width - long / 2)
    if target is not None and _touches(middle - long / 2, long, target):   # beside the target, where that is within the drawing
        beside = [x for x in (target - CLEAR - long / 2, target + CLEAR + long / 2) if long / 2 <= x <= room.width - long / 2]
        middle = min(beside, key=lambda x: abs(x - middle), default=middle)
    return two_words(middle, y - 12 + 4.5, strong, plain, class_, anchor="middle")


def _touches(left: float, long: float, target: float | None) -> bool:
    return target is not None and left - CLEAR < target < left + long + CLEAR
