"""Forms: one template for every field, and declined operations shown where a person looks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

from headway.eventlog.refused import Refused
from headway.web.ground.declined import Declined
from headway.web.ground.sentences import sentence

# What every form says, Django's and allauth's too: what to do, not what the program requires.
forms.Field.default_error_messages["required"] = _("Fill this in.")
for _chosen in (forms.ChoiceField, forms.ModelChoiceField):
    _chosen.default_error_messages = {**_chosen.default_error_messages, "required": _("Choose one.")}
forms.FileField.default_error_messages = {**forms.FileField.default_error_messages, "required": _("Choose a file.")}


class Renderer(TemplatesSetting):
    """Renders forms by Headway's own templates."""

    form_template_name = "ground/form.html"
    field_template_name = "ground/field.html"


class SeenVersion(forms.Form):
    """Mix in where a form edits a `Versioned` row: carries the version that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


@contextmanager
def declining(form: forms.BaseForm, *, field: str | None = None) -> Iterator[None]:
    """What an operation declines becomes an error of the form, so that the page shows it and keeps what was typed."""
    try:
        yield
    except (Declined, Refused) as declined:
        where = declined.facts.get("field") or field
        form.add_error(str(where) if where in form.fields else None,
                       forms.ValidationError(sentence(declined), code=declined.code))
