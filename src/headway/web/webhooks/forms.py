"""The form of a webhook."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.ground.forms import SeenVersion
from headway.web.webhooks.events import EVENTS


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=80)
    address = forms.CharField(label=_("Address"), max_length=500, widget=forms.URLInput,
                              help_text=_("It begins with https and leads out of the network; redirects are not followed."))
    events = forms.MultipleChoiceField(label=_("Tell it of"), required=False, widget=forms.CheckboxSelectMultiple,
                                       choices=[(event.name, event.label) for event in EVENTS],
                                       help_text=_("Tick none to tell it of everything."))


class ChangeForm(WebhookForm, SeenVersion):
    is_on = forms.BooleanField(label=_("Is on"), required=False)
