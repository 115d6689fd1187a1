"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "no_baseline": _("“%(name)s” has no baseline in this improvement. A target without a baseline can't be missed: freeze one in "
                     "step 2 first."),
    "no_baseline_in_force": _("“%(name)s” stands on a baseline that was replaced. Set the target again, on the one in force."),
    "measure_was_redefined": _("“%(name)s” is measured otherwise since its baseline was frozen. Take a new baseline, then set "
                               "the target on that."),
    "baseline_elsewhere": _("That baseline belongs to another improvement. Choose one of this one."),
    "measure_elsewhere": _("That measure belongs to another organisation. Choose one of this one."),
    "baseline_has_target": _("“%(name)s” has a target here already. Change that one."),
    "good_side_unknown": _("Of “%(name)s” nobody has said which way is good. Say whether higher or lower is better."),
    "family_is_the_measures": _("“%(name)s” is a measure of %(family_name)s. Set its target there."),
    "size_not_measurable": _("“%(given)s” is no size of a change here. Write it in percent, as in 20 %%, or in the unit of the "
                             "measure, as in %(example)s."),
    "smallest_beyond_target": _("The smallest change worth having, %(smallest)s, is larger than the way to the target, %(gap)s. "
                                "Lower the one, or set the target further."),
    "target_has_no_level": _("The baseline of “%(name)s” has no level, so nothing can be wanted of it. Take another baseline."),
    "due_in_the_past": _("The day by which it is wanted has passed. Choose one to come."),
    "balance_has_no_good_side": _("Of “%(name)s” neither side is good, so it can't get worse. Choose another measure."),
    "balance_is_target": _("“%(name)s” has a target here, so it is judged already. Choose another measure."),
    "balance_is_there": _("“%(name)s” is watched here already. Change that row."),
    "no_target": _("There is no target that can be measured yet. Set at least one; what can't be measured can't be reached."),
    "family_without_target": _("Nothing is said of %(family_name)s yet. Set a target there, or give the reason why there "
                               "is none."),
    "family_has_target": _("There is a target of %(family_name)s already. Take that back first, if there shall be none."),
    "step_is_settled": _("Step %(step)s is done, so nothing is changed behind it. Visit the step again first, with the reason."),
}

ACTIONS: dict[str, str | Promise] = {"aim.settle_targets": _("called step 3 done")}
