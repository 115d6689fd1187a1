"""The slice as Django knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.ground.apps import Place, SliceConfig


class RegisterConfig(SliceConfig):
    default = True
    name = "headway.web.register"
    label = "register"
    navigation = (Place(_("Backlog"), "register:backlog", 20, "l"),)
    at_hand = (Place(_("Idea"), "register:idea", 10, "i"),)
    stylesheets = ("headway/register.css",)
