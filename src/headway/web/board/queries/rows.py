"""The improvements under way, each in one row: its route, its verdict, how far it has come, what it waits for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from headway.verdict import Answer
from headway.web.board.drawing.way import way
from headway.web.board.queries import wants
from headway.web.board.queries.scope import Scope
from headway.web.ground.cursor import Page, page_of
from headway.web.plan.models import Approval
from headway.web.register.models import Backlog, Improvement
from headway.web.register.queries.route import line_of
from headway.web.register.states import State
from headway.web.review.models import LONG, Verdict
from headway.web.review.queries.cards import mark_of
from headway.web.sustain.models import Alarm, Lesson

SIZE = 25
ORDER = ("-step", "-step_since", "-pk")   # those that are furthest first
NOTHING = SafeString("")
UNSURE = (Answer.CANNOT_TELL_YET, Answer.SIGNS_ONLY)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One improvement. `way` is drawn where a verdict tells a level and a target was set."""

    pk: int
    number: str
    title: str
    entity: str
    entity_pk: int
    step: int
    route: str
    line: SafeString
    mark: SafeString
    answer: str
    headline: str
    says: str
    way: SafeString
    worse_elsewhere: bool
    waits_for: str
    whom: str
    look_again_on: date | None
    days: int
    days_in_all: int
    stale: bool
    quick_win: bool


def board_rows(scope: Scope, *, now: datetime, after: str | None = None) -> Page[BoardRow]:
    """A page of what is under way. Two queries."""
    page = page_of(_read(scope), order=ORDER, after=after, size=SIZE)
    verdicts = _verdicts([row.pk for row in page.items])
    return Page(items=[row_of(row, verdicts.get(row.pk, []), now=now) for row in page.items], next=page.next)


def _read(scope: Scope) -> QuerySet[Improvement]:
    asked = Approval.objects.filter(option__improvement=OuterRef("pk"), granted=None, answered_at=None)
    return (scope.improvements().filter(state=State.UNDER_WAY).select_related("entity__backlog", "owner").only(
        "number", "title", "step", "step_since", "route", "state", "created_at", "is_quick_win", "owner", "entity__name",
        "entity__backlog__stale_days", "owner__name", "owner__email").annotate(
        has_approval=Exists(asked), has_alarm=Exists(Alarm.objects.filter(improvement=OuterRef("pk"), ended_at=None)),
        has_lesson=Exists(Lesson.objects.filter(improvement=OuterRef("pk")))))


def _verdicts(pks: Iterable[int]) -> dict[int, list[Verdict]]:
    """The verdicts in force of each, newest first."""
    found: dict[int, list[Verdict]] = {}
    for row in (Verdict.objects.filter(improvement__in=list(pks), replaced_at=None, question__ended_at=None)
                .defer(*LONG).order_by("-judged_at", "-pk")):
        found.setdefault(row.improvement_id, []).append(row)
    return found


def row_of(row: Improvement, verdicts: list[Verdict], *, now: datetime) -> BoardRow:
    """The newest verdict speaks; that another measure got worse is said beside it."""
    verdict = verdicts[0] if verdicts else None
    backlog: Backlog = getattr(row.entity, "backlog", None) or Backlog(entity=row.entity)
    days = max(0, (now - row.step_since).days)
    want = wants.of_step(row.step, over=row.steps_are_over, approval=row.has_approval, alarm=row.has_alarm,   # type: ignore[attr-defined]
                         lesson=row.has_lesson, judged=verdict is not None)   # type: ignore[attr-defined]
    waits_for_data = (verdict is not None and row.step == 6 and not verdict.decided
                      and (verdict.look_again_on is not None or verdict.answer in UNSURE))
    return BoardRow(
        pk=row.pk, number=row.number, title=row.title, entity=row.entity.name, entity_pk=row.entity_id,
        step=row.step, route=row.route, line=line_of(row),
        mark=mark_of(verdict) if verdict else NOTHING, answer=verdict.answer if verdict else "",
        headline=verdict.get_answer_display() if verdict else "", says=verdict.says if verdict else "",
        way=way_of(verdict), worse_elsewhere=any(one.answer == Answer.WORSE for one in verdicts[1:]),
        waits_for=_("newer figures") if waits_for_data else str(want.what), whom="" if waits_for_data else said_whom(row, want),
        look_again_on=verdict.look_again_on if verdict and row.step == 6 else None, days=days,
        days_in_all=max(0, (now - row.created_at).days), stale=days > backlog.stale_days, quick_win=row.is_quick_win)


def said_whom(row: Improvement, want: wants.Want) -> str:
    """The role; that nobody owns the record is said."""
    return _("nobody owns it yet") if row.owner_id is None and str(want.whom) == str(wants.WANTS[1].whom) else str(want.whom)


def way_of(verdict: Verdict | None) -> SafeString:
    """How far it has come on the way from the level before to the target; nothing where either is missing."""
    if verdict is None or verdict.before is None or verdict.target is None or verdict.before == verdict.target:
        return NOTHING
    if verdict.after is None or verdict.after_low is None or verdict.after_high is None:
        return NOTHING
    start, whole = verdict.before, verdict.target - verdict.before
    now, low, high = ((value - start) / whole for value in (verdict.after, verdict.after_low, verdict.after_high))
    return mark_safe(way(now=now, low=min(low, high), high=max(low, high), answer=Answer(verdict.answer)))
