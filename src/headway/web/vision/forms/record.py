"""The form of any row of this slice: lists hold only what the person sees, days have a calendar, terms their words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from headway.framework import Kind
from headway.web.accounts import queries as accounts
from headway.web.accounts.forms import UnitChoice
from headway.web.accounts.models import InUnit, Organisation, Unit, User
from headway.web.accounts.queries import may, visible_units
from headway.web.accounts.roles import May
from headway.web.ground.forms import SeenVersion
from headway.web.vision.models import Entity, EntityKind, Objective, ObjectiveState
from headway.web.vision.queries.packs import choices_of, pack_of, term_label
from headway.web.vision.queries.sight import seen_by


class RecordForm(SeenVersion, forms.ModelForm[Any]):
    """Made with the person, the organisation and what the person must be allowed to; `values` go to the operation."""

    unit: forms.Field = UnitChoice(queryset=Unit.objects.none(), empty_label=None)   # first declared, shown last

    def __init__(self, *args: Any, person: User, organisation: Organisation, what: May, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.organisation = person, organisation
        self._choose_unit(what)
        if self.instance.pk:
            self.initial.setdefault("seen", self.instance.version)
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            elif isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 3
            elif isinstance(field, forms.ModelChoiceField) and name != "unit":
                self._narrow(field)

    def _choose_unit(self, what: May) -> None:
        """The units where this is allowed; not asked where there is only one."""
        field = self.fields.pop("unit")
        assert isinstance(field, UnitChoice)
        units = [unit for unit in visible_units(self.person, organisation=self.organisation) if may(self.person, what, unit=unit)]
        field.queryset = visible_units(self.person, organisation=self.organisation).filter(pk__in=[unit.pk for unit in units])
        field.label = Entity._meta.get_field("unit").verbose_name
        self.fields["unit"] = field   # last on the page
        if units and not self.instance.pk:
            self.initial.setdefault("unit", units[0].pk)
        if len(units) == 1:
            field.widget = forms.HiddenInput()

    def _narrow(self, field: forms.ModelChoiceField[Any]) -> None:
        assert field.queryset is not None
        model = field.queryset.model
        if model is User:
            field.queryset = accounts.people(self.organisation)
        elif issubclass(model, InUnit):
            rows: QuerySet[Any] = seen_by(self.person, model, organisation=self.organisation)
            if model is Entity:
                rows = rows.filter(retired_on=None).order_by("kind", "name")
                field.label_from_instance = entity_label   # type: ignore[method-assign, assignment]
            elif model is Objective:
                rows = rows.filter(state=ObjectiveState.OPEN).order_by("title")
            field.queryset = rows
        if not field.required:
            field.empty_label = "–"

    def terms(self, name: str, kind: Kind) -> None:
        """Let a field choose among the terms of the organisation's framework, and the term that it holds already."""
        chosen = pack_of(self.organisation)
        held = getattr(self.instance, name, "")
        choices = choices_of(kind, chosen=chosen)
        if held and held not in chosen.terms:
            choices.append((held, term_label(held, chosen=chosen)))
        label, hint = self.fields[name].label, self.fields[name].help_text
        self.fields[name] = forms.ChoiceField(label=label, help_text=hint, choices=[("", "–"), *choices], required=False)

    def values(self) -> dict[str, Any]:
        """What the operation gets."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def entity_label(entity: Entity) -> str:
    return f"{entity.name} · {EntityKind(entity.kind).label}"
