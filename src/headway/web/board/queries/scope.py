"""What a board is of: everything that a person sees in an organisation, or what belongs to one entity and those beneath it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, sees_all_of
from headway.web.register.models import Improvement
from headway.web.review.models import Verdict
from headway.web.vision.models import Entity

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """Who asks, of which organisation, narrowed to `entity` where it is given."""

    person: User
    organisation: Organisation
    entity: Entity | None = None

    @property
    def is_whole(self) -> bool:
        """Nothing of the organisation is left out."""
        return self.entity is None and self.sees_all

    @property
    def sees_all(self) -> bool:
        return sees_all_of(self.person, self.organisation)

    def narrows(self, *, field: str = "") -> Q:
        """The filter of rows whose improvement is at `field` ("" for improvements themselves)."""
        lead = f"{field}__" if field else ""
        sight = Q() if self.sees_all else in_sight(self.person, field=f"{lead}unit")
        if self.entity is None:
            return sight & Q(**{f"{lead}organisation": self.organisation})
        return sight & Q(**{f"{lead}entity__in": self.places()})

    def places(self) -> QuerySet[Entity, Any]:
        """The entities that improvements of this scope may belong to; each is of one organisation."""
        rows = Entity.objects.filter(unit__organisation=self.organisation)
        if self.entity is not None:
            rows = rows.filter(Q(pk=self.entity.pk) | Q(parent=self.entity.pk))
        return rows.values("pk")

    def improvements(self) -> QuerySet[Improvement]:
        return Improvement.objects.filter(self.narrows())

    def in_places(self, places: Iterable[int] | None = None) -> QuerySet[Improvement]:
        """The same, found by where they belong (`places`, or all of them): for what is counted entity by entity."""
        sight = Q() if self.sees_all else in_sight(self.person)
        return Improvement.objects.filter(sight, entity__in=self.places() if places is None else places)

    def tallies(self, of: type[Row]) -> QuerySet[Row]:
        """What is counted of them, as the database keeps it."""
        return of._default_manager.filter(self.narrows())

    def verdicts(self) -> QuerySet[Verdict]:
        """Those in force. A verdict says itself of which organisation it is, so that of the whole no improvement is read."""
        rows = Verdict.objects.filter(organisation=self.organisation, replaced_at=None)
        return rows if self.is_whole else rows.filter(self.narrows(field="improvement"))
