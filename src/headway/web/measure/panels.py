"""What this slice shows of step 2 on the improvement's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.measure.queries.baselines import step_panel
from headway.web.register.step_panel import StepPanel

PANELS = (StepPanel(step=2, template="measure/step.html", value=step_panel, link="measure:freeze",
                    label=_("Freeze a baseline"), for_all=True),)
