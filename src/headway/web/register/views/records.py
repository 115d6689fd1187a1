"""The page of an improvement, its fields, its steps and its states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import audit_page, in_sight, may, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.ground.outbox import can_send
from headway.web.ground.sentences import deed
from headway.web.register import operations, queries
from headway.web.register.forms import acts, records
from headway.web.register.models import Improvement, QuickWin
from headway.web.register.states import Closure, State
from headway.web.register.views.asked import to_record, within
from headway.web.vision.queries import pack_of


def idea(request: HttpRequest) -> HttpResponse:
    """Two fields. `?entity=` says where it belongs when it is asked from an entity's page."""
    person, organisation = person_of(request), organisation_of(request)
    asked = request.GET.get("entity", "")
    entity = queries.visible_entity(person, int(asked)) if asked.isdecimal() else queries.whole(organisation)
    form = records.IdeaForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            made = operations.file_idea(person=person, entity=entity, **form.cleaned_data)
            told = _("%(number)s is in the register. You get a letter when somebody takes it on.") if can_send() else _(
                "%(number)s is in the register. Its page says when somebody takes it on.")
            messages.success(request, told % {"number": made.number})
            return to_record(made)
    return render(request, "register/idea.html", {"form": form, "entity": entity})


def improvement(request: HttpRequest, pk: int) -> HttpResponse:
    """The working page; `?step=` looks at another stop."""
    person = person_of(request)
    found = queries.record(person, pk)
    asked = request.GET.get("step", "")
    page = queries.record_page(found, person=person, chosen=pack_of(found.organisation), now=timezone.now(),
                               step=int(asked) if asked.isdecimal() and len(asked) < 3 else None)
    rights = {"edits": may(person, May.CONTRIBUTE, unit=found.unit), "runs": operations.runs(person, found),
              "manages": may(person, May.MANAGE, unit=found.unit), "talks": may(person, May.SUGGEST, unit=found.unit),
              "approves": may(person, May.APPROVE, unit=found.unit)}
    return render(request, "register/improvement.html", {
        "reading": queries.read(found, person=person) if found.state == State.IDEA else None, "page": page,
        "corrects": operations.may_correct(person, found),
        "learns": found.state == State.IDEA and operations.may_see_learning(person, found.organisation), "improvement": found,
        "comment_form": acts.CommentForm(auto_id="comment_%s"), **rights,
        "withdraws": rights["runs"] or (found.state == "idea" and found.raised_by_id == person.pk)})


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """All fields but those of step 1."""
    person = person_of(request)
    found = queries.visible(person, pk)
    names = queries.formula_of(found.entity).names
    form = records.DetailsForm(request.POST or None, instance=queries.visible(person, pk), within=within(request, about=found),
                               names=names, initial={"seen": found.version})
    if form.is_valid():
        with declining(form):
            operations.edit(found, by=person, changes=form.changes(), seen=form.cleaned_data["seen"])
            messages.success(request, _("Kept."))
            return to_record(found)
    return render(request, "register/edit.html", {"form": form, "improvement": found, "heading": _("All fields")})


def vision(request: HttpRequest, pk: int) -> HttpResponse:
    """The fields of step 1; a second button calls the step done."""
    person = person_of(request)
    found = queries.visible(person, pk)
    form = records.VisionForm(request.POST or None, instance=queries.visible(person, pk), within=within(request, about=found),
                              initial={"seen": found.version})
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
        with declining(form):
            kept = operations.edit(found, by=person, changes=given, seen=form.cleaned_data["seen"])
            if "complete" in request.POST:
                operations.complete_first_step(kept, by=person)
                messages.success(request, _("Step 1 is done."))
            return to_record(found)
    return render(request, "register/edit.html", {
        "form": form, "improvement": found, "heading": _("What is the vision?"),
        "completes": operations.runs(person, found) and found.route[0] == "." and found.state == "under_way"})


@require_POST
def complete_first_step(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    operations.complete_first_step(found, by=person)
    messages.success(request, _("Step 1 is done."))
    return to_record(found)


def step(request: HttpRequest, pk: int, number: int, act: str) -> HttpResponse:
    """Leave a step out, or visit it again: both want a reason."""
    person = person_of(request)
    found = queries.visible(person, pk)
    if act not in ("skip", "reopen") or number not in range(1, 8):
        raise Http404
    form = acts.ReasonForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            does = operations.skip_step if act == "skip" else operations.reopen_step
            does(found, number, by=person, reason=form.cleaned_data["reason"])
            return to_record(found, step=number)
    asked = (_("Leave out step %(number)s") if act == "skip" else _("Visit step %(number)s again")) % {"number": number}
    return render(request, "register/act.html", {"form": form, "improvement": found, "heading": asked, "button": asked})


@dataclass(frozen=True, slots=True)
class Act:
    """A change of state: its form, what it does with it, how it is called."""

    form: Callable[..., forms.Form]
    does: Callable[..., Improvement]
    heading: str | Promise
    wants_choices: bool = False


ACTS = {
    "take-on": Act(acts.TakeOnForm, operations.take_on, gettext_lazy("Take it on"), wants_choices=True),
    "hold": Act(acts.HoldForm, operations.put_on_hold, gettext_lazy("Put it on hold")),
    "withdraw": Act(acts.WithdrawForm, operations.withdraw, gettext_lazy("Withdraw it"), wants_choices=True),
    "close": Act(acts.CloseForm, operations.close, gettext_lazy("Close it")),
    "reopen": Act(acts.ReasonForm, operations.open_again, gettext_lazy("Open it again")),
}


def state(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Taken on, on hold, withdrawn, closed, opened again."""
    person = person_of(request)
    found = queries.visible(person, pk)
    if act not in ACTS:
        raise Http404
    chosen = ACTS[act]
    more: dict[str, Any] = {"within": within(request, about=found)} if chosen.wants_choices else {}
    form = chosen.form(request.POST or None, initial={"seen": found.version, "owner": found.owner_id}, **more)
    if form.is_valid():
        given = dict(form.cleaned_data)
        if "closure" in given:
            given["closure"] = Closure(given["closure"])
        with declining(form):
            chosen.does(found, by=person, **given)
            return to_record(found)
    return render(request, "register/act.html", {"form": form, "improvement": found, "heading": chosen.heading,
                                                 "button": chosen.heading})


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    found = queries.visible(person_of(request), pk)
    operations.resume(found, by=person_of(request))
    return to_record(found)


def ask_for_quick_win(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    form = acts.ReasonForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.ask_for_quick_win(found, by=person, reason=form.cleaned_data["reason"])
            messages.success(request, _("An approver is asked."))
            return to_record(found)
    return render(request, "register/act.html", {
        "form": form, "improvement": found, "heading": _("Ask for a quick win"), "button": _("Ask"),
        "note": _("Steps 2, 4 and 6 are left out together. It is told apart from the others and claims nothing.")})


def answer_quick_win(request: HttpRequest, pk: int) -> HttpResponse:
    """`pk` is the record's: it has one open question at most."""
    person = person_of(request)
    found = queries.visible(person, pk)
    question = get_object_or_404(QuickWin.objects.filter(in_sight(person, field="improvement__unit"), improvement=found,
                                                         granted=None).select_related("improvement__unit", "asked_by"))
    form = acts.AnswerForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.answer_quick_win(question, by=person, **form.cleaned_data)
            return to_record(found)
    return render(request, "register/act.html", {"form": form, "improvement": found, "heading": _("A quick win?"),
                                                 "button": _("Answer"), "question": question})


def next_iteration(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = queries.visible(person, pk)
    form = acts.NextForm(request.POST or None, initial={"title": found.title})
    if form.is_valid():
        with declining(form):
            made = operations.next_iteration(found, by=person, **form.cleaned_data)
            return redirect("register:improvement", pk=made.pk)
    return render(request, "register/act.html", {"form": form, "improvement": found, "heading": _("Next iteration"),
                                                 "button": _("Begin it")})


def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Every write to the record, from the audit."""
    found = queries.visible(person_of(request), pk)
    page = audit_page(found.organisation, after=request.GET.get("after"), subject="register.improvement", subject_id=str(pk))
    entries = [(entry, deed(entry.action)) for entry in page.items]
    return render(request, "register/history.html", {"improvement": found, "page": page, "entries": entries})
