"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "task_activity_unknown": _("“%(term)s” is no value chain activity of your framework. Choose one that is listed."),
    "owner_elsewhere": _("Whoever owns a task has to be of the same organisation. Choose somebody else."),
    "pilot_elsewhere": _("That pilot belongs to another improvement. Choose one of this one."),
    "exposed_elsewhere": _("“%(name)s” belongs to another organisation. Choose what belongs to this one."),
    "ends_before_start": _("It would end before it begins. Change one of the dates."),
    "in_full_before_start": _("It can't be in full before it begins. Change one of the dates."),
    "exposed_unknown": _("Say who or what was exposed to the change; without that nothing can be compared."),
    "recording_not_told": _("If it changes how things are recorded, say what is recorded otherwise. A verdict has to know."),
    "starts_in_the_future": _("That day has not come. Date the change when it has happened; until then it is a task."),
    "roll_out_without_pilot": _("A roll-out carries a dated pilot on, and there is none. Date it as a change for everybody."),
    "pilot_not_named": _("Which pilot? Choose it, or date the change for everybody it is meant for."),
    "no_intervention": _("Nothing has been changed yet: no day is recorded. Date what was changed, and for whom."),
    "intervention_is_judged": _("Step 6 was done with this change, so it is not corrected behind it. Visit step 6 again first."),
    "intervention_is_withdrawn": _("This entry was taken back. Date the change anew."),
    "last_intervention": _("Step 5 is done with this change alone. Visit the step again first, with the reason."),
    "undone_before_it_began": _("It can't be undone before it began. Change the day."),
    "pilot_has_ended": _("This pilot has ended and stays as it was told."),
}

ACTIONS: dict[str, str | Promise] = {"act.settle_action": _("called step 5 done")}
