"""What holds for every answer: the content policy, sign-in, and a page for what an operation declines."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme

from headway.eventlog.refused import Refused
from headway.web.ground.declined import Declined
from headway.web.ground.sentences import sentence

Answer = Callable[[HttpRequest], HttpResponse]
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self' data:", "font-src": "'self'",
    "connect-src": "'self'", "manifest-src": "'self'", "form-action": "'self'", "frame-ancestors": "'none'",
    "base-uri": "'none'", "object-src": "'none'",
}


class ContentPolicy:
    """A strict Content-Security-Policy: nothing inline, nothing from elsewhere. Django has its own from 6.0 on."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        forms_go_to = f"'self' {settings.SIGN_ON_ORIGIN}".strip()
        policy = POLICY | {"form-action": forms_go_to}
        self.policy = "; ".join(f"{name} {value}" for name, value in policy.items())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.policy)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response


class NoNul:
    """An address with a NUL in it names nothing, and a database may fail on it. The API tells it in its own shape."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if "\x00" in request.path or ("%00" in asked and not request.path.startswith("/api/v1/")):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class SignInRequired(LoginRequiredMiddleware):
    """Every page wants a person who is signed in, but those marked `login_not_required`. The API answers for itself."""

    def process_view(self, request: HttpRequest, view_func: Callable[..., HttpResponseBase],
                     view_args: tuple[object, ...], view_kwargs: dict[str, object]) -> HttpResponseBase | None:
        if request.path.startswith("/api/v1/"):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class Declining:
    """A view that leaves what an operation declined to fall through gets a page with the sentence (409, or 403)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Declined | Refused):
            return None
        status = 403 if exception.code == "not_permitted" else 409
        return render(request, "ground/declined.html", {"sentence": sentence(exception), "back": came_from(request)},
                      status=status)


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the button was pressed; empty where the browser does not tell."""
    address = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return address if ours else ""
