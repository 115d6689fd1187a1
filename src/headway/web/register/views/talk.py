"""Comments, watching, links, files."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.base import File
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import in_sight, person_of
from headway.web.ground.forms import declining
from headway.web.register import operations, queries
from headway.web.register.files import checked, download
from headway.web.register.forms import acts
from headway.web.register.models import Attachment, Comment, Link
from headway.web.register.views.asked import to_record

UNIT = "improvement__unit"


def comment(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    form = acts.CommentForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            said = operations.comment(found, by=person, text=form.cleaned_data["text"])
            return to_record(found, at=f"comment-{said.pk}")
    return render(request, "register/act.html", {"form": form, "improvement": found, "heading": _("Comment"),
                                                 "button": _("Comment")})


def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    said = get_object_or_404(Comment.objects.select_related("improvement__unit", "improvement__organisation")
                             .filter(in_sight(person, field=UNIT), by=person, removed_at=None), pk=pk)
    form = acts.CommentForm(request.POST or None, initial={"text": said.text, "seen": said.version})
    if form.is_valid():
        with declining(form):
            operations.edit_comment(said, by=person, **form.cleaned_data)
            return to_record(said.improvement, at=f"comment-{pk}")
    return render(request, "register/act.html", {"form": form, "improvement": said.improvement,
                                                 "heading": _("Change your comment"), "button": _("Keep it")})


@require_POST
def remove_comment(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    said = get_object_or_404(Comment.objects.select_related("improvement__unit", "improvement__organisation")
                             .filter(in_sight(person, field=UNIT), by=person), pk=pk)
    operations.remove_comment(said, by=person)
    return to_record(said.improvement, at="comments")


@require_POST
def watch(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    operations.watch(found, by=person, watching=request.POST.get("watching") == "yes")
    return to_record(found)


def add_link(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    form = acts.LinkForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.put_link(found, by=person, given=form.cleaned_data)
            return to_record(found, at="things")
    return render(request, "register/act.html", {"form": form, "improvement": found, "button": _("Add it"),
                                                 "heading": _("Link a change, a problem, an article")})


@require_POST
def drop_link(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    link = get_object_or_404(Link.objects.select_related("improvement__unit", "improvement__organisation")
                             .filter(in_sight(person, field=UNIT)), pk=pk)
    operations.drop_link(link, by=person)
    return to_record(link.improvement, at="things")


def attach(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    form = acts.FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with declining(form, field="file"):
            given: File[bytes] = form.cleaned_data["file"]
            row = operations.attach(found, by=person, file=checked(given, name=given.name or ""))
            messages.success(request, _("%(name)s is attached.") % {"name": row.name})
            return to_record(found, at="things")
    return render(request, "register/act.html", {"form": form, "improvement": found, "heading": _("Attach a file"),
                                                 "button": _("Attach it"), "sends_files": True})


def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A download, never shown in the browser as a page of ours."""
    person = person_of(request)
    row = get_object_or_404(Attachment.objects.filter(in_sight(person, field=UNIT), removed_at=None), pk=pk)
    return download(row)


@require_POST
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = get_object_or_404(Attachment.objects.select_related("improvement__unit", "improvement__organisation")
                            .filter(in_sight(person, field=UNIT), removed_at=None), pk=pk)
    operations.remove_attachment(row, by=person)
    return to_record(row.improvement, at="things")
