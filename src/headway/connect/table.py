"""A table that DuckDB can scan, and the few questions that connect asks of the whole of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.connect.dialect import Layout
from headway.connect.moments import Spelling
from headway.eventlog.reading import MISSING_TOKENS
from headway.eventlog.refused import Refused

if TYPE_CHECKING:
    import duckdb

PLAIN = Layout(",", '"', 0, ())
_TWO_COMPONENTS = r"^\s*(\d{1,2})[-/. ](\d{1,2})[-/. ](?:\d{4}|\d{2})(?:\D.*)?$"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One prepared file: UTF-8 text or Parquet. `name` is the file's name for people, `digest` of its original bytes."""

    path: Path
    name: str
    digest: str
    columns: tuple[str, ...]
    layout: Layout | None = None      # None: Parquet
    encoding: str = "utf-8"
    notes: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return "parquet" if self.layout is None else "text"

    @property
    def first_row(self) -> int:
        """The number of the first row below the header, as a spreadsheet or an editor counts it."""
        return 1 if self.layout is None else self.layout.skip_lines + 2


def connection() -> duckdb.DuckDBPyConnection:
    """A database in memory that knows one zone: moments with an offset come out as UTC."""
    import duckdb

    return duckdb.connect().execute("SET TimeZone = 'UTC'")


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def scanned(table: Table, columns: Sequence[str]) -> str:
    """A query over some columns of a table, all as text; rows that are no rows are passed over."""
    wanted = ", ".join(f"CAST({identifier(name)} AS VARCHAR) AS {identifier(name)}" for name in columns)
    if table.layout is None:
        return f"SELECT {wanted} FROM read_parquet({literal(str(table.path))})"
    types = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in table.columns)
    return (
        f"SELECT {wanted} FROM read_csv({literal(str(table.path))}, auto_detect=false, header=true, "
        f"skip={table.layout.skip_lines}, delim={literal(table.layout.delimiter)}, quote={literal(table.layout.quote)}, "
        f"escape={literal(table.layout.quote)}, columns={{{types}}}, ignore_errors=true, strict_mode=false)"
    )


@dataclass(frozen=True, slots=True)
class Extremes:
    """The largest first and second component of a column's dates, and the texts that have them."""

    first: int = 0
    first_text: str = ""
    second: int = 0
    second_text: str = ""

    def beside(self, spelling: Spelling, text: str) -> Extremes:
        """These, or the components of one more moment where they are larger."""
        first, second = (self.first, self.first_text), (self.second, self.second_text)
        return Extremes(*max(first, (spelling.first, text), key=itemgetter(0)),
                        *max(second, (spelling.second, text), key=itemgetter(0)))


def extremes(tables: Sequence[Table], column: str) -> Extremes:
    """Look through a whole column for the components that decide the order of day and month."""
    found = [row for table in tables if (row := _ask(table, column, f"""
        SELECT max(a), arg_max(v, a), max(b), arg_max(v, b) FROM (
            SELECT v, CAST(regexp_extract(v, '{_TWO_COMPONENTS}', 1) AS INTEGER) AS a,
                   CAST(regexp_extract(v, '{_TWO_COMPONENTS}', 2) AS INTEGER) AS b
            FROM (SELECT {identifier(column)} AS v FROM scanned) WHERE regexp_matches(v, '{_TWO_COMPONENTS}'))
        """))[0] is not None]
    if not found:
        return Extremes()
    first = max(found, key=lambda row: row[0])
    second = max(found, key=lambda row: row[2])
    return Extremes(first[0], first[1], second[2], second[3])


def all_equal(tables: Sequence[Table], column: str) -> bool:
    """Whether a whole column holds one text only."""
    missing = ", ".join(literal(token) for token in MISSING_TOKENS)
    bounds = {bound for table in tables for bound in _ask(table, column, f"""
        SELECT min(v), max(v) FROM (SELECT trim({identifier(column)}) AS v FROM scanned)
        WHERE lower(v) NOT IN ({missing})""") if bound is not None}
    return len(bounds) == 1


def repeats(tables: Sequence[Table], column: str) -> bool:
    """Whether any value of a whole column stands twice in one table."""
    return any(
        _ask(table, column, f"SELECT count({identifier(column)}) > count(DISTINCT {identifier(column)}) FROM scanned")[0]
        for table in tables)


def distinct(tables: Sequence[Table], column: str, *, most: int = 1000) -> list[str]:
    """The texts of a whole column, each once, in order of how often they stand there; a column of labels has few."""
    import duckdb

    parts = " UNION ALL ".join(scanned(table, [column]) for table in tables)
    missing = ", ".join(literal(token) for token in MISSING_TOKENS)
    try:
        rows = connection().execute(
            f"SELECT {identifier(column)} AS v, count(*) FROM ({parts}) WHERE lower(trim(v)) NOT IN ({missing})"
            f" GROUP BY v ORDER BY count(*) DESC, v LIMIT {most}").fetchall()
    except duckdb.Error as failure:
        raise Refused("unreadable_table", file=tables[0].name, reason=str(failure).splitlines()[0]) from None
    return [row[0] for row in rows]


def row_of(tables: Sequence[Table], column: str, text: str) -> int | None:
    """The row in which a text first stands in a column, counted as an editor does; None where it isn't found."""
    for table in tables:
        number = _ask(table, column, f"""
            SELECT min(n) FROM (SELECT row_number() OVER () AS n, {identifier(column)} AS v FROM scanned)
            WHERE trim(v) = {literal(text.strip())}""")[0]
        if number is not None:
            return int(number) - 1 + table.first_row
    return None


def _ask(table: Table, column: str, question: str) -> tuple[Any, ...]:
    import duckdb

    try:
        row = connection().execute(f"WITH scanned AS ({scanned(table, [column])}) {question}").fetchone()
    except duckdb.Error as failure:
        raise Refused("unreadable_table", file=table.name, reason=str(failure).splitlines()[0]) from None
    assert row is not None  # an aggregate always answers
    return tuple(row)


def seconds(texts: Sequence[str], formats: Sequence[str], order: str) -> list[float | None]:
    """The moments of some texts as seconds since 1970; None where the formats don't read one."""
    if not texts:
        return []
    if order in _FROM_NUMBER:
        expression = _FROM_NUMBER[order]
    else:
        expression = f"epoch(try_strptime(trim(t), [{', '.join(literal(form) for form in formats)}]))"
    # the texts stand in the query: a list as parameter makes DuckDB import pandas (measured: .6 CPU s)
    listed = ", ".join(literal(one) for one in texts)
    rows = connection().execute(f"SELECT {expression} FROM (SELECT unnest([{listed}]) AS t)").fetchall()
    return [row[0] for row in rows]


_FROM_NUMBER = {
    "epoch_s": "TRY_CAST(t AS DOUBLE)",
    "epoch_ms": "TRY_CAST(t AS DOUBLE) / 1000",
    # a spreadsheet's day 0 is 1899-12-30, which lies 25,569 days before 1970 (ECMA-376 part 1, 18.17.4.1)
    "excel": "(TRY_CAST(replace(t, ',', '.') AS DOUBLE) - 25569) * 86400",
}
