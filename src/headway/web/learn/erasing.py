"""A person who is erased leaves no study behind, and no course but those that they gave to the organisation."""

from __future__ import annotations

from headway.web.accounts.erasing import when_erased
from headway.web.accounts.models import User
from headway.web.learn.models import OwnCourse, Study


@when_erased
def their_studies(erased: User) -> None:
    Study.objects.filter(person=erased).delete()
    OwnCourse.objects.filter(made_by=erased, released=False).delete()
    OwnCourse.objects.filter(made_by=erased).update(made_by=None)
