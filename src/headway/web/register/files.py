"""Attachments: what a file is by its content, how large it may be, where it lies. Never served inline."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePath
from typing import Final
from zipfile import BadZipFile, ZipFile

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import HttpResponse
from django.utils.http import content_disposition_header

from headway.web.ground.declined import Declined
from headway.web.register.models import Attachment

LONGEST_NAME = 200
FOLDER: Final = "register"
SWEPT: Final = ".swept"   # at the end of the name of a file that is about to be removed
AGED: Final = timedelta(days=1)   # a file of an operation under way is younger
# Endings → type, and how such a file begins. Texts begin with anything, so their whole content is looked at.
OFFICE: Final = "application/vnd.openxmlformats-officedocument"
SIGNED: Final[dict[str, tuple[str, bytes]]] = {
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"), "jpg": ("image/jpeg", b"\xff\xd8\xff"), "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "gif": ("image/gif", b"GIF8"), "webp": ("image/webp", b"RIFF"), "pdf": ("application/pdf", b"%PDF-"),
}
ZIPPED: Final[dict[str, tuple[str, str]]] = {   # ending → type, and a part that it holds
    "docx": (f"{OFFICE}.wordprocessingml.document", "word/document.xml"),
    "xlsx": (f"{OFFICE}.spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": (f"{OFFICE}.presentationml.presentation", "ppt/presentation.xml"),
    "odt": ("application/vnd.oasis.opendocument.text", "content.xml"),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", "content.xml"),
    "odp": ("application/vnd.oasis.opendocument.presentation", "content.xml"),
}
TEXTS: Final = {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv", "json": "application/json", "log": "text/plain"}
ENDINGS: Final = (*SIGNED, *ZIPPED, *TEXTS)


@dataclass(frozen=True, slots=True)
class Checked:
    """A file whose content is what its name says."""

    name: str
    content_type: str
    size: int
    digest: str
    file: File[bytes]


def checked(file: File[bytes], *, name: str) -> Checked:
    """Look at a file. Raises `Declined`: file_too_large, file_is_empty, file_of_no_kind, file_is_not_what_it_says."""
    name = PurePath(name.replace("\\", "/")).name[-LONGEST_NAME:]
    size, most = file.size or 0, settings.ATTACHMENT_MEGABYTES
    if size > most * 2 ** 20:
        raise Declined("file_too_large", name=name, most=most, field="file")
    if not size:
        raise Declined("file_is_empty", name=name, field="file")
    ending = name.rpartition(".")[2].lower()
    if "." not in name or ending not in ENDINGS:
        raise Declined("file_of_no_kind", name=name, kinds=", ".join(ENDINGS), field="file")
    if not _holds(file, ending):
        raise Declined("file_is_not_what_it_says", name=name, kind=ending, field="file")
    digest = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        digest.update(piece)
    content_type = (SIGNED.get(ending) or ZIPPED.get(ending) or (TEXTS.get(ending, ""),))[0]
    return Checked(name=name, content_type=content_type, size=size, digest=digest.hexdigest(), file=file)


def _holds(file: File[bytes], ending: str) -> bool:
    file.seek(0)
    if ending in SIGNED:
        begins = file.read(16)
        return begins.startswith(SIGNED[ending][1]) and (ending != "webp" or begins[8:12] == b"WEBP")
    if ending in ZIPPED:
        try:
            with ZipFile(file) as parts:
                return ZIPPED[ending][1] in parts.namelist()
        except (BadZipFile, ValueError):
            return False
    try:
        return all("\0" not in line.decode("utf-8") for line in file)
    except UnicodeDecodeError:
        return False


def place_of(digest: str) -> str:
    return f"{FOLDER}/{digest[:2]}/{digest}"


def keep(file: Checked) -> None:
    """Lay the file down under its digest; the same content lies there once, and counts as new when it comes again."""
    try:
        os.utime(default_storage.path(place_of(file.digest)))
    except FileNotFoundError:
        file.file.seek(0)
        default_storage.save(place_of(file.digest), file.file)


def sweep(now: datetime) -> int:
    """Remove files that no record has had for a day: half attached when a server was killed, or taken away by a person.

    A file is moved aside before it is removed, so that whoever attaches the same content meanwhile lays it down anew.
    """
    before = (now - AGED).timestamp()
    held = Attachment.objects.filter(Q(removed_at=None) | Q(removed_at__gte=now - AGED))
    removed = 0
    for path in sorted(Path(default_storage.path(FOLDER)).glob("*/*")):
        place = path.with_name(path.name.removesuffix(SWEPT))
        if held.filter(digest=place.name).exists():
            _back(path, place)   # where a sweep was killed
        elif path.stat().st_mtime < before:
            aside = path.rename(place.with_name(f"{place.name}{SWEPT}"))
            if aside.stat().st_mtime >= before:   # attached again between the look and the move
                _back(aside, place)
            else:
                aside.unlink()
                removed += 1
    return removed


def _back(aside: Path, place: Path) -> None:
    if aside != place and not place.exists():
        aside.rename(place)


def download(row: Attachment) -> HttpResponse:
    """The content as a file to keep, never shown in the browser as a page of ours. Raises `Declined`: file_is_gone."""
    try:
        with default_storage.open(place_of(row.digest), "rb") as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Declined("file_is_gone") from error
    return HttpResponse(content, content_type="application/octet-stream", headers={
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=row.name) or "attachment",
        "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox"})
