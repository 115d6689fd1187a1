"""What the ticket fields say, and which entity each value means since when."""

from __future__ import annotations

import hashlib

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, User
from headway.web.ground.versions import Versioned
from headway.web.vision.models.entity import Entity, EntityKind

LONGEST_VALUE = 300


def value_key(value: str) -> str:
    """A ticket field's value as it is kept: trimmed; one that is too long ends in a digest of the whole.

    >>> value_key("  Exams "), len(value_key("x" * 999))
    ('Exams', 300)
    """
    trimmed = value.replace("\x00", " ").strip()
    if len(trimmed) <= LONGEST_VALUE:
        return trimmed
    return f"{trimmed[:LONGEST_VALUE - 18]}… {hashlib.sha256(trimmed.encode()).hexdigest()[:16]}"


class SourceValue(InUnit):
    """A value that uploads brought, with its tickets, and the entity that Headway proposes for it.

    `unit` is the organisation's root or the unit that the upload belongs to. `source` is the source's name as the slice measure
    gives it; `field` the ticket's field, as in "category". The empty value counts tickets where the field is not recorded.
    """

    source = models.CharField(_("Source"), max_length=120)
    field = models.CharField(_("Field"), max_length=60)
    value = models.CharField(_("Value"), max_length=LONGEST_VALUE, blank=True)
    tickets = models.PositiveBigIntegerField(_("Tickets"))
    proposed_kind = models.CharField(max_length=20, choices=EntityKind, blank=True)
    proposed_entity = models.ForeignKey(Entity, on_delete=models.SET_NULL, null=True, related_name="+")
    set_aside_at = models.DateTimeField(null=True)   # a person says that it means no entity
    seen_on = models.DateField()                     # last upload that had it

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "source", "field", "value"], name="a_value_is_counted_once"),)


class SourceMapping(Versioned):
    """From `from_on` until the day before `until_on` a value means an entity. Null: since ever, until further notice.

    A value means one entity of a kind at a time (`vision.operations` sees to it); an ended row stays, so that old points
    keep their meaning.
    """

    value = models.ForeignKey(SourceValue, on_delete=models.CASCADE, related_name="mappings")
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="mappings", verbose_name=_("Means"))
    from_on = models.DateField(_("From"), null=True, blank=True)
    until_on = models.DateField(_("Until"), null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=["entity", "value"], name="mapping_of_entity"),)
