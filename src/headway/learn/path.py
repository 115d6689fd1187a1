"""A study path to the day of an exam: what to do in each session, so that what is worth most comes first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from headway.learn.course import Course
from headway.learn.diagnosis import Gap
from headway.refused import Refused

CARDS_SHARE = .25       # of each session goes to cards that are due: spaced beats massed recall, g = .74 (Latimier et al. 2021)
MOCKS = 2               # in the last part, the second one at least two days before the exam
MOCK_EARLIEST = 14      # days before the exam
SHORTEST = 5            # minutes: a shorter rest of a session is left to cards


@dataclass(frozen=True, slots=True)
class Task:
    """A part of a session: cards · read · practise · check · keep · mock; `chapter` for those that have one."""

    kind: str
    minutes: float
    chapter: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A day's work."""

    on: date
    tasks: tuple[Task, ...]

    @property
    def minutes(self) -> float:
        return sum(task.minutes for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Path:
    """All sessions; `short_by` are minutes for which there is no room, the least worthwhile ones."""

    exam_on: date
    sessions: tuple[Session, ...]
    short_by: float

    @property
    def enough(self) -> bool:
        """Whether all finds room, but for a rest that is too short to be a part of a session."""
        return self.short_by < SHORTEST


@dataclass(slots=True)
class _Work:
    """What is still to be done in a chapter, while sessions are filled."""

    kind: str
    chapter: str
    left: float


def study_path(course: Course, gaps: Sequence[Gap], *, from_on: date, exam_on: date, weekdays: Collection[int],
               minutes: float, mock_minutes: float = 60) -> Path:
    """Sessions on `weekdays` (Monday is 0) of so many `minutes`, from a day up to the day before the exam.

    Raises `Refused`: exam_in_the_past, no_sessions.
    """
    if exam_on <= from_on:
        raise Refused("exam_in_the_past", exam=exam_on.isoformat())
    days = [day for day in (from_on + timedelta(days=number) for number in range((exam_on - from_on).days))
            if day.weekday() in set(weekdays)]
    if not days or minutes < SHORTEST:
        raise Refused("no_sessions", exam=exam_on.isoformat())
    mocks = _mock_days(days, exam_on)
    work = [_Work(gap.todo, gap.known.chapter, _minutes_for(gap)) for gap in gaps]
    sessions = []
    for day in days:
        if day in mocks:
            sessions.append(Session(day, (Task("mock", mock_minutes),)))
        else:
            sessions.append(Session(day, tuple(_tasks(work, minutes))))
    return Path(exam_on, tuple(sessions), sum(each.left for each in work))


def _minutes_for(gap: Gap) -> float:
    """Reading takes a chapter's time, practice half of it, a check or a refresher a fifth."""
    return gap.minutes * {"read": 1.0, "practise": .5, "check": .4, "keep": .2}[gap.todo]


def _mock_days(days: Sequence[date], exam_on: date) -> tuple[date, ...]:
    late = [day for day in days if timedelta(days=2) <= exam_on - day <= timedelta(days=MOCK_EARLIEST)]
    if len(days) <= MOCKS or not late:
        return ()
    return tuple({late[0], late[-1]}) if len(late) > 1 else (late[-1],)


def _tasks(work: Sequence[_Work], minutes: float) -> Iterator[Task]:
    """Cards first, then what is worth most, until the session is full; what is left of a chapter goes on next time."""
    yield Task("cards", minutes * CARDS_SHARE)
    room = minutes * (1 - CARDS_SHARE)
    for each in work:
        if each.left < 1 or room < min(SHORTEST, each.left):
            continue
        taken = min(each.left, room)
        each.left -= taken
        room -= taken
        yield Task(each.kind, taken, each.chapter)
    if room >= SHORTEST:
        yield Task("cards", room)
