"""The slice as Django knows it."""

from __future__ import annotations

from headway.web.ground.apps import SliceConfig


class AimConfig(SliceConfig):
    default = True
    name = "headway.web.aim"
    label = "aim"
    stylesheets = ("headway/aim.css",)
