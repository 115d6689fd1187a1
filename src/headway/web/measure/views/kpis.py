"""Pages of measures."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.cursor import Page, page_of
from headway.web.ground.forms import declining
from headway.web.measure import forms, operations
from headway.web.measure.models import ExpectationMeasure, Family, Kpi, Origin, Source
from headway.web.measure.queries import rows
from headway.web.measure.queries.kpi_page import kpi_page
from headway.web.measure.queries.sight import seen_by, visible, visible_entity
from headway.web.measure.typed_points import figures_in
from headway.web.vision.models import Expectation


def kpis(request: HttpRequest) -> HttpResponse:
    """All measures in sight, by family or entity."""
    person, organisation = person_of(request), organisation_of(request)
    family, entity = request.GET.get("family", ""), request.GET.get("entity", "")
    found = seen_by(person, Kpi, organisation=organisation).filter(retired_on=None)
    if family in Family.values:
        found = found.filter(family=family)
    if entity.isdecimal():
        found = found.filter(entity=visible_entity(person, int(entity)))
    page = page_of(rows.with_figures(found), order=("name", "pk"), after=request.GET.get("after"))
    return render(request, "measure/kpis.html", {
        "page": Page(items=rows.rows_of(page.items), next=page.next), "families": [(one.value, one.label) for one in Family],
        "family": family, "entity": entity if entity.isdecimal() else "",
        "has_source": seen_by(person, Source, organisation=organisation).exists() if not page.items else True,
        "contributes": may(person, May.CONTRIBUTE, unit=root(organisation))})


def kpi(request: HttpRequest, pk: int) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    visible(person, Kpi, pk)
    row = Kpi.objects.select_related("entity", "source", "owner", "newest", "unit").get(pk=pk)
    counting = row.origin != Origin.OWN and (row.newest is None or row.newest.definition != row.definition)
    if counting and request.headers.get("HX-Request"):
        return HttpResponse(status=204)   # the page asks again, and is replaced once there is something to show
    contributes = may(person, May.CONTRIBUTE, unit=row.unit)
    ties = contributes and seen_by(person, Expectation, organisation=organisation).filter(retired_on=None).exists()
    return render(request, "measure/kpi.html", {
        "kpi": kpi_page(row), "row": row, "contributes": contributes, "counting": counting,
        "manages": may(person, May.MANAGE, unit=row.unit), "own": row.origin == Origin.OWN,
        "expectations": list(ExpectationMeasure.objects.filter(kpi=row).select_related("expectation__stakeholder")),
        "tie": forms.TieForm(person=person, organisation=organisation) if ties else None})


def add_kpi(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.KpiForm(request.POST or None, person=person, organisation=organisation, initial={
        "entity": request.GET.get("entity"), "origin": request.GET.get("origin", Origin.LOG)})
    if form.is_valid():
        with declining(form):
            given = form.given()
            made = operations.add_kpi(person=person, entity=given.pop("entity"), **given)
            return redirect("measure:points" if made.origin == Origin.OWN else "measure:kpi", pk=made.pk)
    return render(request, "measure/form.html", {"form": form, "heading": _("Add a measure"), "button": _("Add it"),
                                                 "back": "measure:kpis"})


def add_shipped(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.ShippedForm(request.POST or None, person=person, organisation=organisation, initial={
        "entity": request.GET.get("entity"), "source": request.GET.get("source"), "measures": list(forms.USUAL)})
    if form.is_valid():
        with declining(form):
            made = operations.add_shipped(person=person, **form.cleaned_data)
            messages.success(request, _("%(many)s measures are being counted.") % {"many": len(made)})
            return redirect("measure:kpis")
    return render(request, "measure/form.html", {
        "form": form, "heading": _("Choose measures"), "button": _("Take them"), "back": "measure:kpis",
        "told": _("Taken from the tickets that are tied to what is chosen. Those that the log can't tell say why they are "
                  "empty.")})


def edit_kpi(request: HttpRequest, pk: int) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    row = visible(person, Kpi, pk)
    form = forms.KpiForm(request.POST or None, person=person, organisation=organisation, instance=Kpi.objects.get(pk=pk),
                         initial={"seen": row.version})
    if form.is_valid():
        with declining(form):
            operations.edit_kpi(person=person, kpi=row, seen=form.cleaned_data["seen"], **form.given())
            messages.success(request, _("Kept."))
            return redirect("measure:kpi", pk=pk)
    return render(request, "measure/form.html", {
        "form": form, "heading": row.name, "button": _("Keep"), "back": "measure:kpi", "back_pk": pk,
        "told": _("Where what is measured changes, the measure gets a new definition: old and new figures are never compared.")})


def points(request: HttpRequest, pk: int) -> HttpResponse:
    """Points of one's own."""
    person = person_of(request)
    row = visible(person, Kpi, pk)
    form = forms.PointsForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with declining(form, field="lines"):
            changed = operations.put_points(person=person, kpi=row, points=figures_in(form.text()),
                                            replace_all=form.cleaned_data["replace_all"])
            messages.success(request, ngettext(
                "%(many)s point changed; the measure is being counted.", "%(many)s points changed; the measure is being counted.",
                changed) % {"many": changed})
            return redirect("measure:kpi", pk=pk)
    return render(request, "measure/points.html", {
        "form": form, "kpi": row, "there": list(row.own_points.order_by("-starts_on")[:400])})


@require_POST
def recount(request: HttpRequest, pk: int) -> HttpResponse:
    job = operations.recount(person=person_of(request), kpi=visible(person_of(request), Kpi, pk))
    return redirect("job", pk=job.pk)


@require_POST
def retire_kpi(request: HttpRequest, pk: int) -> HttpResponse:
    operations.retire_kpi(person=person_of(request), kpi=visible(person_of(request), Kpi, pk))
    messages.success(request, _("The measure is no longer taken. Its points and what stands on them stay."))
    return redirect("measure:kpis")


@require_POST
def tie_expectation(request: HttpRequest, pk: int) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    row = visible(person, Kpi, pk)
    form = forms.TieForm(request.POST, person=person, organisation=organisation)
    if form.is_valid():
        operations.tie_expectation(person=person, kpi=row, **form.cleaned_data)
    return redirect("measure:kpi", pk=pk)
