"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class SustainConfig(SliceConfig):
    default = True
    name = "headway.web.sustain"
    label = "sustain"
    navigation = (Place(_("Gains"), "sustain:gains", 60, "a"),)
    stylesheets = ("headway/sustain.css",)
