"""What a file is, by its content, and what is inside it: gzip and zip are opened, bombs and locked boxes refused."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from headway.connect.disk import CHUNK, Progress, need_space, reading, scratch_file, sha256_of
from headway.connect.text import HEAD, stem
from headway.eventlog.refused import Refused

MOST_EXPANSION = 200
"""Times its packed size that a file may grow beyond `ALWAYS_ALLOWED`. Event logs shrink 20 to 60 times (the UCI log 19);
deflate's own limit, which bombs come near, is 1,032 (zlib technical details, zlib.net/zlib_tech.html)."""

ALWAYS_ALLOWED = 1 << 30
"""Bytes that any file may grow to: a thousand megabytes harm nobody who has the disk for them."""

SPACE_CHECK = 64 << 20
"""Bytes written between two looks at the free disk."""

DEEPEST = 3
"""Boxes within boxes that are opened: a zip that holds a gzipped file is seen, more is no export."""

_TABLE_SUFFIXES = (".csv", ".tsv", ".tab", ".psv", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".xes", ".gz")

_OTHER_FORMATS = (
    (b"%PDF", "PDF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7-Zip"),
    (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"), (b"\x28\xb5\x2f\xfd", "Zstandard"), (b"SQLite format 3", "SQLite"),
)


class Kind(StrEnum):
    TEXT = "text"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    XES = "xes"


@dataclass(frozen=True, slots=True)
class Content:
    """The table file itself, unpacked where it was packed. `digest` is None where the file was not packed."""

    path: Path
    kind: Kind
    digest: str | None = None
    notes: tuple[str, ...] = ()


def unpack(path: Path, *, scratch: Path, progress: Progress | None) -> Content:
    """Say what a file is and take it out of its gzip or zip.

    Refuses with `file_not_found`, `is_a_folder`, `empty_file`, `unsupported_format`, `password_protected`,
    `several_tables`, `no_table_in_zip`, `expands_too_far`, `unreadable_archive`, `disk_full`.
    """
    content = _open(path, name=path.name, scratch=scratch, progress=progress, depth=0)
    if content.path == path:
        return content
    return Content(content.path, content.kind, sha256_of(path), content.notes)


def _open(path: Path, *, name: str, scratch: Path, progress: Progress | None, depth: int) -> Content:
    with reading(path) as source:
        head = source.read(HEAD)
    if not head:
        raise Refused("empty_file", file=name)
    if depth > DEEPEST:
        raise Refused("unreadable_archive", file=name, reason=f"it is packed more than {DEEPEST} times over")
    if head.startswith(b"\x1f\x8b"):
        return _from_gzip(path, name=name, scratch=scratch, progress=progress, depth=depth)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _from_zip(path, name=name, scratch=scratch, progress=progress, depth=depth)
    return Content(path, _kind_of(head, path, name))


def _kind_of(head: bytes, path: Path, name: str) -> Kind:
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _old_office(path, name)
    for magic, form in _OTHER_FORMATS:
        if head.startswith(magic):
            raise Refused("unsupported_format", file=name, format=form)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        raise Refused("unsupported_format", file=name, format="HTML")
    if start.startswith((b"<?xml", b"<log", b"<!--", b"<!doctype")):
        return Kind.XES
    if start.startswith((b"{", b"[{", b"[[")):
        raise Refused("unsupported_format", file=name, format="JSON")
    return Kind.TEXT


def _old_office(path: Path, name: str) -> Kind:
    """An OLE container: a locked .xlsx (it holds a stream named EncryptedPackage, MS-OFFCRYPTO 2.3.4) or an old .xls."""
    with reading(path) as source:
        if "EncryptedPackage".encode("utf-16-le") in source.read():
            raise Refused("password_protected", file=name)
    return Kind.WORKBOOK


def _from_gzip(path: Path, *, name: str, scratch: Path, progress: Progress | None, depth: int) -> Content:
    inner = name.removesuffix(".gz") if name.endswith(".gz") else name
    target = scratch / f"{depth}-{stem(inner)}"
    packed = path.stat().st_size
    with reading(path) as source:
        complete = _expand(_gunzip(source), target, name=name, packed=packed, progress=progress)
    return _inside(target, inner, complete, scratch=scratch, progress=progress, depth=depth)


def _from_zip(path: Path, *, name: str, scratch: Path, progress: Progress | None, depth: int) -> Content:
    try:
        with zipfile.ZipFile(path) as box:
            names = box.namelist()
            if "xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names:
                _guard_sizes(box.infolist(), name=name, folder=scratch)
                return Content(path, Kind.WORKBOOK)
            entry = _the_table(box, name)
            _guard_sizes([entry], name=name, folder=scratch)
            if entry.flag_bits & 0x1:
                raise Refused("password_protected", file=name)
            target = scratch / f"{depth}-{stem(PurePosixPath(entry.filename).name)}"
            with box.open(entry) as source:
                pieces = iter(lambda: source.read(CHUNK), b"")
                complete = _expand(pieces, target, name=name, packed=entry.compress_size, progress=progress)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, RuntimeError) as failure:
        raise Refused("unreadable_archive", file=name, reason=str(failure)) from None
    return _inside(target, entry.filename, complete, scratch=scratch, progress=progress, depth=depth)


def _inside(target: Path, name: str, complete: bool, *, scratch: Path, progress: Progress | None, depth: int) -> Content:
    content = _open(target, name=name, scratch=scratch, progress=progress, depth=depth + 1)
    if complete:
        return content
    if content.kind is Kind.TEXT:
        _cut_last_line(content.path)
    return Content(content.path, content.kind, content.digest, (*content.notes, "truncated_file"))


def _the_table(box: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    entries = [
        entry for entry in box.infolist()
        if not entry.is_dir() and not entry.filename.startswith("__MACOSX/")
        and not PurePosixPath(entry.filename).name.startswith(".")
    ]
    tables = [entry for entry in entries if entry.filename.lower().endswith(_TABLE_SUFFIXES)] or entries
    if not tables:
        raise Refused("no_table_in_zip", file=name)
    if len(tables) > 1:
        raise Refused("several_tables", file=name, tables=tuple(entry.filename for entry in tables[:20]))
    return tables[0]


def _guard_sizes(entries: list[zipfile.ZipInfo], *, name: str, folder: Path) -> None:
    expanded = sum(entry.file_size for entry in entries)
    _guard_ratio(expanded, packed=sum(entry.compress_size for entry in entries), name=name)
    need_space(folder, expanded)


def _guard_ratio(expanded: int, *, packed: int, name: str) -> None:
    if expanded > ALWAYS_ALLOWED and expanded > MOST_EXPANSION * max(packed, 1):
        raise Refused("expands_too_far", file=name, packed_bytes=packed, expanded_bytes=expanded, most=MOST_EXPANSION)


def _expand(pieces: Iterator[bytes], target: Path, *, name: str, packed: int, progress: Progress | None) -> bool:
    """Write what comes out; False where the packed data ends early or is damaged after a readable part."""
    written = checked = 0
    with scratch_file(target) as out:
        need_space(target.parent, packed)
        try:
            for piece in pieces:
                out.write(piece)
                written += len(piece)
                if written - checked > SPACE_CHECK:
                    checked = written
                    _guard_ratio(written, packed=packed, name=name)
                    need_space(target.parent, SPACE_CHECK)
                if progress is not None:
                    progress("unpacking", written, written)
        except (zlib.error, EOFError, zipfile.BadZipFile) as failure:
            if not written:
                raise Refused("unreadable_archive", file=name, reason=str(failure)) from None
            return False
    return True


def _gunzip(source: BinaryIO) -> Iterator[bytes]:
    """The bytes of all members of a gzip file; `EOFError` where the last one ends early."""
    unzip = zlib.decompressobj(wbits=31)
    while packed := source.read(CHUNK):
        while packed:
            if out := unzip.decompress(packed, 4 * CHUNK):
                yield out
            packed = unzip.unconsumed_tail
            if unzip.eof:
                packed = unzip.unused_data.lstrip(b"\0") or source.read(CHUNK)
                if not packed.startswith(b"\x1f\x8b"):
                    return
                unzip = zlib.decompressobj(wbits=31)
    if not unzip.eof:
        raise EOFError("the packed data ends early")


def _cut_last_line(path: Path) -> None:
    """Take the line off that was cut in the middle: half a date may look like a whole one."""
    with path.open("r+b") as text:
        end = text.seek(0, 2)
        start = max(0, end - (1 << 20))
        text.seek(start)
        last = text.read().rfind(b"\n")
        if last >= 0:
            text.truncate(start + last + 1)
