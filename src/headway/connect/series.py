"""A series that comes as points, without a log: `period,value[,n]`."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from headway.connect.column_words import field_of
from headway.connect.dialect import sniff
from headway.connect.prepare import table_of
from headway.connect.preset import first_there, folded, preset_of
from headway.connect.rows import Row, rows_of
from headway.connect.synonyms import SYNONYMS
from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction, Family, Given, Kpi, Unit
from headway.kpi.series import Period, Point, Series

PERIOD = ("period", "date", "day", "week", "month")
VALUE = ("value",)
N = ("n", "cases", "count")
HEAD_CHARACTERS = 4096     # a header and a hundred points
BOXED_BYTES = 256 << 10    # a packed file or workbook this small opens within 50 ms and still holds ten thousand points
BOXES = (b"\x1f\x8b", b"PK", b"PAR1", b"\xd0\xcf\x11\xe0")   # gzip, zip and .xlsx, Parquet, .xls
NUMBERS = (float, int)     # looked through faster than a union that each call makes anew
UNITS = {"duration": Unit.HOURS, "share": Unit.SHARE, "count": Unit.COUNT, "score": Unit.SCORE}


def is_series(path: Path) -> bool:
    """Whether the header of a file names a period and a value, and at most n beside them.

    Texts are told by their beginning; packed files and workbooks are opened only where they are small.
    """
    try:
        if not path.is_file():   # opening a pipe would wait for its writer, and use up what it holds
            return False
        columns = {folded(name) for name in _header(path)}
    except (OSError, Refused):
        return False
    return bool(columns & set(PERIOD)) and "value" in columns and columns <= {*PERIOD, *VALUE, *N}


def _header(path: Path) -> Sequence[str]:
    with path.open("rb") as source:
        is_boxed = source.read(4).startswith(BOXES)
    if not is_boxed:
        with path.open(encoding="utf-8-sig", errors="replace") as text:
            head = text.read(HEAD_CHARACTERS)
            return sniff(head, file=path.name, whole=not text.read(1)).columns
    if path.stat().st_size > BOXED_BYTES:
        return ()
    with tempfile.TemporaryDirectory(prefix="headway-") as scratch:
        return table_of(path, scratch=Path(scratch)).columns


def read_series(path: Path, *, kind: str | None = None, direction: Direction | None = None) -> Series:
    """The points of a file as a series; periods that are missing between the first and the last are gaps, not zeros.

    `kind` is "duration" (hours), "share", "count" or "score"; without one, values from 0 to 1 are shares and others a
    score. `direction` is NEITHER unless said. Refuses by row: `missing_value`, `unreadable_period`,
    `unreadable_number`, `repeated_period`, `share_out_of_range`.
    """
    rows = rows_of(path, needs=(PERIOD, VALUE))
    found = sorted(((_period(row), row) for row in rows), key=lambda pair: pair[0])
    for (day, _), (other, row) in pairwise(found):
        if day == other:
            raise Refused("repeated_period", file=row.file, row=row.number, value=row.text(*PERIOD))
    if not found:
        raise Refused("no_points", file=path.name)
    values = {day: (_number(row, VALUE), _cases(row)) for day, row in found}
    unit = UNITS[kind] if kind is not None else _unit([value for value, _ in values.values() if value is not None])
    if unit is Unit.SHARE:
        _check_shares(found, values)
    return _series(values, name=path.stem, unit=unit, direction=direction)


def read_points(path: Path, *, kind: str | None = None) -> Series:
    """A file that was named as a series, as above; a ticket log is refused: `series_is_a_log` (file)."""
    if path.suffix.lower() == ".xes":
        raise Refused("series_is_a_log", file=path.name)
    try:
        return read_series(path, kind=kind)
    except Refused as refused:
        columns = refused.facts.get("columns")
        if refused.code == "missing_column" and isinstance(columns, tuple) and _names_tickets(columns):
            raise Refused("series_is_a_log", file=path.name) from None
        raise


def _names_tickets(columns: Sequence[str]) -> bool:
    """Whether columns are those of a known system, or speak of a ticket and of a moment in its life."""
    told = {field_of(column) for column in columns}
    told |= {field for field in Field if first_there((field.value, *SYNONYMS.get(field, ())), columns) is not None}
    return preset_of(columns) is not None or (Field.TICKET in told and bool(told & {Field.OPENED, Field.AT}))


def series_of_points(points: object, *, kind: str | None = None, name: str = "series") -> Series:
    """Points from Python as a series: (period, value) or (period, value, n), or a data frame with such columns.

    A period is a date, a moment or a text as in a file. Refuses `bad_points`, `repeated_period`, `unreadable_period`.

    >>> series_of_points([("2024-01", 3.0), ("2024-02", 4.0)]).period.value
    'month'
    """
    values: dict[date, tuple[float | None, int | None]] = {}
    for place, told in enumerate(_told_points(points), start=1):
        if not 2 <= len(told) <= 3:
            raise Refused("bad_points", row=place)
        day = _day_of(told[0], place)
        if day in values:
            raise Refused("repeated_period", file=name, row=place, value=day.isoformat())
        try:
            value, known = _float(told[1]), None if len(told) == 2 else _float(told[2])
            cases = None if known is None else int(known)
        except (ValueError, OverflowError):
            raise Refused("bad_points", row=place) from None
        if cases is not None and cases < 0:
            raise Refused("bad_points", row=place)
        values[day] = (None if value is None or value != value else value, cases)
    if not values:
        raise Refused("no_points", file=name)
    unit = UNITS[kind] if kind in UNITS else _unit([value for value, _ in values.values() if value is not None])
    return _series(dict(sorted(values.items())), name=name, unit=unit, direction=None)


def _told_points(points: object) -> list[tuple[object, ...]]:
    """Rows of a list of tuples, or of anything with `itertuples`, as data frames have it."""
    rows = getattr(points, "itertuples", None)
    if callable(rows):
        return [tuple(row) for row in rows(index=False)]
    if not isinstance(points, Iterable):
        raise Refused("bad_points", row=1)
    return [row if isinstance(row, tuple) else tuple(row) if isinstance(row, Sequence) and not isinstance(row, str) else (row,)
            for row in points]


def _float(told: object) -> float | None:
    """A number, or a text that is one. Raises `ValueError`, `OverflowError`."""
    return None if told is None else float(told if isinstance(told, NUMBERS) else str(told))


def _day_of(period: object, place: int) -> date:
    if isinstance(period, datetime):
        return period.date()
    if isinstance(period, date):
        return period
    return _period(Row(file="series", number=place, cells={"period": str(period)}))


def _series(
    values: dict[date, tuple[float | None, int | None]], *, name: str, unit: Unit, direction: Direction | None,
) -> Series:
    days = list(values)
    period = _spacing(days)
    points = tuple(Point(day, *_told(values.get(day))) for day in _days(days[0], days[-1], period, values))
    known = [point for point in points if point.value is not None]
    cases = sum(point.n for point in known)
    kpi = Kpi(id=folded(name) or "series", version=1, unit=unit, direction=direction or Direction.NEITHER,
              family=Family.UTILITY, part=Given(), settles=False, label=name)
    mean = sum(point.n * (point.value or 0.0) for point in known) / cases if cases else None
    return Series(kpi=kpi, period=period, n=cases, value=mean, points=points)


def _told(found: tuple[float | None, int | None] | None) -> tuple[int, float | None]:
    """n and value; a value without n counts as one case, an empty one as none."""
    if found is None or found[0] is None:
        return 0, None
    return found[1] if found[1] is not None else 1, found[0]


def _period(row: Row) -> date:
    """The first day of a period: a date, an ISO week (2016-W09) or a month (2016-03)."""
    text = row.text(*PERIOD)
    if not text:
        raise Refused("missing_value", file=row.file, row=row.number, column="period")
    try:
        if week := re.fullmatch(r"(\d{4})-?W(\d{1,2})", text):
            return date.fromisocalendar(int(week[1]), int(week[2]), 1)
        if month := re.fullmatch(r"(\d{4})-(\d{1,2})", text):
            return date(int(month[1]), int(month[2]), 1)
        moment = row.moment(*PERIOD)
        assert isinstance(moment, datetime)
        return moment.date()
    except (ValueError, Refused) as failure:
        if isinstance(failure, Refused) and failure.code == "ambiguous_list_dates":
            raise
        raise Refused("unreadable_period", file=row.file, row=row.number, value=text) from None


def _number(row: Row, names: tuple[str, ...]) -> float | None:
    text = row.text(*names)
    if not text:
        return None
    try:
        number = float(text.removesuffix("%").replace(",", ".")) / (100 if text.endswith("%") else 1)
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise Refused("unreadable_number", file=row.file, row=row.number, column=names[0], value=text)
    return number


def _cases(row: Row) -> int | None:
    number = _number(row, N)
    if number is None:
        return None
    if number < 0 or number != int(number):
        raise Refused("unreadable_number", file=row.file, row=row.number, column="n", value=row.text(*N))
    return int(number)


def _spacing(days: list[date]) -> Period:
    """Days, weeks or months, by the smallest step between neighbours."""
    if len(days) < 2:
        return Period.WEEK
    least = min((later - day).days for day, later in pairwise(days))
    if least < 7:
        return Period.DAY
    return Period.WEEK if least < 28 else Period.MONTH


def _days(first: date, last: date, period: Period, known: dict[date, tuple[float | None, int | None]]) -> list[date]:
    """Every period from the first to the last; the days given where they follow no grid."""
    if period is Period.MONTH:
        days, day = [], first
        while day <= last:
            days.append(day)
            day = date(day.year + day.month // 12, day.month % 12 + 1, min(day.day, 28))
    else:
        step = 1 if period is Period.DAY else 7
        days = [date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1, step)]
    return days if set(known) <= set(days) else sorted(known)


def _unit(values: list[float]) -> Unit:
    return Unit.SHARE if values and all(0 <= value <= 1 for value in values) else Unit.SCORE


def _check_shares(found: list[tuple[date, Row]], values: dict[date, tuple[float | None, int | None]]) -> None:
    for day, row in found:
        value = values[day][0]
        if value is not None and not 0 <= value <= 1:
            raise Refused("share_out_of_range", file=row.file, row=row.number, value=row.text(*VALUE))
