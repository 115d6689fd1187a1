"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.web.measure.words import DECLINED as OF_MEASURES
from headway.web.register.words import DECLINED as OF_THE_REGISTER

DECLINED: dict[str, str | Promise] = {
    "not_under_way": OF_THE_REGISTER["not_under_way"],
    "reason_is_wanted": OF_THE_REGISTER["reason_is_wanted"],
    "kpi_elsewhere": OF_MEASURES["kpi_elsewhere"],
    "change_is_withdrawn": _("This change was withdrawn from the record. Choose one that happened."),
    "no_good_side": _("“%(name)s” has no good side, so no verdict can say better or worse. Say in the measure which way is "
                      "good."),
    "no_baseline_to_judge": _("%(number)s has no baseline in force. Freeze one in step 2: without a before there is no after."),
    "control_unfit": _("“%(name)s” can't be held against it: it is another measure, or the change came to it as well. "
                       "Choose among those listed."),
    "too_many_controls": _("At most %(most)s can be held against it. Choose those that usually move alike."),
    "bad_looks_planned": _("Plan between 1 and 200 looks, or leave it empty to look again with all newer data."),
    "bad_number_picked_from": _("Say among how many it was picked as the worst: 1 if it was not, at most 1000."),
    "question_is_ended": _("This question is ended. Ask anew."),
    "looks_are_used_up": _("All %(planned)s looks that were planned are used. Ask anew if you must, and say so in the decision."),
    "nothing_to_judge": _("“%(name)s” has no points that fit its definition. Upload data or count it, then look again."),
    "points_are_behind": OF_MEASURES["points_are_behind"],
    "verdict_is_replaced": _("A newer verdict stands in its place. Decide on that one."),
}
