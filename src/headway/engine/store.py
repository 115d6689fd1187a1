"""Where logs lie: a workspace folder with one folder a source, its Parquet tables, and a manifest that is the truth.

A commit writes new files beside the old ones, then replaces the manifest by one atomic rename. Whoever is killed at
any moment leaves either the former state or the new one, whole; files that no manifest names are swept later.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from headway.eventlog.refused import Refused

FORMAT = 1
LOCK_SECONDS = 600   # an import of ten million events takes about a minute; ten is long enough to wait for another
# Names that Windows keeps for devices, in any letter case and with any ending.
RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)


def folder_name(source: str) -> str:
    """A folder name for a source that every file system takes; unlike sources never share one.

    >>> folder_name("service desk: north")
    'service-desk-north-e0884e'
    """
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", source).strip("-")[:40]
    if plain and plain == source and plain == plain.lower() and not RESERVED.match(plain):
        return plain
    return f"{plain or 'source'}-{sha256(source.encode()).hexdigest()[:6]}".lower()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The state of one source. File names are relative to the source's folder; `log` is a stored `EventLog`."""

    generation: int = 0
    tickets: str | None = None
    events: str | None = None
    imports: tuple[dict[str, Any], ...] = ()
    log: dict[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        rejected = {str(told["rejected"]) for told in self.imports if told.get("rejected")}
        return {name for name in (self.tickets, self.events) if name} | rejected


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that holds an organisation's logs and the key with which names of people are hashed."""

    folder: Path

    def key(self) -> str:
        """The workspace's key; made once. Without it nobody can tell whether a hash is a given person's."""
        path = self.folder / "key"
        if not path.exists():
            with refusing(self.folder):
                self.folder.mkdir(parents=True, exist_ok=True)
                temporary = path.with_name(f"key.{secrets.token_hex(4)}")
                with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                    file.write(secrets.token_hex(32))
                try:
                    os.link(temporary, path)   # the first of two concurrent makers wins, and both read its key
                except FileExistsError:
                    pass
                except OSError:                # file systems without hard links
                    temporary.replace(path)
                temporary.unlink(missing_ok=True)
        return path.read_text(encoding="ascii").strip()

    def source(self, name: str) -> Path:
        return self.folder / "sources" / folder_name(name)

    def manifest(self, name: str) -> Manifest:
        """The present state of a source; an empty one where nothing was imported yet."""
        path = self.source(name) / "manifest.json"
        if not path.exists():
            return Manifest()
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as broken:
            raise Refused("broken_workspace", file=str(path)) from broken
        if told.pop("format", None) != FORMAT:
            raise Refused("other_format", file=str(path), expected=FORMAT)
        return Manifest(**(told | {"imports": tuple(told["imports"])}))

    @contextmanager
    def changing(self, name: str) -> Iterator[Path]:
        """Hold the source while it changes and sweep what an interrupted import left. Yields a scratch folder in it."""
        folder = self.source(name)
        with refusing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(folder / "lock")
            try:
                lock.acquire(timeout=LOCK_SECONDS)
            except Timeout as busy:
                raise Refused("workspace_busy", folder=str(folder)) from busy
            try:
                sweep(folder, self.manifest(name))
                scratch = folder / f"scratch-{secrets.token_hex(4)}"
                scratch.mkdir()
                yield scratch
            finally:
                sweep(folder, self.manifest(name))
                lock.release()

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for what is unpacked before it is taken in, on the disk where the log will lie.

        Its owner holds a lock in it, so that the next one can sweep what a killed one left.
        """
        with refusing(self.folder):
            place = self.folder / "scratch"
            place.mkdir(parents=True, exist_ok=True)
            for left in place.iterdir():
                sweep_abandoned(left)
            mine = Path(tempfile.mkdtemp(dir=place))
            lock = FileLock(mine / "lock")
            lock.acquire()
        try:
            yield mine
        finally:
            lock.release()
            shutil.rmtree(mine, ignore_errors=True)

    def keep_newest(self, most: int) -> None:
        """Forget all but the newest sources: for a cache, where a log can be read again from its file."""
        folder = self.folder / "sources"
        found = sorted(folder.glob("*/manifest.json"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for manifest in found[most:]:
            sweep_abandoned(manifest.parent)

    def commit(self, name: str, manifest: Manifest) -> None:
        """Make `manifest` the truth: its files are on disk, then one rename."""
        folder = self.source(name)
        for file in manifest.files:
            flush(folder / file)
        told = {"format": FORMAT} | {
            part: getattr(manifest, part) for part in ("generation", "tickets", "events", "imports", "log")
        }
        temporary = folder / f"manifest.{secrets.token_hex(4)}"
        temporary.write_text(json.dumps(told, indent=1, sort_keys=True), encoding="utf-8")
        flush(temporary)
        temporary.replace(folder / "manifest.json")
        if os.name == "posix":   # the rename itself must be on disk; Windows has no such call for folders
            flush(folder)


def flush(path: Path) -> None:
    """Wait until the file (or, on POSIX, the folder) is on disk."""
    handle = os.open(path, os.O_RDONLY if os.name == "posix" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(folder: Path, manifest: Manifest) -> None:
    """Remove what no manifest names: scratch folders and tables of imports that never came to their end."""
    kept = manifest.files | {"manifest.json", "lock"}
    for path in folder.iterdir():
        if path.name in kept:
            continue
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def sweep_abandoned(folder: Path) -> None:
    """Remove a folder whose lock nobody holds."""
    lock = FileLock(folder / "lock")
    try:
        with lock.acquire(timeout=0):
            shutil.rmtree(folder, ignore_errors=True)
    except (Timeout, OSError):   # in use, or gone already
        return


@contextmanager
def refusing(where: Path) -> Iterator[None]:
    """Turn the file system's errors into refusals that say where and what."""
    try:
        yield
    except OSError as error:
        code = "disk_full" if error.errno in (28, 122) else "cannot_write"   # ENOSPC, EDQUOT
        raise Refused(code, where=str(where), why=error.strerror or str(error)) from error
