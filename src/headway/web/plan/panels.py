"""Step 4 on the improvement's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.plan import queries
from headway.web.register.step_panel import StepPanel

PANELS = (StepPanel(step=4, template="plan/panel.html", value=queries.step_panel, link="plan:options",
                    label=_("Weigh the options"), for_all=True),)
