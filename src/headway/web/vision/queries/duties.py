"""What governance asks of one person: decisions that they see to, and what they answer for whose day has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import may_somewhere, units_where
from headway.web.accounts.roles import May
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
from headway.web.vision.queries.sight import seen_by

MOST = 50   # of one sort


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing to see to: what is the matter with it, by when, and where it stands. `decision` where it can be called done."""

    what: str
    why: str
    due_on: date | None
    late: bool
    href: str
    decision: int | None = None


def duties(person: User, organisation: Organisation, *, as_of: date) -> tuple[Duty, ...]:
    """Open decisions of a person, and their objectives, risks and policies that are due, the first due first. Four queries."""
    decided = seen_by(person, GovernanceDecision, organisation=organisation).filter(owner=person, state=DecisionState.OPEN)
    overdue = seen_by(person, Objective, organisation=organisation).filter(
        owner=person, state=ObjectiveState.OPEN, by_when__lte=as_of)
    risks = seen_by(person, Risk, organisation=organisation).filter(owner=person, closed_on=None, look_again_on__lte=as_of)
    policies = seen_by(person, Policy, organisation=organisation).filter(
        owner=person, withdrawn_on=None, look_again_on__lte=as_of)
    found = [
        *(Duty(row.decision, _("decided in “%(review)s”") % {"review": row.review.title}, row.due_on,
               row.due_on is not None and row.due_on < as_of, reverse("vision:review", args=[row.review_id]), row.pk)
          for row in decided.select_related("review").order_by(F("due_on").asc(nulls_last=True), "pk")[:MOST]),
        *(Duty(row.title, _("the objective's day has come: is it reached?"), row.by_when, row.by_when < as_of,
               reverse("vision:objective", args=[row.pk])) for row in overdue.order_by("by_when", "pk")[:MOST] if row.by_when),
        *(Duty(row.title, _("a risk to look at again"), row.look_again_on, row.look_again_on < as_of, reverse("vision:risks"))
          for row in risks.order_by("look_again_on", "pk")[:MOST] if row.look_again_on),
        *(Duty(row.title, _("a policy to look at again"), row.look_again_on, row.look_again_on < as_of,
               reverse("vision:policies")) for row in policies.order_by("look_again_on", "pk")[:MOST] if row.look_again_on)]
    return tuple(sorted(found, key=lambda duty: duty.due_on or date.max))


def investments_to_decide(person: User, organisation: Organisation) -> tuple[Investment, ...]:
    """Those that this person may decide on and did not propose, those that wait longest first. Two queries."""
    if not may_somewhere(person, May.APPROVE, organisation=organisation):
        return ()
    units = units_where(person, May.APPROVE, organisation=organisation)
    rows = Investment.objects.filter(unit__in=units, state=InvestmentState.PROPOSED).exclude(proposed_by=person)
    return tuple(rows.select_related("proposed_by").order_by("pk")[:MOST])
