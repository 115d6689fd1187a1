"""Courses of one's own: the list, taking one in, writing on it, choosing which is learnt."""

from __future__ import annotations

import io
import zipfile

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.learn.importing import CHECK
from headway.learn.reading import HEAD, check_files
from headway.refused import Refused
from headway.report.words.learning import problem
from headway.web.accounts.queries import may, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.forms import declining
from headway.web.ground.sentences import sentence
from headway.web.learn import forms
from headway.web.learn.operations import courses as acts
from headway.web.learn.queries import courses as pages
from headway.web.learn.views.studies import seen_study


def courses(request: HttpRequest) -> HttpResponse:
    """What can be learnt here, and the form that takes a course in."""
    person, organisation = person_of(request), organisation_of(request)
    form = forms.CourseFileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        with declining(form, field="file"):
            made = acts.take_in(person=person, organisation=organisation, name=file.name,
                                content=file.read(2 * acts.LARGEST + 1))
            messages.success(request, _("“%(title)s” is yours, and open. Look through it before you learn it.")
                             % {"title": made.title})
            return redirect("learn:own_course", pk=made.pk)
    return render(request, "learn/courses.html", {
        "form": form, "rows": pages.course_rows(person, organisation, seen_study(request))})


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Open a course; `course` is its number, or empty for the one that ships."""
    person, given = person_of(request), request.POST.get("course", "")
    found = pages.visible_course(person, int(given)) if given.isdecimal() and len(given) < 19 else None
    acts.choose(person=person, organisation=organisation_of(request), course=found)
    return redirect("learn:home")


def own_course(request: HttpRequest, pk: int) -> HttpResponse:
    """A course's files, one of them open for writing."""
    person = person_of(request)
    found = pages.visible_course(person, pk)
    name = request.POST.get("name") or request.GET.get("file") or next(iter(sorted(found.files.keys() - {HEAD})), HEAD)
    form = forms.CourseTextForm(request.POST or None, initial={
        "name": name, "text": found.files.get(name, ""), "seen": found.version})
    problems: list[str] = []
    if form.is_valid():
        told = form.cleaned_data
        files = {**found.files, told["name"]: told["text"].replace("\r\n", "\n")}
        if not told["text"].strip():
            del files[told["name"]]
        with declining(form, field="text"):
            try:
                acts.rewrite(found, person=person, files=files, seen=told["seen"])
            except Refused:
                problems = [f"{each.file}:{each.line}: {problem(each.code, dict(each.facts))}"
                            for each in check_files(files)] if HEAD in files else []
                raise
            messages.success(request, _("Kept."))
            return redirect(f"{reverse('learn:own_course', args=[pk])}?file={told['name']}")
    return render(request, "learn/own_course.html", {
        "course": found, "form": form, "problems": problems, "names": sorted(found.files), "open": name,
        "mine": found.made_by_id == person.pk, "teaches": may(person, May.TEACH, unit=found.unit),
        "open_reasons": sum(text.count(CHECK) for text in found.files.values())})


@require_POST
def release_course(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a course to the organisation, or take it back."""
    acts.release(pages.visible_course(person_of(request), pk), person=person_of(request),
                 released=request.POST.get("released") == "yes")
    return redirect("learn:own_course", pk=pk)


@require_POST
def remove_course(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        acts.remove(pages.visible_course(person_of(request), pk), person=person_of(request))
    except Declined as declined:
        messages.error(request, sentence(declined))
        return redirect("learn:own_course", pk=pk)
    messages.success(request, _("The course is gone, and what you learnt in it."))
    return redirect("learn:courses")


def course_files(request: HttpRequest, pk: int) -> HttpResponse:
    """The course as a zip, as `headway learn check` reads it once it is unpacked."""
    found = pages.visible_course(person_of(request), pk)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        for name, text in sorted(found.files.items()):
            box.writestr(name, text)
    return HttpResponse(held.getvalue(), content_type="application/zip",
                        headers={"Content-Disposition": f'attachment; filename="course-{pk}.zip"'})
