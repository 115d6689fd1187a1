"""Pages of baselines: freeze one for an improvement, look at it, rebase it with a reason."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from headway.web.accounts.queries import may, person_of
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.measure import forms, operations
from headway.web.measure.models import Baseline, CapabilityAssessment, Kpi
from headway.web.measure.queries import baselines
from headway.web.measure.queries.sight import seen_by, visible, visible_improvement


def freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 2 of an improvement: its baselines, and the form that freezes another."""
    person = person_of(request)
    improvement = visible_improvement(person, pk)
    organisation = improvement.unit.organisation
    signs = may(person, May.SIGN, unit=improvement.unit)
    form = forms.FreezeForm(request.POST if "kpi" in request.POST else None, person=person, organisation=organisation)
    if "assessment" in request.POST:
        assessment = visible(person, CapabilityAssessment, _number(request.POST["assessment"]))
        operations.freeze_assessment(person=person, improvement=improvement, assessment=assessment)
        return redirect("measure:freeze", pk=pk)
    if form.is_valid():
        with declining(form):
            made = operations.freeze_baseline(person=person, improvement=improvement, **form.cleaned_data)
            messages.success(request, _("The baseline is frozen."))
            return redirect("measure:baseline", pk=made.pk)
    return render(request, "measure/freeze.html", {
        "improvement": improvement, "form": form, "signs": signs,
        "has_points": seen_by(person, Kpi, organisation=organisation).exclude(newest=None).exists(),
        "baselines": [baselines.line_of(row) for row in baselines.of_improvement(improvement)],
        "assessments": list(seen_by(person, CapabilityAssessment, organisation=organisation).exclude(ended_at=None)
                            .select_related("entity").order_by("-on", "-pk")[:20]) if signs else []})


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


def state(request: HttpRequest, pk: int) -> HttpResponse:
    """A baseline that somebody states: a sample, an audit check, an estimate."""
    person = person_of(request)
    improvement = visible_improvement(person, pk)
    form = forms.StatedForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            made = operations.state_baseline(person=person, improvement=improvement, **form.given())
            return redirect("measure:baseline", pk=made.pk)
    return render(request, "measure/form.html", {
        "form": form, "heading": _("A baseline without a series"), "button": _("Sign it"), "back": "measure:freeze",
        "back_pk": pk,
        "told": _("Where nothing is recorded over time, say what was looked at. It opens the step; what it can carry later "
                  "follows from its kind.")})


def baseline(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    visible(person, Baseline, pk)
    row = Baseline.objects.select_related("improvement__unit", "kpi", "point_set", "signed_by").get(pk=pk)
    return render(request, "measure/baseline.html", {
        "page": baselines.baseline_page(row), "row": row, "improvement": row.improvement,
        "signs": may(person, May.SIGN, unit=row.improvement.unit) and row.replaced_at is None and row.kpi is not None})


def rebase(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    visible(person, Baseline, pk)
    row = Baseline.objects.select_related("improvement__unit__organisation", "kpi").get(pk=pk)
    form = forms.RebaseForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            made = operations.rebase(person=person, baseline=row, **form.cleaned_data)
            messages.success(request, _("The new baseline is in force; the former one is kept."))
            return redirect("measure:baseline", pk=made.pk)
    return render(request, "measure/form.html", {"form": form, "heading": _("Rebase “%(what)s”") % {"what": row.what},
                                                 "button": _("Sign the new baseline"), "back": "measure:baseline", "back_pk": pk})
