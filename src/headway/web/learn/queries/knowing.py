"""What a learner knows, how sure that is, what to do next, and whether foretold chances were honest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from headway.learn.course import Course
from headway.learn.diagnosis import MANY, Gap, Known, brier, gaps, known
from headway.learn.path import Path, study_path
from headway.web.learn.models import AT_ONCE, COUNTING, Sitting, SittingAnswer, SittingKind, Study
from headway.web.learn.questions import course_of

DAYS_SHOWN = 14


@dataclass(frozen=True, slots=True)
class Honesty:
    """Chances that were foretold before exams, against what came."""

    exams: int
    brier: float | None


def counted(rows: Sequence[tuple[str, bool]], course: Course) -> tuple[Known, ...]:
    """What the newest answers of each chapter say, as many as a diagnostic asks in all: older ones are outgrown."""
    newest: dict[str, int] = {}
    kept = []
    for chapter, right in rows:
        newest[chapter] = newest.get(chapter, 0) + 1
        if newest[chapter] <= MANY:
            kept.append((chapter, right))
    return known(kept, chapters=[chapter.id for chapter in course.chapters])


def answers_of(study: Study) -> list[tuple[str, bool]]:
    """(chapter, right), newest first, of quizzes as they are answered and of papers that were handed in."""
    rows = (SittingAnswer.objects.filter(sitting__study=study, sitting__kind__in=COUNTING, choice__isnull=False)
            .filter(Q(sitting__kind__in=AT_ONCE) | Q(sitting__handed_in_at__isnull=False)).order_by("-at", "-pk"))
    return list(rows.values_list("chapter", "was_right"))


def known_by(study: Study | None) -> tuple[Known, ...]:
    return counted(answers_of(study) if study else [], course_of(study))


def guide(study: Study | None) -> tuple[Gap, ...]:
    """The gap guide: what an hour on each chapter is worth, the most first."""
    return gaps(course_of(study), known_by(study))


def path_of(study: Study | None, found: Sequence[Gap] | None = None) -> Path | None:
    """The study path from today on; None where no exam is ahead."""
    today = timezone.localdate()
    if study is None or study.exam_on is None or study.exam_on <= today or not study.weekdays:
        return None
    return study_path(course_of(study), guide(study) if found is None else found, from_on=today, exam_on=study.exam_on,
                      weekdays=study.weekdays, minutes=study.minutes,
                      mock_minutes=75 if study.other_language else 60)


def honesty(study: Study) -> Honesty:
    rows = [(row.foretold, row.passed) for row in Sitting.objects.filter(study=study, kind=SittingKind.MOCK)
            if row.foretold is not None and row.passed is not None]
    return Honesty(len(rows), brier(rows))


def last_days(study: Study | None) -> list[float]:
    """Minutes of the last two weeks, oldest first."""
    today = timezone.localdate()
    days = {row.on: row.minutes for row in study.days.all() if row.on > today - timedelta(days=DAYS_SHOWN)} if study else {}
    return [days.get(today - timedelta(days=ago), 0.0) for ago in reversed(range(DAYS_SHOWN))]
