"""Tasks: written, handed to somebody, moved on; and the letters of the day on which they are due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from headway.framework import Kind
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.act.models import Task, TaskState
from headway.web.act.queries import ENDED
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.letters import Occasion, tell
from headway.web.register.models import NO_DATE, Improvement
from headway.web.register.operations.ground_rules import demand_open
from headway.web.register.states import LIVE
from headway.web.vision.queries import pack_of

CAUGHT_UP = timedelta(days=6)   # a worker that rested for some days sends what it missed


def put_task(improvement: Improvement, *, by: User, given: Mapping[str, Any], task: Task | None = None,
             seen: int | None = None) -> Task:
    """Write a task down, or change one; its new owner gets a letter.

    Raises `Declined`: task_activity_unknown, owner_elsewhere, pilot_elsewhere, record_is_closed, changed_meanwhile.
    """
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("act.put_task", by=by, organisation=improvement.organisation) as audit:
        demand_open(improvement)
        before = facts_of(task) if task else None
        row = locked(task, seen=seen) if task else Task(improvement=improvement, made_by=by, state_at=timezone.now())
        former, held = row.owner_id, row.activity
        for name, value in given.items():
            setattr(row, name, value)
        _check(row, held=held)
        row.due_order = row.due_on or NO_DATE
        row.save()
        audit.line(row, before=before, after=facts_of(row))
        if row.owner_id != former:
            due = _("It is due on %(day)s.") % {"day": date_format(row.due_on)} if row.due_on else ""
            tell([row.owner], about=improvement, occasion=Occasion.ASSIGNED, by=by, key=f"task-{row.pk}-{row.version}",
                 subject=_("A task for you: %(title)s") % {"title": row.title},
                 text=f"{row.title}\n\n{row.note}\n\n{due}".strip())
    return row


def _check(row: Task, *, held: str) -> None:
    organisation = row.improvement.organisation
    if row.activity != held:
        if row.activity and row.activity not in {term.key for term in pack_of(organisation).of(Kind.ACTIVITY)}:
            raise Declined("task_activity_unknown", field="activity", term=row.activity)
        row.pack = organisation.pack
    if row.owner is not None and not row.owner.memberships.filter(unit__organisation=organisation).exists():
        raise Declined("owner_elsewhere", field="owner")
    if row.pilot is not None and row.pilot.improvement_id != row.improvement_id:
        raise Declined("pilot_elsewhere", field="pilot")


def move_task(task: Task, *, by: User, state: TaskState, seen: int | None = None) -> Task:
    """Take a task in hand, end it, drop it, or open it again."""
    demand(by, May.CONTRIBUTE, unit=task.improvement.unit)
    with operation("act.move_task", by=by, organisation=task.improvement.organisation) as audit:
        demand_open(task.improvement)
        row = locked(task, seen=seen)
        before = facts_of(row, "id", "state")
        row.state, row.state_at = state, timezone.now()
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "state"))
    return row


def remind_of_tasks(today: date) -> int:
    """Letters about tasks that are due, each once however often this runs. Returns how many were asked for."""
    asked = 0
    due = Task.objects.filter(due_on__range=(today - CAUGHT_UP, today), owner__isnull=False, improvement__state__in=LIVE)
    for row in due.exclude(state__in=ENDED).select_related("owner", "improvement").iterator(200):
        told = {"title": row.title, "day": date_format(row.due_order)}
        with transaction.atomic():
            asked += tell([row.owner], about=row.improvement, occasion=Occasion.DUE, by=None,
                          key=f"task-due-{row.pk}-{row.due_order}", subject=_("Due: %(title)s") % told,
                          text=_("Your task “%(title)s” is due on %(day)s.") % told)
    return asked
