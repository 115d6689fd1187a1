"""Fetching is permission: what is not in sight does not exist."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from headway.web.accounts.models import User
from headway.web.accounts.queries import in_sight
from headway.web.review.models import Question, Verdict

Row = TypeVar("Row", bound=Model)
LED_TO = ("improvement__unit__organisation", "improvement__entity", "improvement__organisation", "improvement__owner")


def seen_by(person: User, of: type[Row]) -> QuerySet[Row]:
    """The rows that hang on improvements which this person sees."""
    return of._default_manager.filter(in_sight(person, field="improvement__unit")).select_related(*LED_TO)


def visible_verdict(person: User, pk: int) -> Verdict:
    """One verdict with what it was asked of, or 404."""
    found = (seen_by(person, Verdict).select_related("question__intervention", "question__kpi__entity", "question__baseline",
                                                     "question__asked_by").filter(pk=pk).first())
    if found is None:
        raise Http404
    return found


def visible_question(person: User, pk: int) -> Question:
    found = seen_by(person, Question).select_related("intervention", "kpi").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
