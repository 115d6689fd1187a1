"""Files from outside become tables that an engine can scan, and the decision how they are to be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from os import SEEK_END
from pathlib import Path

from headway.connect import text as texts
from headway.connect import workbook, xes
from headway.connect.container import Content, Kind, unpack
from headway.connect.dates import is_date_only, moments_of, words_for_nothing
from headway.connect.dialect import HEAD_CHARACTERS, Layout, rewrite, sniff
from headway.connect.disk import Progress, plain_name, sha256_of
from headway.connect.glimpse import Glimpse, look
from headway.connect.judgements import milestones_of, sla_of
from headway.connect.mapping import mapped
from headway.connect.mapping_file import read_mapping
from headway.connect.table import Table, connection, literal
from headway.connect.tail import ends_within_a_ticket
from headway.connect.text import HEAD
from headway.connect.wishes import Wishes, check
from headway.eventlog.fields import MOMENTS, Field
from headway.eventlog.reading import MISSING_TOKENS, Dialect, Reading, Shape
from headway.eventlog.refused import Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """What an engine takes in: the tables (UTF-8 text or Parquet, all alike) and how to read them.

    `name` is the files' name for people, `digest` of their bytes as they were given.
    """

    name: str
    digest: str
    tables: tuple[Path, ...]
    kind: str
    reading: Reading


def prepare(
    paths: Sequence[Path], *, scratch: Path, wishes: Wishes | None = None, progress: Progress | None = None,
) -> Prepared:
    """Look at files and decide how they are to be read; nothing is read twice that need not be.

    What is unpacked or rewritten goes to `scratch`. Raises `Refused` for anything that can't be read honestly.
    """
    wishes = wishes or Wishes()
    if wishes.mapping_file is not None:
        wishes = read_mapping(wishes.mapping_file, wishes)
    check(wishes)
    tables = _alike([table_of(path, scratch=scratch / str(place), progress=progress)
                     for place, path in enumerate(paths)], scratch)
    glimpse = look(tables)
    if not glimpse.rows:
        raise Refused("header_only", file=tables[0].name, columns=tuple(glimpse.columns))
    name = tables[0].name if len(tables) == 1 else f"{tables[0].name} and {len(tables) - 1} more"
    digest = tables[0].digest if len(tables) == 1 else sha256(
        "".join(table.digest for table in tables).encode()).hexdigest()
    return Prepared(name=name, digest=digest, tables=tuple(table.path for table in tables), kind=tables[0].kind,
                    reading=_reading(tables, glimpse, wishes))


def _reading(tables: Sequence[Table], glimpse: Glimpse, wishes: Wishes) -> Reading:
    told = mapped(tables, glimpse, wishes)
    start = Field.AT if told.shape is Shape.EVENTS else Field.OPENED
    nothing = words_for_nothing(glimpse, told.columns, start=start)
    moments = moments_of(tables, glimpse, {name: column for name, column in told.columns.items() if name in MOMENTS},
                         start=start, wishes=wishes, nothing=nothing)
    sla = sla_of(glimpse, told, moments)
    columns = {name: column for name, column in told.columns.items()
               if (name not in MOMENTS or name in moments) and (name is not Field.SLA_KEPT or sla.usable)}
    milestones = milestones_of(tables, glimpse, told, wishes.milestones)
    table = tables[0]
    cut = told.shape is Shape.EVENTS and ends_within_a_ticket(tables[-1], columns, moments)
    return Reading(
        shape=told.shape, columns=glimpse.columns, mapping=columns, moments=moments,
        dialect=table.layout.dialect(table.encoding) if table.layout is not None else Dialect(),
        preset=told.preset.id if told.preset is not None else None, milestones=milestones, zone=wishes.zone,
        missing=tuple(dict.fromkeys((*MISSING_TOKENS, *nothing, *(word.lower() for word in nothing)))),
        true_values=sla.true_values, false_values=sla.false_values,
        sla_inverted=sla.inverted if wishes.sla_inverted is None else wishes.sla_inverted,
        keep_duplicates=wishes.keep_duplicates, keep_names=wishes.keep_names, keep_text=wishes.keep_text,
        proposed=tuple(name for name in Field if name in told.proposed),
        notes=tuple(dict.fromkeys((*(note for one in tables for note in one.notes), *told.notes, *sla.notes,
                                   *(("truncated_file",) if cut else ()),
                                   *(("dates_only",) if all(map(is_date_only, moments.values())) else ())))),
    )


def table_of(path: Path, *, scratch: Path, progress: Progress | None = None) -> Table:
    """One file as a table, out of its box and in a form that can be scanned."""
    scratch.mkdir(parents=True, exist_ok=True)
    content = unpack(path, scratch=scratch, progress=progress)
    match content.kind:
        case Kind.PARQUET:
            return _parquet(content, path, scratch)
        case Kind.WORKBOOK:
            target = scratch / "sheet.csv"
            notes = workbook.to_text(content.path, target, file=path.name)
            return _text(Content(target, Kind.TEXT, content.digest or sha256_of(path), (*content.notes, *notes)), path,
                         scratch, progress)
        case Kind.XES:
            target = scratch / "log.csv"
            notes = xes.to_text(content.path, target, file=path.name, progress=progress)
            return _text(Content(target, Kind.TEXT, content.digest or sha256_of(path), (*content.notes, *notes)), path,
                         scratch, progress)
        case Kind.TEXT:
            return _text(content, path, scratch, progress)


def _text(content: Content, path: Path, scratch: Path, progress: Progress | None) -> Table:
    told = texts.settle(content.path, name=path.name, scratch=scratch, progress=progress)
    with told.path.open(encoding="utf-8", errors="replace", newline="") as source:
        head = source.read(HEAD_CHARACTERS)
        whole = not source.read(1)
    layout = sniff(head, file=path.name, whole=whole)
    if _breaks_off(told.path, layout):
        layout = replace(layout, notes=(*layout.notes, "truncated_file"))
    place = told.path
    if not layout.plain:
        place = scratch / "plain.csv"
        layout = replace(rewrite(told.path, layout, place, file=path.name), notes=layout.notes)
    return Table(path=plain_name(place, scratch, "table.csv"), name=path.name, digest=content.digest or told.digest,
                 columns=layout.columns, layout=layout, encoding=told.encoding,
                 notes=(*content.notes, *told.notes, *layout.notes))


def _breaks_off(path: Path, layout: Layout) -> bool:
    """Whether a text ends within a row: its last line has no end and too few cells. The row itself is rejected later."""
    with path.open("rb") as source:
        size = source.seek(0, SEEK_END)
        source.seek(max(0, size - HEAD))
        last = source.read().rpartition(b"\n")[2].decode("utf-8", "replace")
    if not last.strip() or layout.quote in last:   # a quoted text may hold line ends of its own
        return False
    return len(next(layout.rows([last]), [])) < (layout.usual_width or len(layout.columns))


def _parquet(content: Content, path: Path, scratch: Path) -> Table:
    import duckdb

    place = plain_name(content.path, scratch, "table.parquet")
    try:
        names = [row[0] for row in connection().execute(
            f"SELECT column_name FROM (DESCRIBE SELECT * FROM read_parquet({literal(str(place))}))").fetchall()]
    except duckdb.Error as failure:
        raise Refused("unreadable_parquet", file=path.name, reason=str(failure).splitlines()[0]) from None
    return Table(path=place, name=path.name, digest=content.digest or sha256_of(path), columns=tuple(names),
                 notes=content.notes)


def _alike(tables: Sequence[Table], scratch: Path) -> list[Table]:
    """Tables with the same columns in the same order and the same form, rewritten where they must be."""
    first = tables[0]
    known = [name.casefold() for name in first.columns]
    for table in tables[1:]:
        if table.kind != first.kind or sorted(name.casefold() for name in table.columns) != sorted(known):
            odd = tuple(name for name in table.columns if name.casefold() not in known)
            raise Refused("files_differ", file=table.name, other=first.name, columns=odd)
    if first.layout is None or all(_same_form(table.layout, first.layout) for table in tables):
        return list(tables)
    found = []
    for place, table in enumerate(tables):
        assert table.layout is not None
        target = scratch / f"alike-{place}.csv"
        there = [name.casefold() for name in table.columns]
        layout = rewrite(table.path, table.layout, target, file=table.name, order=[there.index(name) for name in known])
        layout = replace(layout, columns=first.columns)
        found.append(replace(table, path=target, columns=first.columns, layout=layout))
    return found


def _same_form(one: Layout | None, other: Layout) -> bool:
    return one is not None and (one.delimiter, one.quote, one.skip_lines, one.columns) == (
        other.delimiter, other.quote, other.skip_lines, other.columns)


