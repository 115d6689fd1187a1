"""Which tickets are an entity's: those whose values mean it, or anything that belongs to it."""

from __future__ import annotations

from headway.engine.part import Tie
from headway.eventlog.fields import SLICES, Field
from headway.web.measure.models import Source
from headway.web.vision.models import Entity, EntityKind, SourceMapping


def of_entity(entity: Entity, source: Source) -> tuple[Tie, ...] | None:
    """The values that mean an entity or what belongs to it, in one order; None for the organisation: all tickets are its."""
    if entity.kind == EntityKind.ORGANISATION:
        return None
    rows = (SourceMapping.objects.filter(entity__in=with_descendants(entity), value__unit=source.unit_id,
                                         value__source=source.name, value__field__in=[field.value for field in SLICES])
            .select_related("value"))
    found = {Tie(field=Field(row.value.field), value=row.value.value, from_on=row.from_on, until_on=row.until_on) for row in rows}
    return tuple(sorted(found, key=lambda tie: (tie.field, tie.value, str(tie.from_on), str(tie.until_on))))


def with_descendants(entity: Entity) -> list[int]:
    """The entity and all that belongs to it, by their ids. One query for each level."""
    found, level = [entity.pk], [entity.pk]
    while level:
        level = [pk for pk in Entity.objects.filter(parent__in=level).values_list("pk", flat=True) if pk not in found]
        found += level
    return found
