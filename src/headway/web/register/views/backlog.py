"""The backlog: list, order, many at once, ageing, saved views, its ways, everything as a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import may_in_all_of, may_somewhere, organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.register import operations, queries
from headway.web.register.export import as_csv, as_json
from headway.web.register.forms import backlog as forms
from headway.web.register.models import Improvement, SavedView
from headway.web.register.states import FormulaKind, Size, State
from headway.web.register.views.asked import within
from headway.web.vision.queries import pack_of


def backlog(request: HttpRequest) -> HttpResponse:
    """The list, filtered and ordered by the address."""
    person, organisation, now = person_of(request), organisation_of(request), timezone.now()
    asked = queries.Asked.read(request.GET)
    page = queries.backlog_page(person, organisation, asked, now=now, after=request.GET.get("after"))
    places = queries.places(person, organisation)
    entity = next((place for place in places if place.pk == asked.entity), None)
    pack = pack_of(organisation)
    manages = may_somewhere(person, May.MANAGE)
    return render(request, "register/backlog.html", {
        "moves": manages and asked.order == "rank", "asked": asked, "page": page, "entity": entity,
        "places": [(place.pk, place.name) for place in places], "organisation": organisation,
        "counts": queries.counts(person, organisation, entity=asked.entity), "people": queries.member_names(organisation),
        "views": queries.views_of(person, organisation), "levels": [(term.key, term.label) for term in pack.levels],
        "activities": [(term.key, term.label) for term in pack.activities], "sizes": Size.choices, "states": State.choices,
        "steps": [(number, f"{number} {name}") for number, name in enumerate(queries.NAMES, start=1)], "orders": orders(),
        "query": asked.query(),
        "formula": queries.formula_of(entity) if entity else None, "manages": manages,
        "administers": may_in_all_of(person, May.ADMINISTER, organisation),
        "learns": operations.may_see_learning(person, organisation),
        "links": {"open": asked.query(state="open"), "ideas": asked.query(state="idea"), "all": asked.query(state="all"),
                  "stale": asked.query(stale=not asked.stale), "mine": asked.query(mine=not asked.mine),
                  "quick": asked.query(quick_win=not asked.quick_win)}})


def orders() -> list[tuple[str, str]]:
    return [("rank", _("By hand")), ("score", _("By score")), ("newest", _("Newest first")),
            ("waiting", _("Longest in its step")), ("due", _("By due date"))]


def ageing(request: HttpRequest) -> HttpResponse:
    """What waits, and for how long; the register withers where nobody looks."""
    person, organisation, now = person_of(request), organisation_of(request), timezone.now()
    asked = queries.Asked.read({"state": "waiting", "order": "waiting", "entity": request.GET.get("entity", "")})
    places = queries.places(person, organisation)
    entity = next((place for place in places if place.pk == asked.entity), None)
    limit = queries.backlog_of(entity).stale_days if entity else queries.usual_stale_days()
    return render(request, "register/ageing.html", {
        "asked": asked, "places": [(place.pk, place.name) for place in places], "entity": entity,
        "names": list(enumerate(queries.NAMES, start=1)),
        "page": queries.backlog_page(person, organisation, asked, now=now, after=request.GET.get("after")),
        "picture": queries.ageing(person, organisation, asked, now=now, limit_days=limit)})


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Place a row before or after another, both named by their ids; the page's script and its buttons post here."""
    person = person_of(request)
    found = queries.visible(person, pk)
    beside = {name: queries.visible(person, int(request.POST[name])) for name in ("before", "after")
              if request.POST.get(name, "").isdecimal()}
    operations.move(found, by=person, **beside)
    if request.headers.get("X-Moved-By") == "drag":
        return HttpResponse(status=204)
    return redirect(f"{reverse('register:backlog')}?{queries.Asked.read(request.POST).query()}#row-{pk}")


def bulk(request: HttpRequest) -> HttpResponse:
    """The same change in the rows that were chosen."""
    person, organisation = person_of(request), organisation_of(request)
    chosen = [int(pk) for pk in request.POST.getlist("chosen") if pk.isdecimal() and len(pk) < 19]
    rows = queries.visible_many(person, chosen, organisation=organisation)
    if not rows:
        messages.error(request, _("Choose rows first: tick them in the list."))
        return redirect("register:backlog")
    form = forms.BulkForm(request.POST if "apply" in request.POST else None, within=within(request))
    if form.is_valid():
        with declining(form):
            many = operations.edit_many(rows, by=person, changes=form.changes())
            messages.success(request, ngettext("%(many)s record is changed.", "%(many)s records are changed.", many)
                             % {"many": many})
            return redirect("register:backlog")
    return render(request, "register/bulk.html", {"form": form, "rows": rows})


def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """The ways of one backlog; the scores follow by a job."""
    person = person_of(request)
    entity = queries.visible_entity(person, pk)
    held = queries.backlog_of(entity)
    form = forms.BacklogForm(request.POST or None, instance=held, initial={"seen": held.version if held.pk else None})
    if form.is_valid():
        with declining(form, field="expression"):
            given = {**form.cleaned_data, "formula": FormulaKind(form.cleaned_data["formula"])}
            job = operations.keep_backlog(entity, by=person, **given)
            return redirect("job", pk=job.pk)
    return render(request, "register/keep.html", {
        "form": form, "entity": entity, "known": [(kind.label, queries.said_formula(kind)) for kind in FormulaKind
                                                  if kind is not FormulaKind.CUSTOM]})


def save_view(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    form = forms.ViewForm(request.POST or None, initial={"query": queries.Asked.read(request.GET).query()})
    if form.is_valid():
        with declining(form):
            operations.save_view(by=person, organisation=organisation, **form.cleaned_data)
            return redirect(f"{reverse('register:backlog')}?{form.cleaned_data['query']}")
    return render(request, "register/act.html", {"form": form, "heading": _("Save this view"), "button": _("Save it")})


@require_POST
def drop_view(request: HttpRequest, pk: int) -> HttpResponse:
    person = person_of(request)
    operations.drop_view(get_object_or_404(SavedView.objects.select_related("organisation"), pk=pk, person=person), by=person)
    return redirect("register:backlog")


def export_csv(request: HttpRequest) -> HttpResponseBase:
    """The fields of everything that is asked for; Headway reads the file back."""
    return _file(request, as_csv, kind="text/csv; charset=utf-8", ending="csv")


def export_json(request: HttpRequest) -> HttpResponseBase:
    """Everything that hangs on the records that are asked for."""
    return _file(request, as_json, kind="application/json", ending="json")


def _file(request: HttpRequest, lines: Callable[[QuerySet[Improvement]], Iterator[str]], *, kind: str,
          ending: str) -> HttpResponseBase:
    asked = queries.Asked.read({"state": "all", **request.GET.dict()})
    rows = queries.found(person_of(request), organisation_of(request), asked, now=timezone.now())
    return StreamingHttpResponse(lines(rows), content_type=kind, headers={
        "Content-Disposition": f'attachment; filename="headway-register-{timezone.localdate()}.{ending}"'})
