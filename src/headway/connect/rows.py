"""Small tables that people keep beside a ticket log, read row by row so that a slip is named by its row."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from headway.connect.moments import Order, spell
from headway.connect.prepare import table_of
from headway.connect.preset import folded
from headway.connect.table import connection, scanned
from headway.eventlog.reading import MISSING_TOKENS
from headway.eventlog.refused import Refused

YES = frozenset({"true", "yes", "y", "1", "ja", "sì", "si", "oui", "sí"})
NO = frozenset({"false", "no", "n", "0", "nein", "non", "nee"})


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as an editor counts it, and its cells by folded column name; a missing value is ''."""

    file: str
    number: int
    cells: Mapping[str, str]

    def text(self, *names: str) -> str:
        """The first of these columns that holds something; '' where none does."""
        return next((self.cells[name] for name in names if self.cells.get(name)), "")

    def moment(self, *names: str) -> datetime | None:
        """A moment, year first or with the month as a word. Refuses `unreadable_dates`, `ambiguous_dates`."""
        text = self.text(*names)
        if not text:
            return None
        spelling = spell(text)
        if spelling is None:
            raise Refused("unreadable_dates", file=self.file, row=self.number, column=names[0], value=text)
        order = spelling.order
        if order is None:
            if max(spelling.first, spelling.second) <= 12:
                raise Refused("ambiguous_dates", file=self.file, row=self.number, column=names[0], value=text)
            order = Order.DAY_FIRST if spelling.first > 12 else Order.MONTH_FIRST
        try:
            return datetime.strptime(text, spelling.format(order).replace("%n", "%f"))
        except ValueError:
            raise Refused("unreadable_dates", file=self.file, row=self.number, column=names[0], value=text) from None

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

    Refuses `missing_column` (file, column, columns) and what `table_of` refuses.
    """
    with tempfile.TemporaryDirectory(prefix="headway-") as scratch:
        table = table_of(path, scratch=Path(scratch))
        names = [folded(column) for column in table.columns]
        for synonyms in needs:
            if not set(synonyms) & set(names):
                raise Refused("missing_column", file=path.name, column=synonyms[0], columns=tuple(table.columns))
        rows = connection().execute(scanned(table, table.columns)).fetchall()
    told = ((place, {name: _cell(cell) for name, cell in zip(names, cells, strict=True)})
            for place, cells in enumerate(rows))
    return [Row(path.name, table.first_row + place, cells) for place, cells in told if any(cells.values())]


def _cell(cell: str | None) -> str:
    text = (cell or "").strip()
    return "" if text.lower() in MISSING_TOKENS else text
