"""Whose study it is: there is no other way to one than by its person."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.http import Http404

from headway.web.accounts.models import Organisation, User
from headway.web.learn.models import Drill, Sitting, Study

Owned = TypeVar("Owned", Sitting, Drill)


def study_of(person: User, organisation: Organisation) -> Study | None:
    """The person's own study, or None where they have not begun one."""
    return Study.objects.filter(person=person, organisation=organisation).first()


def own(person: User, kind: type[Owned], pk: int) -> Owned:
    """A sitting or drill of this person; another's does not exist for them (404)."""
    rows: models.QuerySet[Owned] = kind._default_manager.select_related("study__organisation")
    found = rows.filter(study__person=person, pk=pk).first()
    if found is None:
        raise Http404
    return found
