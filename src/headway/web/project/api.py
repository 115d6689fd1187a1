"""The API under /api/v1: the slices' routers, one error shape, sessions or tokens."""

from __future__ import annotations

from importlib import import_module

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headway.web.accounts.tokens import BySession, ByToken
from headway.web.ground.api_description import described
from headway.web.ground.errors import Api, answer_errors
from headway.web.ground.sent_text import ReadableText
from headway.web.ground.version import VERSION
from headway.web.project.slices import has, installed

api = Api(
    title="Headway", version=VERSION, urls_namespace="api", auth=[ByToken(), BySession()], docs_url=None,
    parser=ReadableText(),
    openapi_url="/openapi.json",
    description="Everything a page can do. Who belongs to several organisations names one by "
                "`?organisation=`. Lists come in pages: follow `next` until it is null. Every error has one shape: "
                "`code`, `message`, `facts`.",
)
answer_errors(api)
for _name in installed():
    if has(_name, "api"):
        api.add_router(f"/{_name}", import_module(f"headway.web.{_name}.api").router)


@login_not_required
def docs(request: HttpRequest) -> HttpResponse:
    """The API in words, made from its OpenAPI document; works under the strict content policy."""
    return render(request, "ground/api_docs.html", {"api": described(api)})
