"""A prepared file → typed rows, as SQL: the decided `Reading` executed columnwise.

Each row keeps its place in the file, a digest of all of its cells (for exact duplicates) and, where it can't be used,
one reason: the first that applies, with the column and the text at fault.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from headway.eventlog.fields import MOMENTS, Field
from headway.eventlog.reading import Moment, Reading, Shape

LATEST_DUE = "9000-01-01"   # agreements reach far into the future, "infinity" and 9999 are how systems write "none"
EARLIEST_YEAR = 1980   # no desk kept computer records before; 1900, 1970 and 0001 are how systems write "none"
LONGEST_LINE = 8_000_000   # bytes; a longer line is rejected, not read
BUFFER = 4 * LONGEST_LINE  # bytes a thread; the reader's own default of 16 lines would double the memory of a run
SHOWN_TEXT = 120          # characters of a wrong value that the file of rejected rows repeats

NUMBERS = {Field.REOPENED: "INTEGER", Field.REASSIGNED: "INTEGER", Field.SATISFACTION: "DOUBLE", Field.ORDER: "DOUBLE"}


def identifier(name: str) -> str:
    """A name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text quoted for SQL."""
    return "'" + text.replace("'", "''") + "'"


def column(field: Field) -> str:
    """A field's column, quoted: `at` and `order` are words of SQL too."""
    return f'"{field.value}"'


def text_list(texts: Sequence[str]) -> str:
    return "[" + ", ".join(literal(text) for text in texts) + "]"


def is_aware(reading: Reading) -> bool:
    """Whether the log's moments are instants: a zone is stated, or the texts or epochs carry one."""
    return reading.zone is not None or any(
        moment.has_offset or moment.order.startswith("epoch") for moment in reading.moments.values()
    )


def zone_of(reading: Reading) -> str | None:
    """The zone in which days begin and end: the stated one, UTC where the texts carry offsets, None as written."""
    return reading.zone or ("UTC" if is_aware(reading) else None)


def scan(table: Path, *, kind: str, reading: Reading) -> str:
    """A FROM clause that yields the file's columns as text under the names of `reading.columns`."""
    if kind == "parquet":
        cells = ", ".join(f"CAST({identifier(name)} AS VARCHAR) AS {identifier(name)}" for name in reading.columns)
        return f"(SELECT {cells} FROM read_parquet({literal(str(table))}))"
    columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in reading.columns)
    dialect = reading.dialect
    return (
        f"read_csv({literal(str(table))}, auto_detect=false, header=true, skip={dialect.skip_lines},"
        f" delim={literal(dialect.delimiter)}, quote={literal(dialect.quote)}, escape={literal(dialect.quote)},"
        f" columns={{{columns}}}, nullstr={text_list(spellings(reading.missing))}, strict_mode=true,"
        f" max_line_size={LONGEST_LINE}, buffer_size={BUFFER}, store_rejects=true, rejects_limit=0)"
    )


def spellings(tokens: Sequence[str]) -> list[str]:
    """Each missing token in the letter cases that exports use; the reader itself turns these cells into NULL."""
    return sorted({form for token in tokens for form in (token, token.upper(), token.capitalize())})


def typed_rows(table: Path, *, kind: str, reading: Reading, latest: str) -> str:
    """The SELECT that turns one file into typed rows with `digest`, `reason`, `wrong_column`, `wrong_text`.

    `latest` is the newest moment believed (ISO text): a later one is a typing error, except where it is due.
    """
    cells = {field: cell(reading.mapping[field], kind, reading) for field in reading.mapping}
    mapped = [f"{value(field, text, reading)} AS {column(field)}" for field, text in cells.items()]
    whole = ", ".join(identifier(name) for name in reading.columns)
    return (
        f"SELECT * EXCLUDE (texts), {reason(reading, latest)} AS reason FROM (SELECT {instants(reading)} FROM ("
        f"SELECT {', '.join(mapped)}, {texts(cells)} AS texts, hash({whole}) AS digest"
        f" FROM {scan(table, kind=kind, reading=reading)}))"
    )


def instants(reading: Reading) -> str:
    """Wall-clock times of a stated zone become instants; `skipped` counts those that the zone's clock never showed."""
    walls = [column(field) for field, moment in reading.moments.items() if is_wall(moment)]
    if reading.zone is None or not walls:
        return "*, 0 AS skipped"
    zone = literal(reading.zone)
    replaced = ", ".join(f"timezone({zone}, {wall}) AS {wall}" for wall in walls)
    skipped = " + ".join(
        f"coalesce((timezone({zone}, timezone({zone}, {wall})) <> {wall})::INTEGER, 0)" for wall in walls)
    return f"* REPLACE ({replaced}), {skipped} AS skipped"


def is_wall(moment: Moment) -> bool:
    """Whether a column shows the clock on the wall rather than an instant."""
    return not moment.has_offset and not moment.order.startswith("epoch")


def cell(column: str, kind: str, reading: Reading) -> str:
    """The text of a cell, NULL where it says nothing. Delimited files had their tokens replaced by the reader."""
    name = identifier(column)
    if kind == "text":
        return name
    return f"CASE WHEN lower(trim({name})) NOT IN ({', '.join(map(literal, reading.missing))}) THEN {name} END"


def texts(cells: dict[Field, str]) -> str:
    """The texts of the moments, kept only until it is known whether they could be read."""
    moments = [f"{column(field)}: {text}" for field, text in cells.items() if field in MOMENTS]
    return "{" + ", ".join(moments) + "}" if moments else "{none: 0}"


def value(field: Field, text: str, reading: Reading) -> str:
    if field in MOMENTS:
        return moment_value(text, reading.moments[field], reading)
    if field is Field.SLA_KEPT:
        kept, missed = literal_list(reading.true_values), literal_list(reading.false_values)
        met, unmet = ("false", "true") if reading.sla_inverted else ("true", "false")
        plain = f"lower(trim({text}))"
        return f"CASE WHEN {plain} IN ({kept}) THEN {met} WHEN {plain} IN ({missed}) THEN {unmet} END"
    if field in NUMBERS:
        return f"TRY_CAST(replace({text}, ',', '.') AS {NUMBERS[field]})"
    return text


def literal_list(words: Sequence[str]) -> str:
    return ", ".join(literal(word.lower()) for word in words)


def moment_value(text: str, moment: Moment, reading: Reading) -> str:
    """A moment: an instant where its text carries one, else the clock on the wall."""
    naive = _parsed(text, moment)
    if moment.has_offset:
        return f"COALESCE(TRY_CAST({text} AS TIMESTAMPTZ), CAST({naive} AS TIMESTAMPTZ))"
    if not is_wall(moment):
        return f"timezone('UTC', {naive})"
    if is_aware(reading) and reading.zone is None:   # other columns carry offsets; this one is taken as UTC like them
        return f"timezone('UTC', {naive})"
    return naive


def _parsed(text: str, moment: Moment) -> str:
    match moment.order:
        case "epoch_s":
            return f"make_timestamp(CAST(TRY_CAST({text} AS DOUBLE) * 1000000 AS BIGINT))"
        case "epoch_ms":
            return f"make_timestamp(CAST(TRY_CAST({text} AS DOUBLE) * 1000 AS BIGINT))"
        case "excel":
            return f"TIMESTAMP '1899-12-30' + to_seconds(CAST(round(TRY_CAST({text} AS DOUBLE) * 86400) AS BIGINT))"
    formats = text_list(moment.formats)
    tried = f"TRY_STRPTIME({text}, {formats}), TRY_STRPTIME(trim({text}), {formats})"
    if moment.order == "year_first" and not moment.has_offset:
        tried = f"TRY_CAST({text} AS TIMESTAMP), {tried}"   # the engine's own ISO reader is three times as fast
    return f"COALESCE({tried})"


def reason(reading: Reading, latest: str) -> str:
    """Why a row can't be used, as a struct (code, column, text) or NULL: the first reason that applies."""
    start = Field.AT if reading.shape is Shape.EVENTS else Field.OPENED
    moments = [field for field in reading.mapping if field in MOMENTS]
    newest = {field: literal(LATEST_DUE if field is Field.DUE else latest) for field in moments}
    ends = [field for field in (Field.RESOLVED, Field.CLOSED)
            if field in reading.mapping and reading.shape is Shape.TICKETS]
    cases = [
        ("ticket IS NULL", "missing_ticket", Field.TICKET),
        *((f"{column(field)} IS NULL AND lower(trim(texts.{column(field)})) NOT IN ({literal_list(reading.missing)})",
           "unreadable_date", field) for field in moments),
        (f"{column(start)} IS NULL", "missing_moment", start),
        *((f"{column(field)} < '{EARLIEST_YEAR}-01-01' OR {column(field)} > {newest[field]}", "year_out_of_range",
           field)
          for field in moments),
        *((f"{column(field)} < opened", "end_before_start", field) for field in ends),
    ]
    return "CASE " + " ".join(
        f"WHEN {test} THEN {{code: {literal(code)}, field: {literal(field.value)},"
        f" text: {_shown(field)}}}" for test, code, field in cases
    ) + " END"


def _shown(field: Field) -> str:
    return f"left(texts.{column(field)}, {SHOWN_TEXT})" if field in MOMENTS else "NULL::VARCHAR"
