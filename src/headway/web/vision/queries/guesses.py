"""Which entity a ticket field's value may mean: as the same value elsewhere, else by a name alike, else a kind by the field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from headway.web.accounts.models import Unit
from headway.web.vision.models import Entity, EntityKind, SourceMapping

ALIKE: Final = 0.82   # difflib's ratio: "Service Desk" and "IT service desk" (0.89) are alike, "E-mail" and "Exams" are not
MOST_COMPARED: Final = 400   # values of one call that are compared by likeness; the rest by equal names only

# What a field's values usually are. Fields of `headway.eventlog.Field`, and columns that sources commonly have.
KIND_BY_FIELD: Final[dict[str, str]] = {
    "group": EntityKind.TEAM, "assignment_group": EntityKind.TEAM, "team": EntityKind.TEAM, "queue": EntityKind.TEAM,
    "service": EntityKind.SERVICE, "business_service": EntityKind.SERVICE, "category": EntityKind.SERVICE,
    "item": EntityKind.SERVICE, "cmdb_ci": EntityKind.SERVICE, "configuration_item": EntityKind.SERVICE,
    "subcategory": EntityKind.OFFERING, "offering": EntityKind.OFFERING, "service_offering": EntityKind.OFFERING,
    "type": EntityKind.PRACTICE, "kind": EntityKind.PRACTICE, "ticket_type": EntityKind.PRACTICE,
}


@dataclass(frozen=True, slots=True)
class Guess:
    """The kind that a value seems to be of ("" where nothing tells), and the entity where one is alike."""

    kind: str
    entity_id: int | None


def guesses(*, unit: Unit, seen: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Guess]:
    """A guess for each (field, value); the empty value means nothing."""
    organisation = unit.organisation
    entities = list(Entity.objects.filter(unit__organisation=organisation, retired_on=None)
                    .exclude(kind=EntityKind.ORGANISATION).order_by("pk"))
    meant = {(row.value.field, row.value.value): row.entity for row in SourceMapping.objects.filter(
        value__unit__organisation=organisation, until_on=None).select_related("value", "entity")}
    names: dict[str, list[Entity]] = {}
    for entity in entities:
        names.setdefault(entity.name.casefold(), []).append(entity)
    found: dict[tuple[str, str], Guess] = {}
    for number, (field, value) in enumerate(seen):
        like = meant.get((field, value)) or _alike(value, field=field, names=names, near=number < MOST_COMPARED)
        found[field, value] = _guess(field, value, like)
    return found


def _guess(field: str, value: str, entity: Entity | None) -> Guess:
    if not value:
        return Guess(kind="", entity_id=None)
    if entity is not None:
        return Guess(kind=entity.kind, entity_id=entity.pk)
    return Guess(kind=KIND_BY_FIELD.get(field, ""), entity_id=None)


def _alike(value: str, *, field: str, names: dict[str, list[Entity]], near: bool) -> Entity | None:
    """An entity of the value's name, or of a name near it; of the field's usual kind where there are several."""
    wanted = value.casefold()
    key = wanted if wanted in names else next(iter(get_close_matches(wanted, names, n=1, cutoff=ALIKE)), None) if near else None
    if not value or key is None:
        return None
    usual = KIND_BY_FIELD.get(field)
    return next((entity for entity in names[key] if entity.kind == usual), names[key][0])
