"""The way to an exam: its day, the days of the week, the minutes; and the calendar that tells them to other programs."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from headway.learn.path import study_path
from headway.learn.schedule import deadline_plan
from headway.web.ground.declined import Declined
from headway.web.learn.models import Study
from headway.web.learn.queries.cards import NEW_A_DAY, all_memories
from headway.web.learn.queries.knowing import guide
from headway.web.learn.questions import course_of

FARTHEST = timedelta(days=731)    # what is learnt earlier than two years before is learnt for life, not for the day


def plan_for(study: Study, *, exam_on: date, weekdays: Collection[int], minutes: int, other_language: bool) -> Study:
    """Aim at an exam; cards are scheduled from now on by the retention that suits its day.

    Raises `Refused`: exam_in_the_past, no_sessions; `Declined("exam_too_far")`.
    """
    today = timezone.localdate()
    if exam_on > today + FARTHEST:
        raise Declined("exam_too_far")
    study_path(course_of(study), guide(study), from_on=today, exam_on=exam_on, weekdays=weekdays, minutes=minutes)
    plan = deadline_plan(all_memories(study), from_on=today, exam_on=exam_on, new_a_day=NEW_A_DAY)
    with transaction.atomic():
        held = Study.objects.select_for_update().get(pk=study.pk)
        held.exam_on, held.weekdays, held.minutes = exam_on, sorted(set(weekdays)), minutes
        held.other_language, held.retention = other_language, plan.retention
        held.save()
    return held


def aim_at_nothing(study: Study) -> None:
    """No exam any more: cards are scheduled for life."""
    Study.objects.filter(pk=study.pk).update(exam_on=None, weekdays=[], retention=.9)


def open_calendar(study: Study) -> str:
    """Give the calendar a new secret address; an older one leads nowhere from then on."""
    word = secrets.token_urlsafe(32)
    Study.objects.filter(pk=study.pk).update(calendar_word=word)
    return word


def close_calendar(study: Study) -> None:
    """The calendar's address leads nowhere any more."""
    Study.objects.filter(pk=study.pk).update(calendar_word="")
