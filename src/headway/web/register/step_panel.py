"""How a later slice shows its step on the improvement's page without this one knowing it.

A slice with a step has `panels.py`, found by its name as `jobs` and `words` are:

    PANELS = (StepPanel(step=2, template="measure/step.html", value=queries.step_panel, link="measure:baseline"),)

The page asks `value(improvement, person)` for finished values (or None where there is nothing to show yet), includes the
template with them as `panel` inside the step's section, and links to `reverse(link, args=[improvement.pk])`, where the step
is worked on. When its gate holds, the slice calls `register.operations.complete_step(improvement, step, by=…, evidence=…)`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise

from headway.web.accounts.models import User
from headway.web.ground.apps import SliceConfig
from headway.web.register.models import Improvement


@dataclass(frozen=True, slots=True)
class StepPanel:
    """One step's part of the page. `value` may ask the database at most twice; `label` is what the link to the form says."""

    step: int
    template: str
    value: Callable[[Improvement, User], object | None]
    link: str = ""
    label: str | Promise = ""
    for_all: bool = False   # whether those who can't work on the step are led there to read


@cache
def contributed() -> tuple[StepPanel, ...]:
    """The panels of all slices that are here, by step, earlier slices first."""
    configs = [config for config in apps.get_app_configs() if isinstance(config, SliceConfig)]
    found = [panel for config in configs if find_spec(f"{config.name}.panels")
             for panel in import_module(f"{config.name}.panels").PANELS]
    return tuple(sorted(found, key=lambda panel: panel.step))
