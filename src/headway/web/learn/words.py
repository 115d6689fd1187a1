"""What this slice declines, in sentences; and how long a card waits, in words."""

from __future__ import annotations

from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

DECLINED: dict[str, str | Promise] = {
    "exam_is_under_way": _("You are sitting an exam already. Go on with it or hand it in, then begin another."),
    "no_exam_for_edition": _("There are no questions on that edition yet: nobody could licence its syllabus to us. The mock exam "
                             "is on ITIL 4; steps and principles are the same in both."),
    "exam_too_far": _("That day is more than two years away. Name a nearer one, or learn without an exam until then."),
    "nothing_to_ask": _("There is nothing to ask here yet. Choose another chapter or other questions."),
    "time_is_up": _("Time was up at %(at)s. The %(answers)s answers that you gave until then count."),
    "handed_in_already": _("This was handed in already, so no answer can be changed. Look at its review."),
    "not_handed_in": _("This is not handed in yet; its reasons are told afterwards. Hand it in first."),
    "no_such_option": _("There is no such question or option here. Open it again and choose one that is shown."),
    "no_wording_found": _("No card and no key term in this text names a word of the vocabulary. It needs pairs of lines: a term, "
                          "and what it means."),
    "course_too_large": _("This course is too large: two million signs in a hundred files are the most. Split it into two."),
    "too_many_courses": _("You keep fifty courses already. Remove one that you no longer learn, then take this one in."),
    "zip_unreadable": _("This zip can't be unpacked: it is damaged, or locked by a password. Pack the folder anew, without one."),
    "not_yours": _("Somebody else made this course, so only they can change it. Take its files and make one of your own."),
    "course_is_given": _("The organisation has this course. Take it back first; then it can be removed."),
    "not_in_the_text": _("These words don't stand in the text. Copy them from it as they are written."),
    "nothing_to_propose": _("No closed improvement has a text that a question could be made of. It takes at least twelve words "
                            "written in a step, without the step's name in them."),
}
ANSWERS = {"again": _("Again"), "hard": _("Hard"), "good": _("Good"), "easy": _("Easy")}


def after_words(after: timedelta) -> str:
    """How long until a card comes again.

    >>> after_words(timedelta(days=1, hours=20))
    '2 days'
    """
    minutes = max(round(after.total_seconds() / 60), 1)
    if minutes < 60:
        return ngettext("%(many)s minute", "%(many)s minutes", minutes) % {"many": minutes}
    if minutes < 24 * 60:
        hours = round(minutes / 60)
        return ngettext("%(many)s hour", "%(many)s hours", hours) % {"many": hours}
    days = round(minutes / (24 * 60))
    return ngettext("%(many)s day", "%(many)s days", days) % {"many": days}
