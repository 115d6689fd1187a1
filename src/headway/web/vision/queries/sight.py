"""Fetching is permission: what is not in sight does not exist."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight
from headway.web.vision.models import AgendaPoint, Entity, Objective, SourceMapping, StreamStep, TeamMember

Row = TypeVar("Row", bound=Model)
# Rows that stand in the unit of what they belong to.
LEADS_TO_UNIT: dict[type[Model], str] = {TeamMember: "team__unit", StreamStep: "stream__unit", AgendaPoint: "review__unit",
                                         SourceMapping: "value__unit"}


def seen_by(person: User, of: type[Row], *, organisation: Organisation | None = None) -> QuerySet[Row]:
    """The rows of a model that this person sees, of one organisation where it is given."""
    field = LEADS_TO_UNIT.get(of, "unit")
    rows = of._default_manager.filter(in_sight(person, field=field)).select_related(f"{field}__organisation")
    return rows if organisation is None else rows.filter(**{f"{field}__organisation": organisation})


def visible(person: User, of: type[Row], pk: int) -> Row:
    """One row with its unit, or 404."""
    found = seen_by(person, of).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def visible_entity(person: User, pk: int) -> Entity:
    return visible(person, Entity, pk)


def visible_objective(person: User, pk: int) -> Objective:
    return visible(person, Objective, pk)
