"""Sizes of a change as people type them: "20 %", "4 h", "10 points"; kept as the verdict takes them."""

from __future__ import annotations

import math

from headway.kpi.definition import Unit
from headway.report.words.numbers import glued
from headway.report.words.planning import size as told
from headway.target.amount import FITTING, number_of
from headway.verdict.result import Kind, Scale
from headway.verdict.working_scale import scale_of
from headway.web.ground.declined import Declined

KINDS: dict[str, Kind] = {Unit.HOURS: Kind.DURATION, Unit.SHARE: Kind.SHARE, Unit.COUNT: Kind.COUNT, Unit.SCORE: Kind.SCORE,
                          "level": Kind.SCORE}   # capability: levels 1 to 5
EXAMPLES = {Kind.DURATION: "4 h", Kind.SHARE: "10 points", Kind.COUNT: "5", Kind.SCORE: "0.3", Kind.QUANTITY: "5"}
POINTS = "points"


def kind_of(measured_in: str) -> Kind:
    """What a unit is worked as; a unit of somebody's own is a quantity."""
    return KINDS.get(measured_in, Kind.QUANTITY)


def unit_of(measured_in: str) -> Unit | None:
    """The library's unit; None for one of somebody's own."""
    return Unit(measured_in) if measured_in in tuple(Unit) else None


def size_in(given: str, *, measured_in: str, level: float | None) -> float:
    """The size of a change of a measure that is at `level` now: a difference for shares and scores, else a share of the level.

    Raises `Declined`: size_not_measurable.

    >>> size_in("20 %", measured_in="hours", level=16.0), size_in("4 h", measured_in="hours", level=16.0)
    (0.2, 0.25)
    >>> size_in("10 points", measured_in="share", level=.7), size_in("0.3", measured_in="score", level=4.1)
    (0.1, 0.3)
    """
    kind, text = kind_of(measured_in), given.strip().lower()
    in_points = kind is Kind.SHARE and text.endswith(POINTS)
    number = number_of(text.removesuffix(POINTS) if in_points else text)
    unit = unit_of(measured_in)
    percent = text.endswith("%")
    fits = percent or unit is None or any(text.endswith(suffix) for suffix in FITTING[unit] if suffix) or text[-1:].isdigit()
    size = math.nan if number is None or not (fits or in_points) else number / 100 if in_points else number
    if not percent and scale_of(kind) is Scale.RELATIVE:
        size = size / abs(level) if level else math.nan
    elif percent and kind is Kind.SCORE:
        size = size * abs(level) if level else math.nan
    if not 0 < size < math.inf or (kind is Kind.SHARE and size >= 1):
        raise Declined("size_not_measurable", given=given, example=EXAMPLES[kind])
    return round(size, 10)


def said_size(size: float, *, measured_in: str) -> str:
    """
    >>> said_size(.25, measured_in="hours"), said_size(.1, measured_in="share"), said_size(.3, measured_in="score")
    ('25\\xa0%', '10 points', '0.30')
    """
    return glued(told(size, scale_of(kind_of(measured_in)), unit_of(measured_in) or Unit.SCORE))


def apart(level: float, value: float, *, measured_in: str) -> float:
    """How far a value lies from the level now, as a size: a difference, or a share of the level; 0 where that says nothing."""
    if scale_of(kind_of(measured_in)) is Scale.DIFFERENCE:
        return abs(value - level)
    return abs(value - level) / abs(level) if level else 0.0
