"""A sample of a table: its head and blocks spread over the whole file, because logs are sorted by time."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from headway.connect.table import Table, connection, identifier, literal
from headway.eventlog.reading import MISSING_TOKENS
from headway.eventlog.refused import Refused

WHOLE_BYTES = 2 << 20
"""Files up to this size are looked at in full: 20 ms."""

HEAD_BYTES = 512 << 10
BLOCKS = 24
BLOCK_BYTES = 64 << 10
"""Two megabytes from 25 places: some 6,000 tickets, enough to see a day above the twelfth in any month but the first."""

PARQUET_HEAD = 2000
PARQUET_BLOCK = 150

_MISSING = frozenset(MISSING_TOKENS)


@dataclass(slots=True)
class Glimpse:
    """Sampled rows by column, trimmed; a missing value is ''. `complete`: the sample is the whole table."""

    columns: tuple[str, ...]
    rows: list[list[str]]
    complete: bool
    _by_column: dict[str, list[str]] = field(default_factory=dict)

    def column(self, name: str) -> list[str]:
        """All sampled values of a column in row order."""
        if name not in self._by_column:
            at = self.columns.index(name)
            cells = (row[at].strip() for row in self.rows)
            self._by_column[name] = ["" if cell.lower() in _MISSING else cell for cell in cells]
        return self._by_column[name]

    def values(self, name: str) -> list[str]:
        """The values that are there."""
        return [value for value in self.column(name) if value]


def look(tables: Sequence[Table]) -> Glimpse:
    """Sample tables that have the same columns in the same order."""
    rows: list[list[str]] = []
    complete = True
    for table in tables:
        sampled, whole = _look_at_parquet(table) if table.layout is None else _look_at_text(table)
        rows += sampled
        complete = complete and whole
    return Glimpse(tables[0].columns, rows, complete)


def _look_at_text(table: Table) -> tuple[list[list[str]], bool]:
    size = table.path.stat().st_size
    whole = size <= WHOLE_BYTES
    with table.path.open("rb") as source:
        head = source.read(WHOLE_BYTES if whole else HEAD_BYTES)
        rows = list(_parsed(table, head, skip=_header_lines(table), cut=not whole))
        if whole:
            return rows, True
        step = (size - HEAD_BYTES) // BLOCKS
        for number in range(BLOCKS):
            source.seek(HEAD_BYTES + number * step)
            block = source.read(BLOCK_BYTES)
            rows += _block(table, block[block.find(b"\n") + 1:])
    return rows, False


def _header_lines(table: Table) -> int:
    assert table.layout is not None
    return table.layout.skip_lines


def _block(table: Table, block: bytes) -> list[list[str]]:
    """The rows of a block; none of them where the block begins inside a quoted text that spans lines."""
    rows = list(_parsed(table, block, skip=None, cut=True, strict=False))
    good = [row for row in rows if len(row) == len(table.columns)]
    return good if len(good) > 0.9 * len(rows) else []


def _parsed(table: Table, part: bytes, *, skip: int | None, cut: bool, strict: bool = True) -> Iterator[list[str]]:
    """Rows of a part of the text; `skip` lines and the header come off the front, a cut row off the end."""
    assert table.layout is not None
    lines = [line + "\n" for line in part.decode("utf-8", "replace").split("\n")[skip or 0:]]
    if not lines[-1].strip() or cut:
        lines.pop()
    reader = table.layout.rows(lines)
    width = len(table.columns)
    first = skip is not None
    try:
        for row in reader:
            if first:
                first = False
            elif len(row) == width or not strict:
                yield row
    except csv.Error:
        if strict and not cut:
            raise Refused("field_too_long", file=table.name, row=reader.line_num + (skip or 0), limit=None) from None


def _look_at_parquet(table: Table) -> tuple[list[list[str]], bool]:
    import duckdb

    wanted = ", ".join(f"coalesce(CAST({identifier(name)} AS VARCHAR), '')" for name in table.columns)
    source = f"read_parquet({literal(str(table.path))}, file_row_number=true)"
    try:
        database = connection()
        counted = database.execute(f"SELECT count(*) FROM {source}").fetchone()
        total = int(counted[0]) if counted else 0
        step = max(1, (total - PARQUET_HEAD) // BLOCKS)
        parts = [f"file_row_number < {PARQUET_HEAD}"]
        if total > PARQUET_HEAD:
            starts = (PARQUET_HEAD + number * step for number in range(BLOCKS))
            parts += [f"file_row_number BETWEEN {start} AND {start + PARQUET_BLOCK}" for start in starts]
        found = database.execute(f"SELECT {wanted} FROM {source} WHERE {' OR '.join(parts)}").fetchall()
    except duckdb.Error as failure:
        raise Refused("unreadable_parquet", file=table.name, reason=str(failure).splitlines()[0]) from None
    return [list(row) for row in found], total <= PARQUET_HEAD
