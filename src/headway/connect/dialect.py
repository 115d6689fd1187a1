"""How a delimited text is written: its delimiter, its quotes, where its header is."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from headway.connect.disk import need_space, scratch_file
from headway.connect.moments import looks_like_moment
from headway.connect.survey import LONGEST_LINE
from headway.eventlog.reading import Dialect
from headway.eventlog.refused import Refused

if TYPE_CHECKING:
    from _csv import Reader

HEAD_CHARACTERS = 262_144
"""Characters from which the form is decided: about a thousand tickets."""

DELIMITERS = ",;\t|^~\x1f\x01"
"""In the order in which they win a tie."""
LAST_DELIMITER = ":"
"""Tried only where nothing else splits the text: every time of day is full of it."""
NEARLY_ALL = .9   # of the rows must have one width before a sign that no export uses is believed
NO_DELIMITERS = "_-./\\'\"()[]{}<>?"
"""Signs that names of columns hold themselves; any other sign of a header may part its columns."""

_SEP_LINE = re.compile(r'^"?sep=(.)"?[ \t;,]*\r?(?:\n|$)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """The form of a text. `plain` is False where only a rewritten copy can be handed to DuckDB."""

    delimiter: str
    quote: str
    skip_lines: int
    columns: tuple[str, ...]
    escape: str | None = None
    usual_width: int = 0   # of the rows below the header
    plain: bool = True
    notes: tuple[str, ...] = ()

    def rows(self, text: Iterable[str]) -> Reader:
        """The rows of a text in this form (`csv.Error` at a field that never ends)."""
        csv.field_size_limit(LONGEST_LINE)
        return csv.reader(
            text, delimiter=self.delimiter, quotechar=self.quote,
            escapechar=self.escape, doublequote=self.escape is None,
        )

    def dialect(self, encoding: str) -> Dialect:
        return Dialect(delimiter=self.delimiter, quote=self.quote, encoding=encoding, skip_lines=self.skip_lines)


@dataclass(frozen=True, slots=True)
class _Guess:
    layout: Layout
    rows: tuple[tuple[int, list[str]], ...]  # the line after each row, and the row
    width: int
    share: float

    @property
    def splits_first(self) -> bool:
        """Whether the first line is a row like the others: no title, and no header that is parted by another sign."""
        return len(self.rows[0][1]) == self.width


def sniff(head: str, *, file: str, whole: bool) -> Layout:
    """Decide the form of a text from its beginning (`whole`: there is no more).

    Refuses `one_column`, `header_only`, `no_header`, `field_too_long`, `empty_file`.

    >>> sniff("sep=;\\nid;opened\\n1;2024-01-31\\n", file="t.csv", whole=True).columns
    ('id', 'opened')
    """
    stated = _SEP_LINE.match(head)
    body = head[stated.end():] if stated else head
    if not body.strip():
        raise Refused("empty_file", file=file)
    guesses = _guesses(stated.group(1) if stated else DELIMITERS, body, file=file, whole=whole)
    if not stated and not any(guess.splits_first and guess.share > .5 for guess in guesses):
        odd = [guess for guess in _guesses(_odd_signs(body), body, file=file, whole=whole)
               if guess.splits_first and guess.share > NEARLY_ALL]
        last = [guess for guess in _guesses(LAST_DELIMITER, body, file=file, whole=whole) if guess.splits_first]
        guesses = odd or guesses or last
    if not guesses:
        raise Refused("one_column", file=file, line=_first_line(body))
    best = max(guesses, key=lambda guess: guess.share * guess.share * min(guess.width, 12) ** 0.5)
    return _with_header(best, before=1 if stated else 0, file=file, whole=whole)


def _odd_signs(body: str) -> str:
    """What else could part the columns of the first line."""
    return "".join(sign for sign in dict.fromkeys(_first_line(body)) if sign.isprintable() and not sign.isalnum()
                   and not sign.isspace() and sign not in NO_DELIMITERS + DELIMITERS + LAST_DELIMITER)


def _guesses(delimiters: str, body: str, *, file: str, whole: bool) -> list[_Guess]:
    return [
        guess for delimiter in delimiters for quote, escape in _quotings(body)
        if (guess := _try(body, Layout(delimiter, quote, 0, (), escape), file=file, whole=whole)) is not None
    ]


def _quotings(body: str) -> list[tuple[str, str | None]]:
    """The quotings worth trying: doubled double quotes, backslashes where there are any, single quotes alone."""
    quotings: list[tuple[str, str | None]] = [('"', None)]
    if '\\"' in body:
        quotings.append(('"', "\\"))
    if '"' not in body and re.search(r"(?:^|[,;\t|])'[^'\n]*'(?:[,;\t|]|$)", body, re.MULTILINE):
        quotings.insert(0, ("'", None))
    return quotings


def _try(body: str, layout: Layout, *, file: str, whole: bool) -> _Guess | None:
    """Parse with one form; None where it makes a single column of the text."""
    rows: list[tuple[int, list[str]]] = []
    # csv takes lines; splitlines() would also split at \x1c-\x1e and at Unicode's separators
    reader = layout.rows([line + "\n" for line in body.split("\n")])
    try:
        rows.extend((reader.line_num, row) for row in reader if row)
    except csv.Error as failure:
        if "field larger" in str(failure):
            row_at = rows[-1][0] + 1 if rows else 1
            raise Refused("field_too_long", file=file, row=row_at, limit=LONGEST_LINE) from None
        return None
    if not whole and len(rows) > 2:
        rows.pop()  # cut off in the middle
    widths = Counter(len(row) for _, row in rows)
    width, times = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    if width < 2:
        return None
    return _Guess(layout, tuple(rows), width, times / len(rows))


def _with_header(guess: _Guess, *, before: int, file: str, whole: bool) -> Layout:
    """Find the header: the first row about as wide as the rest, after titles that are clearly narrower."""
    wide = [i for i, (_, row) in enumerate(guess.rows) if len(row) >= max(2, guess.width - 1) and any(map(str.strip, row))]
    if not wide:
        raise Refused("empty_file", file=file)
    at = next((i for i in wide if _is_filled(guess.rows[i][1])), wide[0])
    header = guess.rows[at][1]
    data = [row for _, row in guess.rows[at + 1:]]
    if whole and not any(cell.strip() for row in data for cell in row):
        raise Refused("header_only", file=file, columns=tuple(name.strip() for name in header))
    if any(looks_like_moment(cell) for cell in header):
        raise Refused("no_header", file=file, row=before + at + 1, first_cells=tuple(cell[:40] for cell in header[:5]))
    width = Counter(len(row) for row in data).most_common(1)[0][0] if data else len(header)
    columns, notes = named([*header, *[""] * (width - len(header))])
    skipped = before + (guess.rows[at - 1][0] if at else 0)
    skipped += _blank_lines_before(guess, at)
    plain = guess.layout.escape is None and len(header) == width
    return Layout(
        guess.layout.delimiter, guess.layout.quote, skipped, columns, guess.layout.escape, width, plain,
        (*notes, *(("title_lines",) if at else ())),
    )


def _blank_lines_before(guess: _Guess, at: int) -> int:
    """Blank lines between the last title and the header (a header itself fills one line, or more where it is quoted)."""
    previous = guess.rows[at - 1][0] if at else 0
    lines_of_header = 1 + sum(cell.count("\n") for cell in guess.rows[at][1])
    return guess.rows[at][0] - lines_of_header - previous


def _is_filled(row: Sequence[str]) -> bool:
    """At least half of the cells hold something, and more than one: a title fills only the first."""
    filled = sum(1 for cell in row if cell.strip())
    return filled >= 2 and filled * 2 >= len(row)


def _first_line(body: str) -> str:
    return next((line.strip() for line in body.split("\n") if line.strip()), "")[:120]


def named(header: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Column names as Headway knows them, and the notes that follow. DuckDB takes upper and lower case for the same.

    >>> named(["id", "Variant", "", "variant"])
    (('id', 'Variant', '(column 3)', 'variant (2)'), ('unnamed_columns', 'duplicate_column_names'))
    """
    seen: set[str] = set()
    names: list[str] = []
    notes: list[str] = []
    for at, raw in enumerate(header, 1):
        plain = " ".join(raw.replace("\0", "").split())
        if not plain:
            plain, note = f"(column {at})", "unnamed_columns"
        else:
            note = "duplicate_column_names" if plain.casefold() in seen else ""
        name, times = plain, 1
        while name.casefold() in seen:
            times += 1
            name = f"{plain} ({times})"
        seen.add(name.casefold())
        names.append(name)
        if note and note not in notes:
            notes.append(note)
    return tuple(names), tuple(notes)


def rewrite(path: Path, layout: Layout, target: Path, *, file: str, order: Sequence[int] | None = None) -> Layout:
    """Copy a text into the plainest form: commas, double quotes, the header first, columns in the given order.

    Rows of the usual width are filled up to the header's; rows of any other width stay as they are, to be rejected.
    """
    need_space(target.parent, path.stat().st_size)
    width = len(layout.columns)
    places = range(width) if order is None else order
    columns = tuple(layout.columns[place] for place in places)
    with path.open(encoding="utf-8", errors="replace", newline="") as text, scratch_file(target) as out:
        for _ in range(layout.skip_lines):
            text.readline()
        wrapped = io.TextIOWrapper(out, encoding="utf-8", newline="")
        writer = csv.writer(wrapped, lineterminator="\n")
        writer.writerow(columns)
        rows = layout.rows(text)
        try:
            next(rows, None)
            for row in rows:
                if len(row) == layout.usual_width:
                    row += [""] * (width - len(row))
                if row:
                    writer.writerow([row[place] for place in places] if len(row) == width else row)
        except csv.Error:
            row_at = layout.skip_lines + rows.line_num
            raise Refused("field_too_long", file=file, row=row_at, limit=LONGEST_LINE) from None
        finally:
            wrapped.detach()
    return Layout(",", '"', 0, columns, None, width, True, layout.notes)
