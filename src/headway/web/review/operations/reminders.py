"""The letters of the day: verdicts that can be looked at again."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from headway.web.register.letters import Occasion, tell
from headway.web.register.states import LIVE
from headway.web.review.models import LONG, Verdict

CAUGHT_UP = timedelta(days=6)   # a worker that rested for some days sends what it missed


def remind(today: date) -> int:
    """Send them, each once however often this runs. Returns how many were asked for."""
    come = (Verdict.objects.filter(replaced_at=None, question__ended_at=None, improvement__state__in=LIVE,
                                   look_again_on__range=(today - CAUGHT_UP, today))
            .select_related("improvement__owner", "improvement__coordinator").defer(*LONG))
    asked = 0
    for row in come.iterator(200):
        with transaction.atomic():
            asked += tell(
                [row.improvement.owner, row.improvement.coordinator], about=row.improvement, occasion=Occasion.LOOK_AGAIN,
                by=None, key=f"look-again-{row.pk}", subject=_("Look again: %(title)s") % {"title": row.improvement.title},
                text=_("By now the change hoped for would show in “%(measure)s”. The verdict so far: %(says)s") % {
                    "measure": row.measure, "says": row.says})
    return asked
