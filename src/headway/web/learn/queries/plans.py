"""The study path as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from headway.web.learn.models import Study
from headway.web.learn.queries.knowing import path_of
from headway.web.learn.questions import course


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a session: what, how long, and on which chapter."""

    kind: str
    minutes: int
    chapter: str
    title: str


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    today: bool
    minutes: int
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class PathPage:
    exam_on: date
    days: Sequence[Day]
    weeks: int
    short_by: int
    retention: int


def path_page(study: Study | None) -> PathPage | None:
    """The sessions from today on; None where no exam is ahead."""
    path, today = path_of(study), timezone.localdate()
    if path is None or study is None:
        return None
    titles = {chapter.id: chapter.title for chapter in course().chapters}
    days = [Day(session.on, session.on == today, round(session.minutes), [
        Part(task.kind, round(task.minutes), task.chapter or "", titles.get(task.chapter or "", ""))
        for task in session.tasks]) for session in path.sessions]
    return PathPage(path.exam_on, days, max(round((path.exam_on - today).days / 7), 1), round(path.short_by),
                    round(100 * study.retention))
