"""The slice as Django knows it."""

from __future__ import annotations

from headway.web.ground.apps import SliceConfig


class PlanConfig(SliceConfig):
    default = True
    name = "headway.web.plan"
    label = "plan"
