"""Quizzes, the diagnostic, exams: begun, answered, handed in, looked through."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from headway.learn.exam import CERTIFICATE, share_covered
from headway.web.accounts.queries import person_of
from headway.web.ground.declined import Declined
from headway.web.ground.forms import declining
from headway.web.ground.sentences import sentence
from headway.web.learn import forms
from headway.web.learn.models import AT_ONCE, Sitting
from headway.web.learn.operations import own_questions, wordings
from headway.web.learn.operations import sittings as acts
from headway.web.learn.queries import exports
from headway.web.learn.queries import sittings as pages
from headway.web.learn.queries.knowing import honesty
from headway.web.learn.queries.study import own
from headway.web.learn.queries.today import chance_of
from headway.web.learn.questions import course_of
from headway.web.learn.views.studies import begun_study, seen_study

NEWEST = 30


def exams(request: HttpRequest) -> HttpResponse:
    """What was sat, the newest first; whether foretold chances were honest."""
    study = seen_study(request)
    rows = list(study.sittings.order_by("-started_at")[:NEWEST]) if study else []
    return render(request, "learn/exams.html", {
        "sat": pages.sat(study, rows), "honesty": honesty(study) if study else None, "under_way": pages.under_way(study)})


def mock(request: HttpRequest) -> HttpResponse:
    """The edition is asked first, and what the course covers is said."""
    study = seen_study(request)
    form = forms.MockForm(request.POST or None, initial={"edition": study.edition if study else "",
                                                         "other_language": study.other_language if study else False})
    if form.is_valid():
        with declining(form):
            made = acts.begin_mock(begun_study(request), **form.cleaned_data)
            return redirect("learn:sitting", pk=made.pk)
    return render(request, "learn/mock.html", {
        "form": form, "exam": CERTIFICATE, "covered": round(100 * share_covered()), "chance": chance_of(study),
        "own": study.course.title if study and study.course else "",
        "longer": round(CERTIFICATE.minutes * (1 + CERTIFICATE.extra))})


def practice(request: HttpRequest) -> HttpResponse:
    form = forms.PracticeForm(request.POST or None, course=course_of(seen_study(request)),
                              initial={"chapters": request.GET.getlist("chapter")})
    if form.is_valid():
        with declining(form):
            made = acts.begin_practice(begun_study(request), form.wish())
            return redirect("learn:sitting", pk=made.pk)
    return render(request, "learn/practice.html", {"form": form})


@require_POST
def quiz(request: HttpRequest) -> HttpResponse:
    form = forms.QuizForm(request.POST, course=course_of(seen_study(request)))
    if not form.is_valid():
        raise Http404
    return redirect("learn:sitting", pk=acts.begin_quiz(begun_study(request), chapters=[form.cleaned_data["chapter"]]).pk)


def diagnostic(request: HttpRequest) -> HttpResponse:
    """What the diagnostic is; a POST begins it."""
    if request.method == "POST":
        return redirect("learn:sitting", pk=acts.begin_diagnostic(begun_study(request)).pk)
    return render(request, "learn/diagnostic.html")


@require_POST
def own_quiz(request: HttpRequest) -> HttpResponse:
    return redirect("learn:sitting", pk=own_questions.begin_own_quiz(begun_study(request), person=person_of(request)).pk)


@require_POST
def wording_quiz(request: HttpRequest) -> HttpResponse:
    return redirect("learn:sitting", pk=wordings.begin_wording_quiz(begun_study(request)).pk)


def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    """A question of a paper under way: the one asked by query, else the first that is open."""
    found = acts.settle(own(person_of(request), Sitting, pk))
    if found.handed_in_at is not None and not (found.kind in AT_ONCE and "at" in request.GET):
        return redirect("learn:review", pk=pk)
    at = request.GET.get("at", "")
    page = pages.asked(found, int(at) - 1 if at.isdecimal() and len(at) < 4 else pages.first_open(found))
    left = (found.ends_at - timezone.now()).total_seconds() if found.ends_at else None
    return render(request, "learn/sitting.html", {
        "sitting": found, "page": page, "minutes_left": None if left is None else max(int(-(-left // 60)), 0)})


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an answer or a flag, then go where the button says."""
    found = own(person_of(request), Sitting, pk)
    form = forms.AnswerForm(request.POST)
    if not form.is_valid():
        raise Http404
    told = form.cleaned_data
    try:
        if told["choice"] is not None or told["flag"]:
            acts.answer(found, place=told["place"], choice=told["choice"],
                        flagged={"on": True, "off": False}.get(told["flag"]))
    except Declined as declined:
        messages.error(request, sentence(declined))
        return redirect("learn:review" if declined.code != "no_such_option" else "learn:sitting", pk=pk)
    if told["go"] == -1:
        return redirect("learn:hand_in", pk=pk)
    place = told["place"] if told["go"] is None else told["go"]
    return redirect(f"{reverse('learn:sitting', args=[pk])}?at={place + 1}")


def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, with what is still open; then mark."""
    found = acts.settle(own(person_of(request), Sitting, pk))
    if request.method == "POST":
        try:
            acts.hand_in(found)
        except Declined as declined:
            messages.error(request, sentence(declined))
        return redirect("learn:review", pk=pk)
    if found.handed_in_at is not None:
        return redirect("learn:review", pk=pk)
    return render(request, "learn/hand_in.html", {"sitting": found, "page": pages.asked(found, pages.first_open(found))})


def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The marked paper, with the reason for every option."""
    found = acts.settle(own(person_of(request), Sitting, pk))
    if found.handed_in_at is None:
        return redirect("learn:sitting", pk=pk)
    return render(request, "learn/review.html", {"sitting": found, "page": pages.reviewed(found)})


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """A quiz like what went wrong in a paper."""
    try:
        return redirect("learn:sitting", pk=acts.begin_again(acts.settle(own(person_of(request), Sitting, pk))).pk)
    except Declined as declined:
        messages.error(request, sentence(declined))
        return redirect("learn:review", pk=pk)


def record(request: HttpRequest, pk: int) -> HttpResponse:
    """xAPI statements of a sitting, as a file."""
    told = exports.record_of(own(person_of(request), Sitting, pk))
    return JsonResponse(told, safe=False, headers={"Content-Disposition": f'attachment; filename="sitting-{pk}.xapi.json"'})
