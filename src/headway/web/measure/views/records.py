"""Pages of capability and of service levels."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.cursor import page_of
from headway.web.ground.forms import declining
from headway.web.measure import forms, operations
from headway.web.measure.capability import lines_of, shipped
from headway.web.measure.models import CapabilityAssessment, ServiceLevel
from headway.web.measure.queries import records
from headway.web.measure.queries.sight import seen_by, visible


def assessments(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    page = page_of(seen_by(person, CapabilityAssessment, organisation=organisation).select_related("entity", "by"),
                   order=("-on", "-pk"), after=request.GET.get("after"))
    return render(request, "measure/assessments.html", {
        "page": page, "contributes": may(person, May.CONTRIBUTE, unit=root(organisation)),
        "owns": may(person, May.OWN, unit=root(organisation))})


def begin_assessment(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.AssessForm(request.POST or None, person=person, organisation=organisation,
                            initial={"entity": request.GET.get("entity")})
    if form.is_valid():
        with declining(form):
            made = operations.begin_assessment(person=person, **form.cleaned_data)
            return redirect("measure:assessment", pk=made.pk)
    return render(request, "measure/form.html", {
        "form": form, "heading": _("Assess a practice"), "button": _("Begin"), "back": "measure:assessments",
        "told": _("Criterion by criterion, with what shows it. A level holds only if all lower ones do; nothing is averaged.")})


def assessment(request: HttpRequest, pk: int) -> HttpResponse:
    """The criteria of an assessment, level by level; each is found by a form of its own."""
    person = person_of(request)
    visible(person, CapabilityAssessment, pk)
    row = CapabilityAssessment.objects.select_related("entity", "unit", "by").get(pk=pk)
    form = forms.FindingForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.find_criterion(person=person, assessment=row, **form.cleaned_data)
            return redirect(f"{request.path}#{form.cleaned_data['code']}")
    return render(request, "measure/assessment.html", {
        "row": row, "levels": records.levels_of(row), "said": records.level_words(row), "form": form,
        "open": row.ended_at is None and may(person, May.CONTRIBUTE, unit=row.unit)}, status=409 if form.errors else 200)


@require_POST
def end_assessment(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    operations.end_assessment(person=person, assessment=visible(person, CapabilityAssessment, pk))
    messages.success(request, _("The assessment has ended; its level stands."))
    return redirect("measure:assessment", pk=pk)


def add_criteria(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.CriteriaForm(request.POST or None, person=person, organisation=organisation,
                              initial={"lines": lines_of(shipped()[1])})
    if form.is_valid():
        with declining(form, field="lines"):
            operations.add_criteria(person=person, **form.cleaned_data)
            messages.success(request, _("The criteria can be chosen for the next assessment."))
            return redirect("measure:assessments")
    return render(request, "measure/form.html", {"form": form, "heading": _("Criteria of your own"), "button": _("Keep them"),
                                                 "back": "measure:assessments"})


def service_levels(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    page = page_of(seen_by(person, ServiceLevel, organisation=organisation).select_related("entity", "kpi")
                   .prefetch_related("attainments"), order=("name", "pk"), after=request.GET.get("after"))
    return render(request, "measure/service_levels.html", {
        "rows": [(row, records.service_level_page(row)) for row in page.items], "page": page,
        "owns": may(person, May.OWN, unit=root(organisation))})


def agree_level(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.LevelForm(request.POST or None, person=person, organisation=organisation)
    if form.is_valid():
        with declining(form):
            made = operations.agree_level(person=person, **form.cleaned_data)
            return redirect("measure:service_level", pk=made.pk)
    return render(request, "measure/form.html", {
        "form": form, "heading": _("Agree on a service level"), "button": _("Agree"), "back": "measure:service_levels",
        "told": _("What was agreed is counted period by period: kept or missed. Whether the level itself lies above the share is "
                  "another question, which a verdict answers.")})


def service_level(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    visible(person, ServiceLevel, pk)
    row = ServiceLevel.objects.select_related("entity", "kpi", "unit").get(pk=pk)
    form = forms.LevelEditForm(request.POST or None, initial={
        "name": row.name, "agreed_with": row.agreed_with, "ends_on": row.ends_on, "seen": row.version})
    if form.is_valid():
        with declining(form):
            operations.edit_level(person=person, level=row, **form.cleaned_data)
            messages.success(request, _("Kept."))
            return redirect("measure:service_level", pk=pk)
    return render(request, "measure/service_level.html", {
        "row": row, "page": records.service_level_page(row), "form": form, "owns": may(person, May.OWN, unit=row.unit)})
