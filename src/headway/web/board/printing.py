"""Where printed reports lie until they are fetched: one a person and improvement. What waits is swept away after a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from headway.report.pdf import write_pdf
from headway.web.accounts.models import User
from headway.web.register.models import Improvement

FOLDER = "board/printed"
KEPT = timedelta(days=1)


def place_of(person: int, improvement: int) -> str:
    return f"{FOLDER}/{person}-{improvement}.pdf"


def is_printed(person: User, improvement: Improvement) -> bool:
    return default_storage.exists(place_of(person.pk, improvement.pk))


def printed(person: User, improvement: Improvement) -> bytes | None:
    """What was printed last for this person."""
    place = place_of(person.pk, improvement.pk)
    if not is_printed(person, improvement):
        return None
    with default_storage.open(place, "rb") as file:
        content: bytes = file.read()
    return content


def on_paper(html: str, *, name: str) -> bytes:
    """The page as PDF. Raises `Refused`: no_browser, browser_failed, cannot_write."""
    with TemporaryDirectory(prefix="headway-board-") as folder:
        return write_pdf(html, Path(folder, name)).read_bytes()


def keep(content: bytes, *, person: int, improvement: int) -> None:
    """In place of a former print."""
    place = place_of(person, improvement)
    default_storage.delete(place)
    default_storage.save(place, ContentFile(content))


def sweep(now: datetime, *, folder: str = FOLDER) -> int:
    """Remove what lies in a folder for longer than a day; how many files there were."""
    if not default_storage.exists(folder):
        return 0
    old = [name for name in default_storage.listdir(folder)[1]
           if now - default_storage.get_modified_time(f"{folder}/{name}") > KEPT]
    for name in old:
        default_storage.delete(f"{folder}/{name}")
    return len(old)
