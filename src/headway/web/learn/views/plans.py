"""What one doesn't know yet, the way to the exam, and its calendar."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.ground.forms import declining
from headway.web.learn import forms
from headway.web.learn.operations import path as acts
from headway.web.learn.queries.knowing import honesty
from headway.web.learn.queries.plans import path_page
from headway.web.learn.queries.today import gaps_page
from headway.web.learn.views.studies import begun_study, seen_study


def gaps(request: HttpRequest) -> HttpResponse:
    """The gap guide."""
    study = seen_study(request)
    return render(request, "learn/gaps.html", {"page": gaps_page(study), "honesty": honesty(study) if study else None})


def path(request: HttpRequest) -> HttpResponse:
    """The sessions up to the exam, and the form that sets them."""
    study = seen_study(request)
    form = forms.PathForm(request.POST or None, initial=forms.PathForm.of(study))
    if form.is_valid():
        with declining(form, field="exam_on"):
            acts.plan_for(begun_study(request), **form.cleaned_data)
            messages.success(request, _("The path is laid; cards follow it."))
            return redirect("learn:path")
    word = study.calendar_word if study else ""
    address = settings.ADDRESS + reverse("learn:calendar", args=[word]) if word else ""
    return render(request, "learn/path.html", {"form": form, "page": path_page(study), "address": address})


@require_POST
def end_path(request: HttpRequest) -> HttpResponse:
    acts.aim_at_nothing(begun_study(request))
    return redirect("learn:path")


@require_POST
def keep_calendar(request: HttpRequest) -> HttpResponse:
    """Open the calendar by a new secret address, or close it."""
    study = begun_study(request)
    if request.POST.get("close"):
        acts.close_calendar(study)
    else:
        acts.open_calendar(study)
    return redirect(f"{reverse('learn:path')}#calendar")
