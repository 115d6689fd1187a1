"""Pages of questionnaires, and the one page that is open to whoever has its link."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from headway.web.accounts.operations import digest_of_secret
from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.cursor import page_of
from headway.web.ground.declined import Declined
from headway.web.ground.forms import declining
from headway.web.measure import forms, operations
from headway.web.measure.models import Survey, SurveyLink
from headway.web.measure.queries.records import survey_page
from headway.web.measure.queries.sight import seen_by, visible

MOST_ANSWERS, WITHIN_SECONDS = 30, 600   # from one address: a whole office may sit behind it


def surveys(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    page = page_of(seen_by(person, Survey, organisation=organisation).select_related("entity"), order=("-opens_on", "-pk"),
                   after=request.GET.get("after"))
    return render(request, "measure/surveys.html", {
        "page": page, "today": timezone.localdate(), "contributes": may(person, May.CONTRIBUTE, unit=root(organisation))})


def make_survey(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.SurveyForm(request.POST or None, person=person, organisation=organisation)
    if form.is_valid():
        with declining(form):
            made = operations.make_survey(person=person, **form.given())
            return redirect("measure:survey", pk=made.pk)
    return render(request, "measure/form.html", {
        "form": form, "heading": _("Make a questionnaire"), "button": _("Make it"), "back": "measure:surveys",
        "told": _("Few questions get many answers. Nobody's name is kept, only the day.")})


def survey(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    visible(person, Survey, pk)
    row = Survey.objects.select_related("entity", "unit").get(pk=pk)
    return render(request, "measure/survey.html", {
        "survey": row, "page": survey_page(row), "links": forms.LinksForm(), "today": timezone.localdate(),
        "contributes": may(person, May.CONTRIBUTE, unit=row.unit)})


def edit_survey(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = visible(person, Survey, pk)
    form = forms.SurveyEditForm(request.POST or None, instance=Survey.objects.get(pk=pk), initial={"seen": row.version})
    if form.is_valid():
        with declining(form):
            operations.edit_survey(person=person, survey=row, **form.cleaned_data)
            messages.success(request, _("Kept."))
            return redirect("measure:survey", pk=pk)
    return render(request, "measure/form.html", {"form": form, "heading": row.title, "button": _("Keep"),
                                                 "back": "measure:survey", "back_pk": pk})


@require_POST
def make_links(request: HttpRequest, pk: int) -> HttpResponse:
    """Links for one answer each, shown once."""
    person = person_of(request)
    row = visible(person, Survey, pk)
    form = forms.LinksForm(request.POST)
    if not form.is_valid():
        return redirect("measure:survey", pk=pk)
    links = operations.make_links(person=person, survey=row, many=form.cleaned_data["many"])
    return render(request, "measure/links.html", {"survey": row, "links": links})


@require_POST
def open_to_all(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = visible(person, Survey, pk)
    return render(request, "measure/links.html", {"survey": row, "link": operations.open_to_all(person=person, survey=row)})


def import_answers(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    row = visible(person, Survey, pk)
    form = forms.ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with declining(form, field="file"):
            many = operations.import_answers(person=person, survey=row, text=_text(form.cleaned_data["file"].read()),
                                             asked=form.cleaned_data["asked"])
            messages.success(request, _("%(many)s answers came in.") % {"many": many})
            return redirect("measure:survey", pk=pk)
    return render(request, "measure/form.html", {"form": form, "heading": _("Import answers"), "button": _("Import them"),
                                                 "back": "measure:survey", "back_pk": pk, "file": True})


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


@login_not_required
def answer(request: HttpRequest, word: str) -> HttpResponse:
    """A questionnaire for whoever has its link."""
    digest, today = digest_of_secret(word), timezone.localdate()
    link = SurveyLink.objects.filter(digest=digest).first()
    row = Survey.objects.filter(pk=link.survey_id).first() if link else Survey.objects.filter(open_link=digest).first()
    if row is None or not row.opens_on <= today <= row.closes_on or (link is not None and link.used):
        return render(request, "measure/answer_closed.html", status=410)
    form = forms.AnswerForm(request.POST or None, questions=list(row.questions.all()))
    if form.is_valid():
        with declining(form):
            if answers_too_often(request):
                raise Declined("answered_too_often")
            operations.answer(word=word, values=form.cleaned_data, on=today)
            return render(request, "measure/answered.html", {"survey": row})
    return render(request, "measure/answer.html", {"survey": row, "form": form, "for_all": link is None})


def answers_too_often(request: HttpRequest) -> bool:
    """Whether this address has sent more answers in the last minutes than an office would."""
    window = int(timezone.now().timestamp() // WITHIN_SECONDS)
    key = f"answers-{get_adapter().get_client_ip(request)}-{window}"
    cache.add(key, 0, WITHIN_SECONDS)
    return cache.incr(key) > MOST_ANSWERS
