"""Pages of objectives, stakeholders and what they expect."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
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
from headway.web.vision.forms import direction as forms
from headway.web.vision.models import Expectation, Objective, ObjectiveState, Stakeholder
from headway.web.vision.queries import direction, visible
from headway.web.vision.views import sheets
from headway.web.vision.views.frame import goes_on, may_somewhere, page


def stakeholders(request: HttpRequest) -> HttpResponse:
    found = direction.stakeholders(person_of(request), organisation_of(request), after=request.GET.get("after"))
    return page(request, "vision/stakeholders.html", here="vision:stakeholders", rows=found.items,
                next=goes_on(request, found.next), owns=may_somewhere(request, May.OWN))


STAKEHOLDER = sheets.Sheet(
    model=Stakeholder, may=May.OWN, here="vision:stakeholders", adding=gettext_lazy("Add a stakeholder"),
    changing=gettext_lazy("Change"), lede=gettext_lazy("Who is better or worse off by how the services work."),
    form=forms.StakeholderForm, change_form=forms.ChangeStakeholderForm, add=operations.add_stakeholder,
    change=lambda person, row, seen, values: operations.change_stakeholder(person=person, stakeholder=row, seen=seen, **values),
    leads=lambda _row: reverse("vision:stakeholders"))
EXPECTATION = sheets.Sheet(
    model=Expectation, may=May.OWN, here="vision:stakeholders", adding=gettext_lazy("Add an expectation"),
    changing=gettext_lazy("Change"), lede=gettext_lazy("What they would miss first. A measure can be tied to it later."),
    form=forms.ExpectationForm, change_form=forms.ChangeExpectationForm, add=operations.add_expectation,
    change=lambda person, row, seen, values: operations.change_expectation(person=person, expectation=row, seen=seen, **values),
    leads=lambda _row: reverse("vision:stakeholders"))
OBJECTIVE = sheets.Sheet(
    model=Objective, may=May.GOVERN, here="vision:objectives", adding=gettext_lazy("Add an objective"),
    changing=gettext_lazy("Change"), lede=gettext_lazy(
        "The outcome that somebody wants. How far it is reached is measured by the improvements that serve it."),
    form=forms.ObjectiveForm, add=operations.add_objective,
    change=lambda person, row, seen, values: operations.change_objective(person=person, objective=row, seen=seen, **values),
    leads=lambda row: reverse("vision:objective", kwargs={"pk": row.pk}))


def objectives(request: HttpRequest) -> HttpResponse:
    closed = request.GET.get("closed") == "1"
    rows = direction.objective_tree(person_of(request), organisation_of(request), as_of=timezone.localdate(), closed=closed)
    more = direction.objectives_left_out(person_of(request), organisation_of(request), shown=len(rows), closed=closed)
    return page(request, "vision/objectives.html", here="vision:objectives", rows=rows, closed=closed, more=more,
                governs=may_somewhere(request, May.GOVERN))


def objective(request: HttpRequest, pk: int) -> HttpResponse:
    """One objective; whoever governs closes it here."""
    person = person_of(request)
    row = visible(person, Objective, pk)
    governs = may(person, May.GOVERN, unit=row.unit)
    if request.method == "POST" and not governs:
        raise PermissionDenied
    form = forms.CloseObjectiveForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.close_objective(person=person, objective=row, on=timezone.localdate(), **form.cleaned_data)
            messages.success(request, _("The objective is closed."))
            return redirect("vision:objective", pk=pk)
    shown = direction.objective_page(person, pk, as_of=timezone.localdate())
    sides = {"part": _("Part"), "costs": _("Costs"), "risks": _("Risks")}
    return page(request, "vision/objective.html", here="vision:objectives", shown=shown, form=form, governs=governs,
                is_open=row.state == ObjectiveState.OPEN,
                sides=[(sides[side.heading], side.provider, side.consumer) for side in shown.sides])


@require_POST
def reopen_objective(request: HttpRequest, pk: int) -> HttpResponse:
    operations.reopen_objective(person=person_of(request), objective=visible(person_of(request), Objective, pk),
                                on=timezone.localdate())
    messages.success(request, _("The objective is open again."))
    return redirect("vision:objective", pk=pk)
