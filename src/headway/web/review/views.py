"""Pages of step 6: verdicts, what was refused, asking and deciding. A view is fetch, form, operation, redirect."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.models import User
from headway.web.accounts.queries import may, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.act.models import Intervention
from headway.web.ground.cursor import page_of
from headway.web.ground.declined import Declined
from headway.web.ground.forms import declining
from headway.web.ground.sentences import sentence
from headway.web.measure.models import Baseline, Kpi
from headway.web.register.models import Improvement
from headway.web.register.queries.records import visible as visible_improvement
from headway.web.review import forms, operations
from headway.web.review.models import Answer
from headway.web.review.queries import cards, pages
from headway.web.review.queries.sight import visible_question, visible_verdict


def verdicts(request: HttpRequest) -> HttpResponse:
    """The verdicts in force, newest first; narrowed to an answer, or to those whose day to look again has come."""
    person, organisation, today = person_of(request), organisation_of(request), timezone.localdate()
    rows, answer, due = pages.in_organisation(person, organisation), request.GET.get("answer", ""), "due" in request.GET
    if answer in Answer.values:
        rows = rows.filter(answer=answer)
    if due:
        rows = pages.to_look_at_again(rows, today=today)
    page = page_of(rows, order=("-judged_at", "-pk"), after=request.GET.get("after"))
    return render(request, "review/verdicts.html", {
        "lines": [pages.line_of(row, today=today) for row in page.items], "next": page.next, "answer": answer, "due": due,
        "answers": Answer.choices})


def verdict(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = person_of(request), visible_verdict(person_of(request), pk)
    return render(request, "review/verdict.html", {
        "page": pages.verdict_page(found), "improvement": found.improvement,
        "decides": operations.decides(person, found.improvement)})


def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the answer to a question is, whatever it is."""
    found = visible_question(person_of(request), pk)
    standing = found.verdicts.filter(replaced_at=None).values_list("pk", flat=True).first()
    return redirect("review:verdict", pk=standing) if standing else redirect("review:improvement", pk=found.improvement_id)


def improvement(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was asked of one improvement: what stands, what was refused, what was said before."""
    person = person_of(request)
    found = visible_improvement(person, pk)
    return render(request, "review/improvement.html", {
        "improvement": found, "page": pages.of_improvement(found),
        "contributes": may(person, May.CONTRIBUTE, unit=found.unit), "decides": operations.decides(person, found)})


def ask(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    found = visible_improvement(person, pk)
    about = forms.AboutForm({**_usual(found), **request.GET.dict(), **_posted(request)}, person=person, improvement=found)
    if not about.is_valid():
        return render(request, "review/cannot_ask.html", {"improvement": found, "about": about, **_lacking(found)})
    kpi, change = about.cleaned_data["kpi"], about.cleaned_data["intervention"]
    form = forms.AskForm(request.POST or None, person=person, improvement=found, kpi=kpi, intervention=change)
    if form.is_valid():
        with declining(form):
            _row, job = operations.ask(
                person=person, intervention=change, kpi=kpi, controls=list(form.cleaned_data["controls"]),
                looks_planned=form.cleaned_data["looks_planned"], picked_from=form.cleaned_data["picked_from"])
            return redirect("job", pk=job.pk)
    return render(request, "review/ask.html", {"improvement": found, "about": about, "form": form, "kpi": kpi, "change": change})


def _usual(improvement: Improvement) -> dict[str, object]:
    """What is asked about unless something else is chosen: the newest change, by the measure of the baseline."""
    change = forms.changes_of(improvement).values_list("pk", flat=True).first()
    kpi = (Baseline.objects.filter(improvement=improvement, replaced_at=None, kpi__isnull=False).order_by("pk")
           .values_list("kpi", flat=True).first())
    return {name: value for name, value in (("intervention", change), ("kpi", kpi)) if value is not None}


def _posted(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST[name] for name in ("intervention", "kpi") if name in request.POST}


def _lacking(improvement: Improvement) -> dict[str, bool]:
    return {"has_change": Intervention.objects.filter(improvement=improvement, withdrawn_at=None).exists(),
            "has_baseline": Baseline.objects.filter(improvement=improvement, replaced_at=None).exists(),
            "has_measure": Kpi.objects.filter(unit__organisation=improvement.organisation_id, newest__isnull=False).exists()}


@require_POST
def look(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = person_of(request), visible_question(person_of(request), pk)
    return _done_or_said(request, person, found.improvement_id, lambda: redirect(
        "job", pk=operations.ask_for_look(found, person=person).pk))


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = person_of(request), visible_question(person_of(request), pk)

    def ended() -> HttpResponse:
        operations.end_question(found, person=person)
        messages.success(request, _("The question is ended. Its verdicts stay."))
        return redirect("review:improvement", pk=found.improvement_id)

    return _done_or_said(request, person, found.improvement_id, ended)


def _done_or_said(request: HttpRequest, person: User, improvement: int, act: object) -> HttpResponse:
    """Do it, or say on the page one came from why not; what is not permitted is forbidden."""
    assert callable(act)
    try:
        answer: HttpResponse = act()
        return answer
    except Declined as declined:
        if declined.code == "not_permitted":
            raise
        messages.error(request, sentence(declined))
        return redirect("review:improvement", pk=improvement)


def decide(request: HttpRequest, pk: int) -> HttpResponse:
    person, found = person_of(request), visible_verdict(person_of(request), pk)
    form = forms.DecideForm(request.POST or None)
    if form.is_valid():
        with declining(form):
            operations.decide(found, person=person, **form.cleaned_data)
            messages.success(request, _("Decided. Step 6 is done."))
            return redirect("register:improvement", pk=found.improvement_id)
    return render(request, "review/decide.html", {"form": form, "verdict": found, "improvement": found.improvement,
                                                  "card": cards.card_of(found, whole=False)})
