"""One way to add and change a row: a form on a page of its own. Each sort of row says what is its own in a `Sheet`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from headway.web.accounts.models import InUnit
from headway.web.accounts.queries import may, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.vision.forms.record import RecordForm
from headway.web.vision.queries import visible
from headway.web.vision.views.frame import only_if, page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sort of row: its model and forms, who may, the operations, and the words of its page.

    `add(person=…, **values)` and `change(person=…, row, seen=…, values)` return the row; `leads` says where to go then.
    """

    model: type[InUnit]
    may: May
    here: str
    adding: str | Promise
    changing: str | Promise
    lede: str | Promise
    form: type[RecordForm]
    add: Callable[..., InUnit]
    change: Callable[[Any, Any, int | None, dict[str, Any]], InUnit]
    leads: Callable[[Any], str]
    change_form: type[RecordForm] | None = None
    options: Callable[[Any], dict[str, Any]] = lambda _row: {}   # more arguments of the form; None is a new row


def add(request: HttpRequest, sheet: Sheet, **fixed: Any) -> HttpResponse:
    """The page that adds a row; the address may say beforehand what it is about, as in ?entity=12."""
    only_if(request, sheet.may)
    person, organisation = person_of(request), organisation_of(request)
    form = sheet.form(request.POST or None, person=person, organisation=organisation, what=sheet.may,
                      initial={name: value for name, value in request.GET.items() if name in sheet.form.base_fields},
                      **sheet.options(None), **{name: value for name, value in fixed.items() if name == "kind"})
    if form.is_valid():
        with declining(form):
            row = sheet.add(person=person, **{**form.values(), **fixed})
            messages.success(request, _("%(name)s is kept.") % {"name": row})
            return redirect(sheet.leads(row))
    return page(request, "vision/sheet.html", here=sheet.here, form=form, title=sheet.adding, lede=sheet.lede,
                back=reverse(sheet.here))


def change(request: HttpRequest, sheet: Sheet, pk: int) -> HttpResponse:
    """The page that changes a row in sight."""
    person = person_of(request)
    row: Any = visible(person, sheet.model, pk)
    if not may(person, sheet.may, unit=row.unit):
        raise PermissionDenied
    form = (sheet.change_form or sheet.form)(
        request.POST or None, instance=row, person=person, organisation=row.unit.organisation, what=sheet.may,
        **sheet.options(row))
    if form.is_valid():
        with declining(form):
            kept = sheet.change(person, visible(person, sheet.model, pk), form.cleaned_data.get("seen"), form.values())
            messages.success(request, _("%(name)s is kept.") % {"name": kept})
            return redirect(sheet.leads(kept))
    return page(request, "vision/sheet.html", here=sheet.here, form=form, title=sheet.changing, lede="",
                back=sheet.leads(visible(person, sheet.model, pk)), row=row)
