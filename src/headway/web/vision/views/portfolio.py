"""Pages of risks beside the appetite, of investments and of the roadmap."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import may, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.vision import operations
from headway.web.vision.forms import governance as forms
from headway.web.vision.models import Investment, InvestmentState, Risk, RiskAppetite, RoadmapItem
from headway.web.vision.queries import portfolio as queries
from headway.web.vision.queries import visible
from headway.web.vision.views import sheets
from headway.web.vision.views.frame import goes_on, may_somewhere, page

APPETITE = sheets.Sheet(
    model=RiskAppetite, may=May.GOVERN, here="vision:risks", adding=gettext_lazy("Say a risk appetite"),
    changing=gettext_lazy("Change"), lede=gettext_lazy("How much of one sort of risk the organisation is ready to bear."),
    form=forms.AppetiteForm, change_form=forms.ChangeAppetiteForm, add=operations.add_appetite,
    change=lambda person, row, seen, values: operations.change_appetite(person=person, appetite=row, seen=seen, **values),
    leads=lambda _row: reverse("vision:risks"))
RISK = sheets.Sheet(
    model=Risk, may=May.OWN, here="vision:risks", adding=gettext_lazy("Add a risk"), changing=gettext_lazy("Change"),
    lede=gettext_lazy("What may happen, not what is missing: “the exam system stands still on an exam day”."),
    form=forms.RiskForm, change_form=forms.ChangeRiskForm, add=operations.add_risk,
    change=lambda person, row, seen, values: operations.change_risk(person=person, risk=row, seen=seen, **values),
    leads=lambda _row: reverse("vision:risks"))
INVESTMENT = sheets.Sheet(
    model=Investment, may=May.OWN, here="vision:investments", adding=gettext_lazy("Propose an investment"),
    changing=gettext_lazy("Change"), lede=gettext_lazy("Somebody else decides on it."), form=forms.InvestmentForm,
    add=operations.propose_investment, leads=lambda row: reverse("vision:investment", kwargs={"pk": row.pk}),
    change=lambda person, row, seen, values: operations.change_investment(person=person, investment=row, seen=seen, **values))
ITEM = sheets.Sheet(
    model=RoadmapItem, may=May.OWN, here="vision:roadmap", adding=gettext_lazy("Put something on the roadmap"),
    changing=gettext_lazy("Change"), lede=gettext_lazy("What will be there, and by when; not who is busy with what."),
    form=forms.RoadmapForm, add=operations.add_roadmap_item, leads=lambda _row: reverse("vision:roadmap"),
    change=lambda person, row, seen, values: operations.change_roadmap_item(person=person, item=row, seen=seen, **values))


def risks(request: HttpRequest) -> HttpResponse:
    person, organisation, every = person_of(request), organisation_of(request), request.GET.get("all") == "1"
    found = queries.risks(person, organisation, as_of=timezone.localdate(), closed=every, after=request.GET.get("after"))
    return page(request, "vision/risks.html", here="vision:risks", rows=found.items, next=goes_on(request, found.next),
                appetites=queries.appetites(person, organisation), every=every, owns=may_somewhere(request, May.OWN),
                governs=may_somewhere(request, May.GOVERN))


def investments(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    found = queries.investments(person, organisation, after=request.GET.get("after"))
    return page(request, "vision/investments.html", here="vision:investments", rows=found.items,
                next=goes_on(request, found.next), totals=queries.investment_totals(person, organisation),
                owns=may_somewhere(request, May.OWN))


def investment(request: HttpRequest, pk: int) -> HttpResponse:
    """One investment; whoever approves, and did not propose it, decides here."""
    person = person_of(request)
    row = visible(person, Investment, pk)
    approves = may(person, May.APPROVE, unit=row.unit) and row.state == InvestmentState.PROPOSED
    form = forms.DecideInvestmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with declining(form):
            kept = operations.decide_investment(person=person, investment=row, approve="approve" in request.POST,
                                                why=form.cleaned_data["why"], on=timezone.localdate())
            messages.success(request, _("%(name)s: %(state)s.") % {"name": kept, "state": InvestmentState(kept.state).label})
            return redirect("vision:investment", pk=pk)
    return page(request, "vision/investment.html", here="vision:investments", form=form, approves=approves,
                shown=queries.investment_row(row, person=person), changes=may(person, May.OWN, unit=row.unit),
                governs=may(person, May.GOVERN, unit=row.unit))


@require_POST
def end_investment(request: HttpRequest, pk: int) -> HttpResponse:
    row = visible(person_of(request), Investment, pk)
    operations.end_investment(person=person_of(request), investment=row, on=timezone.localdate())
    messages.success(request, _("The investment is ended."))
    return redirect("vision:investment", pk=pk)


def roadmap(request: HttpRequest) -> HttpResponse:
    every = request.GET.get("all") == "1"
    found = queries.roadmap(person_of(request), organisation_of(request), as_of=timezone.localdate(), all_states=every,
                            after=request.GET.get("after"))
    return page(request, "vision/roadmap.html", here="vision:roadmap", found=found, next=goes_on(request, found.next),
                every=every, owns=may_somewhere(request, May.OWN))
