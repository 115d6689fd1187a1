"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "range_misses_amount": _("The range from %(low)s to %(high)s does not hold %(amount)s. Correct one of them."),
    "amount_without_unit": _("%(amount)s of what? Say the unit: a currency such as EUR, or “hours”."),
    "range_without_amount_here": _("There is a range and no amount in it. Give the amount that is most likely."),
    "activity_unknown": _("“%(term)s” is no value chain activity of your framework. Choose one that is listed."),
    "no_value_stream": _("“%(name)s” is no value stream. Choose one."),
    "stream_elsewhere": _("That value stream belongs to another organisation. Choose one of this one."),
    "target_elsewhere": _("That target belongs to another improvement, or was taken back. Choose one of step 3."),
    "hope_without_target": _("A change is hoped for on a measure. Choose the target that it works on."),
    "option_is_withdrawn": _("“%(name)s” was withdrawn. Choose another option."),
    "option_is_chosen": _("“%(name)s” is the chosen plan. Choose another one first."),
    "doing_nothing_stays": _("Doing nothing is always one of the options, so it is neither withdrawn nor renamed."),
    "doing_nothing_is_no_plan": _("Doing nothing is no plan. If it is the best option, close the improvement with its reason."),
    "no_option_chosen": _("No option is chosen yet. Choose one, and say why."),
    "visibility_unknown": _("Nobody has worked out how long until “%(name)s” could be seen. Say the target that it works on and "
                            "the change hoped for; it is computed then."),
    "approval_is_wanted": _("“%(name)s” is large enough to want an approval, and has none as it stands now. Ask an approver."),
    "approval_is_asked": _("An approver is asked about “%(name)s” already. Wait for the answer."),
    "approver_has_a_hand_in_it": _("Whoever asked for it, raised the improvement, wrote the option or chose it does not approve "
                                   "it. Somebody else has to."),
    "approval_is_answered": _("Somebody has answered this already. Look at the plan."),
    "plan_changed_since": _("The plan was changed since you were asked. Look at it as it is now; it has to be asked "
                            "about again."),
    "answer_without_reason": _("Say why not, so that the plan can be made better."),
    "stream_is_missing": _("This option names no value stream. Say which one it changes, then draw how it would be."),
    "policy_without_unit": _("From which cost in what? Say the unit: a currency such as EUR, or “hours”."),
}

ACTIONS: dict[str, str | Promise] = {"plan.settle_plan": _("called step 4 done")}
