"""The letters of the day: what is due, what is to be reviewed, what was on hold until today."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from headway.web.register.letters import Occasion, tell
from headway.web.register.models import Improvement
from headway.web.register.states import LIVE

CAUGHT_UP = timedelta(days=6)   # a worker that rested for some days sends what it missed


def remind(today: date) -> int:
    """Send them, each once however often this runs. Returns how many were asked for."""
    asked = 0
    days = (today - CAUGHT_UP, today)
    come = Q(due_on__range=days) | Q(review_on__range=days) | Q(on_hold_until__range=days)
    for found in Improvement.objects.filter(come, state__in=LIVE).select_related("owner", "coordinator").iterator(200):
        for day, occasion, said in ((found.due_on, Occasion.DUE, _("It is due on %(day)s.")),
                                    (found.review_on, Occasion.LOOK_AGAIN, _("It is to be looked at again on %(day)s.")),
                                    (found.on_hold_until, Occasion.LOOK_AGAIN, _("It was on hold until %(day)s."))):
            if day is not None and days[0] <= day <= today:
                with transaction.atomic():
                    asked += tell([found.owner, found.coordinator], about=found, occasion=occasion, by=None, subject=str(found),
                                  text=said % {"day": date_format(day)}, key=f"{occasion}-{found.pk}-{day}-{said[:20]}")
    return asked
