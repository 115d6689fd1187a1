"""A delimited text as DuckDB can take it: UTF-8, no byte-order mark, lines that all end alike."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from headway.connect.disk import Progress, chunks, need_space, reading, scratch_file
from headway.connect.survey import Survey, legacy_encoding, wide_encoding
from headway.eventlog.refused import Refused

HEAD = 65_536
"""Bytes looked at before anything is decided about a file."""

_LONE_HIGH_BYTE = re.compile(rb"[\x80-\xff]")


@dataclass(frozen=True, slots=True)
class Text:
    """A text ready to be parsed; `encoding` is what the file itself was written in."""

    path: Path
    encoding: str
    digest: str
    notes: tuple[str, ...] = ()


def settle(path: Path, *, name: str, scratch: Path, progress: Progress | None) -> Text:
    """Look through the whole text once and hand it on as it is, or rewritten into scratch where it must be.

    `name` is the file's name for people. Refuses `empty_file`, `binary_file`, `nul_bytes`, `field_too_long`.
    """
    size = path.stat().st_size if path.is_file() else 0
    with reading(path) as source:
        head = source.read(HEAD)
        if not head.strip():
            raise Refused("empty_file", file=name)
        if wide := wide_encoding(head):
            source.seek(0)
            return _rewrite(chunks(source, stage="reading", total=size, progress=progress), wide, name, scratch, size)
        source.seek(0)
        digest = hashlib.sha256()
        survey = Survey(name)
        bad_sample = b""
        for piece in chunks(source, stage="reading", total=size, progress=progress):
            digest.update(piece)
            survey.feed(piece)
            if not survey.utf8 and len(bad_sample) < HEAD:
                bad_sample += b"".join(line for line in piece.split(b"\n") if _LONE_HIGH_BYTE.search(line))
        survey.finish()
        marked = head.startswith(codecs.BOM_UTF8)
        if survey.utf8 and not marked and not survey.mixed_ends:
            return Text(path, "utf-8", digest.hexdigest())
        encoding = "utf-8" if survey.utf8 else legacy_encoding(bad_sample)
        source.seek(0)
        again = chunks(source, stage="rewriting", total=size, progress=progress)
        text = _rewrite(again, encoding, name, scratch, size)
        if survey.utf8:
            return Text(text.path, "utf-8-sig" if marked else "utf-8", digest.hexdigest())
        return Text(text.path, encoding, digest.hexdigest(), ("undecodable_bytes",) if encoding == "utf-8" else ())


def _rewrite(pieces: Iterable[bytes], encoding: str, name: str, scratch: Path, size: int) -> Text:
    need_space(scratch, size)
    target = scratch / f"{stem(name)}.utf8.csv"
    digest = hashlib.sha256()
    survey = Survey(name)

    def counted() -> Iterator[bytes]:
        for piece in pieces:
            digest.update(piece)
            yield piece

    with scratch_file(target) as out:
        for text in _decoded(counted(), encoding):
            piece = text.encode("utf-8", "replace")
            survey.feed(piece)
            out.write(piece)
    survey.finish()
    if not survey.size:
        raise Refused("empty_file", file=name)
    return Text(target, encoding, digest.hexdigest())


def _decoded(pieces: Iterable[bytes], encoding: str) -> Iterator[str]:
    """The text in pieces that never end between the two halves of a line end; all line ends are newlines.

    Bytes that Windows-1252 leaves empty become the replacement sign rather than an error.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    held, first = "", True
    for piece in pieces:
        text = held + decoder.decode(piece)
        if first and text:
            text, first = text.removeprefix("\ufeff"), False
        held = "\r" if text.endswith("\r") else ""
        text = text[:-1] if held else text
        if text:
            yield text.replace("\r\n", "\n").replace("\r", "\n")
    if rest := held + decoder.decode(b"", True):
        yield rest.replace("\r", "\n")


def stem(name: str) -> str:
    """A file's name as a name in scratch."""
    return re.sub(r"[^\w.-]", "_", name)[-80:] or "table"
