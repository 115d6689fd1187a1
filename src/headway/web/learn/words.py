"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "exam_is_under_way": _("You are sitting an exam already. Go on with it or hand it in, then begin another."),
    "no_exam_for_edition": _("There are no questions on that edition yet: nobody could licence its syllabus to us. The mock exam "
                             "is on ITIL 4; steps and principles are the same in both."),
    "nothing_to_ask": _("There is nothing to ask here yet. Choose another chapter or other questions."),
    "time_is_up": _("Time was up at %(at)s. The %(answers)s answers that you gave until then count."),
    "handed_in_already": _("This was handed in already, so no answer can be changed. Look at its review."),
    "not_handed_in": _("This is not handed in yet; its reasons are told afterwards. Hand it in first."),
    "no_such_option": _("There is no such question or option here. Open it again and choose one that is shown."),
    "no_wording_found": _("No card and no key term in this text names a word of the vocabulary. It needs pairs of lines: a term, "
                          "and what it means."),
    "nothing_to_propose": _("No closed improvement has a text that a question could be made of. It takes at least twelve words "
                            "written in a step, without the step's name in them."),
}
