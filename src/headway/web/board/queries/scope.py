"""What a board is of: everything that a person sees in an organisation, or what belongs to one entity and those beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import in_sight, sees_all_of
from headway.web.register.models import Improvement
from headway.web.vision.models import Entity

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Scope:
    """Who asks, of which organisation, narrowed to `entity` where it is given."""

    person: User
    organisation: Organisation
    entity: Entity | None = None

    def narrows(self, *, field: str = "") -> Q:
        """The filter of rows whose improvement is at `field` ("" for improvements themselves)."""
        lead = f"{field}__" if field else ""
        sight = Q() if sees_all_of(self.person, self.organisation) else in_sight(self.person, field=f"{lead}unit")
        if self.entity is None:
            return sight & Q(**{f"{lead}organisation": self.organisation})
        own = Entity.objects.filter(Q(pk=self.entity.pk) | Q(parent=self.entity.pk),
                                    unit__organisation=self.organisation).values("pk")
        return sight & Q(**{f"{lead}entity__in": own})   # an entity is of one organisation

    def improvements(self) -> QuerySet[Improvement]:
        return Improvement.objects.filter(self.narrows())

    def of(self, model: type[Row]) -> QuerySet[Row]:
        """Rows that hang on an improvement in this scope."""
        return model._default_manager.filter(self.narrows(field="improvement"))
