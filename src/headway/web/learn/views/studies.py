"""The first page of learning, chapters, terms, thoughts, and what one takes along or forgets."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.ground.forms import declining
from headway.web.learn import forms
from headway.web.learn.models import Held, Study
from headway.web.learn.operations import reading as acts
from headway.web.learn.operations import study as studies
from headway.web.learn.operations import wordings
from headway.web.learn.queries import exports, reading
from headway.web.learn.queries.classes import may_teach
from headway.web.learn.queries.own_questions import released, released_many
from headway.web.learn.queries.study import study_of
from headway.web.learn.queries.today import today
from headway.web.learn.questions import course_of


def seen_study(request: HttpRequest) -> Study | None:
    """For reading: the study, where one was begun."""
    return study_of(person_of(request), organisation_of(request))


def begun_study(request: HttpRequest) -> Study:
    """For writing: the study, begun if need be."""
    return studies.own_study(person=person_of(request), organisation=organisation_of(request))


def home(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    study = study_of(person, organisation, own_questions=released_many(person, organisation))
    return render(request, "learn/home.html", {
        "page": today(study), "course": course_of(study), "teaches": may_teach(person, organisation), "study": study,
        "own_questions": vars(study)["own_questions"] if study else len(released(person, organisation))})


def chapter(request: HttpRequest) -> HttpResponse:
    """A section of a chapter; `chapter` and `section` are asked by query, the first of each where none is."""
    page = reading.section_page(seen_study(request), request.GET.get("chapter"), request.GET.get("section"))
    return render(request, "learn/chapter.html", {"page": page, "held": Held.choices})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Tick a section off and go on to what comes next."""
    chapter, section = request.POST.get("chapter", ""), request.POST.get("section", "")
    acts.section_of(seen_study(request), chapter, section)
    acts.read_section(study := begun_study(request), chapter=chapter, section=section)
    page = reading.section_page(study, chapter, section)
    if page.next:
        return redirect(f"{reverse('learn:chapter')}?chapter={chapter}&section={page.next}")
    messages.success(request, _("The chapter is read. A few questions show what has stayed."))
    return redirect(f"{reverse('learn:chapter')}?chapter={chapter}&section={section}#practise")


@require_POST
def reflect(request: HttpRequest) -> HttpResponse:
    form = forms.ReflectionForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Your answer can't be kept: it is longer than 4,000 signs."))
        return redirect("learn:home")
    chapter, section = acts.place_of(seen_study(request), form.cleaned_data["exercise"])
    acts.keep_reflection(begun_study(request), **form.cleaned_data)
    messages.success(request, _("Kept, for you alone."))
    return redirect(f"{reverse('learn:chapter')}?chapter={chapter}&section={section}#{form.cleaned_data['exercise']}")


def sketch(request: HttpRequest) -> HttpResponse:
    """The seven steps for an activity of one's own; it becomes an improvement."""
    person, organisation = person_of(request), organisation_of(request)
    exercise = acts.exercise_of(seen_study(request), request.GET.get("exercise", "getting-seven"))
    form = forms.SketchForm(request.POST or None, person=person, organisation=organisation)
    if form.is_valid():
        with declining(form):
            made = acts.file_sketch(begun_study(request), person=person, exercise=exercise.id, steps=form.steps(),
                                    entity=form.cleaned_data["entity"], title=form.cleaned_data["title"])
            messages.success(request, _("Your sketch is in the backlog as an idea."))
            return redirect("register:improvement", pk=made.pk)
    return render(request, "learn/sketch.html", {"form": form, "exercise": reading.thought_of(exercise)})


def terms(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()[:100]
    return render(request, "learn/terms.html", {"terms": reading.terms(seen_study(request), asked), "asked": asked})


def take_along(request: HttpRequest) -> HttpResponse:
    return render(request, "learn/take_along.html", {"forms": exports.FORMS.values(), "study": seen_study(request)})


def export(request: HttpRequest) -> HttpResponse:
    """A file for another program; `form` is asked by query."""
    if "form" not in request.GET:
        return redirect("learn:take_along")
    file = exports.file_of(seen_study(request), request.GET["form"])
    return HttpResponse(file.content, content_type=file.kind,
                        headers={"Content-Disposition": f'attachment; filename="{file.name}"'})


@login_not_required
def calendar(request: HttpRequest, word: str) -> HttpResponse:
    """The study path for a calendar program; the word in the address is the permission."""
    return HttpResponse(exports.calendar_of(word), content_type="text/calendar; charset=utf-8")


def wording(request: HttpRequest) -> HttpResponse:
    """Take in the exact wording of an exam from one's own material."""
    study = seen_study(request)
    form = forms.WordingForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with declining(form, field="text"):
            many = wordings.import_wordings(begun_study(request), text=form.cleaned_data["text"],
                                            source=form.cleaned_data["source"])
            messages.success(request, ngettext("%(many)s wording was found.", "%(many)s wordings were found.", many)
                             % {"many": many})
            return redirect("learn:wording")
    return render(request, "learn/wording.html", {
        "form": form, "wordings": reading.wordings_of(study)})


@require_POST
def forget_wording(request: HttpRequest) -> HttpResponse:
    wordings.forget_wordings(begun_study(request))
    return redirect("learn:wording")


def forget(request: HttpRequest) -> HttpResponse:
    """Remove one's whole study, after asking."""
    study = seen_study(request)
    if request.method == "POST" and study is not None:
        studies.forget(study)
        messages.success(request, _("Your study is gone."))
        return redirect("learn:home")
    return render(request, "learn/forget.html", {"study": study})
