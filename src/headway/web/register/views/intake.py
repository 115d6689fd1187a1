"""Ideas by the public link, tables to import, the letters that a person wants."""

from __future__ import annotations

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.register import operations, queries
from headway.web.register.columns import BY_NAME
from headway.web.register.forms import acts, backlog, records
from headway.web.register.letters import Occasion
from headway.web.register.sheet_file import table_in
from headway.web.register.views.asked import within
from headway.web.register.worth_columns import label_of


@login_not_required
def public_idea(request: HttpRequest, word: str) -> HttpResponse:
    """Two fields for people who don't sign in; the word in the address is the permission."""
    link = queries.open_idea_link(word)
    if link is None:
        return render(request, "register/idea_link_closed.html", status=404)
    form = records.IdeaForm(request.POST or None)
    if form.is_valid():
        if not ratelimit.consume(request, action="public_idea", key=word):
            return render(request, "429.html", status=429)
        with declining(form):
            operations.file_public_idea(link, **form.cleaned_data)
            return render(request, "register/idea_taken.html", {"link": link})
    return render(request, "register/public_idea.html", {"form": form, "link": link})


def idea_link(request: HttpRequest) -> HttpResponse:
    """Open or close the public link."""
    person, organisation = person_of(request), organisation_of(request)
    if not may(person, May.ADMINISTER, unit=root(organisation)):
        raise PermissionDenied
    held = queries.idea_link(organisation)
    initial = {"entity": held.entity_id if held else queries.whole(organisation).pk, "is_open": bool(held and held.is_open)}
    form = acts.IdeaLinkForm(request.POST or None, initial=initial, within=within(request))
    if form.is_valid():
        with declining(form):
            operations.keep_idea_link(person=person, organisation=organisation, **form.cleaned_data)
            return redirect("register:idea_link")
    address = settings.ADDRESS + reverse("register:public_idea", args=[held.word]) if held and held.is_open else ""
    return render(request, "register/idea_link.html", {"form": form, "address": address})


def import_table(request: HttpRequest) -> HttpResponse:
    """Read a table in; nothing is written yet."""
    person, organisation = person_of(request), organisation_of(request)
    form = backlog.SheetForm(request.POST or None, request.FILES or None, within=within(request),
                             initial={"entity": queries.whole(organisation).pk})
    if form.is_valid():
        with declining(form, field="file"):
            given: File[bytes] = form.cleaned_data["file"]
            content = given.read()
            table = table_in(content, name=given.name or "")
            sheet = operations.take_in(table, name=given.name or "", content=content, by=person,
                                       entity=form.cleaned_data["entity"])
            return redirect("register:sheet", pk=sheet.pk)
    return render(request, "register/import.html", {"form": form})


def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What the columns are, what would be imported, and every row that can't be read."""
    person = person_of(request)
    found = queries.visible_sheet(person, pk)
    if found.imported_at:
        return render(request, "register/imported.html", {"sheet": found})
    initial = {"day_first": {True: "day", False: "month", None: ""}[found.day_first], "leave_out": found.leave_out}
    initial |= {f"column_{place}": found.mapping.get(column, "") for place, column in enumerate(found.columns)}
    form = backlog.MappingForm(request.POST or None, columns=found.columns, initial=initial)
    if form.is_valid():
        with declining(form):
            operations.map_sheet(found, by=person, mapping=form.mapping(), day_first=form.cleaned_data["day_first"],
                                 leave_out=form.cleaned_data["leave_out"])
            return redirect("register:sheet", pk=pk)
    shown = queries.preview(found, person=person)
    return render(request, "register/sheet.html", {"form": form, "sheet": found, "preview": shown, "labels": [
        BY_NAME[name].label if name in BY_NAME else label_of(name) for name in shown.names]})


@require_POST
def import_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    job = operations.ask_for_import(queries.visible_sheet(person, pk), by=person)
    return redirect("job", pk=job.pk)


def letters(request: HttpRequest) -> HttpResponse:
    """On which occasions a person gets letters."""
    person = person_of(request)
    form = acts.LettersForm(request.POST or None, initial={"wanted": queries.wanted_letters(person)})
    if form.is_valid():
        operations.choose_letters(by=person, wanted=[Occasion(value) for value in form.cleaned_data["wanted"]])
        messages.success(request, _("Kept."))
        return redirect("register:letters")
    return render(request, "register/letters.html", {"form": form})
