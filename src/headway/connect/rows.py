"""Small tables that people keep beside a ticket log, read row by row so that a slip is named by its row."""

from __future__ import annotations

import csv
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from headway.connect.moments import Order, Spelling, spell
from headway.connect.prepare import table_of
from headway.connect.preset import folded
from headway.connect.table import Table, connection, scanned
from headway.eventlog.reading import MISSING_TOKENS
from headway.eventlog.refused import Refused

LAST_MONTH = 12
YES = frozenset({"true", "yes", "y", "1", "ja", "sì", "si", "oui", "sí"})
NO = frozenset({"false", "no", "n", "0", "nein", "non", "nee"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as an editor counts it, and its cells by folded column name; a missing value is ''.

    `order` is the order of day and month that the other rows of the list decide, None where they don't.
    """

    file: str
    number: int
    cells: Mapping[str, str]
    order: Order | None = None

    def text(self, *names: str) -> str:
        """The first of these columns that holds something; '' where none does."""
        return next((self.cells[name] for name in names if self.cells.get(name)), "")

    def moment(self, *names: str) -> datetime | None:
        """A moment, an instant where its text carries an offset. Refuses `unreadable_dates`, `ambiguous_list_dates`."""
        text = self.text(*names)
        if not text:
            return None
        spelling = spell(text)
        if spelling is None:
            raise Refused("unreadable_dates", file=self.file, row=self.number, column=names[0], value=text)
        order = _decided(spelling) or self.order
        if order is None:
            raise Refused("ambiguous_list_dates", file=self.file, row=self.number, column=names[0], value=text)
        try:
            # Python reads six digits of a second; .NET writes seven
            moment = datetime.strptime(re.sub(r"([.,]\d{6})\d+", r"\1", text), spelling.format(order).replace("%n", "%f"))
        except ValueError:
            raise Refused("unreadable_dates", file=self.file, row=self.number, column=names[0], value=text) from None
        return moment.replace(tzinfo=UTC) if spelling.offset and moment.tzinfo is None else moment

    def flag(self, *names: str) -> bool | None:
        """Yes, no or not said. Refuses `unreadable_flag`."""
        text = self.text(*names).lower()
        if not text:
            return None
        if text not in YES | NO:
            raise Refused("unreadable_flag", file=self.file, row=self.number, column=names[0], value=text)
        return text in YES


def rows_of(path: Path, *, needs: tuple[tuple[str, ...], ...]) -> list[Row]:
    """The rows of a small table in any form that a log may have; each of `needs` (synonyms) must be a column.

    Refuses `missing_column` (file, column, columns), `unreadable_table` where a row has more or fewer cells than the
    header, and what `table_of` refuses.
    """
    with tempfile.TemporaryDirectory(prefix="headway-") as scratch:
        table = table_of(path, scratch=Path(scratch))
        names = [folded(column) for column in table.columns]
        for synonyms in needs:
            if not set(synonyms) & set(names):
                raise Refused("missing_column", file=path.name, column=synonyms[0], columns=tuple(table.columns))
        told = [(number, {name: _cell(cell) for name, cell in zip(names, cells, strict=True)})
                for number, cells in _numbered(table)]
    order = _order_of(cell for _, cells in told for cell in cells.values())
    return [Row(path.name, number, cells, order) for number, cells in told if any(cells.values())]


def _numbered(table: Table) -> Iterator[tuple[int, Sequence[str | None]]]:
    """The rows below the header with the line each begins on."""
    if table.layout is None:
        rows = connection().execute(scanned(table, table.columns)).fetchall()
        yield from enumerate(rows, table.first_row)
        return
    width, skipped = len(table.columns), table.layout.skip_lines
    with table.path.open(encoding="utf-8", errors="replace", newline="") as text:
        for _ in range(skipped):
            text.readline()
        reader = table.layout.rows(text)
        try:
            next(reader, None)
            before = reader.line_num
            for cells in reader:
                number, before = skipped + before + 1, reader.line_num
                if not any(cell.strip() for cell in cells):
                    continue
                if len(cells) < width or any(cell.strip() for cell in cells[width:]):
                    raise Refused("unreadable_table", file=table.name,
                                  reason=f"row {number} has {len(cells)} cells and the header {width}")
                yield number, cells[:width]
        except csv.Error:
            raise Refused("field_too_long", file=table.name, row=skipped + reader.line_num, limit=None) from None


def _order_of(cells: Iterator[str]) -> Order | None:
    """The order of day and month that a list decides: the one order found where a component lies above twelve."""
    found = {_decided(spelling) for cell in cells if (spelling := spell(cell)) is not None and spelling.order is None}
    decided = found - {None}
    return decided.pop() if len(decided) == 1 else None


def _decided(spelling: Spelling) -> Order | None:
    """The order that one moment shows by itself."""
    if spelling.order is not None or max(spelling.first, spelling.second) <= LAST_MONTH:
        return spelling.order
    return Order.DAY_FIRST if spelling.first > LAST_MONTH else Order.MONTH_FIRST


def _cell(cell: str | None) -> str:
    text = (cell or "").strip()
    return "" if text.lower() in MISSING_TOKENS else text
