"""Courses of one's own: those that one made, and those that were given to the organisation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from headway.learn.reading import built_in
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight
from headway.web.learn.models import OwnCourse, Study
from headway.web.learn.questions import taught


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course in the list; `id` is None for the one that ships."""

    id: int | None
    title: str
    edition: str
    chapters: int
    questions: int
    scenarios: int
    mine: bool
    released: bool
    chosen: bool
    changed_at: datetime | None


def readable(person: User, *, field: str = "") -> Q:
    """The condition under which an own course exists for a person."""
    before = f"{field}__" if field else ""
    return (Q(**{f"{before}made_by": person}) | Q(**{f"{before}released": True})) & in_sight(person, field=f"{before}unit")


def own_courses(person: User, organisation: Organisation) -> QuerySet[OwnCourse]:
    return OwnCourse.objects.filter(readable(person), unit__organisation=organisation)


def visible_course(person: User, pk: int) -> OwnCourse:
    """The course, or 404."""
    found = OwnCourse.objects.filter(readable(person), pk=pk).select_related("unit__organisation").first()
    if found is None:
        raise Http404
    return found


def course_rows(person: User, organisation: Organisation, study: Study | None) -> Sequence[CourseRow]:
    """The course that ships, then one's own by title."""
    here = study.course_id if study else None
    shipped = built_in()
    rows = [CourseRow(None, shipped.title, shipped.edition, len(shipped.chapters), len(shipped.questions),
                      len(shipped.scenarios), False, True, here is None, None)]
    for row in own_courses(person, organisation).order_by("title", "pk"):
        told = taught(row)
        rows.append(CourseRow(row.pk, row.title, told.edition, len(told.chapters), len(told.questions), len(told.scenarios),
                              row.made_by_id == person.pk, row.released, here == row.pk, row.changed_at))
    return rows
