"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class ActConfig(SliceConfig):
    default = True
    name = "headway.web.act"
    label = "act"
    navigation = (Place(_("Tasks"), "act:mine", 30, "t"),)
