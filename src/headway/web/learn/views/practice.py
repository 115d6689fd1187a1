"""Cards and drills."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.learn.schedule import Answer
from headway.web.accounts.queries import person_of
from headway.web.ground.forms import declining
from headway.web.learn import forms
from headway.web.learn.models import Drill
from headway.web.learn.operations import cards as card_acts
from headway.web.learn.operations import drills as drill_acts
from headway.web.learn.queries import cards as card_pages
from headway.web.learn.queries import drills as drill_pages
from headway.web.learn.queries.study import own
from headway.web.learn.questions import course_of
from headway.web.learn.views.studies import begun_study, seen_study
from headway.web.learn.words import ANSWERS, after_words


def cards(request: HttpRequest) -> HttpResponse:
    """The card that is next, its back hidden; or when the next one comes."""
    hand = card_pages.hand_of(seen_study(request))
    face = card_pages.next_face(hand)
    answers = [(answer.value, ANSWERS[answer.value], after_words(after)) for answer, after in face.again.items()] if face else []
    return render(request, "learn/cards.html", {"face": face, "answers": answers, "waiting": card_pages.waiting(hand)})


@require_POST
def recall(request: HttpRequest) -> HttpResponse:
    form = forms.RecallForm(request.POST)
    if not form.is_valid():
        raise Http404
    card_acts.recall(begun_study(request), card=form.cleaned_data["card"], answer=Answer(form.cleaned_data["answer"]))
    return redirect("learn:cards")


def make_card(request: HttpRequest) -> HttpResponse:
    """A card of one's own; a drill fills it in by query."""
    given = {name: request.GET.get(name, "")[:1000] for name in ("front", "back")}
    form = forms.CardForm(request.POST or None, initial=given)
    if form.is_valid():
        with declining(form):
            card_acts.make_card(begun_study(request), **form.cleaned_data)
            messages.success(request, _("The card is made; it comes with the next new ones."))
            return redirect("learn:cards")
    return render(request, "learn/card.html", {"form": form, "title": _("A card of your own")})


def reword(request: HttpRequest) -> HttpResponse:
    """Word a card anew, as one does with those that keep being forgotten; `card` is asked by query."""
    card = request.GET.get("card", "")
    if not card:
        return redirect("learn:leeches")
    found = card_pages.deck(seen_study(request)).get(card)
    if found is None:
        raise Http404
    form = forms.CardForm(request.POST or None, initial={"front": found.front, "back": found.back})
    if form.is_valid():
        with declining(form):
            card_acts.reword(begun_study(request), card=card, **form.cleaned_data)
            messages.success(request, _("It is learned anew in these words."))
            return redirect("learn:leeches")
    return render(request, "learn/card.html", {"form": form, "title": _("Word it anew")})


def leeches(request: HttpRequest) -> HttpResponse:
    """Cards that keep being forgotten."""
    return render(request, "learn/leeches.html", {"leeches": card_pages.leeches(seen_study(request))})


@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    card_acts.ask_again(begun_study(request), card=request.POST.get("card", ""))
    return redirect("learn:leeches")


def begin_drill(request: HttpRequest) -> HttpResponse:
    """What a drill is; a POST begins one, of a chapter where one is named."""
    if request.method == "POST":
        chapter = request.POST.get("chapter") or None
        return redirect("learn:drill", pk=drill_acts.begin_drill(begun_study(request), chapter=chapter).pk)
    study = seen_study(request)
    open_one = study.drills.filter(ended_at=None).order_by("-started_at").first() if study else None
    return render(request, "learn/drills.html", {
        "open_one": open_one, "chapters": [chapter for chapter in course_of(study).chapters if chapter.scenarios]})


def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """The first open question of a drill, or the one that is asked by query; the score once all are answered."""
    found = own(person_of(request), Drill, pk)
    asked = (request.GET.get("scenario", ""), request.GET.get("asked", ""))
    if asked[0] not in drill_pages.scenarios_of(found) or asked[1] not in drill_pages.ASKED:
        following = drill_pages.first_open(found)
        if following is None:
            return render(request, "learn/drill_done.html", {"drill": found, "score": drill_pages.score(found)})
        asked = following
    return render(request, "learn/drill.html", {"drill": found, "page": drill_pages.drill_page(found, *asked)})


@require_POST
def answer_drill(request: HttpRequest, pk: int) -> HttpResponse:
    found = own(person_of(request), Drill, pk)
    form = forms.DrillAnswerForm(request.POST)
    if form.is_valid():
        drill_acts.answer_drill(found, **form.cleaned_data)
    return _at(found, request)


@require_POST
def disagree(request: HttpRequest, pk: int) -> HttpResponse:
    found = own(person_of(request), Drill, pk)
    form = forms.DisagreeForm(request.POST)
    if form.is_valid():
        drill_acts.disagree(found, **form.cleaned_data)
        messages.success(request, _("Kept. Whoever teaches reads it without your name."))
    return _at(found, request)


def _at(drill: Drill, request: HttpRequest) -> HttpResponse:
    where = urlencode({name: request.POST.get(name, "") for name in ("scenario", "asked")})
    return redirect(f"{reverse('learn:drill', args=[drill.pk])}?{where}")
