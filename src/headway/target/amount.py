"""A target in figures: "95%", "16h", "4.5". What can't be measured is no target."""

from __future__ import annotations

import math

from headway.eventlog.refused import Refused
from headway.kpi.definition import Unit

FACTORS = {"%": .01, "min": 1 / 60, "h": 1.0, "d": 24.0}
"""What may stand behind a number; durations are in hours."""
FITTING: dict[Unit, tuple[str, ...]] = {
    Unit.HOURS: ("", "min", "h", "d"), Unit.SHARE: ("", "%"), Unit.COUNT: ("",), Unit.SCORE: ("",),
}
EXAMPLES = {Unit.HOURS: "16h", Unit.SHARE: "95%", Unit.COUNT: "20", Unit.SCORE: "4.5"}


def number_of(text: str) -> float | None:
    """A number with the unit behind it; None where it is none.

    >>> number_of("95%"), number_of("2 d"), number_of("fast")
    (0.95, 48.0, None)
    """
    unit = _unit_of(text)
    try:
        number = float(text.removesuffix(unit).replace(" ", ""))
    except ValueError:
        return None
    return round(number * FACTORS.get(unit, 1.0), 10) if math.isfinite(number) else None


def measurable(given: str | float, unit: Unit | None) -> float:
    """A target in the unit of its measure; None as unit is a series of which nobody said what it measures.

    Raises `Refused`: `target_not_measurable` for words, and for another unit than the measure's.

    >>> measurable("16h", Unit.HOURS), measurable(.95, Unit.SHARE), measurable("2d", None)
    (16.0, 0.95, 48.0)
    """
    text = given.strip() if isinstance(given, str) else ""
    number = number_of(text) if isinstance(given, str) else float(given)
    fits = unit is None or _unit_of(text) in FITTING[unit]
    if number is None or not math.isfinite(number) or not fits or (unit is Unit.SHARE and not 0 <= number <= 1):
        raise Refused("target_not_measurable", given=str(given), example=EXAMPLES.get(unit or Unit.COUNT, "20"))
    return number


def _unit_of(text: str) -> str:
    return next((unit for unit in FACTORS if text.strip().endswith(unit)), "")
