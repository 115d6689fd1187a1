"""How moments are written: one text in, the strptime format that reads it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

FIRST, SECOND = "%1", "%2"
"""Stand in a form for the two components whose order the spelling does not tell."""


class Order(StrEnum):
    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"
    EPOCH_S = "epoch_s"
    EPOCH_MS = "epoch_ms"
    EXCEL = "excel"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way of writing a moment. `order` is None where the spelling leaves day and month open.

    `first` and `second` are then the two components, `form` has `%1` and `%2` in their place.
    """

    form: str
    order: Order | None
    first: int = 0
    second: int = 0
    offset: bool = False

    def format(self, order: str) -> str:
        """The strptime format once the order is decided."""
        day, month = (FIRST, SECOND) if order == Order.DAY_FIRST else (SECOND, FIRST)
        return self.form.replace(day, "%d").replace(month, "%m")


_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_FULL_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAYS = "mon|tue|wed|thu|fri|sat|sun"
# after the hour stands a colon, in Italy, Finland and Denmark also a point, in France an h; "@" is Kibana's
_TIME = r"""(?:(?P<gap>[ ]?T[ ]?|,?\s+@\s+|,?\s+)(?P<hour>\d{1,2})(?P<sign>[:.h])(?P<minute>\d{2})
    (?P<seconds>(?P=sign)\d{2})?(?P<fraction>[.,]\d{1,9})?(?P<half>\s*[AaPp][Mm])?(?P<zone>\s*(?:Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?))?)?"""
_WEEKDAY = rf"(?:(?P<weekday>{_WEEKDAYS})(?P<comma>,)?[ ])?"

_YEAR_FIRST = re.compile(rf"(?P<y>\d{{4}})(?P<sep>[-/.])\d{{1,2}}(?P=sep)\d{{1,2}}{_TIME}", re.VERBOSE)
_OPEN_ORDER = re.compile(
    rf"(?P<a>\d{{1,2}})(?P<sep>[-/.]|[ ])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d{{4}}|\d{{2}}){_TIME}", re.VERBOSE)
_DAY_NAMED = re.compile(
    rf"{_WEEKDAY}\d{{1,2}}(?P<sep>[-/. ]|\.[ ])(?P<m>{_FULL_MONTHS}|{_MONTHS})(?P<dot>\.?)(?P<sep2>[-/. ]|)"
    rf"(?P<y>\d{{4}}|\d{{2}}){_TIME}", re.VERBOSE | re.IGNORECASE)
_MONTH_NAMED = re.compile(
    rf"{_WEEKDAY}(?P<m>{_FULL_MONTHS}|{_MONTHS})(?P<dot>\.?)[ ]\d{{1,2}}(?P<sep2>,?)[ ](?P<y>\d{{4}}){_TIME}",
    re.VERBOSE | re.IGNORECASE)
_C_TIME = re.compile(
    rf"(?:{_WEEKDAYS})\s+(?:{_MONTHS})\s+\d{{1,2}}\s+\d{{2}}:\d{{2}}:\d{{2}}(?P<zone>\s+(?:UTC|GMT))?\s+\d{{4}}",
    re.VERBOSE | re.IGNORECASE)
_COMPACT = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?P<time>T?\d{6})?(?P<zone>Z)?")
_EPOCH = re.compile(r"(?P<s>[1-4]\d{9}|[5-9]\d{8})(?P<ms>\d{3})?(?:\.0+)?")
_EXCEL = re.compile(r"(?:2\d|[3-7]\d)\d{3}(?:[.,]\d+)?")


def spell(text: str, *, numbers: bool = False) -> Spelling | None:
    """How a moment is written; None where it is no moment that Headway reads.

    `numbers` lets a bare number be seconds or milliseconds since 1970 or a day of a spreadsheet: only for columns
    that are known to hold moments, because ticket numbers look the same.

    >>> spell("29/2/2016 01:16").format("day_first")
    '%d/%m/%Y %H:%M'
    >>> spell("2016-02-29T01:16:00.5Z").form
    '%Y-%m-%dT%H:%M:%S.%fZ'
    """
    text = text.strip()
    if len(text) < 5 or len(text) > 45:
        return None
    if found := _YEAR_FIRST.fullmatch(text):
        sep = found["sep"]
        return _timed(found, f"%Y{sep}%m{sep}%d", Order.YEAR_FIRST)
    if found := _OPEN_ORDER.fullmatch(text):
        sep = found["sep"]
        year = "%Y" if len(found["y"]) == 4 else "%y"
        first, second = int(found["a"]), int(found["b"])
        return _timed(found, f"{FIRST}{sep}{SECOND}{sep}{year}", None, first, second)
    return _spell_named(text) or (_spell_number(text) if numbers else _spell_compact(text))


def _spell_named(text: str) -> Spelling | None:
    if found := _DAY_NAMED.fullmatch(text):
        year = "%Y" if len(found["y"]) == 4 else "%y"
        return _timed(
            found, f"{_weekday(found)}%d{found['sep']}{_month(found)}{found['sep2']}{year}", Order.DAY_FIRST)
    if found := _MONTH_NAMED.fullmatch(text):
        return _timed(found, f"{_weekday(found)}{_month(found)} %d{found['sep2']} %Y", Order.MONTH_FIRST)
    if found := _C_TIME.fullmatch(text):
        zone = (found["zone"] or "").strip()
        return Spelling(f"%a %b %d %H:%M:%S{' ' + zone if zone else ''} %Y", Order.MONTH_FIRST, offset=bool(zone))
    return None


def _spell_compact(text: str) -> Spelling | None:
    found = _COMPACT.fullmatch(text)
    if not found or (found["zone"] and not found["time"]):
        return None
    time = "" if not found["time"] else "T%H%M%S" if found["time"][0] == "T" else "%H%M%S"
    return Spelling(f"%Y%m%d{time}{found['zone'] or ''}", Order.YEAR_FIRST, offset=bool(found["zone"]))


def _spell_number(text: str) -> Spelling | None:
    if compact := _spell_compact(text):
        return compact
    if found := _EPOCH.fullmatch(text):
        return Spelling("", Order.EPOCH_MS if found["ms"] else Order.EPOCH_S, offset=True)
    return Spelling("", Order.EXCEL) if _EXCEL.fullmatch(text) else None


def _weekday(found: re.Match[str]) -> str:
    return f"%a{found['comma'] or ''} " if found["weekday"] else ""


def _month(found: re.Match[str]) -> str:
    """Three letters are an abbreviation; "May" is both, and DuckDB reads it as either."""
    return ("%b" if len(found["m"]) == 3 else "%B") + found["dot"]


def _timed(found: re.Match[str], day: str, order: Order | None, first: int = 0, second: int = 0) -> Spelling | None:
    if found["hour"] is None:
        return Spelling(day, order, first, second)
    fraction = found["fraction"] or ""
    if fraction and not found["seconds"]:
        return None
    part = "%n" if len(fraction) > 7 else "%f"
    zone = found["zone"] or ""
    literal = zone.strip() in ("Z", "UTC", "GMT")
    sign, half = found["sign"], found["half"] or ""
    time = (
        f"{'%I' if half else '%H'}{sign}%M{sign + '%S' if found['seconds'] else ''}"
        f"{fraction[0] + part if fraction else ''}{_blank(half[:-2]) + '%p' if half else ''}"
    )
    spaced = " " if zone[:1].isspace() else ""
    return Spelling(
        f"{day}{_blank(found['gap'])}{time}{spaced}{zone.strip() if literal else '%z' if zone else ''}",
        order, first, second, offset=bool(zone),
    )


def _blank(gap: str) -> str:
    """A gap as a format: one space stands for any number of them, but only for the plain kind (browsers write others)."""
    return re.sub(r"[ \t]+", " ", gap)


def looks_like_moment(text: str) -> bool:
    """Whether a text is a moment beyond doubt (a bare number is not).

    >>> looks_like_moment("2016-02-29"), looks_like_moment("20160229"), looks_like_moment("Created")
    (True, False, False)
    """
    return not text.strip().isdigit() and spell(text) is not None


def siblings(formats: tuple[str, ...]) -> tuple[str, ...]:
    """The formats with those that the same system writes now and then: without seconds or time, with fractions.

    >>> siblings(("%d/%m/%Y %H:%M",))
    ('%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M:%S', '%d/%m/%Y')
    """
    more = list(formats)
    for form in formats:
        clock = re.search(r"%[HI]([:.h])%M", form)
        if clock is None:
            continue
        sign = clock[1]
        if "%S" not in form and sign != "h":
            more.append(form.replace("%M", f"%M{sign}%S"))
        elif ".%f" in form:
            more.append(form.replace(".%f", ""))
        elif "%f" not in form and "%n" not in form:
            more.append(form.replace("%S", "%S.%f"))
            more.append(form.replace(f"{sign}%S", ""))
        if "%z" not in form and not form.endswith(("Z", "UTC", "GMT")):
            more.append(re.split(r"[\s,@T]*%[HI]", form)[0])
    return tuple(dict.fromkeys(form for form in more if form))
