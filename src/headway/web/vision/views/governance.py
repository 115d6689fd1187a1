"""Pages of governance reviews, decisions and policies."""

from __future__ import annotations

from typing import Any

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
from headway.web.ground.middleware import came_from
from headway.web.vision import operations
from headway.web.vision.forms import governance as forms
from headway.web.vision.models import AgendaPoint, Entity, GovernanceDecision, GovernanceReview, Policy, ReviewState
from headway.web.vision.queries import governance as queries
from headway.web.vision.queries import seen_by, visible
from headway.web.vision.views import sheets
from headway.web.vision.views.frame import goes_on, may_somewhere, page

REVIEW = sheets.Sheet(
    model=GovernanceReview, may=May.GOVERN, here="vision:governance", adding=gettext_lazy("Plan a review"),
    changing=gettext_lazy("Change the plan"), lede=gettext_lazy(
        "A look at everything in the unit and beneath it. The agenda fills itself; you add what it can't know."),
    form=forms.ReviewForm, add=operations.plan_review,
    change=lambda person, row, seen, values: operations.change_review(person=person, review=row, seen=seen, **values),
    leads=lambda row: reverse("vision:review", kwargs={"pk": row.pk}))
POLICY = sheets.Sheet(
    model=Policy, may=May.GOVERN, here="vision:policies", adding=gettext_lazy("Add a policy"), changing=gettext_lazy("Change"),
    lede=gettext_lazy("A rule that people can follow without asking, and the day on which you ask whether it still helps."),
    form=forms.PolicyForm, change_form=forms.ChangePolicyForm, add=operations.add_policy,
    change=lambda person, row, seen, values: operations.change_policy(person=person, policy=row, seen=seen, **values),
    leads=lambda _row: reverse("vision:policies"))
DECISION = sheets.Sheet(
    model=GovernanceDecision, may=May.GOVERN, here="vision:decisions", adding="", changing=gettext_lazy("Change the decision"),
    lede="", form=forms.ChangeDecisionForm, add=operations.decide,
    change=lambda person, row, seen, values: operations.change_decision(person=person, row=row, seen=seen, **values),
    leads=lambda row: reverse("vision:review", kwargs={"pk": row.review_id}))


def reviews(request: HttpRequest) -> HttpResponse:
    found = queries.reviews(person_of(request), organisation_of(request), as_of=timezone.localdate(),
                            after=request.GET.get("after"))
    return page(request, "vision/reviews.html", here="vision:governance", rows=found.items, next=goes_on(request, found.next),
                governs=may_somewhere(request, May.GOVERN))


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """A review: its agenda, what was decided, and the form that holds it."""
    person = person_of(request)
    row = visible(person, GovernanceReview, pk)
    governs = may(person, May.GOVERN, unit=row.unit)
    if request.method == "POST" and not governs:
        raise PermissionDenied
    form = forms.HoldForm(request.POST or None, initial={"on": timezone.localdate()})
    if form.is_valid():
        with declining(form):
            held = operations.hold_review(person=person, review=row, **form.cleaned_data)
            messages.success(request, _("%(name)s is held; its agenda is kept as it stood.") % {"name": held})
            return redirect("vision:review", pk=pk)
    return page(request, "vision/review.html", here="vision:governance", form=form, governs=governs,
                shown=queries.review_page(person, pk, as_of=timezone.localdate()), planned=row.state == ReviewState.PLANNED,
                contributes=may(person, May.CONTRIBUTE, unit=row.unit))


@require_POST
def cancel_review(request: HttpRequest, pk: int) -> HttpResponse:
    kept = operations.cancel_review(person=person_of(request), review=visible(person_of(request), GovernanceReview, pk))
    messages.success(request, _("%(name)s is cancelled.") % {"name": kept})
    return redirect("vision:governance")


def put_on_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = visible(person, GovernanceReview, pk)
    if not may(person, May.CONTRIBUTE, unit=row.unit):
        raise PermissionDenied
    entities = seen_by(person, Entity, organisation=row.unit.organisation).filter(retired_on=None).order_by("name")
    form = forms.PointForm(request.POST or None, entities=entities)
    if form.is_valid():
        with declining(form):
            operations.put_on_agenda(person=person, review=row, **form.cleaned_data)
            messages.success(request, _("The point is on the agenda."))
            return redirect("vision:review", pk=pk)
    context: dict[str, Any] = {"title": _("Put a point on the agenda"), "lede": row.title,
                               "back": reverse("vision:review", kwargs={"pk": pk})}
    return page(request, "vision/sheet.html", here="vision:governance", form=form, **context)


@require_POST
def take_off_agenda(request: HttpRequest, pk: int) -> HttpResponse:
    point = visible(person_of(request), AgendaPoint, pk)
    operations.take_off_agenda(person=person_of(request), point=point)
    messages.success(request, _("The point is off the agenda."))
    return redirect("vision:review", pk=point.review_id)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a decision, on a point of the agenda or on its own."""
    person = person_of(request)
    row = visible(person, GovernanceReview, pk)
    if not may(person, May.GOVERN, unit=row.unit):
        raise PermissionDenied
    form = forms.DecisionForm(request.POST or None, person=person, organisation=row.unit.organisation, what=May.GOVERN,
                              review=row, initial={name: request.GET[name] for name in ("code", "key", "point", "entity")
                                                   if name in request.GET})
    if form.is_valid():
        with declining(form):
            operations.decide(person=person, review=row, **form.values())
            messages.success(request, _("The decision is kept."))
            return redirect("vision:review", pk=pk)
    return page(request, "vision/sheet.html", here="vision:governance", form=form, title=_("Write down a decision"),
                lede=request.GET.get("about", row.title)[:300], back=reverse("vision:review", kwargs={"pk": pk}))


def decisions(request: HttpRequest) -> HttpResponse:
    every = request.GET.get("all") == "1"
    found = queries.decisions(person_of(request), organisation_of(request), as_of=timezone.localdate(), all_states=every,
                              after=request.GET.get("after"))
    return page(request, "vision/decisions.html", here="vision:decisions", rows=found.items, next=goes_on(request, found.next),
                every=every, governs=may_somewhere(request, May.GOVERN))


@require_POST
def carry_out(request: HttpRequest, pk: int) -> HttpResponse:
    """A button on one's own decision; the page that it stood on is shown again."""
    done = operations.carry_out(person=person_of(request), row=visible(person_of(request), GovernanceDecision, pk))
    messages.success(request, _("“%(decision)s” is done.") % {"decision": done})
    return redirect(came_from(request) or "vision:decisions")


def policies(request: HttpRequest) -> HttpResponse:
    every = request.GET.get("all") == "1"
    found = queries.policies(person_of(request), organisation_of(request), as_of=timezone.localdate(), withdrawn=every,
                             after=request.GET.get("after"))
    return page(request, "vision/policies.html", here="vision:policies", rows=found.items, next=goes_on(request, found.next),
                every=every, governs=may_somewhere(request, May.GOVERN))
