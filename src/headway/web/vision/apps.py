"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class VisionConfig(SliceConfig):
    default = True
    name = "headway.web.vision"
    label = "vision"
    navigation = (Place(_("Services"), "vision:services", 20, "s"), Place(_("Governance"), "vision:governance", 70, "v"))
    stylesheets = ("headway/vision.css",)
