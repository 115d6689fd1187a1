"""The board's pages. A view is fetch and render: nothing is written here but the request to print."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import demand, organisation_of, person_of, root, visible_organisation
from headway.web.accounts.roles import May
from headway.web.board import everything, operations, printing
from headway.web.board.one_page import one_page
from headway.web.board.queries import kinds
from headway.web.board.queries.home import board_page, visible_entity
from headway.web.board.queries.scope import Scope
from headway.web.board.queries.story import story
from headway.web.ground import jobs
from headway.web.register.queries import record
from headway.web.vision.models import EntityKind


def home(request: HttpRequest) -> HttpResponse:
    """The board of the organisation: everything that this person sees of it."""
    return _board(request, Scope(person_of(request), organisation_of(request)))


def entity(request: HttpRequest, pk: int) -> HttpResponse:
    """The board of one service, practice, team …, with what stands beneath it. The organisation's own is the home page."""
    person = person_of(request)
    found = visible_entity(person, pk)
    if found.kind == EntityKind.ORGANISATION and found.unit.parent_id is None:
        return redirect("board:home")
    return _board(request, Scope(person, found.unit.organisation, found))


def _board(request: HttpRequest, scope: Scope) -> HttpResponse:
    page = board_page(scope, now=timezone.now(), after=request.GET.get("after"))
    return render(request, "board/board.html", {"page": page, "entity": scope.entity, "kinds": _kinds(),
                                                "further": "after" in request.GET})


def _kinds() -> list[tuple[str, str]]:
    return [(word, str(label)) for word, (_kind, label) in kinds.KINDS.items()]


def kind(request: HttpRequest) -> HttpResponse:
    """All services, or all practices, or all teams, side by side; `?kind=` says which."""
    kind = request.GET.get("kind", "services")
    of = kinds.kind_of(kind)
    page = kinds.entity_rows(Scope(person_of(request), organisation_of(request)), of, now=timezone.now(),
                             after=request.GET.get("after"))
    return render(request, "board/kind.html", {"page": page, "kinds": _kinds(), "shown": kind, "heading": kinds.KINDS[kind][1]})


def improvement(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = record(person, pk)
    page = story(found, person=person, now=timezone.now())
    return render(request, "board/improvement.html", {
        "page": page, "improvement": found, "printed": printing.is_printed(person, found)})


def report_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The one-page report as a file that opens anywhere; never shown as a page of ours, whose content policy it breaks."""
    person = person_of(request)
    found = record(person, pk)
    page = one_page(story(found, person=person, now=timezone.now()), on=timezone.localdate())
    return HttpResponse(page, headers=_as_file(f"{found.number}.html", "text/html; charset=utf-8"))


@require_POST
def print_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Printing starts a browser and takes seconds: a job does it."""
    person = person_of(request)
    asked = jobs.ask("board.print_report", by=person.pk, improvement=record(person, pk).pk)
    return redirect("job", pk=asked.pk)


def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest print of this person's, or 404 where it was never asked for or is swept away."""
    person = person_of(request)
    found = record(person, pk)
    content = printing.printed(person, found)
    if content is None:
        raise Http404
    return HttpResponse(content, headers=_as_file(f"{found.number}.pdf", "application/pdf"))


@require_POST
def ask_for_everything(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    asked = operations.ask_for_everything(visible_organisation(person, pk), by=person)
    return redirect("job", pk=asked.pk)


def everything_written(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was written last for this administrator, or 404 where it was never asked for or is swept away."""
    organisation = visible_organisation(person_of(request), pk)
    demand(person_of(request), May.ADMINISTER, unit=root(organisation))
    file = everything.written(person_of(request), organisation)
    if file is None:
        raise Http404
    return FileResponse(file, as_attachment=True, filename="headway.zip", content_type="application/zip")


def _as_file(name: str, content_type: str) -> dict[str, str]:
    return {"Content-Type": content_type, "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
