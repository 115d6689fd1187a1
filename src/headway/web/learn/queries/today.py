"""The first page of learning: what is due today, where one stands, and what is worth most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext

from headway.learn.course import CARD_MINUTES, Course
from headway.learn.diagnosis import SHAKY_BELOW, Gap, gaps
from headway.learn.path import Path
from headway.web.learn.models import Sitting, SittingKind, Study
from headway.web.learn.queries.cards import Waiting, hand_of, waiting
from headway.web.learn.queries.knowing import answers_of, counted, last_days, path_of
from headway.web.learn.queries.plans import Day, day_of
from headway.web.learn.queries.reading import ChapterRow, chapters
from headway.web.learn.queries.sittings import is_over
from headway.web.learn.questions import AGAIN_FROM, course_of

BAR_WIDTH, BAR_HEIGHT, BAR_STEP = 12, 34, 17
SCALE = 200     # the width of a drawn interval
LATELY = timedelta(days=7)    # how long a paper's wrong answers wait to be made good
NEWEST = 30     # sittings that are looked at
GRADED = (SittingKind.DIAGNOSTIC, SittingKind.PRACTICE, SittingKind.MOCK)


@dataclass(frozen=True, slots=True)
class GapRow:
    """A chapter in the gap guide, with the drawn interval's places."""

    chapter: str
    title: str
    right: int
    of: int
    mean: int
    low: int
    high: int
    todo: str
    points: float
    x_low: float
    x_high: float
    x_mean: float
    x_pass: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A day's minutes, drawn."""

    x: int
    y: int
    height: int
    worked: bool


@dataclass(frozen=True, slots=True)
class Chance:
    """The chance of passing as it was reckoned last, in whole per cent."""

    chance: int
    low: int
    high: int

    @property
    def told(self) -> str:
        return _told(self.chance)

    @property
    def low_told(self) -> str:
        return _told(self.low)

    @property
    def high_told(self) -> str:
        return _told(self.high)

    @property
    def one_told(self) -> bool:
        """Whether both ends of the interval read alike, so that naming them says nothing."""
        return self.low_told == self.high_told


def _told(share: int) -> str:
    """A chance is never nothing and never certain."""
    if share < 1:
        return gettext("under 1")
    return gettext("over 99") if share > 99 else str(share)


@dataclass(frozen=True, slots=True)
class GapsPage:
    """The gap guide, from how many answers, and the chance as it was reckoned last."""

    gaps: Sequence[GapRow]
    answers: int
    chance: Chance | None


@dataclass(frozen=True, slots=True)
class Today:
    """The page's parts; `session` is today's part of the path, `missed` a paper whose wrong answers were not made good yet."""

    cards: Waiting
    card_minutes: int
    session: Day | None
    under_way: Sitting | None
    begun: Sequence[Sitting]
    missed: Sitting | None
    chapters: Sequence[ChapterRow]
    gaps: Sequence[GapRow]
    answers: int
    chance: Chance | None
    exam_on: date | None
    path: Path | None
    bars: Sequence[Bar]
    days_worked: int
    now: datetime


def gaps_page(study: Study | None) -> GapsPage:
    answers = answers_of(study) if study else []
    told = course_of(study)
    return GapsPage([gap_row(gap, told) for gap in gaps(told, counted(answers, told))], len(answers), chance_of(study))


def today(study: Study | None) -> Today:
    if study is not None:
        prefetch_related_objects([study], "read", "days")    # several parts look at them
    answers = answers_of(study) if study else []
    told = course_of(study)
    found = gaps(told, counted(answers, told))
    path = path_of(study, found)
    cards = waiting(hand_of(study))
    lately = list(study.sittings.filter(Q(handed_in_at=None) | Q(started_at__gte=timezone.now() - LATELY))
                  .order_by("-started_at")[:NEWEST]) if study else []
    open_ones = [row for row in lately if not is_over(row)]
    exams = [row for row in open_ones if row.kind in (SittingKind.MOCK, SittingKind.PRACTICE)]
    days = last_days(study)
    return Today(
        cards, max(round(cards.many * CARD_MINUTES), 1), _session(path, told), exams[0] if exams else None,
        [row for row in open_ones if row not in exams][:3], _missed(lately), chapters(study),
        [gap_row(gap, told) for gap in found], len(answers), chance_of(study),
        study.exam_on if path and study else None, path, bars(days), sum(minutes > 0 for minutes in days), timezone.now())


def _missed(lately: Sequence[Sitting]) -> Sitting | None:
    """The newest paper with wrong answers that no quiz was begun from."""
    made_good = {question.get(AGAIN_FROM) for row in lately for question in row.questions[:1]}
    return next((row for row in lately if row.kind in GRADED and row.right is not None and row.right < len(row.questions)
                 and row.pk not in made_good), None)


def _session(path: Path | None, course: Course) -> Day | None:
    on = timezone.localdate()
    return next((day_of(session, course) for session in path.sessions if session.on == on), None) if path else None


def chance_of(study: Study | None) -> Chance | None:
    if study is None or study.chance is None or study.chance_low is None or study.chance_high is None:
        return None
    return Chance(round(100 * study.chance), round(100 * study.chance_low), round(100 * study.chance_high))


def gap_row(gap: Gap, course: Course) -> GapRow:
    known = gap.known
    chapter = course.chapter(known.chapter)
    return GapRow(known.chapter, chapter.title if chapter else "", known.right, known.of, round(100 * known.mean),
                  round(100 * known.low), round(100 * known.high), gap.todo, round(gap.points, 1), round(SCALE * known.low, 1),
                  round(SCALE * known.high, 1), round(SCALE * known.mean, 1), SCALE * SHAKY_BELOW)


def bars(days: Sequence[float]) -> list[Bar]:
    most = max([*days, 1.0])
    heights = [max(round(BAR_HEIGHT * minutes / most), 1) for minutes in days]
    return [Bar(place * BAR_STEP, BAR_HEIGHT - height, height, days[place] > 0) for place, height in enumerate(heights)]
