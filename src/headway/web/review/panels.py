"""What this slice shows of step 6 on the improvement's page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.register.step_panel import StepPanel
from headway.web.review.queries.pages import step_panel

PANELS = (StepPanel(step=6, template="review/step.html", value=step_panel, link="review:ask", label=_("Ask for a verdict")),)
