"""The form of the mapping page: one row a value, what it means written as a name from a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from headway.web.vision.models import Entity, EntityKind, SourceValue
from headway.web.vision.operations.mapping import NEW_KINDS, Meaning

BETWEEN = " · "


def name_of(entity: Entity) -> str:
    """How an entity is written in the list: "Network · Team"."""
    return f"{entity.name}{BETWEEN}{EntityKind(entity.kind).label}"


def new_of(kind: str) -> str:
    return {EntityKind.SERVICE: _("New service of this name"), EntityKind.TEAM: _("New team of this name"),
            EntityKind.PRACTICE: _("New practice of this name")}[EntityKind(kind)]


class MeaningsForm(forms.Form):
    """`take-12` and `means-12` for the value 12; `all` takes every row that has something written."""

    from_on = forms.DateField(label=gettext_lazy("Holds from"), required=False,
                              widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
                              help_text=gettext_lazy("Empty: for all tickets, old ones too."))

    def __init__(self, *args: Any, entities: list[Entity], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.named = {name_of(entity).casefold(): entity for entity in entities}
        self.new = {new_of(kind).casefold(): str(kind) for kind in NEW_KINDS}
        self.wrong: dict[int, str] = {}

    def taken(self) -> list[int]:
        """The values that are ticked."""
        return [int(name[5:]) for name in self.data if name.startswith("take-") and name[5:].isdecimal()]

    def written(self) -> list[int]:
        """The values that have something written, ticked or not."""
        return [int(name[6:]) for name, told in self.data.items()
                if name.startswith("means-") and name[6:].isdecimal() and str(told).strip()]

    def meanings(self, values: list[SourceValue]) -> list[Meaning]:
        """What is written beside these values; `wrong` has those where it names nothing."""
        found = []
        for value in values:
            told = str(self.data.get(f"means-{value.pk}", "")).strip()
            entity, kind = self.named.get(told.casefold()), self.new.get(told.casefold(), "")
            if entity is None and not kind:
                self.wrong[value.pk] = _("Nothing in use is called “%(name)s”. Choose from the list.") % {"name": told[:80]}
            found.append(Meaning(value=value, entity=entity, new_kind=kind))
        return found
