"""The router that the parts hang on, and whose study a call is about."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.learn.models import Study
from headway.web.learn.operations.study import own_study
from headway.web.learn.queries.study import study_of

router = Router(tags=["learn"])


def seen_study(request: HttpRequest) -> Study | None:
    return study_of(person_of(request), organisation_of(request))


def begun_study(request: HttpRequest) -> Study:
    return own_study(person=person_of(request), organisation=organisation_of(request))
