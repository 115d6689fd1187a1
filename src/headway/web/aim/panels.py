"""Step 3 on the improvement's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.aim import queries
from headway.web.register.step_panel import StepPanel

PANELS = (StepPanel(step=3, template="aim/panel.html", value=queries.step_panel, link="aim:targets",
                    label=_("Say what is wanted"), for_all=True),)
