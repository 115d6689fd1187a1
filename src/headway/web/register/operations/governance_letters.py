"""Letters about what governance gave to people. They go out with those of the day: the register knows who wants which letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from headway.web.accounts.models import InUnit, User
from headway.web.ground import outbox
from headway.web.register.letters import Occasion, wanting
from headway.web.vision.models import (
    DecisionState,
    GovernanceDecision,
    Investment,
    InvestmentState,
    Objective,
    ObjectiveState,
    Policy,
    Risk,
)
from headway.web.vision.queries import seen_by

CAUGHT_UP = timedelta(days=6)   # a worker that rested for some days sends what it missed


@dataclass(frozen=True, slots=True)
class Letter:
    """To whom, about which row, on what occasion; `key` tells one such letter from the next about the same row."""

    to: User | None
    about: InUnit
    occasion: Occasion
    subject: str
    text: str
    page: str
    key: str
    by: User | None = None


def remind_of_governance(today: date) -> int:
    """Send them, each once however often this runs. Returns how many were asked for."""
    if not outbox.can_send():
        return 0
    asked = 0
    for letter in (*_decided(today), *_due(today), *_to_look_at(today), *_answered(today)):
        with transaction.atomic():
            asked += sum(outbox.post(
                to=person.email, subject=letter.subject, key=f"{letter.key}-to-{person.pk}",
                text=f"{letter.text}\n\n{settings.ADDRESS}{letter.page}\n")
                for person in wanting([letter.to], occasion=letter.occasion, by=letter.by)
                if seen_by(person, type(letter.about)).filter(pk=letter.about.pk).exists())
    return asked


def _decided(today: date) -> Iterator[Letter]:
    """Who is to see to a decision hears of it; whoever chaired the review was there."""
    rows = GovernanceDecision.objects.filter(state=DecisionState.OPEN, owner__isnull=False,
                                             changed_at__date__gte=today - CAUGHT_UP)
    for row in rows.select_related("owner", "review__chair", "unit").iterator(200):
        due = _("It is due on %(day)s.") % {"day": date_format(row.due_on)} if row.due_on else ""
        yield Letter(to=row.owner, about=row, occasion=Occasion.ASSIGNED, by=row.review.chair,
                     subject=_("A decision to see to: %(title)s") % {"title": row.decision[:120]},
                     text="\n\n".join(filter(None, (row.decision, row.reason, due))),
                     page=reverse("vision:review", args=[row.review_id]), key=f"decision-{row.pk}")


def _due(today: date) -> Iterator[Letter]:
    days = (today - CAUGHT_UP, today)
    for row in GovernanceDecision.objects.filter(state=DecisionState.OPEN, due_on__range=days).select_related("owner", "unit"):
        yield _of_the_day(row, row.due_on, to=row.owner, what=row.decision, occasion=Occasion.DUE,
                          page=reverse("vision:review", args=[row.review_id]))
    for aim in Objective.objects.filter(state=ObjectiveState.OPEN, by_when__range=days).select_related("owner", "unit"):
        yield _of_the_day(aim, aim.by_when, to=aim.owner, what=aim.title, occasion=Occasion.DUE,
                          page=reverse("vision:objective", args=[aim.pk]))


def _to_look_at(today: date) -> Iterator[Letter]:
    days = (today - CAUGHT_UP, today)
    for risk in Risk.objects.filter(closed_on=None, look_again_on__range=days).select_related("owner", "unit"):
        yield _of_the_day(risk, risk.look_again_on, to=risk.owner, what=risk.title, occasion=Occasion.LOOK_AGAIN,
                          page=reverse("vision:risks"))
    for policy in Policy.objects.filter(withdrawn_on=None, look_again_on__range=days).select_related("owner", "unit"):
        yield _of_the_day(policy, policy.look_again_on, to=policy.owner, what=policy.title, occasion=Occasion.LOOK_AGAIN,
                          page=reverse("vision:policies"))


def _of_the_day(row: InUnit, day: date | None, *, to: User | None, what: str, occasion: Occasion, page: str) -> Letter:
    told = {"title": what[:120], "day": date_format(day) if day else ""}
    if occasion is Occasion.DUE:
        subject, text = _("Due: %(title)s") % told, _("“%(title)s” is due on %(day)s.") % told
    else:
        subject, text = _("Look again: %(title)s") % told, _("“%(title)s” is to be looked at again on %(day)s.") % told
    return Letter(to=to, about=row, occasion=occasion, subject=subject, text=text, page=page,
                  key=f"{row._meta.model_name}-{row.pk}-{day}")


def _answered(today: date) -> Iterator[Letter]:
    """Whoever proposed an investment hears what was decided."""
    rows = Investment.objects.filter(state__in=(InvestmentState.APPROVED, InvestmentState.REFUSED),
                                     decided_on__range=(today - CAUGHT_UP, today))
    for row in rows.select_related("proposed_by", "decided_by", "unit"):
        told = {"title": row.title, "state": InvestmentState(row.state).label}
        yield Letter(to=row.proposed_by, about=row, occasion=Occasion.APPROVAL, by=row.decided_by,
                     subject=_("%(state)s: %(title)s") % told, text=row.decided_why or str(told["state"]),
                     page=reverse("vision:investment", args=[row.pk]), key=f"investment-{row.pk}-answer")
