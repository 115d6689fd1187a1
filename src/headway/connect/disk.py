"""Reading strangers' files and writing scratch files: what the operating system refuses becomes a `Refused`."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TypeAlias

from headway.eventlog.refused import Refused

Progress: TypeAlias = Callable[[str, int, int], None]

CHUNK = 500_000
"""Bytes read at a time: half of `LONGEST_LINE` in `survey`, so that a longer line always spans a boundary."""

SPARE_BYTES = 32 << 20
"""Disk space that must stay free while scratch files are written; a system without any stops working."""

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def reading(path: Path) -> Iterator[BinaryIO]:
    """Open a file of the user's for reading."""
    if path.is_dir():
        raise Refused("is_a_folder", file=str(path))
    try:
        if path.exists() and not path.is_file():
            raise Refused("not_a_file", file=str(path))
        source = path.open("rb")
    except FileNotFoundError:
        raise Refused("file_not_found", file=str(path)) from None
    except PermissionError:
        raise Refused("file_not_readable", file=str(path), reason="permission") from None
    except (OSError, ValueError) as failure:
        raise Refused("file_not_readable", file=str(path), reason=str(failure)) from None
    with source:
        try:
            yield source
        except OSError as failure:
            if failure.errno in _DISK_FULL:
                raise
            raise Refused("file_not_readable", file=str(path), reason=str(failure)) from None


@contextmanager
def scratch_file(path: Path) -> Iterator[BinaryIO]:
    """Open a scratch file for writing; nothing half-written stays behind after a failure."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as target:
            yield target
    except OSError as failure:
        path.unlink(missing_ok=True)
        if failure.errno in _DISK_FULL:
            raise Refused("disk_full", where=str(path.parent)) from None
        raise Refused("cannot_write", where=str(path.parent), reason=failure.strerror or str(failure)) from None
    except Refused:
        path.unlink(missing_ok=True)
        raise


def need_space(folder: Path, needed: int) -> None:
    """Refuse before the disk is full rather than after."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    if there is None:
        return
    free = shutil.disk_usage(there).free
    if free < needed + SPARE_BYTES:
        raise Refused("disk_full", where=str(folder), needed_bytes=needed, free_bytes=free)


def chunks(source: BinaryIO, *, stage: str, total: int, progress: Progress | None) -> Iterator[bytes]:
    """The bytes of a file piece by piece, with progress."""
    done = 0
    while piece := source.read(CHUNK):
        done += len(piece)
        if progress is not None:
            progress(stage, done, max(total, done))
        yield piece


def sha256_of(path: Path) -> str:
    """The digest of a file's bytes."""
    digest = hashlib.sha256()
    with reading(path) as source:
        while piece := source.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def plain_name(path: Path, scratch: Path, name: str) -> Path:
    """A path to the same bytes that DuckDB takes literally.

    DuckDB reads `*?[` in a path as a pattern (downloads are called `export[1].csv`) and decompresses by suffix.
    """
    if not any(sign in str(path) for sign in "*?[") and path.suffix.lower() not in (".gz", ".zst"):
        return path
    target = scratch / name
    try:
        scratch.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.symlink_to(path.resolve())
    except OSError:
        need_space(scratch, path.stat().st_size)
        with reading(path) as source, scratch_file(target) as copy:
            shutil.copyfileobj(source, copy)
    return target
