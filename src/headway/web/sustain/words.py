"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.measure.words import DECLINED as OF_MEASURES
from headway.web.register.words import DECLINED as OF_THE_REGISTER

DECLINED: dict[str, str | Promise] = {
    "reason_is_wanted": OF_THE_REGISTER["reason_is_wanted"],
    "kpi_elsewhere": OF_MEASURES["kpi_elsewhere"],
    "alarm_or_reason_wanted": _("Step 7 wants an alarm on the gain, or a reason why none is needed. Set one of them."),
    "lesson_wanted": _("Step 7 wants a lesson: what should somebody know before trying the like?"),
    "alarm_watches_nothing": _("An alarm watches a measure, or something that you name. Say which."),
    "alarm_is_ended": _("This alarm is ended. Set another one."),
    "watcher_elsewhere": _("Whoever watches must have a role in this organisation. Choose somebody who has."),
    "an_alarm_is_set": _("An alarm is set, so there is no reason for none. End it first."),
}

ACTIONS: dict[str, str | Promise] = {"sustain.finish": _("called step 7 done")}
