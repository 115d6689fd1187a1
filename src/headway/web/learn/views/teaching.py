"""A class in figures, and questions from closed improvements for a reviewer."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.ground.declined import Declined
from headway.web.ground.sentences import sentence
from headway.web.learn import forms
from headway.web.learn.operations import own_questions as acts
from headway.web.learn.queries import classes, own_questions
from headway.web.learn.queries.today import gap_row


def a_class(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    classes.demand_teaching(person, organisation)
    page = classes.class_page(person, organisation)
    return render(request, "learn/class.html", {"page": page, "gaps": [gap_row(gap, page.course) for gap in page.gaps],
                                                "fewest": classes.FEWEST_LEARNERS})


def questions(request: HttpRequest) -> HttpResponse:
    """Questions that wait for a reviewer; a POST makes some of closed improvements."""
    person, organisation = person_of(request), organisation_of(request)
    classes.demand_teaching(person, organisation)
    if request.method == "POST":
        try:
            many = len(acts.propose_questions(person=person, organisation=organisation))
            messages.success(request, ngettext("%(many)s question was made. Read it before anyone is asked it.",
                                               "%(many)s questions were made. Read them before anyone is asked them.",
                                               many) % {"many": many})
        except Declined as declined:
            messages.error(request, sentence(declined))
        return redirect("learn:questions")
    return render(request, "learn/questions.html", {
        "waiting": own_questions.for_reviewer(own_questions.waiting_rows(person, organisation)),
        "released": own_questions.for_reviewer(own_questions.released_rows(person, organisation))})


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    question = own_questions.visible_question(person_of(request), pk)
    form = forms.ReleaseForm(request.POST)
    if not form.is_valid():
        raise Http404
    acts.release(question, person=person_of(request), released=form.cleaned_data["released"] == "yes")
    messages.success(request, _("Kept."))
    return redirect("learn:questions")


@require_POST
def mask(request: HttpRequest, pk: int) -> HttpResponse:
    """Mask a word that the program missed."""
    question = own_questions.visible_question(person_of(request), pk)
    form = forms.MaskForm(request.POST)
    if form.is_valid():
        try:
            acts.mask_more(question, person=person_of(request), words=form.cleaned_data["words"])
        except Declined as declined:
            if declined.code == "not_permitted":
                raise
            messages.error(request, sentence(declined))
    return redirect("learn:questions")
