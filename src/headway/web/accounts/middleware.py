"""Which organisation a page is about, and in whose look."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from headway.web.accounts import queries
from headway.web.accounts.models import Organisation, User

KEPT_AS = "organisation"


class InOrganisation:
    """Sets `request.organisation`: the one chosen in the session, else the first of this person's, else None."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.organisation = chosen(request)   # type: ignore[attr-defined]
        return self.get_response(request)


def chosen(request: HttpRequest) -> Organisation | None:
    if not isinstance(request.user, User):
        return None
    own = {organisation.pk: organisation for organisation in queries.organisations(request.user)}
    return own.get(request.session.get(KEPT_AS, 0)) or next(iter(own.values()), None)
