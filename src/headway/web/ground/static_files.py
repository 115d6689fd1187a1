"""Tokens, chart styles and fonts come from the reports, so that a chart looks the same on a page and in a file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

SHARED = {"headway/style": "style", "headway/fonts": "fonts"}   # under static/ → in headway.report


class FromReports(FileSystemFinder):
    """Finds what the reports already have."""

    def __init__(self, app_names: object = None, *args: object, **kwargs: object) -> None:
        report = Path(str(files("headway.report")))
        self.locations = [(prefix, str(report / folder)) for prefix, folder in SHARED.items()]
        self.storages = {}
        for prefix, root in self.locations:
            storage = FileSystemStorage(location=root)
            storage.prefix = prefix   # type: ignore[attr-defined]
            self.storages[root] = storage

    def check(self, **kwargs: object) -> list[object]:   # type: ignore[override]
        return []

    def list(self, ignore_patterns: object) -> object:   # type: ignore[override]
        return super().list(["*.py", "__pycache__", "*.ttf", "*.js", *(ignore_patterns or [])])   # type: ignore[misc]
