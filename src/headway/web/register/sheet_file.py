"""A table out of a file: CSV or .xlsx, every cell as a text; dates become 2026-11-25, whole numbers lose their ".0"."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from headway.web.ground.declined import Declined

MOST_ROWS, MOST_COLUMNS, MOST_BYTES, LONGEST_CELL = 10_000, 200, 20 * 2 ** 20, 50_000
DELIMITERS: Final = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True)
class Table:
    """Names of the columns, and rows of as many texts."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def table_in(content: bytes, *, name: str) -> Table:
    """Read a file. Raises `Declined`: sheet_too_large, sheet_is_empty, sheet_not_read, sheet_of_no_kind.

    >>> table_in(b"Number;Title\\nC1;Fewer calls\\n", name="register.csv").rows
    (('C1', 'Fewer calls'),)
    """
    if len(content) > MOST_BYTES:
        raise Declined("sheet_too_large", rows=MOST_ROWS, megabytes=MOST_BYTES // 2 ** 20, field="file")
    if content[:4] == b"PK\x03\x04":
        cells = _of_workbook(content)
    elif b"\0" in content[:4096]:
        raise Declined("sheet_of_no_kind", name=name, field="file")
    else:
        cells = _of_csv(content)
    cells = [row for row in cells if any(row)]
    if len(cells) < 2:
        raise Declined("sheet_is_empty", field="file")
    if len(cells) - 1 > MOST_ROWS or max(map(len, cells)) > MOST_COLUMNS:
        raise Declined("sheet_too_large", rows=MOST_ROWS, megabytes=MOST_BYTES // 2 ** 20, field="file")
    wide = max(place for row in cells for place, cell in enumerate(row, start=1) if cell)
    filled = [(row + [""] * wide)[:wide] for row in cells]
    return Table(_named(filled[0]), tuple(map(tuple, filled[1:])))


def _named(first: list[str]) -> tuple[str, ...]:
    """Names that stand twice get a number, those that lack are told by their place."""
    names: list[str] = []
    for place, name in enumerate(first, start=1):
        name = name or f"column {place}"
        names.append(name if name not in names else f"{name} ({place})")
    return tuple(names)


def _of_workbook(content: bytes) -> list[list[str]]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = book.get_sheet_by_index(0).to_python(skip_empty_area=True)
    except (CalamineError, IndexError, ValueError) as error:
        raise Declined("sheet_not_read", row=1, field="file") from error
    return [[_cell(value) for value in row] for row in rows]


def _cell(value: object) -> str:
    match value:
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
        case timedelta():
            return str(value)
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return _clean(str(value))


def _of_csv(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    first = text.partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Declined("sheet_not_read", row=text[:200].count("\n") + 1, field="file") from error
    return [[_clean(cell) for cell in row] for row in rows]


def _clean(text: str) -> str:
    """Without what surrounds it, and without the quote that keeps a spreadsheet from counting it."""
    plain = text.replace("\0", "").strip()[:LONGEST_CELL]
    return plain[1:] if plain[:1] == "'" and plain[1:2] in ("=", "+", "-", "@") else plain
