"""The page on which the organisation chooses its framework, or brings its own."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from headway.framework import Kind
from headway.web.accounts.queries import may, organisation_of, person_of, root
from headway.web.accounts.roles import May
from headway.web.ground.forms import declining
from headway.web.vision import operations
from headway.web.vision.forms.entities import FrameworkForm, OwnFrameworkForm
from headway.web.vision.queries.packs import pack_of, packs_for
from headway.web.vision.views.frame import page


def framework(request: HttpRequest) -> HttpResponse:
    """What the chosen framework holds; an administrator chooses another."""
    person, organisation = person_of(request), organisation_of(request)
    administers = may(person, May.ADMINISTER, unit=root(organisation))
    if request.method == "POST" and not administers:
        raise PermissionDenied
    packs = packs_for(organisation)
    form = FrameworkForm(request.POST or None, choices=[(pack.name, pack.title) for pack in packs],
                         initial={"name": organisation.pack})
    if form.is_valid():
        with declining(form):
            operations.choose_framework(person=person, organisation=organisation, name=form.cleaned_data["name"])
            messages.success(request, _("New records are written in the words of this framework; older ones keep theirs."))
            return redirect("vision:framework")
    chosen = pack_of(organisation)
    kinds = ((_("Steps of improvement"), chosen.steps), (_("Value chain activities"), chosen.activities),
             (_("Guiding principles"), chosen.principles), (_("Dimensions"), chosen.dimensions), (_("Levels"), chosen.levels),
             (_("Warranty"), chosen.of(Kind.WARRANTY_ASPECT)), (_("Practices"), chosen.practices))
    return page(request, "vision/framework.html", here="vision:framework", packs=packs, form=form, administers=administers,
                chosen=chosen, kinds=[(heading, [(term.label, term.definition) for term in terms]) for heading, terms in kinds
                                      if terms])


def own_framework(request: HttpRequest) -> HttpResponse:
    """Bring a framework of one's own as a file."""
    person, organisation = person_of(request), organisation_of(request)
    if not may(person, May.ADMINISTER, unit=root(organisation)):
        raise PermissionDenied
    form = OwnFrameworkForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        with declining(form, field="file"):
            kept = operations.keep_own_framework(person=person, organisation=organisation, text=form.cleaned_data["file"])
            messages.success(request, _("%(title)s can be chosen now.") % {"title": kept.title})
            return redirect("vision:framework")
    return page(request, "vision/own_framework.html", here="vision:framework", form=form)
