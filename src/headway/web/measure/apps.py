"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class MeasureConfig(SliceConfig):
    default = True
    name = "headway.web.measure"
    label = "measure"
    navigation = (Place(_("Measures"), "measure:kpis", 30, "m"),)
    stylesheets = ("headway/measure.css",)
