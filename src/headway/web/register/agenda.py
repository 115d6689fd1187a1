"""What the register puts on the agenda of a governance review: what fits no objective, what nobody moves, what has no backlog."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.web.register.models import Improvement
from headway.web.register.queries.backlog import stale
from headway.web.register.states import LIVE, OPEN
from headway.web.vision.agenda import MOST, AgendaAsked, Found, Point, puts_on_agenda
from headway.web.vision.models import Entity


def _found(rows: QuerySet[Improvement], note: str = "") -> Found:
    shown = list(rows.order_by("step_since", "pk")[:MOST])
    total = len(shown) if len(shown) < MOST else rows.aggregate(many=Count("pk"))["many"]
    return Found(total=total, points=[
        Point(key=str(row.pk), title=str(row), address=reverse("register:improvement", args=[row.pk]),
              note=row.no_objective or note, entity_id=row.entity_id) for row in shown])


@puts_on_agenda("improvement_without_objective", heading=gettext_lazy("Serves no objective"), order=10,
                why=gettext_lazy("Either an objective is missing, or the work is."))
def without_objective(asked: AgendaAsked) -> Found:
    return _found(Improvement.objects.filter(~Q(no_objective=""), objective=None, state__in=LIVE,
                                             unit__path__startswith=asked.unit.path))


@puts_on_agenda("no_backlog", heading=gettext_lazy("Has no backlog"), order=46,
                why=gettext_lazy("Nobody has written down what could be better there: ask those who work with it."))
def without_backlog(asked: AgendaAsked) -> Found:
    """Two queries."""
    held = Improvement.objects.filter(entity=OuterRef("pk"), state__in=OPEN)
    rows = Entity.objects.filter(~Exists(held), unit__path__startswith=asked.unit.path, retired_on=None)
    shown = list(rows.order_by("kind", "name", "pk")[:MOST])
    return Found(total=len(shown) if len(shown) < MOST else rows.count(), points=[
        Point(key=str(row.pk), title=row.name, address=reverse("vision:entity", args=[row.pk]), entity_id=row.pk)
        for row in shown])


@puts_on_agenda("improvement_waits", heading=gettext_lazy("Waits longer than its backlog allows"), order=40,
                why=gettext_lazy("A register that nobody clears is one that nobody believes."))
def waiting(asked: AgendaAsked) -> Found:
    now = datetime.combine(asked.as_of, time(), tzinfo=UTC)
    return _found(stale(Improvement.objects.filter(unit__path__startswith=asked.unit.path), now=now), note=_("waits too long"))
