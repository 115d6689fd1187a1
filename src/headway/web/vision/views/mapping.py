"""The page on which ticket fields get their meaning."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.vision import operations
from headway.web.vision.forms.mapping import MeaningsForm, name_of, new_of
from headway.web.vision.models import Entity, EntityKind, SourceMapping, SourceValue
from headway.web.vision.operations.mapping import NEW_KINDS
from headway.web.vision.queries import mapping as queries
from headway.web.vision.queries import seen_by, visible
from headway.web.vision.views.frame import goes_on, may_somewhere, only_if, page


def mapping(request: HttpRequest) -> HttpResponse:
    """Shares, proposals, and what is mapped; ticked rows are accepted at once."""
    person, organisation, today = person_of(request), organisation_of(request), timezone.localdate()
    entities = list(seen_by(person, Entity, organisation=organisation).filter(retired_on=None).exclude(
        kind=EntityKind.ORGANISATION).order_by("name", "pk"))
    form = MeaningsForm(request.POST or None, entities=entities)
    if request.method == "POST":
        only_if(request, May.OWN)
        if form.is_valid() and (answer := _accepted(request, form)):
            return answer
    show, narrowed = request.GET.get("show", queries.OPEN), request.GET.get("field", "")
    about = request.GET.get("entity", "")
    found = queries.source_values(person, organisation, as_of=today, show=show, field=narrowed,
                                  source=request.GET.get("source", ""), entity=int(about) if about.isdecimal() else None,
                                  after=request.GET.get("after"))
    rows = [(row, request.POST.get(f"means-{row.pk}", _proposal(row)), form.wrong.get(row.pk, "")) for row in found.items]
    shows = [(queries.OPEN, _("Without a meaning")), (queries.MAPPED, _("With a meaning")), (queries.ASIDE, _("Set aside")),
             (queries.ALL, _("All"))]
    return page(request, "vision/mapping.html", here="vision:mapping", rows=rows, next=goes_on(request, found.next), form=form,
                shares=queries.shares(person, organisation, as_of=today), show=show, shows=shows, field=narrowed,
                names=[*(new_of(kind) for kind in NEW_KINDS), *map(name_of, entities)], owns=may_somewhere(request, May.OWN))


def _proposal(row: queries.ValueRow) -> str:
    """What stands in the field before anybody writes there."""
    if row.proposed:
        return f"{row.proposed} · {row.proposed_kind_label}"
    return new_of(row.proposed_kind) if row.proposed_kind in NEW_KINDS else ""


def _accepted(request: HttpRequest, form: MeaningsForm) -> HttpResponse | None:
    """Accept what is ticked, or all that is written, or set the ticked aside; None where the page must be shown again."""
    person, organisation = person_of(request), organisation_of(request)
    wanted = form.written() if "all" in request.POST else form.taken()
    values = list(seen_by(person, SourceValue, organisation=organisation).filter(pk__in=wanted[:1000]).order_by("pk"))
    with declining(form):
        if "aside" in request.POST or "take-up" in request.POST:
            operations.set_aside(person=person, values=values, at=timezone.now() if "aside" in request.POST else None)
            messages.success(request, _("Kept."))
            return redirect(request.get_full_path())
        meanings = form.meanings(values)
        if form.wrong:
            form.add_error(None, ngettext("%(count)s row names nothing that is in use; it is marked below.",
                                          "%(count)s rows name nothing that is in use; they are marked below.",
                                          len(form.wrong)) % {"count": len(form.wrong)})
            return None
        made = operations.accept_mapping(person=person, organisation=organisation, meanings=meanings,
                                         from_on=form.cleaned_data["from_on"])
        messages.success(request, ngettext("%(count)s value has a meaning now.", "%(count)s values have a meaning now.",
                                           len(made)) % {"count": len(made)})
        return redirect(request.get_full_path())
    return None


@require_POST
def end_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    held = visible(person_of(request), SourceMapping, pk)
    operations.end_mapping(person=person_of(request), mapping=held, until_on=timezone.localdate())
    messages.success(request, _("From today the value means it no longer. Older tickets keep the meaning."))
    return redirect("vision:mapping")
