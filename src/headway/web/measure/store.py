"""Where files lie: uploads as they were given, and the event store of each organisation. Both outside of every web root."""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from headway.engine.store import Workspace, refusing
from headway.engine.stored import log_from
from headway.eventlog.log import EventLog
from headway.web.ground.declined import Declined
from headway.web.measure.models import Source, Upload

MEGABYTE = 1 << 20
AGED = timedelta(days=1)   # a folder that is still being filled is younger


def upload_limit() -> int:
    """The largest file that may be uploaded, in bytes."""
    return int(settings.UPLOAD_MEGABYTES) * MEGABYTE


def uploads() -> Path:
    return Path(settings.DATA) / "uploads"


def path_of(upload: Upload) -> Path:
    return uploads() / upload.stored_as


def workspace_of(source: Source) -> Workspace:
    """The event store of the source's organisation."""
    return Workspace(Path(settings.DATA) / "stores" / str(source.unit.organisation_id))


def state_of(source: Source) -> tuple[EventLog | None, str]:
    """The log of a source as it stands, and its digest, from one look at the store; None and "" where it has none yet.

    The digest is of all imports that made the log, in their order: the same log has the same digest.
    """
    workspace = workspace_of(source)
    manifest = workspace.manifest(source.folder)
    stamps = [str(told["stamp"]) for told in manifest.imports]
    return (log_from(manifest, folder=workspace.source(source.folder)) if manifest.log else None,
            sha256("".join(stamps).encode()).hexdigest() if stamps else "")


def log_of(source: Source) -> EventLog | None:
    return state_of(source)[0]


def digest_of_log(source: Source) -> str:
    return state_of(source)[1]


def rejected_path(upload: Upload) -> Path:
    """The file of an upload's rejected rows, each with its place and reason."""
    return workspace_of(upload.source).source(upload.source.folder) / Path(upload.rejected_file).name


def keep(chunks: Iterable[bytes], *, name: str) -> tuple[str, int, str]:
    """Write what comes in to a folder of its own: (where it lies in `uploads`, its size, the digest of its bytes).

    Raises `Declined` (`upload_too_large`, `upload_empty`), `Refused` (`disk_full`, `cannot_write`); then nothing is kept.
    """
    stored_as, limit = f"{secrets.token_hex(16)}/{safe_name(name)}", upload_limit()
    target = uploads() / stored_as
    digest, size = sha256(), 0
    try:
        with refusing(uploads()):
            target.parent.mkdir(parents=True)
            with target.open("xb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > limit:
                        raise Declined("upload_too_large", limit=limit // MEGABYTE)
                    digest.update(chunk)
                    file.write(chunk)
        if not size:
            raise Declined("upload_empty", file=name)
    except BaseException:
        forget(stored_as)
        raise
    return stored_as, size, digest.hexdigest()


def forget(stored_as: str) -> None:
    """Remove what `keep` wrote."""
    shutil.rmtree((uploads() / stored_as).parent, ignore_errors=True)


def sweep(now: datetime) -> int:
    """Remove uploads that no row has named for a day: kept when a server was killed before it could write the row."""
    removed = 0
    for folder in sorted(uploads().iterdir()) if uploads().is_dir() else ():
        if folder.stat().st_mtime < (now - AGED).timestamp() and not Upload.objects.filter(
                stored_as__startswith=f"{folder.name}/").exists():
            shutil.rmtree(folder, ignore_errors=True)
            removed += 1
    return removed


def safe_name(name: str) -> str:
    """The last part of a file's name with nothing in it that a path, a pattern or a shell could mean something by.

    >>> safe_name("../../etc/export [1].csv"), safe_name("")
    ('export_1_.csv', 'file')
    """
    plain = re.sub(r"[^\w.-]+", "_", name.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    return plain[-80:] or "file"
