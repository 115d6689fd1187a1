"""Step 5 on the improvement's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.act import queries
from headway.web.register.step_panel import StepPanel

PANELS = (StepPanel(step=5, template="act/panel.html", value=queries.step_panel, link="act:action",
                    label=_("Tasks and what was changed"), for_all=True),)
