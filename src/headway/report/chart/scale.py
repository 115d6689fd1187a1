"""From values and days to places on a drawing, with the ticks that people expect."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from headway.kpi.definition import Clock, Kpi, Unit
from headway.report.words.numbers import HOURS_A_DAY, HOURS_UNTIL_DAYS, MONTHS, number, short_day

SPANS_TENS = 10.0     # LOOK: a log axis for durations that span tens
SMALL_SHARE = .2      # a share that never passes it is drawn on an axis that ends there or lower, and says so
DECADES = 4           # more than four on one log axis can't be told apart
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
# ticks of a log axis of hours: minutes, hours, days, as people say them
HOURS = (1 / 60, 5 / 60, .25, .5, 1.0, 2.0, 4.0, 8.0, 24.0, 72.0, 168.0, 720.0, 2160.0, 8760.0, 43_800.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Places `low` at `start` and `high` at `end` (pixels); what lies beyond is drawn at the edge."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def __call__(self, value: float) -> float:
        held = min(max(value, self.low), self.high)
        if self.log:
            part = math.log(held / self.low) / math.log(self.high / self.low)
        else:
            part = (held - self.low) / (self.high - self.low)
        return self.start + part * (self.end - self.start)


def spans_tens(kpi: Kpi, values: Sequence[float]) -> bool:
    """Whether a log axis is due: a duration whose values span more than a factor of ten."""
    above = [value for value in values if value > 0]
    return kpi.unit is Unit.HOURS and bool(above) and max(above) / min(above) >= SPANS_TENS


def value_scale(kpi: Kpi, values: Sequence[float], *, log: bool, start: float, end: float) -> Scale:
    """The scale of a chart's height. Shares begin at 0 and end at 100 %; all else linear begins at 0 as well."""
    high = max(values, default=1.0)
    if log:
        above = [value for value in values if value > 0]
        low = max(min(above), high / 10 ** DECADES)
        return Scale(low / 1.15, high * 1.15, start, end, log=True)   # room for the dots at the ends
    if kpi.unit is Unit.SHARE:
        top = 1.0 if high > SMALL_SHARE else _nice_above(high or .01)
        return Scale(0.0, top, start, end)
    low = min(0.0, *values) if values else 0.0
    return Scale(-_nice_above(-low) if low < 0 else 0.0, _nice_above(high) if high > 0 else 1.0, start, end)


def value_ticks(kpi: Kpi, scale: Scale) -> list[tuple[float, str]]:
    """Three to five values with their labels."""
    if scale.log:
        inside = [tick for tick in HOURS if scale.low <= tick <= scale.high]
        every = max(1, math.ceil(len(inside) / 5))
        chosen = inside[::every] if len(inside) > 1 else [scale.low * 1.15, scale.high / 1.15]
        return [(tick, _hours_label(tick, kpi)) for tick in chosen]
    unit = HOURS_A_DAY if _in_days(kpi, scale) else 1.0
    step = _step((scale.high - scale.low) / unit) * unit
    first = math.ceil(scale.low / step - 1e-9)
    last = math.floor(scale.high / step + 1e-9)
    ticks = [index * step for index in range(first, last + 1)]
    if kpi.unit is Unit.SHARE:
        return [(tick, f"{_plain(100 * tick)} %" if tick == ticks[-1] else _plain(100 * tick)) for tick in ticks]
    name = "" if kpi.unit is not Unit.HOURS else " d" if unit > 1 else " h"
    return [(tick, _plain(tick / unit) + (name if tick == ticks[-1] else "")) for tick in ticks]


def even_ticks(low: float, high: float) -> list[float]:
    """Nice values between two ends, two to six of them.

    >>> even_ticks(58, 101), even_ticks(.2, 1.9)
    ([60.0, 70.0, 80.0, 90.0, 100.0], [0.5, 1.0, 1.5])
    """
    step = _step(high - low)
    return [round(index * step, 10) for index in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def day_ticks(first: date, last: date, *, at_most: int, short: bool) -> list[tuple[date, str]]:
    """Beginnings of weeks, months, quarters or years inside a span: the finest that leaves room for its labels."""
    mondays = [first + timedelta(days=(7 - first.weekday()) % 7 + 7 * week)
               for week in range((last - first).days // 7 + 1)]
    months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13)]
    for begins, named in ((months, 1), (months, 3), (months, 12)):
        inside = [day for day in begins if first <= day <= last and (day.month - 1) % named == 0]
        if 2 <= len(inside) <= at_most:
            return [(day, _month_label(day, index == 0, every=named, short=short)) for index, day in enumerate(inside)]
    weeks = [day for day in mondays if day <= last]
    if len(weeks) <= 10 * at_most:
        every = max(1, math.ceil(len(weeks) / at_most))
        return [(day, short_day(day, year=index == 0 and not short)) for index, day in enumerate(weeks[::every])]
    years = [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
    return [(day, str(day.year)) for day in years[::max(1, math.ceil(len(years) / at_most))]]


def _month_label(day: date, is_first: bool, *, every: int, short: bool) -> str:
    if every == 12:
        return str(day.year)
    name = MONTHS[day.month - 1][:3] if short or every == 3 else MONTHS[day.month - 1]
    return f"{name} {day.year}" if is_first or day.month == 1 else name


def _in_days(kpi: Kpi, scale: Scale) -> bool:
    return kpi.unit is Unit.HOURS and kpi.clock is Clock.CALENDAR and scale.high >= 2 * HOURS_UNTIL_DAYS


def _hours_label(hours: float, kpi: Kpi) -> str:
    if hours < 1:
        return f"{number(60 * hours)} min"
    if hours >= HOURS_A_DAY and kpi.clock is Clock.CALENDAR:
        return f"{_plain(hours / HOURS_A_DAY)} d"
    return f"{_plain(hours)} h"


def _step(extent: float) -> float:
    """A nice step that cuts the extent into two to five.

    >>> _step(1.0), _step(500), _step(0.02)
    (0.25, 100.0, 0.005)
    """
    return extent / 4 if _is_nice(extent / 4) else _nice_above(extent / 5)


def _is_nice(value: float) -> bool:
    power = 10 ** math.floor(math.log10(value))
    return any(math.isclose(value / power, nice) for nice in NICE)


def _nice_above(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    return next(nice for nice in (*NICE, 20.0) if nice * power >= value * (1 - 1e-9)) * power


def _plain(value: float) -> str:
    return f"{value:,.6g}".replace("-", "−")
