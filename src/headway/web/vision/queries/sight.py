"""Fetching is permission: what is not in sight does not exist."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, standing
from headway.web.vision.models import (
    AgendaPoint,
    Entity,
    GovernanceDecision,
    GovernanceReview,
    Objective,
    SourceMapping,
    StreamStep,
    TeamMember,
)

Row = TypeVar("Row", bound=Model)
# Rows that stand in the unit of what they belong to.
LEADS_TO_UNIT: dict[type[Model], str] = {TeamMember: "team__unit", StreamStep: "stream__unit", AgendaPoint: "review__unit",
                                         SourceMapping: "value__unit"}
# What tells of everything beneath its unit: seen by those who see all of that, not by those who only see up the line.
OF_THE_WHOLE = frozenset[type[Model]]({GovernanceReview, AgendaPoint, GovernanceDecision})


def within_sight(person: User, of: type[Model]) -> Q:
    """The filter of a model's rows that this person sees."""
    field = LEADS_TO_UNIT.get(of, "unit")
    if of not in OF_THE_WHOLE:
        return in_sight(person, field=field)
    stands = standing(person)
    whole = [pk for pk, path in stands.units.items() if any(path.startswith(own) for own, _, _ in stands.roles)]
    return Q(**{f"{field}_id__in": whole})


def seen_by(person: User, of: type[Row], *, organisation: Organisation | None = None) -> QuerySet[Row]:
    """The rows of a model that this person sees, of one organisation where it is given."""
    field = LEADS_TO_UNIT.get(of, "unit")
    rows = of._default_manager.filter(within_sight(person, of)).select_related(f"{field}__organisation")
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
