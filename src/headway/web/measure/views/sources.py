"""Pages of sources and uploads."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.cursor import Page, page_of
from headway.web.ground.declined import Declined
from headway.web.ground.forms import declining
from headway.web.measure import forms, operations, store
from headway.web.measure.models import Source, Upload, UploadState
from headway.web.measure.queries import uploads
from headway.web.measure.queries.sight import visible

BESIDE_THE_FILE = 1 << 20   # what a form has beside its file, in bytes


def sources(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    page = page_of(uploads.sources(person, organisation), order=("name", "pk"), after=request.GET.get("after"))
    return render(request, "measure/sources.html", {
        "page": Page(items=[uploads.source_line(row) for row in page.items], next=page.next),
        "contributes": may(person, May.CONTRIBUTE, unit=root(organisation))})


def add_source(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.SourceForm(request.POST or None, person=person, organisation=organisation)
    if form.is_valid():
        with declining(form):
            made = operations.add_source(person=person, **form.cleaned_data)
            return redirect("measure:source", pk=made.pk)
    return render(request, "measure/form.html", {
        "form": form, "heading": _("Add a source"), "button": _("Add it"), "back": "measure:sources",
        "told": _("A source is one ticket system. Its exports belong together: later ones add to earlier ones and replace the "
                  "state of tickets that they hold again.")})


def source(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a source, its uploads, and the form for the next one."""
    person = person_of(request)
    row = visible(person, Source, pk)
    page = page_of(row.uploads.select_related("by"), order=("-at", "-pk"), after=request.GET.get("after"))
    return render(request, "measure/source.html", {
        "source": row, "page": Page(items=[uploads.upload_line(one) for one in page.items], next=page.next),
        "line": uploads.source_line(row), "fields": uploads.fields_of(row), "form": forms.UploadForm(),
        "limit": store.upload_limit() // store.MEGABYTE, "contributes": may(person, May.CONTRIBUTE, unit=row.unit),
        "manages": may(person, May.MANAGE, unit=row.unit) and row.retired_on is None,
        "newest": next((one for one in page.items if one.state == UploadState.TAKEN_IN), None)})


@csrf_exempt   # only until its length is known: a file that is too large is not read in order to be refused
def upload_to(request: HttpRequest, pk: int) -> HttpResponseBase:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > store.upload_limit() + BESIDE_THE_FILE:
        raise Declined("upload_too_large", limit=store.upload_limit() // store.MEGABYTE)
    return _upload_to(request, pk)


@csrf_protect
@require_POST
def _upload_to(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = visible(person, Source, pk)
    form = forms.UploadForm(request.POST, request.FILES)
    if form.is_valid():
        with declining(form, field="file"):
            file = form.cleaned_data["file"]
            made = operations.upload(person=person, source=row, name=file.name, chunks=file.chunks(),
                                     holds=form.cleaned_data["holds"])
            return redirect("job", pk=made.job)
    return render(request, "measure/form.html", {
        "form": form, "heading": row.name, "button": _("Upload it"), "back": "measure:source", "back_pk": row.pk, "file": True})


def hours(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = visible(person, Source, pk)
    form = forms.HoursForm(request.POST or None, initial={"hours": row.hours, "country": row.country, "seen": row.version})
    if form.is_valid():
        with declining(form):
            operations.edit_source(person=person, source=row, **form.cleaned_data)
            messages.success(request, _("Kept. Measures on business hours are being counted again."))
            return redirect("measure:source", pk=row.pk)
    return render(request, "measure/form.html", {"form": form, "heading": _("Business hours of %(name)s") % {"name": row.name},
                                                 "button": _("Keep"), "back": "measure:source", "back_pk": row.pk})


@require_POST
def retire_source(request: HttpRequest, pk: int) -> HttpResponse:
    operations.retire_source(person=person_of(request), source=visible(person_of(request), Source, pk))
    messages.success(request, _("The source takes no more files. Its log and its measures stay."))
    return redirect("measure:sources")


def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """The account of one upload."""
    person = person_of(request)
    row = visible(person, Upload, pk)
    return render(request, "measure/upload.html", {
        "upload": uploads.upload_page(row, person=person), "row": row, "source": row.source,
        "contributes": may(person, May.CONTRIBUTE, unit=row.source.unit)})


def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """How a file is to be read: what it asks first, every other field below."""
    person = person_of(request)
    row = visible(person, Upload, pk)
    form = forms.ReadingForm(request.POST or None, upload=row)
    if form.is_valid():
        with declining(form):
            again = operations.answer_reading(person=person, upload=row, **form.answers())
            return redirect("job", pk=again.job)
    return render(request, "measure/reading.html", {"form": form, "row": row, "said": uploads.said_of(row), "source": row.source})


def rejected(request: HttpRequest, pk: int) -> FileResponse:
    """The rejected rows with their place and reason, as a file; never shown in the browser."""
    row = visible(person_of(request), Upload, pk)
    path = store.rejected_path(row)
    if not row.rejected_file or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"rejected-{row.pk}.csv", content_type="text/csv")


@require_POST
def withdraw_upload(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = visible(person, Upload, pk)
    operations.withdraw_upload(person=person, upload=row)
    messages.success(request, _("The file is set aside."))
    return redirect("measure:source", pk=row.source_id)
