"""A study begins with the first thing that is done in it, and ends when its owner forgets it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import standing
from headway.web.accounts.roles import ALLOWS, May
from headway.web.ground.declined import Declined
from headway.web.learn.models import Study, Worked
from headway.web.learn.queries.study import study_of


def own_study(*, person: User, organisation: Organisation) -> Study:
    """The person's study in this organisation, begun where there is none. Raises `Declined("not_permitted")`."""
    if not any(May.LEARN in ALLOWS[role] for _, where, role in standing(person).roles if where == organisation.pk):
        raise Declined("not_permitted")
    held = study_of(person, organisation)
    return held or Study.objects.get_or_create(person=person, organisation=organisation, course=None)[0]


def forget(study: Study) -> None:
    """Remove all that a study holds. Study data is its owner's, so nobody is told and no audit line remains."""
    study.delete()


def count_work(study: Study, minutes: float, *, new_cards: int = 0) -> None:
    """Add to today's minutes; call it in the transaction of what was done."""
    with transaction.atomic():
        day, _ = Worked.objects.select_for_update().get_or_create(study=study, on=timezone.localdate())
        day.minutes += minutes
        day.new_cards += new_cards
        day.save()
