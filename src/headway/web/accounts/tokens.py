"""Who calls the API: a token in the header, or the session of a page."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils import timezone
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from headway.web.accounts.models import ApiToken, Scope, User
from headway.web.accounts.operations import digest_of_secret
from headway.web.accounts.queries import organisation_named

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class ByToken(HttpBearer):
    """`Authorization: Bearer hw_…`; a token of scope `read` may only read."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        found = (ApiToken.objects.select_related("person")
                 .filter(digest=digest_of_secret(token), person__is_active=True).first())
        now = timezone.now()
        if found is None or (found.ends_at and found.ends_at < now):
            return None
        if found.scope == Scope.READ and request.method not in READING:
            raise HttpError(403, "This token may only read. Make one with the scope “write”.")
        if found.used_on != now.date():   # a date is enough to see which are idle, and costs one write a day
            ApiToken.objects.filter(pk=found.pk).update(used_on=now.date())
        request.user = found.person
        request.token = found   # type: ignore[attr-defined]
        request.organisation = organisation_named(request)   # type: ignore[attr-defined]
        return found.person


class BySession(APIKeyCookie):
    """The session of a signed-in person, with the CSRF token where something is written."""

    param_name = "sessionid"

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:
        return request.user if isinstance(request.user, User) and not isinstance(request.user, AnonymousUser) else None
