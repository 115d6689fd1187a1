"""Files that are written whole or not at all, and where logs lie."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from headway.refused import Refused

if TYPE_CHECKING:
    from headway.connect.prepare import Prepared
    from headway.engine.store import Workspace

Progress: TypeAlias = Callable[[str, int, int], None]
Files: TypeAlias = str | Path | Sequence[str | Path]

KEPT_IN_CACHE = 10   # logs; the oldest go first


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_text(path: Path, text: str) -> Path:
    """Write a file whole or not at all. Raises `Refused`: `cannot_write`, `disk_full`."""
    from headway.engine.store import refusing

    if path.is_dir():
        raise Refused("cannot_write", file=str(path), why="it is a folder")
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with refusing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            half.write_text(text, encoding="utf-8")
            half.replace(path)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return path


def place_of(workspace: str | Path | None) -> Workspace:
    from headway.engine.store import Workspace

    return Workspace(Path(workspace) if workspace is not None else cache_folder())


def source_of(workspace: str | Path | None, source: str | None, prepared: Prepared, stamp: str) -> str:
    """The source's name: as given, else the file's own name; in the cache, the digest of bytes and reading."""
    if source is not None:
        return source
    return stamp[:16] if workspace is None else Path(prepared.name).name.split(".")[0]


def cache_folder() -> Path:
    """Where logs lie that belong to no workspace: the user's cache, else a temporary folder of the user's own."""
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        root = str(Path.home() / "Library" / "Caches")
    else:
        root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(root) / "headway" if root else None
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    except OSError:
        pass   # a home that can't be written to: the temporary folder is always there
    return Path(tempfile.gettempdir()) / f"headway-{os.getuid() if hasattr(os, 'getuid') else 'user'}"
