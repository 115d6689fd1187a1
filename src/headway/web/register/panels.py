"""What the register itself shows of step 1."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import User
from headway.web.register.models import Improvement
from headway.web.register.step_panel import StepPanel


def vision(improvement: Improvement, person: User) -> Improvement:
    return improvement


PANELS = (StepPanel(step=1, template="register/vision_panel.html", value=vision, link="register:vision",
                    label=_("Say what it serves")),)
