"""How numbers, spans and dates are written: 1,760 · 16.0 h · 69.9 % · −21 · 25 April 2016."""

from __future__ import annotations

import math
import re
from datetime import date, datetime

from headway.kpi.definition import Clock, Kpi, Unit

NONE = "–"
HOURS_A_DAY = 24.0
HOURS_UNTIL_DAYS = 48.0   # people count in hours up to two days
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")

_UNIT = re.compile(r"(?<=\d) (?=(?:%|h|min|d|wk|hours?|minutes?|days?|weeks?|months?|tickets?|rows?)(?!\w))")


def glued(text: str) -> str:
    """The text with no line break between a number and its unit.

    >>> glued("16.0 h of 3 days") == "16.0\\u00a0h of 3\\u00a0days"
    True
    """
    return _UNIT.sub("\u00a0", text)


def number(value: float, *, decimals: int = 0) -> str:
    """
    >>> number(1760), number(-0.21, decimals=2), number(-0.001)
    ('1,760', '−0.21', '0')
    """
    written = f"{abs(value):,.{decimals}f}"
    return f"−{written}" if value < 0 and float(written.replace(",", "")) else written


def figure(value: float | None, kpi: Kpi, *, spoken: bool = False) -> str:
    """A measured value with its unit; `spoken` writes the unit out and one decimal less, as in a sentence.

    >>> from headway.kpi.definition import Direction, Family, Given
    >>> hours = Kpi(id="t", version=1, unit=Unit.HOURS, direction=Direction.DOWN, family=Family.WARRANTY, part=Given())
    >>> figure(22.14, hours), figure(22.14, hours, spoken=True), figure(382.0, hours, spoken=True), figure(None, hours)
    ('22.1 h', '22 hours', '16 days', '–')
    """
    if value is None or not math.isfinite(value):
        return NONE
    if kpi.unit is Unit.SHARE:
        return share(value, spoken=spoken)
    if kpi.unit is Unit.HOURS:
        return hours(value, spoken=spoken, in_days=kpi.clock is Clock.CALENDAR)
    return plain(value, decimals=2 if kpi.unit is Unit.SCORE else 1, spoken=spoken)


def share(value: float, *, spoken: bool = False) -> str:
    """
    >>> share(.6344), share(.6344, spoken=True), share(.011, spoken=True), share(.99996), share(1.0)
    ('63.4 %', '63 %', '1.1 %', '99.996 %', '100.0 %')
    """
    percent = 100 * value
    decimals = 0 if spoken and abs(percent) >= 10 else 1
    while decimals < 3 and _rounds_to_an_end(percent, decimals):
        decimals += 1
    return f"{_trimmed(percent, decimals, trim=spoken)} %"


def hours(value: float, *, spoken: bool = False, in_days: bool = True) -> str:
    """Minutes below an hour, days from two days on (calendar clock only: a business day has no fixed length).

    >>> hours(.1), hours(16), hours(382.0), hours(382.0, in_days=False), hours(.004), hours(0)
    ('6 min', '16.0 h', '15.9 d', '382 h', 'under 1 min', '0 h')
    """
    if value == 0:
        return "0 hours" if spoken else "0 h"
    if 0 < value < 1 / 60:
        return "under 1 minute" if spoken else "under 1 min"
    if abs(value) < 1:
        minutes = number(60 * value)
        return f"{minutes} minute{'' if minutes == '1' else 's'}" if spoken else f"{minutes} min"
    if in_days and abs(value) >= HOURS_UNTIL_DAYS:
        return _with_unit(value / HOURS_A_DAY, ("d", "day"), spoken=spoken)
    return _with_unit(value, ("h", "hour"), spoken=spoken)


def plain(value: float, *, decimals: int = 1, spoken: bool = False) -> str:
    """
    >>> plain(373.0), plain(4.53, decimals=2), plain(4.53, decimals=2, spoken=True), plain(353.4), plain(1.25)
    ('373', '4.53', '4.5', '353', '1.2')
    """
    if value == int(value):
        return number(value)
    if abs(value) >= 100:
        return number(value)
    return _trimmed(value, max(decimals - spoken, 0) or 1, trim=spoken)


def between(low: float, high: float, kpi: Kpi, *, dash: str = "–") -> str:
    """A range with its unit said once: "45–78 %", "99.5–100 %", "0.4–16 h"."""
    if kpi.unit is Unit.SHARE:
        small = max(abs(low), abs(high)) < .1 or low >= .99
        return f"{_end(100 * low, small)}{dash}{_end(100 * high, small)} %"
    if kpi.unit is not Unit.HOURS:
        small = max(abs(low), abs(high)) < 10
        return f"{_end(low, small)}{dash}{_end(high, small)}"
    if kpi.clock is Clock.CALENDAR and high >= HOURS_UNTIL_DAYS:
        return f"{_end(low / HOURS_A_DAY, low < 240)}{dash}{_end(high / HOURS_A_DAY, high < 240)} d"
    if high < 1:
        return f"{_end(60 * low, False)}{dash}{_end(60 * high, False)} min"
    return f"{_end(low, low < 10)}{dash}{_end(high, high < 10)} h"


def times(count: float, noun: str) -> str:
    """
    >>> times(1, "row"), times(2970, "ticket")
    ('1 row', '2,970 tickets')
    """
    return f"{number(count)} {noun}" if count == 1 else f"{number(count)} {noun}s"


def listed(names: tuple[str, ...], *, joined: str = "and", at_most: int = 8) -> str:
    """
    >>> listed(("a", "b", "c"), joined="or"), listed(("a",))
    ('a, b or c', 'a')
    """
    if len(names) > at_most:
        return f"{', '.join(names[:at_most])} and {number(len(names) - at_most)} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {joined} {names[-1]}"


def shortened(text: str, *, at_most: int = 80) -> str:
    """What a user's file says, on one line and cut: a cell may hold a million characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[:at_most + 1])
    return f"{line[:at_most - 1]}…" if len(line) > at_most else line


def day(value: str | date, *, year: bool = True) -> str:
    """
    >>> day("2016-04-25"), day(date(2016, 4, 25), year=False)
    ('25 April 2016', '25 April')
    """
    on = _date(value)
    return f"{on.day} {MONTHS[on.month - 1]}" + (f" {on.year}" if year else "")


def short_day(value: str | date, *, year: bool = False) -> str:
    on = _date(value)
    return f"{on.day} {MONTHS[on.month - 1][:3]}" + (f" {on.year}" if year else "")


def span(first: date, last: date, *, short: bool = False, joined: str = " to ") -> str:
    """
    >>> span(date(2016, 2, 29), date(2016, 5, 31)), span(date(2015, 2, 1), date(2016, 5, 31), short=True, joined=" – ")
    ('29 February to 31 May 2016', '1 Feb 2015 – 31 May 2016')
    """
    if _date(first) == _date(last):
        return short_day(last, year=True) if short else day(last)
    same = first.year == last.year
    if short:
        return f"{short_day(first, year=not same)}{joined}{short_day(last, year=True)}"
    return f"{day(first, year=not same)}{joined}{day(last)}"


def _date(value: str | date) -> date:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else datetime.fromisoformat(value).date()


def _with_unit(value: float, unit: tuple[str, str], *, spoken: bool) -> str:
    size = abs(value)
    if not spoken:
        return f"{number(value, decimals=1 if size < 100 else 0)} {unit[0]}"
    written = _trimmed(value, 1 if size < 9.95 else 0, trim=True)
    return f"{written} {unit[1]}{'' if written == '1' else 's'}"


def _trimmed(value: float, decimals: int, *, trim: bool) -> str:
    written = number(value, decimals=decimals)
    return written.removesuffix("." + "0" * decimals) if trim and decimals else written


def _rounds_to_an_end(percent: float, decimals: int) -> bool:
    """Whether rounding would turn "nearly none" or "nearly all" into none or all."""
    rounded = round(percent, decimals)
    return rounded != percent and rounded in (0.0, 100.0)


def _end(value: float, small: bool) -> str:
    return _trimmed(value, 1 if small else 0, trim=True)
