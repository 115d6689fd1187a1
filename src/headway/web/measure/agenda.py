"""What this slice puts on the agenda of a governance review: entities without a measure of utility or of warranty."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from headway.web.measure.models import Family, Kpi
from headway.web.vision.agenda import MOST, AgendaAsked, Found, Point, puts_on_agenda
from headway.web.vision.models import Entity


@puts_on_agenda("no_metrics", heading=_("Has no measure of utility or of warranty"), order=45,
                why=_("What is not measured can't be shown to improve, nor to slip."))
def without_metrics(asked: AgendaAsked) -> Found:
    """Two queries."""
    taken = Kpi.objects.filter(retired_on=None, unit__path__startswith=asked.unit.path).values_list("entity_id", "family")
    there = set(taken)
    entities = Entity.objects.filter(unit__path__startswith=asked.unit.path, retired_on=None).order_by("kind", "name", "pk")
    lacking = [(entity, missing) for entity in entities if (missing := [
        family for family in (Family.UTILITY, Family.WARRANTY) if (entity.pk, family.value) not in there])]
    return Found(points=[Point(
        key=str(entity.pk), title=entity.name, address=reverse("vision:entity", args=[entity.pk]), entity_id=entity.pk,
        note=now("none of %(families)s") % {"families": now(" or ").join(missing)})
        for entity, missing in lacking[:MOST]], total=len(lacking))
