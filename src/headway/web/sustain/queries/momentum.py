"""Step 7 of one improvement: what is there, and what its gate still wants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, may
from headway.web.accounts.roles import May
from headway.web.register.models import Improvement
from headway.web.register.queries.records import in_register
from headway.web.sustain.models import Alarm, Lesson, Recognition, StandardWork

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """`reason` is why none is needed; then the rest is empty."""

    pk: int
    watches: str
    kpi: int | None
    who: str
    every: str
    threshold: str
    response: str
    reason: str


@dataclass(frozen=True, slots=True)
class LessonLine:
    pk: int
    title: str
    happened: str
    advice: str
    number: str
    improvement: int
    of: str
    entity: str
    on: date


@dataclass(frozen=True, slots=True)
class WorkLine:
    pk: int
    kind: str
    name: str
    change: str
    address: str
    owner: str
    since: date


@dataclass(frozen=True, slots=True)
class ThanksLine:
    pk: int
    whom: str
    what: str
    how: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Momentum:
    alarms: tuple[AlarmLine, ...]
    lessons: tuple[LessonLine, ...]
    work: tuple[WorkLine, ...]
    thanks: tuple[ThanksLine, ...]
    wanted: tuple[str, ...]   # what the gate still wants, in words


@dataclass(frozen=True, slots=True)
class StepValue:
    """Step 7 on the improvement's page."""

    alarms: tuple[AlarmLine, ...]
    lessons: tuple[LessonLine, ...]
    wanted: tuple[str, ...]
    contributes: bool


def seen_by(person: User, of: type[Row]) -> QuerySet[Row]:
    """The rows that hang on improvements which this person sees."""
    return of._default_manager.filter(in_sight(person, field="improvement__unit")).select_related(
        "improvement__unit__organisation", "improvement__organisation", "improvement__entity")


def lessons_in(organisation: Organisation, person: User) -> QuerySet[Lesson]:
    """All that this person sees. Each is asked for its improvement: joined, a list of the newest would read all improvements."""
    seen = in_register(person, organisation).filter(pk=OuterRef("improvement"))
    return Lesson.objects.filter(Exists(seen)).select_related("improvement__organisation", "improvement__entity")


def visible(person: User, of: type[Row], pk: int) -> Row:
    found = seen_by(person, of).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def alarms_of(improvement: Improvement) -> tuple[AlarmLine, ...]:
    rows = Alarm.objects.filter(improvement=improvement, ended_at=None).select_related("kpi", "watcher").order_by("pk")
    return tuple(AlarmLine(
        row.pk, row.kpi.name if row.kpi else row.watches, row.kpi_id, str(row.watcher or _("nobody yet")),
        row.get_every_display(), row.threshold.rstrip(". "), row.response.rstrip(". "), row.no_alarm) for row in rows)


def lesson_line(row: Lesson) -> LessonLine:
    return LessonLine(row.pk, row.title, row.happened, row.advice, row.improvement.number, row.improvement_id,
                      row.improvement.title, row.improvement.entity.name, row.created_at.date())


def lessons_of(improvement: Improvement) -> tuple[LessonLine, ...]:
    rows = Lesson.objects.filter(improvement=improvement).select_related("improvement__entity").order_by("pk")
    return tuple(map(lesson_line, rows))


def wanted_of(alarms: tuple[AlarmLine, ...], lessons: tuple[LessonLine, ...]) -> tuple[str, ...]:
    found = [] if alarms else [_("an alarm on the gain, or why none is needed")]
    return tuple(found if lessons else [*found, _("a lesson")])


def momentum(improvement: Improvement) -> Momentum:
    """Four queries."""
    alarms, lessons = alarms_of(improvement), lessons_of(improvement)
    work = StandardWork.objects.filter(improvement=improvement).select_related("owner").order_by("changed_on", "pk")
    thanks = Recognition.objects.filter(improvement=improvement).order_by("on", "pk")
    return Momentum(
        alarms=alarms, lessons=lessons, wanted=wanted_of(alarms, lessons),
        work=tuple(WorkLine(row.pk, row.get_kind_display(), row.name, row.change, row.address, str(row.owner or ""),
                            row.changed_on) for row in work),
        thanks=tuple(ThanksLine(row.pk, row.whom, row.what, row.how, row.on) for row in thanks))


def step_panel(improvement: Improvement, person: User) -> StepValue:
    """Two queries."""
    alarms, lessons = alarms_of(improvement), lessons_of(improvement)
    return StepValue(alarms, lessons, wanted_of(alarms, lessons), may(person, May.CONTRIBUTE, unit=improvement.unit))
