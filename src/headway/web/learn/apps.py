"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class LearnConfig(SliceConfig):
    default = True
    name = "headway.web.learn"
    label = "learn"
    navigation = (Place(_("Learn"), "learn:home", 80, "e"),)
    stylesheets = ("headway/learn.css",)
