"""The slice as Django knows it."""

from __future__ import annotations

from headway.web.ground.apps import SliceConfig


class ActConfig(SliceConfig):
    default = True
    name = "headway.web.act"
    label = "act"
