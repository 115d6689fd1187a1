"""Whose study it is: there is no other way to one than by its person."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.http import Http404

from headway.web.accounts.models import Organisation, User
from headway.web.learn.models import Drill, Sitting, Study
from headway.web.learn.queries.courses import readable

Owned = TypeVar("Owned", Sitting, Drill)


def study_of(person: User, organisation: Organisation, **also: models.Subquery) -> Study | None:
    """The person's study that is open, or None where they have not begun one. A course taken back is open no more.

    `also` is read in the same query, into the study's own dictionary.
    """
    mine = Study.objects.filter(person=person, organisation=organisation).select_related("course")
    open_ones = mine.filter(course=None) | mine.filter(readable(person, field="course"), chosen=True)
    return open_ones.annotate(**also).order_by(models.F("course").desc(nulls_last=True)).first()


def own(person: User, kind: type[Owned], pk: int) -> Owned:
    """A sitting or drill of this person; another's does not exist for them (404)."""
    rows: models.QuerySet[Owned] = kind._default_manager.select_related("study__organisation", "study__course")
    found = rows.filter(study__person=person, pk=pk).first()
    if found is None:
        raise Http404
    return found
