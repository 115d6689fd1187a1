"""Benefits, costs, and what one unit is worth in another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import in_sight, may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.register import operations, queries
from headway.web.register.forms import acts
from headway.web.register.models import Benefit, Cost
from headway.web.register.states import Column, Realised
from headway.web.register.views.asked import to_record

UNIT = "improvement__unit"


def add_benefit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    column = request.GET.get("column", "")
    form = acts.BenefitForm(request.POST or None, initial={"column": column if column in Column.values else Column.EXPECTED})
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        with declining(form):
            operations.put_benefit(found, by=person, given=given)
            return to_record(found, at="worth")
    return render(request, "register/act.html", {
        "form": form, "improvement": found, "heading": _("Add a benefit"), "button": _("Add it"),
        "note": _("What is expected, forecast and verified is never added up: it is three answers to three questions.")})


def edit_benefit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    rows = Benefit.objects.select_related("improvement__unit", "improvement__organisation").filter(in_sight(person, field=UNIT))
    row = get_object_or_404(rows, pk=pk)
    form = acts.BenefitForm(request.POST or None, instance=get_object_or_404(rows, pk=pk), initial={"seen": row.version})
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        with declining(form):
            operations.put_benefit(row.improvement, by=person, given=given, benefit=row, seen=form.cleaned_data["seen"])
            return to_record(row.improvement, at="worth")
    return render(request, "register/act.html", {"form": form, "improvement": row.improvement, "heading": _("Change a benefit"),
                                                 "button": _("Keep it")})


@require_POST
def drop_benefit(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = get_object_or_404(Benefit.objects.select_related("improvement__unit", "improvement__organisation")
                            .filter(in_sight(person, field=UNIT)), pk=pk)
    operations.drop_benefit(row, by=person)
    return to_record(row.improvement, at="worth")


def add_cost(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    form = acts.CostForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.put_cost(found, by=person, given=form.cleaned_data)
            return to_record(found, at="worth")
    return render(request, "register/act.html", {"form": form, "improvement": found, "heading": _("Add what was spent"),
                                                 "button": _("Add it")})


@require_POST
def drop_cost(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = get_object_or_404(Cost.objects.select_related("improvement__unit", "improvement__organisation")
                            .filter(in_sight(person, field=UNIT)), pk=pk)
    operations.drop_cost(row, by=person)
    return to_record(row.improvement, at="worth")


def rules(request: HttpRequest) -> HttpResponse:
    """What one hour or incident is worth, as finance signed it; every version stays."""
    person, organisation = person_of(request), organisation_of(request)
    form = acts.RuleForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            given = {**form.cleaned_data, "realised": Realised(form.cleaned_data["realised"])}
            operations.sign_rule(by=person, organisation=organisation, **given)
            return redirect("register:rules")
    return render(request, "register/rules.html", {"form": form, "rules": queries.rules(organisation),
                                                   "signs": may(person, May.APPROVE, unit=root(organisation))})
