"""Workbooks (.xlsx and its relatives): the first sheet that holds a table, as a delimited text."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from headway.connect.disk import need_space, scratch_file
from headway.eventlog.refused import Refused


def to_text(path: Path, target: Path, *, file: str) -> tuple[str, ...]:
    """Write the first sheet with at least two rows of two cells as comma-separated text; returns notes.

    Cells that are dates come out in ISO form. Refuses `password_protected`, `unreadable_workbook`, `no_table_in_workbook`.
    """
    import python_calamine as calamine

    need_space(target.parent, path.stat().st_size)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = list(book.sheet_names)
        found = [rows for name in sheets if _is_table(rows := book.get_sheet_by_name(name).to_python())]
    except calamine.PasswordError:
        raise Refused("password_protected", file=file) from None
    except (calamine.CalamineError, OSError, ValueError) as failure:
        raise Refused("unreadable_workbook", file=file, reason=str(failure)) from None
    if not found:
        raise Refused("no_table_in_workbook", file=file, sheets=tuple(sheets))
    with scratch_file(target) as out:
        wrapped = io.TextIOWrapper(out, encoding="utf-8", newline="")
        writer = csv.writer(wrapped, lineterminator="\n")
        try:
            writer.writerows([_text(cell) for cell in row] for row in found[0] if any(cell != "" for cell in row))
        finally:
            wrapped.detach()
    return ("other_sheets",) if len(found) > 1 else ()


def _is_table(rows: Sequence[Sequence[object]]) -> bool:
    return sum(1 for row in rows if sum(1 for cell in row if cell != "") >= 2) >= 2


def _text(cell: object) -> str:
    """A cell as the text that a person would read; a whole number without its decimal point.

    >>> _text(1234.0), _text(True)
    ('1234', 'true')
    """
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell.total_seconds())
    return str(cell)
