"""Measures of one's own, from TOML: the same parts as the shipped ones."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Set
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias, TypeVar

from headway.eventlog.fields import MOMENTS, Field
from headway.eventlog.refused import Refused
from headway.kpi.catalogue import BY_ID
from headway.kpi.definition import (
    AtLeast,
    Backlog,
    Clock,
    Count,
    Direction,
    Duration,
    Family,
    FromChanges,
    FromOutages,
    Kpi,
    Mean,
    NetFlow,
    Part,
    Recorded,
    Repeats,
    SlaKept,
    Summary,
    Unit,
    Within,
)

Table: TypeAlias = Mapping[str, object]
Choice = TypeVar("Choice", bound=StrEnum)

KEYS = {"id", "label", "version", "direction", "family", "clock", "unit", "part", "where", "settle_hours", "owner"}
NUMBERS = {Field.REOPENED, Field.REASSIGNED, Field.SATISFACTION}
TICKET_MOMENTS = tuple(field for field in MOMENTS if field is not Field.AT)
VALUES = (Field.STATE, Field.PRIORITY, Field.CATEGORY, Field.SERVICE, Field.TEAM, Field.TYPE, Field.CHANNEL)


class _WrongError(Exception):
    """Says what is wrong with one measure; the file and the measure's name are added outside."""


def read_measures(path: Path) -> tuple[Kpi, ...]:
    """The measures defined in a TOML file, each as `[[measure]]`.

    Raises Refused: `file_not_found`, `cannot_read` (file, reason), `bad_measure` (file, measure, reason).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as missing:
        raise Refused("file_not_found", file=str(path)) from missing
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("cannot_read", file=str(path), reason=getattr(error, "strerror", None) or "not UTF-8") from error
    return measures_in(text, file=str(path))


def measures_in(text: str, *, file: str | None = None) -> tuple[Kpi, ...]:
    """The measures defined in a TOML text; `file` is named in refusals.

    >>> [kpi] = measures_in('''
    ... [[measure]]
    ... id = "vip_within_4h"
    ... label = "VIP tickets resolved within 4 hours"
    ... direction = "up"
    ... part = {kind = "within", start = "opened", end = "resolved", hours = 4}
    ... where = {priority = ["1 - Critical", "2 - High"]}
    ... ''')
    >>> kpi.unit.value, kpi.settle_hours, kpi.part.hours
    ('share', 4.0, 4.0)
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Refused("bad_measure", file=file, reason=str(error)) from error
    tables = document.get("measure")
    if not isinstance(tables, list) or not tables or set(document) != {"measure"}:
        raise Refused("bad_measure", file=file, reason="one [[measure]] a measure is expected")
    found: dict[str, Kpi] = {}
    for place, table in enumerate(tables, start=1):
        name = table.get("id") if isinstance(table, dict) else None
        try:
            kpi = _measure(table)
            if kpi.id in BY_ID or kpi.id in found:
                raise _WrongError(f"id “{kpi.id}” is taken")
        except _WrongError as wrong:
            raise Refused("bad_measure", file=file, measure=name if isinstance(name, str) else str(place),
                          reason=str(wrong)) from wrong
        found[kpi.id] = kpi
    return tuple(found.values())


def _measure(table: object) -> Kpi:
    if not isinstance(table, dict):
        raise _WrongError("it is no table")
    _only(table, KEYS, "")
    id_ = _text(table, "id")
    if not id_.replace("_", "").isalnum() or not id_.isascii() or id_ != id_.lower():
        raise _WrongError("id may hold a to z, 0 to 9 and _")
    part_table = table.get("part")
    if not isinstance(part_table, dict):
        raise _WrongError("part is missing")
    part = _part(part_table)
    flows = isinstance(part, Count | NetFlow | Backlog | FromOutages | FromChanges)
    settle_hours = _number(table, "settle_hours") if "settle_hours" in table else _own_horizon(part)
    where = _where(table.get("where", {}))
    if where and isinstance(part, FromOutages | FromChanges):
        raise _WrongError("where is for measures of tickets")
    return Kpi(
        id=id_, version=_whole(table, "version", 1), unit=_unit(part, table), label=_text(table, "label", id_),
        direction=_choice(Direction, table, "direction"), family=_choice(Family, table, "family", Family.WARRANTY),
        clock=_choice(Clock, table, "clock", Clock.CALENDAR), part=part, where=where,
        settles=not flows, settle_hours=None if flows else settle_hours,
        owner=_text(table, "owner", "") or None,
    )


def _part(table: Table) -> Part:
    kind = table.get("kind")
    reader = PARTS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise _WrongError(f"part.kind is not one of {', '.join(PARTS)}")
    return reader(table)


def _duration(table: Table) -> Part:
    _only(table, {"kind", "start", "end", "summary", "horizon_hours"}, "part.")
    summary = _choice(Summary, table, "summary", Summary.MEDIAN, inside="part.")
    if (summary is Summary.RESTRICTED_MEAN) != ("horizon_hours" in table):
        raise _WrongError("part.horizon_hours belongs to summary restricted_mean")
    horizon = _number(table, "horizon_hours", inside="part.") if "horizon_hours" in table else None
    start, end = _moments(table)
    return Duration(start=start, end=end, summary=summary, horizon_hours=horizon)


def _within(table: Table) -> Part:
    _only(table, {"kind", "start", "end", "hours"}, "part.")
    start, end = _moments(table)
    return Within(start=start, end=end, hours=_number(table, "hours", inside="part."))


def _at_least(table: Table) -> Part:
    _only(table, {"kind", "of", "least", "below", "resolved_only"}, "part.")
    of = "ping_pong" if table.get("of") == "ping_pong" else _field(table, "of", NUMBERS)
    return AtLeast(of=of, least=_number(table, "least", inside="part."), below=_flag(table, "below"),
                   resolved_only=_flag(table, "resolved_only"))


def _recorded(table: Table) -> Part:
    _only(table, {"kind", "of"}, "part.")
    return Recorded(of=_field(table, "of", set(Field) - {Field.AT, Field.ACTIVITY, Field.ORDER, Field.TEXT}))


def _mean(table: Table) -> Part:
    _only(table, {"kind", "of"}, "part.")
    return Mean(of=_field(table, "of", NUMBERS))


def _count(table: Table) -> Part:
    _only(table, {"kind", "of"}, "part.")
    return Count(of=_field(table, "of", {Field.OPENED, Field.CLOSED}))


def _backlog(table: Table) -> Part:
    _only(table, {"kind", "of"}, "part.")
    return Backlog(of=_word(table, "of", ("size", "median_age", "p90_age")))


def _outages(table: Table) -> Part:
    _only(table, {"kind", "of"}, "part.")
    return FromOutages(of=_word(table, "of", ("availability", "mtbf", "mtrs")))


def _plain(part: Callable[[], Part]) -> Callable[[Table], Part]:
    def read(table: Table) -> Part:
        _only(table, {"kind"}, "part.")
        return part()

    return read


PARTS: dict[str, Callable[[Table], Part]] = {
    "duration": _duration, "within": _within, "sla_kept": _plain(SlaKept), "at_least": _at_least,
    "recorded": _recorded, "mean": _mean, "count": _count, "net_flow": _plain(NetFlow), "backlog": _backlog,
    "repeats": _plain(Repeats), "outages": _outages, "changes": _plain(FromChanges),
}


def _unit(part: Part, table: Table) -> Unit:
    """The unit follows from the part; only a mean may be a count or a score."""
    if isinstance(part, Mean):
        return Unit(_word(table, "unit", (Unit.COUNT, Unit.SCORE), Unit.SCORE, inside=""))
    of = part.of if isinstance(part, Backlog | FromOutages) else None
    hours = isinstance(part, Duration) or of in ("median_age", "p90_age", "mtbf", "mtrs")
    counted = isinstance(part, Count | NetFlow) or of == "size"
    unit = Unit.HOURS if hours else Unit.COUNT if counted else Unit.SHARE
    if table.get("unit", unit) != unit:
        raise _WrongError(f"unit can only be {unit}")
    return unit


def _own_horizon(part: Part) -> float | None:
    if isinstance(part, Within):
        return part.hours
    return part.horizon_hours if isinstance(part, Duration) else None


def _where(table: object) -> dict[Field, tuple[str, ...]]:
    if not isinstance(table, dict):
        raise _WrongError("where is no table")
    chosen = {}
    for name, values in table.items():
        listed = values if isinstance(values, list) else [values]
        if name not in VALUES:
            raise _WrongError(f"where.{name} is not one of {', '.join(VALUES)}")
        if not listed or not all(isinstance(value, str) for value in listed):
            raise _WrongError(f"where.{name} is no list of texts")
        chosen[Field(name)] = tuple(listed)
    return chosen


def _moments(table: Table) -> tuple[Field, Field]:
    start = _field(table, "start", TICKET_MOMENTS) if "start" in table else Field.OPENED
    end = _field(table, "end", TICKET_MOMENTS)
    if start is end:
        raise _WrongError("part.start and part.end are the same")
    return start, end


def _field(table: Table, key: str, fields: Set[Field] | tuple[Field, ...]) -> Field:
    ordered = tuple(field for field in Field if field in fields)
    return Field(_word(table, key, ordered))


def _word(table: Table, key: str, words: tuple[str, ...], default: str | None = None, *, inside: str = "part.") -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or value not in words:
        raise _WrongError(f"{inside}{key} is not one of {', '.join(words)}")
    return value


def _choice(kind: type[Choice], table: Table, key: str, default: Choice | None = None, *, inside: str = "") -> Choice:
    return kind(_word(table, key, tuple(kind), default, inside=inside))


def _text(table: Table, key: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or (not value and default is None):
        raise _WrongError(f"{key} is missing or no text")
    return value


def _number(table: Table, key: str, *, inside: str = "") -> float:
    value = table.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise _WrongError(f"{inside}{key} is no number above 0")
    return float(value)


def _whole(table: Table, key: str, default: int) -> int:
    value = table.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _WrongError(f"{key} is no whole number above 0")
    return value


def _flag(table: Table, key: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise _WrongError(f"part.{key} is neither true nor false")
    return value


def _only(table: Table, keys: Set[str], inside: str) -> None:
    unknown = sorted(set(table) - keys)
    if unknown:
        raise _WrongError(f"{inside}{unknown[0]} is unknown; there are {', '.join(sorted(keys))}")
