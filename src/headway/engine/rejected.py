"""Rows that can't be used: each lands in a file with its place and its reason, names hashed as everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from headway.engine.connection import count
from headway.engine.rows import column, literal
from headway.eventlog.fields import Field
from headway.eventlog.reading import Reading, Shape

# What the delimited-text reader can hold against a line, and the reason it becomes.
LINE_ERRORS = {
    "MISSING COLUMNS": "wrong_field_count", "TOO MANY COLUMNS": "wrong_field_count",
    "UNQUOTED VALUE": "broken_quotes", "LINE SIZE OVER MAXIMUM": "line_too_long",
    "INVALID ENCODING": "broken_encoding", "INVALID STATE": "broken_quotes", "CAST": "unreadable_value",
}


def reject_repeated(engine: duckdb.DuckDBPyConnection, reading: Reading, *, crowded: str) -> bool:
    """Set apart exact duplicates and, where a row is a ticket, older rows of the same ticket. Says whether any were.

    `crowded` names the tickets in which a repetition can hide. The rule: of rows that are the same in every cell the
    first is used. Of several unlike rows of one ticket the one with the newest moment is used, the last in the file
    where that ties.
    """
    if not count(engine, crowded):
        return False
    if not reading.keep_duplicates:
        engine.execute(
            f"INSERT INTO repeated SELECT file, row, 'duplicate_row' FROM good_rows SEMI JOIN {crowded} USING (ticket)"
            " QUALIFY row_number() OVER (PARTITION BY ticket, digest ORDER BY file, row) > 1"
        )
    use_unrepeated(engine)
    if reading.shape is Shape.TICKETS:
        moments = [column(field) for field in reading.moments if field is not Field.DUE]
        newest = f"greatest({', '.join(moments)})"
        engine.execute(
            f"INSERT INTO repeated SELECT file, row, 'repeated_ticket' FROM good_rows"
            f" SEMI JOIN {crowded} USING (ticket)"
            f" QUALIFY row_number() OVER (PARTITION BY ticket ORDER BY {newest} DESC, file DESC, row DESC) > 1"
        )
    return bool(count(engine, "repeated"))


def use_unrepeated(engine: duckdb.DuckDBPyConnection) -> None:
    engine.execute(
        "CREATE OR REPLACE VIEW good_rows AS SELECT * FROM all_rows"
        " WHERE reason IS NULL AND (file, row) NOT IN (SELECT (file, row) FROM repeated)"
    )


def write_rejected(
    engine: duckdb.DuckDBPyConnection, reading: Reading, path: Path, *, tables: Sequence[Path], kind: str,
) -> tuple[int, dict[str, int]]:
    """Write the rejected rows to `path` (no file where there are none); return rows read and the count by reason.

    `file` counts the given files, `row` the rows after the header, both from 1. A line whose fields can't be told
    apart is named by its place only: which of its words are names nobody can say. Columns that are tied to no field
    are left out for the same reason.
    """
    engine.execute(f"CREATE TABLE broken AS {broken_lines(reading, tables) if kind == 'text' else NO_BROKEN_LINES}")
    fields = ", ".join(column(field) for field in reading.mapping)
    engine.execute(f"""CREATE VIEW rejected_rows AS
        WITH apart AS (
            SELECT file, row, reason.code AS reason, reason.field AS field, reason.text AS text, {fields}
            FROM all_rows WHERE reason IS NOT NULL
            UNION ALL
            SELECT file, row, repeated.reason, NULL, NULL, {fields} FROM repeated JOIN all_rows USING (file, row)
        )
        SELECT * REPLACE (row + 1 + (SELECT count(*) FROM broken
            WHERE broken.file = apart.file AND broken.whole_rows_before <= apart.row) AS row) FROM apart
        UNION ALL BY NAME SELECT file, row, reason FROM broken""")
    rejected = dict(engine.execute("SELECT reason, count(*) FROM rejected_rows GROUP BY ALL ORDER BY ALL").fetchall())
    if rejected:
        engine.execute(f"COPY (SELECT * FROM rejected_rows ORDER BY file, row) TO {literal(str(path))}"
                       " (FORMAT csv, HEADER)")
    return count(engine, "all_rows") + count(engine, "broken"), rejected


NO_BROKEN_LINES = "SELECT 0 AS file, 0 AS row, '' AS reason, 0 AS whole_rows_before WHERE false"


def broken_lines(reading: Reading, tables: Sequence[Path]) -> str:
    """Lines that the text reader could not take apart. One may break several rules; it is one row all the same.

    The reader counts rows, not line feeds, so quoted line feeds do no harm. `whole_rows_before` is how many rows that
    could be taken apart stand before it in its file.
    """
    reasons = " ".join(f"WHEN {literal(theirs)} THEN {literal(ours)}" for theirs, ours in LINE_ERRORS.items())
    numbers = ", ".join(f"({number}, {literal(str(table))})" for number, table in enumerate(tables, start=1))
    header = reading.dialect.skip_lines + 1
    return f"""SELECT *, row - row_number() OVER (PARTITION BY file ORDER BY row) AS whole_rows_before FROM (
        SELECT number AS file, line - {header} AS row,
               first(CASE error_type::VARCHAR {reasons} ELSE 'broken_line' END ORDER BY byte_position) AS reason
        FROM reject_errors JOIN reject_scans USING (scan_id, file_id)
        JOIN (VALUES {numbers}) numbered (number, path) ON path = file_path
        GROUP BY number, line)"""
