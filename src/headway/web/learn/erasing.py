"""A person who is erased leaves no study behind."""

from __future__ import annotations

from headway.web.accounts.erasing import when_erased
from headway.web.accounts.models import User
from headway.web.learn.models import Study


@when_erased
def their_studies(erased: User) -> None:
    Study.objects.filter(person=erased).delete()
