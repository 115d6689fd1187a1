"""Pages of services, offerings, practices, teams and value streams, and the page of each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from headway.web.accounts.models import User
from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.vision import operations
from headway.web.vision.forms.entities import EntityForm, MemberForm
from headway.web.vision.models import Entity, EntityKind, TeamMember
from headway.web.vision.queries import lists, visible
from headway.web.vision.queries.entity_page import entity_page
from headway.web.vision.queries.packs import pack_of
from headway.web.vision.views import sheets
from headway.web.vision.views.frame import goes_on, may_somewhere, only_if, page

LISTS = {EntityKind.SERVICE: "vision:services", EntityKind.OFFERING: "vision:services", EntityKind.PRACTICE: "vision:practices",
         EntityKind.TEAM: "vision:teams", EntityKind.VALUE_STREAM: "vision:value_streams",
         EntityKind.ORGANISATION: "vision:services"}
ADDING = {
    EntityKind.SERVICE: (gettext_lazy("Add a service"), gettext_lazy(
        "What consumers get, not what runs beneath it: “Exams”, “Mail”, not “Server 12”.")),
    EntityKind.OFFERING: (gettext_lazy("Add an offering"), gettext_lazy(
        "A service as one group of consumers gets it, with goods, access and actions of its own.")),
    EntityKind.PRACTICE: (gettext_lazy("Add a practice"), gettext_lazy(
        "A practice that the framework does not know. Those that it knows are quicker to tick.")),
    EntityKind.TEAM: (gettext_lazy("Add a team"), gettext_lazy("People who answer for a piece of work together.")),
    EntityKind.VALUE_STREAM: (gettext_lazy("Add a value stream"), gettext_lazy(
        "From somebody's need to the value that they get, in steps.")),
}


def services(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    retired = request.GET.get("retired") == "1"
    found = lists.services(person, organisation, after=request.GET.get("after"), retired=retired)
    return page(request, "vision/services.html", here="vision:services", rows=found.items, next=goes_on(request, found.next),
                organisation=organisation, itself=lists.organisation_entity(organisation), owns=may_somewhere(request, May.OWN),
                retired=retired)


def practices(request: HttpRequest) -> HttpResponse:
    person, organisation = person_of(request), organisation_of(request)
    retired = request.GET.get("retired") == "1"
    found = lists.practices(person, organisation, after=request.GET.get("after"), retired=retired)
    return page(request, "vision/practices.html", here="vision:practices", groups=found.items, next=goes_on(request, found.next),
                owns=may_somewhere(request, May.OWN), framework=pack_of(organisation).title, retired=retired)


def teams(request: HttpRequest) -> HttpResponse:
    retired = request.GET.get("retired") == "1"
    found = lists.teams(person_of(request), organisation_of(request), after=request.GET.get("after"), retired=retired)
    return page(request, "vision/teams.html", here="vision:teams", rows=found.items, next=goes_on(request, found.next),
                owns=may_somewhere(request, May.OWN), retired=retired)


def value_streams(request: HttpRequest) -> HttpResponse:
    retired = request.GET.get("retired") == "1"
    found = lists.value_streams(person_of(request), organisation_of(request), after=request.GET.get("after"), retired=retired)
    return page(request, "vision/value_streams.html", here="vision:value_streams", rows=found.items,
                next=goes_on(request, found.next), owns=may_somewhere(request, May.OWN), retired=retired)


def entity(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a service, offering, practice, team, value stream or the organisation."""
    person = person_of(request)
    shown = entity_page(person, pk, as_of=timezone.localdate())
    return page(request, "vision/entity.html", here=LISTS[EntityKind(shown.kind)], shown=shown)


def _sheet(kind: str) -> sheets.Sheet:
    adding, lede = ADDING.get(EntityKind(kind), ("", ""))
    return sheets.Sheet(
        model=Entity, may=May.OWN, here=LISTS[EntityKind(kind)], adding=adding, lede=lede, changing=gettext_lazy("Change"),
        form=EntityForm, add=operations.add_entity,
        change=lambda person, row, seen, values: operations.change_entity(person=person, entity=row, seen=seen, **values),
        leads=lambda row: reverse("vision:entity", kwargs={"pk": row.pk}),
        options=lambda row: {} if row is None else {"kind": row.kind})


def add_entity(request: HttpRequest, kind: str) -> HttpResponse:
    return sheets.add(request, _sheet(kind), kind=kind)


def change_entity(request: HttpRequest, pk: int) -> HttpResponse:
    return sheets.change(request, _sheet(visible(person_of(request), Entity, pk).kind), pk)


@require_POST
def retire_entity(request: HttpRequest, pk: int) -> HttpResponse:
    kept = operations.retire_entity(person=person_of(request), entity=visible(person_of(request), Entity, pk),
                                    on=timezone.localdate())
    messages.success(request, _("%(name)s is retired. What was measured and improved there stays.") % {"name": kept})
    return redirect("vision:entity", pk=pk)


@require_POST
def return_to_service(request: HttpRequest, pk: int) -> HttpResponse:
    kept = operations.return_to_service(person=person_of(request), entity=visible(person_of(request), Entity, pk))
    messages.success(request, _("%(name)s is in use again.") % {"name": kept})
    return redirect("vision:entity", pk=pk)


def practices_from_framework(request: HttpRequest) -> HttpResponse:
    """Tick the practices of the chosen framework that the organisation has."""
    organisation = organisation_of(request)
    unit = root(organisation)
    if not may(person_of(request), May.OWN, unit=unit):
        raise PermissionDenied
    if request.method == "POST":
        made = operations.practices_from_framework(person=person_of(request), unit=unit, terms=request.POST.getlist("term"))
        messages.success(request, _("%(count)s practices are there now. Give each an owner.") % {"count": len(made)})
        return redirect("vision:practices")
    return page(request, "vision/practices_from_framework.html", here="vision:practices",
                groups=lists.offered_practices(organisation), framework=pack_of(organisation).title)


def add_member(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody joins a team."""
    person = person_of(request)
    team = visible(person, Entity, pk)
    if team.kind != EntityKind.TEAM:
        raise Http404
    only_if(request, May.OWN)
    form = MemberForm(request.POST or None, organisation=team.unit.organisation, initial={"since_on": timezone.localdate()})
    if form.is_valid():
        with declining(form):
            member: User = form.cleaned_data["person"]
            operations.add_member(person=person, team=team, member=member, part=form.cleaned_data["part"],
                                  since_on=form.cleaned_data["since_on"])
            messages.success(request, _("%(name)s is in the team.") % {"name": member})
            return redirect("vision:entity", pk=pk)
    context: dict[str, Any] = {"title": _("Somebody joins %(team)s") % {"team": team.name}, "lede": "",
                               "back": reverse("vision:entity", kwargs={"pk": pk})}
    return page(request, "vision/sheet.html", here="vision:teams", form=form, **context)


@require_POST
def end_membership(request: HttpRequest, pk: int) -> HttpResponse:
    member = visible(person_of(request), TeamMember, pk)
    operations.end_membership(person=person_of(request), member=member, until_on=timezone.localdate())
    messages.success(request, _("%(name)s is no longer in the team.") % {"name": member.person})
    return redirect("vision:entity", pk=member.team_id)

