"""Choices out of an organisation: its people, places, objectives and the words of its framework."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.framework import Kind, Pack
from headway.web.accounts.models import Organisation, User
from headway.web.register import queries
from headway.web.register.models import Improvement
from headway.web.vision.models import Entity


@dataclass(frozen=True, slots=True)
class Within:
    """Whose choices: the person who looks, the organisation, its framework."""

    person: User
    organisation: Organisation
    pack: Pack


class EntityChoice(forms.ModelChoiceField[Entity]):
    """A service, practice, team …, told with its kind."""

    def label_from_instance(self, entity: Entity) -> str:
        return f"{entity.name} ({entity.get_kind_display()})"


class NumberField(forms.CharField):
    """Another record by its number, as in I-000123; empty for none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=False, max_length=12, **kwargs)
        self.within: Within | None = None
        self.widget.attrs.update({"placeholder": "I-000123", "autocapitalize": "characters", "spellcheck": "false"})

    def clean(self, value: Any) -> Improvement | None:
        text = str(super().clean(value)).strip().upper()
        if not text or self.within is None:
            return None
        found = queries.in_register(self.within.person, self.within.organisation).filter(number=text).first()
        if found is None:
            raise forms.ValidationError(_("There is no %(number)s. Give a number as in I-000123."), params={"number": text})
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.number if isinstance(value, Improvement) else value


class TermsField(forms.MultipleChoiceField):
    """Words of the framework, kept by their keys."""

    def __init__(self, kind: Kind, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.CheckboxSelectMultiple, **kwargs)
        self.kind = kind


def fill(form: forms.BaseForm, within: Within) -> None:
    """Give every field of the form its organisation's choices."""
    for name, field in form.fields.items():
        if isinstance(field, EntityChoice):
            field.queryset = queries.entities(within.person, within.organisation)
        elif isinstance(field, NumberField):
            field.within = within
        elif isinstance(field, TermsField):
            field.choices = [(term.key, term.label) for term in within.pack.of(field.kind)]
        elif isinstance(field, forms.ModelChoiceField) and field.queryset is not None and field.queryset.model is User:
            field.queryset = queries.members(within.organisation)
        elif name == "level" and isinstance(field, forms.ChoiceField):
            field.choices = [("", "–"), *((term.key, term.label) for term in within.pack.levels)]


def person(label: Any, help_text: Any = "") -> forms.ModelChoiceField[User]:
    return forms.ModelChoiceField(label=label, required=False, queryset=User.objects.none(), empty_label=str(_("nobody yet")),
                                  help_text=help_text)
