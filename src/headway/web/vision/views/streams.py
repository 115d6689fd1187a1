"""The steps of a value stream on one page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from headway.web.accounts.queries import may, person_of
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.vision import operations
from headway.web.vision.forms.entities import StepFormSet, StepLists
from headway.web.vision.models import AS_IS, TO_BE, Entity, EntityKind, StreamStep
from headway.web.vision.queries import pack_of, term_label, visible
from headway.web.vision.views.frame import page


def steps(request: HttpRequest, pk: int, picture: str) -> HttpResponse:
    """Every step of one picture, to be written, ordered and taken away; a to-be begins as a copy of the as-is."""
    person = person_of(request)
    stream = visible(person, Entity, pk)
    if stream.kind != EntityKind.VALUE_STREAM:
        raise Http404
    if not may(person, May.OWN, unit=stream.unit):
        raise PermissionDenied
    rows = StreamStep.objects.filter(stream=stream).order_by("position")
    kept = list(rows.filter(picture=picture))
    begun = kept or list(rows.filter(picture=AS_IS))
    chosen = pack_of(stream.unit.organisation)
    held = {step.activity: term_label(step.activity, chosen=chosen, written_in=step.pack) for step in begun if step.activity}
    lists = StepLists(person=person, organisation=stream.unit.organisation, held=held)
    forms = StepFormSet(request.POST or None, form_kwargs={"lists": lists}, initial=[
        {"name": step.name, "description": step.description, "activity": step.activity, "practice": step.practice_id,
         "team": step.team_id} for step in begun])
    seen, move = request.POST.get("seen", ""), request.POST.get("move", "")
    if request.method == "POST" and forms.is_valid():
        written = [operations.Step(**{name: data[name] for name in ("name", "description", "activity", "practice", "team")})
                   for data in forms.ordered(move)]   # type: ignore[attr-defined]
        with declining(forms.forms[0]):
            operations.set_steps(person=person, stream=stream, steps=written, picture=picture,
                                 seen=int(seen) if seen.isdecimal() else None)
            if move:
                return redirect(request.path)
            messages.success(request, _("The steps are kept."))
            return redirect("vision:entity", pk=pk)
    return page(request, "vision/steps.html", here="vision:value_streams", stream=stream, forms=forms, picture=picture,
                copied=picture == TO_BE and not kept and bool(begun), seen=seen or stream.version,
                back=reverse("vision:entity", kwargs={"pk": pk}))
