"""Pages of step 5. A view is fetch, form, operation, redirect."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.models import User
from headway.web.accounts.queries import may, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.act import forms, operations, queries
from headway.web.act.models import Intervention, OtherEvent, Pilot, Reach, Task, TaskState
from headway.web.aim.prompts import prompts
from headway.web.ground.forms import declining
from headway.web.register.forms.choices import Within
from headway.web.register.models import Improvement
from headway.web.register.operations import runs
from headway.web.register.queries import visible
from headway.web.vision.queries import pack_of
from headway.web.vision.queries.duties import duties


def mine(request: HttpRequest) -> HttpResponse:
    """What waits for a person: answers that they are asked, what governance gave them, their own tasks, first what is due."""
    person, organisation = person_of(request), organisation_of(request)
    ended = request.GET.get("ended") == "1"
    today = timezone.localdate()
    page = queries.own_tasks(person, organisation, pack=pack_of(organisation), today=today, ended=ended,
                             after=request.GET.get("after"))
    return render(request, "act/mine.html", {
        "page": page, "ended": ended, "answers": () if ended else queries.wanted_answers(person, organisation),
        "duties": () if ended else duties(person, organisation, as_of=today)})


def action(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 5 of an improvement: tasks by activity, pilots, what was changed and when, what else happened."""
    person = person_of(request)
    improvement = visible(person, pk)
    pack = pack_of(improvement.organisation)
    return render(request, "act/action.html", {
        "improvement": improvement, "action": queries.action_of(improvement, person, pack=pack, today=timezone.localdate()),
        "prompts": prompts(pack, "progress_iteratively_with_feedback", "collaborate_and_promote_visibility")})


def add_task(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    form = forms.TaskForm(request.POST or None, within=_within(person, improvement), improvement=improvement,
                          initial={"activity": request.GET.get("activity", "")})
    if form.is_valid():
        with declining(form):
            operations.put_task(improvement, by=person, given=form.given())
            messages.success(request, _("The task is written down."))
            return redirect("act:action", pk=pk)
    return _form(request, improvement, form, heading=_("Add a task"), button=_("Add it"))


def edit_task(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    task = queries.visible(person, Task, pk)
    improvement = _to_edit(person, task.improvement)
    form = forms.TaskForm(request.POST or None, instance=queries.visible(person, Task, pk), improvement=improvement,
                          within=_within(person, improvement))
    if form.is_valid():
        with declining(form):
            operations.put_task(improvement, by=person, given=form.given(), task=task, seen=form.cleaned_data["seen"])
            return redirect("act:action", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Change the task"), button=_("Keep it"))


@require_POST
def move_task(request: HttpRequest, pk: int) -> HttpResponse:
    """A button on the task posts its next state; the page that it stood on is shown again."""
    task = queries.visible(person_of(request), Task, pk)
    state = request.POST.get("state", "")
    if state not in TaskState.values:
        return HttpResponseBadRequest()
    operations.move_task(task, by=person_of(request), state=TaskState(state))
    return redirect("act:mine") if request.POST.get("from") == "mine" else redirect("act:action", pk=task.improvement_id)


def add_pilot(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    form = forms.PilotForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.put_pilot(improvement, by=person, given=form.given())
            return redirect("act:action", pk=pk)
    return _form(request, improvement, form, heading=_("Set up a pilot"), button=_("Keep it"),
                 told=_("A small trial with people outside it tells more than a large change with nobody left to compare."))


def edit_pilot(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    pilot = queries.visible(person, Pilot, pk)
    improvement = _to_edit(person, pilot.improvement)
    form = forms.PilotForm(request.POST or None, instance=queries.visible(person, Pilot, pk))
    if form.is_valid():
        with declining(form):
            operations.put_pilot(improvement, by=person, given=form.given(), pilot=pilot, seen=form.cleaned_data["seen"])
            return redirect("act:action", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Change the pilot"), button=_("Keep it"))


def end_pilot(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    pilot = queries.visible(person, Pilot, pk)
    improvement = _to_edit(person, pilot.improvement)
    form = forms.EndPilotForm(request.POST or None, initial={"ended_on": timezone.localdate()})
    if form.is_valid():
        with declining(form):
            operations.end_pilot(pilot, by=person, **form.cleaned_data)
            return redirect("act:action", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("End “%(name)s”") % {"name": pilot.name}, button=_("End it"))


def date_intervention(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    form = forms.ChangeForm(request.POST or None, within=_within(person, improvement), improvement=improvement, initial={
        "starts_on": timezone.localdate(), "reach": Reach.ALL})
    if form.is_valid():
        with declining(form):
            operations.date_intervention(improvement, by=person, change=form.change())
            messages.success(request, _("The change is dated."))
            return redirect("act:action", pk=pk)
    return _form(request, improvement, form, heading=_("Date what was changed"), button=_("Keep it"))


def correct_intervention(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = queries.visible(person, Intervention, pk)
    improvement = _to_edit(person, row.improvement)
    form = forms.ChangeForm(request.POST or None, within=_within(person, improvement), improvement=improvement, intervention=row)
    if form.is_valid():
        with declining(form):
            operations.correct_intervention(row, by=person, change=form.change(), seen=form.cleaned_data["seen"])
            return redirect("act:action", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Correct what was recorded"), button=_("Keep it"))


def undo_intervention(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = queries.visible(person, Intervention, pk)
    improvement = _to_run(person, row.improvement)
    form = forms.UndoForm(request.POST or None, initial={"undone_on": timezone.localdate()})
    if form.is_valid():
        with declining(form):
            operations.undo_intervention(row, by=person, **form.cleaned_data)
            return redirect("act:action", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("“%(what)s” was undone") % {"what": row.what}, button=_("Keep it"))


def withdraw_intervention(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = queries.visible(person, Intervention, pk)
    improvement = _to_run(person, row.improvement)
    form = forms.WithdrawForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.withdraw_intervention(row, by=person, **form.cleaned_data)
            return redirect("act:action", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Take “%(what)s” back") % {"what": row.what}, button=_("Take it back"))


def add_event(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    improvement = _to_edit(person, visible(person, pk))
    form = forms.EventForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.put_event(improvement, by=person, given=form.given())
            return redirect("act:action", pk=pk)
    return _form(request, improvement, form, heading=_("What else happened?"), button=_("Keep it"))


def edit_event(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    event = queries.visible(person, OtherEvent, pk)
    improvement = _to_edit(person, event.improvement)
    form = forms.EventForm(request.POST or None, instance=queries.visible(person, OtherEvent, pk))
    if form.is_valid():
        with declining(form):
            operations.put_event(improvement, by=person, given=form.given(), event=event, seen=form.cleaned_data["seen"])
            return redirect("act:action", pk=improvement.pk)
    return _form(request, improvement, form, heading=_("Correct what happened"), button=_("Keep it"))


@require_POST
def drop_event(request: HttpRequest, pk: int) -> HttpResponse:
    event = queries.visible(person_of(request), OtherEvent, pk)
    operations.drop_event(event, by=person_of(request))
    return redirect("act:action", pk=event.improvement_id)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Step 5 is done, once its gate holds."""
    operations.settle_action(visible(person_of(request), pk), by=person_of(request))
    messages.success(request, _("Step 5 is done."))
    return redirect("register:improvement", pk=pk)


def _within(person: User, improvement: Improvement) -> Within:
    return Within(person=person, organisation=improvement.organisation, pack=pack_of(improvement.organisation))


def _to_edit(person: User, improvement: Improvement) -> Improvement:
    """A form is not shown to somebody who can't send it."""
    if not may(person, May.CONTRIBUTE, unit=improvement.unit):
        raise PermissionDenied
    return improvement


def _to_run(person: User, improvement: Improvement) -> Improvement:
    if not runs(person, improvement):
        raise PermissionDenied
    return improvement


def _form(request: HttpRequest, improvement: Improvement, form: object, **said: str) -> HttpResponse:
    return render(request, "act/form.html", {"improvement": improvement, "form": form, **said})
