"""What each step waits for, and from whom. People stand here by their role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.register.models import STEPS


@dataclass(frozen=True, slots=True)
class Want:
    """The evidence that ends a step, and the role that can give it."""

    what: str | Promise
    whom: str | Promise


WANTS: Final[Mapping[int, Want]] = {
    1: Want(_("an objective, or why none fits"), _("owner")),
    2: Want(_("a baseline"), _("analyst")),
    3: Want(_("a target on the same measure"), _("owner")),
    4: Want(_("a chosen option"), _("owner")),
    5: Want(_("a dated change"), _("owner")),
    6: Want(_("a verdict and a decision"), _("analyst, then owner")),
    7: Want(_("an alarm and a lesson"), _("owner")),
}
OF_ALL: Final[Mapping[int, Want]] = {**WANTS, STEPS[-1]: Want(_("an alarm and a lesson, or its closing"), _("owner"))}
"""What all that stand at a step wait for: the last one is also where those stay that went through all seven."""
APPROVAL: Final = Want(_("an approval"), _("approver"))
ALARM: Final = Want(_("an alarm, or why none is needed"), _("owner"))
LESSON: Final = Want(_("a lesson"), _("owner"))
VERDICT: Final = Want(_("a verdict"), _("analyst"))
DECISION: Final = Want(_("a decision on the verdict"), _("owner"))
END: Final = Want(_("its closing"), _("owner"))


def of_step(step: int, *, over: bool, approval: bool, alarm: bool, lesson: bool, judged: bool) -> Want:
    """What an improvement at this step waits for, with what is known to be there.

    >>> str(of_step(7, over=False, approval=False, alarm=True, lesson=False, judged=True).what)
    'a lesson'
    """
    if over:
        return END
    if step == 4 and approval:
        return APPROVAL
    if step == 6:
        return DECISION if judged else VERDICT
    if step == STEPS[-1] and alarm != lesson:
        return LESSON if alarm else ALARM
    return WANTS[step]
