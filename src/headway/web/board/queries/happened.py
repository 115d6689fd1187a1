"""Everything that happened to one improvement beside its steps, out of twelve tables in one query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Case, CharField, DateField, DateTimeField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.act.models import Intervention, OtherEvent, Pilot, Task, TaskState
from headway.web.aim.models import Balancing
from headway.web.register.models import Improvement
from headway.web.review.models import Decision, DecisionKind, RefusedComparison, Verdict
from headway.web.sustain.models import Alarm, Lesson, Recognition, StandardWork

NO_MOMENT, NO_DAY = Cast(Value(None), DateTimeField()), Cast(Value(None), DateField())
WORDS: Final[dict[str, str | Promise]] = {
    "look": _("Verdict"), "refused": _("Not compared"), "decision": _("Decided"), "change": _("Changed"), "undone": _("Undone"),
    "event": _("Also happened"), "pilot": _("Pilot begins"), "lesson": _("Lesson"), "alarm": _("Alarm set"),
    "no_alarm": _("No alarm"), "work": _("Standard work changed"), "thanks": _("Thanks to")}
TOLD: Final = tuple(WORDS)   # in the history; balances and tasks stand elsewhere


@dataclass(frozen=True, slots=True)
class Happening:
    """One row: its sort, the day, a title and a small line, and a code where the sort has one."""

    sort: str
    pk: int
    on: date | None
    title: str
    note: str
    code: str
    at: datetime | None

    @property
    def word(self) -> str:
        return str(WORDS.get(self.sort, ""))


@dataclass(frozen=True, slots=True)
class Happened:
    """All rows, newest first."""

    rows: tuple[Happening, ...]

    def of(self, *sorts: str) -> tuple[Happening, ...]:
        return tuple(row for row in self.rows if row.sort in sorts)

    def has(self, *sorts: str) -> bool:
        return any(row.sort in sorts for row in self.rows)


def happened(improvement: Improvement) -> Happened:
    """One query."""
    first, *others = (_alike(sort, rows, **parts) for sort, rows, parts in _parts(improvement))
    found = [_told(*row) for row in first.union(*others, all=True)]
    return Happened(tuple(sorted(found, key=lambda row: (row.on or date.min, row.sort, row.pk), reverse=True)))


def _told(sort: str, pk: int, at: datetime | None, on: date | None, title: str, note: str, code: str) -> Happening:
    title = str(DecisionKind(code).label) if sort == "decision" else title
    return Happening(sort, pk, on or (timezone.localdate(at) if at else None), title or "", note or "", code or "", at)


def _alike(sort: str, rows: QuerySet[Any], *, title: Any, note: Any = "", code: Any = "", at: Any = None, on: Any = None,
           ) -> QuerySet[Any]:
    def text(value: Any) -> Any:
        return Cast(Value("") if value == "" else F(value) if isinstance(value, str) else value, TextField())

    found: QuerySet[Any] = rows.order_by().annotate(
        told_sort=Value(sort, CharField(max_length=10)), told_at=F(at) if at else NO_MOMENT, told_on=F(on) if on else NO_DAY,
        told_title=text(title), told_note=text(note), told_code=text(code)).values_list(
        "told_sort", "pk", "told_at", "told_on", "told_title", "told_note", "told_code")
    return found


def _parts(improvement: Improvement) -> Iterable[tuple[str, QuerySet[Any], dict[str, Any]]]:
    def of(model: Any, **narrowed: Any) -> Any:
        return model._default_manager.filter(improvement=improvement, **narrowed)

    yield "look", of(Verdict), {"title": "headline", "note": "measure", "code": "answer", "at": "judged_at"}
    yield "refused", of(RefusedComparison), {"title": "before_what", "note": "after_what", "code": "code", "at": "at"}
    yield "decision", of(Decision), {"title": "kind", "note": "reason", "code": "kind", "at": "at"}
    yield from _done(of)
    yield "balance", of(Balancing, withdrawn_at=None), {"title": "kpi__name", "note": "given", "code": "kpi__direction"}
    watched = Case(When(kpi__isnull=False, then=F("kpi__name")), default=F("watches"))
    yield "alarm", of(Alarm, ended_at=None, no_alarm=""), {"title": watched, "note": "threshold", "at": "created_at"}
    yield "no_alarm", of(Alarm, ended_at=None).exclude(no_alarm=""), {"title": "no_alarm", "at": "created_at"}
    yield "lesson", of(Lesson), {"title": "title", "note": "advice", "at": "created_at"}
    yield "work", of(StandardWork), {"title": "name", "note": "change", "on": "changed_on"}
    yield "thanks", of(Recognition), {"title": "whom", "note": "what", "on": "on"}


def _done(of: Any) -> Iterator[tuple[str, QuerySet[Any], dict[str, Any]]]:
    """What step 5 holds."""
    yield "change", of(Intervention, withdrawn_at=None), {"title": "what", "note": "exposed", "code": "reach", "on": "starts_on"}
    yield "undone", of(Intervention, withdrawn_at=None, undone_on__isnull=False), {
        "title": "what", "note": "undone_because", "on": "undone_on"}
    yield "event", of(OtherEvent), {"title": "what", "note": "note", "on": "starts_on"}
    yield "pilot", of(Pilot), {"title": "name", "note": "scope", "on": "starts_on"}
    yield "task", of(Task, state__in=(TaskState.OPEN, TaskState.DOING)), {"title": "title", "code": "state", "on": "due_on"}
