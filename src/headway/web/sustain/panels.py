"""What this slice shows of step 7 on the improvement's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.register.step_panel import StepPanel
from headway.web.sustain.queries.momentum import step_panel

PANELS = (StepPanel(step=7, template="sustain/step.html", value=step_panel, link="sustain:momentum",
                    label=_("Keep the momentum"), for_all=True),)
