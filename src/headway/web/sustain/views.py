"""Pages of step 7: momentum of one improvement, lessons and gains of all. A view is fetch, form, operation, redirect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import may, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.ground.cursor import page_of
from headway.web.ground.declined import Declined
from headway.web.ground.forms import declining
from headway.web.ground.sentences import sentence
from headway.web.register.operations import runs
from headway.web.register.queries.records import visible as visible_improvement
from headway.web.sustain import forms, operations
from headway.web.sustain.models import Alarm, Lesson, Recognition, StandardWork
from headway.web.sustain.queries import gains as gains_kept
from headway.web.sustain.queries import momentum as kept


@dataclass(frozen=True, slots=True)
class Kind:
    """A thing that step 7 keeps: its form, what makes it, what changes it, and how a page calls it."""

    model: Any
    form: Any
    put: Callable[..., Any]
    edit: Callable[..., Any]
    title: str | Promise


KINDS = {
    "alarm": Kind(Alarm, forms.AlarmForm, operations.set_alarm, operations.edit_alarm, gettext_lazy("Alarm on the gain")),
    "lesson": Kind(Lesson, forms.LessonForm, operations.put_lesson, operations.edit, gettext_lazy("Lesson")),
    "standard-work": Kind(StandardWork, forms.StandardWorkForm, operations.put_standard_work, operations.edit,
                          gettext_lazy("Standard work")),
    "recognition": Kind(Recognition, forms.RecognitionForm, operations.recognise, operations.edit, gettext_lazy("Recognition")),
}


def momentum(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = visible_improvement(person, pk)
    return render(request, "sustain/momentum.html", {
        "improvement": found, "page": kept.momentum(found), "runs": runs(person, found),
        "contributes": may(person, May.CONTRIBUTE, unit=found.unit)})


def put(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Add one of the things that step 7 keeps."""
    person, kind = person_of(request), _kind(what)
    found = visible_improvement(person, pk)
    form = kind.form(request.POST or None, person=person, improvement=found)
    if form.is_valid():
        with declining(form):
            kind.put(found, person=person, given=form.given())
            messages.success(request, _("Kept."))
            return redirect("sustain:momentum", pk=pk)
    return render(request, "sustain/put.html", {"form": form, "improvement": found, "title": kind.title})


def edit(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Change one of them."""
    person, kind = person_of(request), _kind(what)
    row = kept.visible(person, kind.model, pk)
    form = kind.form(request.POST or None, instance=row, person=person, improvement=row.improvement)
    if form.is_valid():
        with declining(form):
            kind.edit(row, person=person, given=form.given(), seen=form.cleaned_data["seen"])
            messages.success(request, _("Kept."))
            return redirect("sustain:momentum", pk=row.improvement_id)
    return render(request, "sustain/put.html", {"form": form, "improvement": row.improvement, "title": kind.title})


def _kind(what: str) -> Kind:
    if what not in KINDS:
        raise Http404
    return KINDS[what]


def no_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = visible_improvement(person, pk)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.need_no_alarm(found, person=person, reason=form.cleaned_data["reason"])
            messages.success(request, _("Kept."))
            return redirect("sustain:momentum", pk=pk)
    return render(request, "sustain/put.html", {"form": form, "improvement": found, "title": _("Why no alarm is needed")})


def end_alarm(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = kept.visible(person, Alarm, pk)
    form = forms.ReasonForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.end_alarm(row, person=person, reason=form.cleaned_data["reason"])
            messages.success(request, _("Nobody watches it from now on."))
            return redirect("sustain:momentum", pk=row.improvement_id)
    return render(request, "sustain/put.html", {"form": form, "improvement": row.improvement, "title": _("End the alarm")})


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = visible_improvement(person, pk)
    try:
        operations.finish(found, person=person)
    except Declined as declined:
        if declined.code == "not_permitted":
            raise
        messages.error(request, sentence(declined))
        return redirect("sustain:momentum", pk=pk)
    messages.success(request, _("Step 7 is done. Close it, or begin the next iteration."))
    return redirect("register:improvement", pk=pk)


def lessons(request: HttpRequest) -> HttpResponse:
    """What was learnt, newest first; `q` is looked for in all of its words."""
    rows = kept.lessons_in(organisation_of(request), person_of(request))
    asked = request.GET.get("q", "").strip()[:100]
    for word in asked.split():
        rows = rows.filter(Q(title__icontains=word) | Q(happened__icontains=word) | Q(advice__icontains=word))
    page = page_of(rows, order=("-created_at", "-pk"), after=request.GET.get("after"))
    return render(request, "sustain/lessons.html", {"lessons": [kept.lesson_line(row) for row in page.items],
                                                    "next": page.next, "asked": asked})


def gains(request: HttpRequest) -> HttpResponse:
    """Every gain that is held, newest verdict first."""
    rows = gains_kept.of_organisation(organisation_of(request), person_of(request))
    page = page_of(rows, order=("-judged_at", "-pk"), after=request.GET.get("after"))
    return render(request, "sustain/gains.html", {"gains": [gains_kept.gain_of(row) for row in page.items], "next": page.next})
