"""The slice as Django knows it."""

from __future__ import annotations

from headway.web.ground.apps import SliceConfig


class VisionConfig(SliceConfig):
    default = True
    name = "headway.web.vision"
    label = "vision"
