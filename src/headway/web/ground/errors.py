"""The API's one error shape: {"code", "message", "facts"}, whatever went wrong."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema

from headway.eventlog.refused import Refused
from headway.web.ground.declined import Declined
from headway.web.ground.sentences import sentence

logger = logging.getLogger("headway.api")


class ApiError(Schema):
    """What is wrong (a stable code), the same in words, and the facts that the words are made from."""

    code: str
    message: str
    facts: dict[str, Any] = Field(default_factory=dict)


# What every operation may answer instead of what it promises.
STATUSES = (400, 401, 403, 404, 409, 422, 429)


class Api(NinjaAPI):
    """An API whose document tells the one error of every operation, without a model for each that is made at every start."""

    def get_openapi_schema(self, **place: Any) -> OpenAPISchema:
        document = super().get_openapi_schema(**place)
        document["components"]["schemas"][ApiError.__name__] = ApiError.model_json_schema()
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{ApiError.__name__}"}}}
        errors = {status: {"description": HTTPStatus(status).phrase, "content": content} for status in STATUSES}
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"] = errors | operation["responses"]
        return document


def unreadable(error: Any, argument: str) -> list[dict[str, str]]:
    """The places as whoever sent them knows them: the name of our function's argument is none of them."""
    return [{"where": ".".join(str(part) for place, part in enumerate(found["loc"]) if (place, part) != (1, argument)),
             "what": found["msg"]} for found in error.errors]


def answer_errors(api: NinjaAPI) -> None:
    """Make this API answer every error in the one shape."""

    def answer(request: HttpRequest, status: int, code: str, message: str, **facts: Any) -> HttpResponse:
        return api.create_response(request, {"code": code, "message": message, "facts": facts}, status=status)

    def declined(request: HttpRequest, error: Any) -> HttpResponse:
        status = 403 if error.code == "not_permitted" else 409
        return answer(request, status, error.code, sentence(error), **dict(error.facts))

    def wrong_input(request: HttpRequest, error: Any, *, argument: str = "given") -> HttpResponse:
        return answer(request, 422, "wrong_input", _("Some of what was sent can't be read; facts say which."),
                      fields=unreadable(error, argument))

    def does_not_fit(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, 422, "does_not_fit", _("A text or a number that was sent is longer than what can be kept. "
                                                      "Nothing was changed; send a shorter one."))

    def failed(request: HttpRequest, error: Any) -> HttpResponse:
        logger.error("%s %s failed", request.method, request.path, exc_info=error)
        return answer(request, 500, "failed", _("Headway failed here; the server's log says how."))

    def absent(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, 404, "not_found", _("There is nothing here that you may see."))

    def forbidden(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, 403, "not_permitted", sentence(Declined("not_permitted")))

    def unknown(request: HttpRequest, error: Any) -> HttpResponse:
        return answer(request, 401, "not_signed_in", _("Send a valid token: Authorization: Bearer …"))

    def other(request: HttpRequest, error: Any) -> HttpResponse:
        if isinstance(error.__cause__, ValidationError):   # what the reading of the body refused
            return wrong_input(request, error.__cause__, argument="")
        return answer(request, error.status_code, f"http_{error.status_code}", str(error))

    for kind, handler in ((Declined, declined), (Refused, declined), (ValidationError, wrong_input), (Http404, absent),
                          (PermissionDenied, forbidden), (AuthenticationError, unknown), (HttpError, other),
                          (DataError, does_not_fit), (Exception, failed)):
        api.add_exception_handler(kind, handler)
