"""XES event logs (IEEE 1849): streamed into a delimited text; no entity is expanded, nothing is fetched."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from headway.connect.dialect import named
from headway.connect.disk import Progress, chunks, reading, scratch_file
from headway.eventlog.refused import Refused

_VALUES = {"string", "date", "int", "float", "boolean", "id"}


@dataclass(slots=True)
class _Log:
    """What the parser has seen so far. Only attributes directly below a trace or an event are columns."""

    file: str
    out: Any  # a csv writer
    columns: dict[str, int] = field(default_factory=dict)
    trace: dict[str, str] = field(default_factory=dict)
    event: dict[str, str] | None = None
    in_trace: bool = False
    depth: int = 0
    owner_depth: int = 0
    events: int = 0
    root: str = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self.depth += 1
        if self.depth == 1:
            self.root = tag
            if tag != "log":
                raise Refused("unsupported_format", file=self.file, format="XML")
        elif tag == "trace" and self.depth == 2:
            self.in_trace, self.trace, self.owner_depth = True, {}, self.depth
        elif tag == "event" and self.depth <= 3:
            self.event, self.owner_depth = {}, self.depth
        elif tag in _VALUES and self.depth == self.owner_depth + 1 and "key" in attributes:
            holder = self.trace if self.event is None else self.event
            prefix = "case:" if self.event is None else ""
            holder[prefix + attributes["key"]] = attributes.get("value", "")

    def end(self, tag: str) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "event" and self.event is not None:
            self._write({**self.trace, **self.event})
            self.event, self.owner_depth = None, 2 if self.in_trace else 0
        elif tag == "trace" and self.depth == 2:
            self.in_trace, self.owner_depth = False, 0
        self.depth -= 1

    def refuse_doctype(self, *_: object) -> None:
        raise Refused("xml_doctype", file=self.file)

    def _write(self, row: dict[str, str]) -> None:
        for key in row:
            self.columns.setdefault(key, len(self.columns))
        cells = [""] * len(self.columns)
        for key, value in row.items():
            cells[self.columns[key]] = value
        self.out.writerow(cells)
        self.events += 1


def to_text(path: Path, target: Path, *, file: str, progress: Progress | None) -> tuple[str, ...]:
    """Write the events of a log as a comma-separated text with a header; returns notes.

    Trace attributes get the prefix `case:`. A log that ends early keeps the events that were whole (`truncated_file`).
    Refuses `xml_doctype` (it can carry entity bombs), `unsupported_format`, `unreadable_xml`, `no_events`.
    """
    body = target.with_suffix(".body")
    notes: tuple[str, ...] = ()
    with reading(path) as source, scratch_file(body) as out:
        wrapped = io.TextIOWrapper(out, encoding="utf-8", newline="")
        log = _Log(file, csv.writer(wrapped, lineterminator="\n"))
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = log.start
        parser.EndElementHandler = log.end
        parser.StartDoctypeDeclHandler = log.refuse_doctype
        try:
            for piece in chunks(source, stage="reading", total=path.stat().st_size, progress=progress):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError) as failure:
            if not log.events:
                raise Refused("unreadable_xml", file=file, row=parser.CurrentLineNumber, reason=str(failure)) from None
            notes = ("truncated_file",)
        finally:
            wrapped.detach()
    if not log.events:
        body.unlink()
        raise Refused("no_events", file=file)
    _pad(body, target, tuple(log.columns))
    return notes


def _pad(body: Path, target: Path, keys: tuple[str, ...]) -> None:
    """Give every row the full width: a log tells its columns only at its end."""
    columns, _ = named(keys)
    with body.open(encoding="utf-8", newline="") as rows, scratch_file(target) as out:
        wrapped = io.TextIOWrapper(out, encoding="utf-8", newline="")
        writer = csv.writer(wrapped, lineterminator="\n")
        try:
            writer.writerow(columns)
            for row in csv.reader(rows):
                writer.writerow(row + [""] * (len(columns) - len(row)))
        finally:
            wrapped.detach()
    body.unlink()
