"""Pages of step 3. A view is fetch, form, operation, redirect."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.models import User
from headway.web.accounts.queries import may, person_of
from headway.web.accounts.roles import May
from headway.web.aim import forms, operations, queries
from headway.web.aim.models import Balancing, Side, Target
from headway.web.aim.prompts import prompts
from headway.web.ground.forms import declining
from headway.web.register.models import Improvement
from headway.web.register.queries import visible
from headway.web.vision.queries import pack_of


def targets(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3 of an improvement: what is wanted, in which family, and what must not suffer for it."""
    person = person_of(request)
    improvement = visible(person, pk)
    pack = pack_of(improvement.organisation)
    return render(request, "aim/targets.html", {
        "improvement": improvement, "aim": queries.aim_of(improvement, person), "frozen": queries.frozen(improvement),
        "prompts": prompts(pack, "focus_on_value", "start_where_you_are")})


def add_target(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    family = request.GET.get("family", "")
    form = forms.TargetForm(request.POST or None, improvement=improvement, person=person,
                            initial={"family": family if family in Side.values else Side.UTILITY})
    if form.is_valid():
        with declining(form):
            operations.set_target(improvement, by=person, wanted=form.wanted())
            messages.success(request, _("The target is set."))
            return redirect("aim:targets", pk=pk)
    return _form(request, improvement, form, heading=_("What is wanted?"), button=_("Set the target"),
                 told=_("A target is a figure on the measure of step 2, with a day. “Faster” can't be missed, so it is none."))


def edit_target(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    target = queries.visible(person, Target, pk)
    if target.value is None:
        raise Http404
    improvement = _to_edit(person, target.improvement)
    form = forms.TargetForm(request.POST or None, improvement=improvement, person=person, target=target)
    if form.is_valid():
        with declining(form):
            operations.set_target(improvement, by=person, wanted=form.wanted(), target=target, seen=form.cleaned_data["seen"])
            messages.success(request, _("The target is changed."))
            return redirect("aim:targets", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Change the target"), button=_("Keep it"))


def no_target(request: HttpRequest, pk: int, family: str) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    if family not in Side.values:
        raise Http404
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.give_reason(improvement, by=person, family=Side(family), reason=form.cleaned_data["reason"])
            return redirect("aim:targets", pk=pk)
    return _form(request, improvement, form, button=_("Keep the reason"),
                 heading=_("Why is there no target of %(family)s?") % {"family": operations.family_name(family)})


@require_POST
def withdraw_target(request: HttpRequest, pk: int) -> HttpResponse:
    target = queries.visible(person_of(request), Target, pk)
    operations.withdraw_target(target, by=person_of(request))
    return redirect("aim:targets", pk=target.improvement_id)


def add_balancing(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    form = forms.BalancingForm(request.POST or None, improvement=improvement, person=person)
    if form.is_valid():
        with declining(form):
            operations.watch_measure(improvement, by=person, **_given(form))
            return redirect("aim:targets", pk=pk)
    return _form(request, improvement, form, heading=_("What must not get worse for it?"), button=_("Watch it"),
                 told=_("Quicker answers that come back more often are no gain. Name what could pay for this one."))


def edit_balancing(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    balancing = queries.visible(person, Balancing, pk)
    improvement = _to_edit(person, balancing.improvement)
    form = forms.BalancingForm(request.POST or None, improvement=improvement, person=person, balancing=balancing)
    if form.is_valid():
        with declining(form):
            operations.watch_measure(improvement, by=person, balancing=balancing, seen=form.cleaned_data["seen"], **_given(form))
            return redirect("aim:targets", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Change what is watched"), button=_("Keep it"))


@require_POST
def drop_balancing(request: HttpRequest, pk: int) -> HttpResponse:
    balancing = queries.visible(person_of(request), Balancing, pk)
    operations.watch_no_more(balancing, by=person_of(request))
    return redirect("aim:targets", pk=balancing.improvement_id)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 3 is done, once its gate holds."""
    improvement = visible(person_of(request), pk)
    operations.settle_targets(improvement, by=person_of(request))
    messages.success(request, _("Step 3 is done."))
    return redirect("register:improvement", pk=pk)


def _given(form: forms.BalancingForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("kpi", "given", "why")}


def _to_edit(person: User, improvement: Improvement) -> Improvement:
    """A form is not shown to somebody who can't send it."""
    if not may(person, May.CONTRIBUTE, unit=improvement.unit):
        raise PermissionDenied
    return improvement


def _form(request: HttpRequest, improvement: Improvement, form: object, **said: str) -> HttpResponse:
    return render(request, "aim/form.html", {"improvement": improvement, "form": form, **said})
