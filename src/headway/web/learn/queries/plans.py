"""The study path as a page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.safestring import SafeString

from headway.learn.course import Course
from headway.learn.path import Session
from headway.learn.schedule import Foretold, forecast
from headway.report.chart.recall import recall_course
from headway.web.learn.models import Study
from headway.web.learn.queries.cards import NEW_A_DAY, all_memories
from headway.web.learn.queries.knowing import path_of
from headway.web.learn.questions import course_of
from headway.web.measure.queries.rows import safe


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
    short_by: int
    retention: int
    recall: Sequence[Foretold]
    drawing: SafeString


def day_of(session: Session, course: Course) -> Day:
    """A session with its parts, those of one kind and chapter together."""
    titles = {chapter.id: chapter.title for chapter in course.chapters}
    parts: dict[tuple[str, str], float] = {}
    for task in session.tasks:
        name = (task.kind, task.chapter or "")
        parts[name] = parts.get(name, 0) + task.minutes
    return Day(session.on, session.on == timezone.localdate(), round(session.minutes), [
        Part(kind, round(minutes), chapter, titles.get(chapter, "")) for (kind, chapter), minutes in parts.items()])


def path_page(study: Study | None) -> PathPage | None:
    """The sessions from today on; None where no exam is ahead."""
    path = path_of(study)
    if path is None or study is None:
        return None
    told = forecast(all_memories(study), retention=study.retention, from_on=timezone.localdate(), exam_on=path.exam_on,
                    new_a_day=NEW_A_DAY)
    short_by = 0 if path.enough else round(path.short_by)
    return PathPage(path.exam_on, [day_of(session, course_of(study)) for session in path.sessions], short_by,
                    round(100 * study.retention), told, safe(recall_course(told)))
