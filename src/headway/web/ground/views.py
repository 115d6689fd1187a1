"""Pages that belong to no slice: the way in, health, keys, a job's progress, the API's description, errors."""

from __future__ import annotations

import uuid

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from headway.web.ground import jobs
from headway.web.ground.layout import first_place


def home(request: HttpRequest) -> HttpResponse:
    return redirect(first_place() or "accounts:people")


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the database answers; for whatever watches the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})


def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "ground/keys.html")


def job(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The progress of a job that this person asked for; HTMX takes the piece, others reload."""
    found = jobs.of_person(request.user.pk, pk)
    if found is None:
        raise Http404
    in_piece = bool(request.headers.get("HX-Request"))
    if found.state == jobs.State.DONE and found.leads_to:   # a redirect would be followed into the piece
        return HttpResponseClientRedirect(found.leads_to) if in_piece else redirect(found.leads_to)
    piece = "ground/job_progress.html" if in_piece else "ground/job.html"
    return render(request, piece, {"job": jobs.progress_of(found)})


@login_not_required
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ground/400.html", status=400)


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "ground/stale_form.html", status=403)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "ground/403.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if request.path.startswith("/api/v1/"):   # no operation: told in the API's own shape
        told = {"code": "not_found", "message": _("The API has no such operation."), "facts": {}}
        return JsonResponse(told, status=404)
    return render(request, "ground/404.html", status=404)


@login_not_required
def failed(request: HttpRequest) -> HttpResponse:
    """Stands alone: whatever failed may be needed by the layout too."""
    return render(None, "ground/500.html", status=500)
