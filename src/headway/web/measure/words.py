"""What this slice declines and why a measure is empty, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "aspect_of_other_family": _("This is no aspect of the measure's family, and only utility and warranty have any. "
                                "Leave it empty, or choose another."),
    # sources and uploads
    "source_is_named": _("There is a source “%(name)s” in this unit already. Choose another name, or upload to that one."),
    "source_is_retired": _("This source takes no more files. Choose another one."),
    "holidays_without_hours": _("Public holidays interrupt business hours, and none are given. Add them, as in "
                                "Mon-Fri 08:00-17:00."),
    "upload_too_large": _("The file is larger than %(limit)s megabytes. Pack it as .zip or .gz, or split it by time: later parts "
                          "add to earlier ones."),
    "upload_empty": _("%(file)s is empty: 0 bytes. Export it again."),
    "upload_is_at_work": _("This file is being taken in. Wait for that to end."),
    "upload_is_in_the_log": _("This file is in the log or on its way there, so it can't be set aside."),
    "lists_have_no_mapping": _("A list of outages or changes has fixed columns; there is nothing to say about them."),
    "unknown_field_name": _("“%(field_name)s” is no field of a ticket. Choose one of those that the page lists."),
    "unknown_milestone": _("“%(milestone)s” is no moment of a ticket. Choose owned, first_response, resolved, closed or "
                           "cancelled."),
    "points_are_behind": _("Newer tickets came in, and the points of “%(name)s” are still being counted from them. Look again in "
                           "a moment."),
    # measures
    "kpi_is_named": _("There is a measure “%(name)s” here already. Choose another name."),
    "measure_unknown": _("“%(measure)s” is no measure of the catalogue. Choose one that is listed."),
    "measures_are_there": _("All of these are taken already. Choose others."),
    "source_elsewhere": _("A measure of tickets needs a source of the same organisation. Choose one."),
    "question_elsewhere": _("A measure of a survey needs one of its questions, in the same organisation. Choose one."),
    "own_needs_unit": _("A measure of your own needs a unit and which way is good. Say both."),
    "one_measure_at_a_time": _("This defines more than one measure. Give one [[measure]] at a time."),
    "points_are_counted": _("The points of this measure are counted from tickets or answers, so none can be typed."),
    "points_are_the_same": _("Every one of these points is there already. Nothing was changed."),
    "points_unreadable": _("Line %(line)s is not “period,value,cases”. Write 2024-05-06,0.93,120, one period a line."),
    "share_without_cases": _("A share needs the number of cases behind it; without it nobody knows what is usual. Add them."),
    "share_outside": _("%(value)s is no share. Write shares from 0 to 1."),
    "kpi_elsewhere": _("That measure belongs to another organisation. Choose one of this one."),
    # baselines
    "nothing_to_freeze": _("“%(name)s” has no period in that time that can be judged. Choose a longer time, or another measure."),
    "points_are_older": _("“%(name)s” has no points of its present definition yet. Wait until they are counted."),
    "baseline_is_frozen": _("“%(name)s” has a baseline here already. Rebase it, with the reason, if another should hold."),
    "baseline_is_replaced": _("This baseline was replaced already. Rebase the one that is in force."),
    "rebasing_wants_a_reason": _("A new baseline makes old targets look different. Say why it is needed."),
    "only_measures_are_rebased": _("What was stated by a person is not rebased. State a new one, or freeze a measure."),
    "kind_is_not_stated": _("A baseline of the kind “%(kind)s” is frozen from what was measured, not typed."),
    "sample_without_cases": _("A sample or a check needs the number of cases looked at. Without it, call it an estimate."),
    "range_without_level": _("The range does not hold the level. Correct one of them."),
    # capability
    "only_practices_are_assessed": _("Capability is assessed of a practice. Choose one."),
    "criteria_elsewhere": _("Those criteria belong to another organisation. Choose others."),
    "criteria_are_named": _("There are criteria “%(name)s” in this unit already. Choose another name."),
    "criterion_unreadable": _("Line %(line)s is no criterion. Write a level from 2 to 5, a space and its words."),
    "criteria_leave_a_gap": _("Each level from 2 up to your highest needs a criterion, else the ones above could never hold."),
    "criterion_unknown": _("This assessment has no criterion “%(code_of_criterion)s”."),
    "met_without_evidence": _("What shows that it is met? Name a record, a page or a figure; without one it is not met."),
    "assessment_has_ended": _("This assessment has ended and stays as it was. Begin another."),
    "assessment_is_open": _("This assessment has not ended. End it first; then its level can be a baseline."),
    "criteria_not_looked_at": _("%(many)s criteria of the levels that could hold are not looked at yet. Say met or not met "
                                "of each."),
    # service levels
    "level_wants_a_share": _("A service level is agreed on a share of tickets that has a good side. Choose such a measure."),
    "target_is_no_share": _("The agreed share lies above 0 and is at most 1. Write 0.95 for 95 %%."),
    "ends_before_it_starts": _("It would end before it starts. Correct one of the dates."),
    # surveys
    "questions_too_many": _("A short questionnaire has 1 to %(most)s questions. Leave some out, or add one."),
    "links_too_many": _("Make 1 to %(most)s links at a time."),
    "survey_is_closed": _("This questionnaire is not open. Ask whoever sent you the link."),
    "link_is_used": _("This link was used already: it is good for one answer."),
    "nothing_answered": _("Nothing was answered. Answer at least one question."),
    "answer_unreadable": _("“%(answer)s” is no answer to “%(question)s”. Ratings go from 1 to 5; others are yes or no."),
    "answers_without_questions": _("No column of the file is a question of this survey. Head columns with the question's words "
                                   "or its number."),
    "answer_date_unreadable": _("Row %(row)s: “%(date)s” is no date. Write it as 2024-05-06."),
    "answers_too_many": _("The file has more than %(most)s answers. Split it."),
    "answered_too_often": _("Many answers came from this address in a short time. Wait ten minutes, then answer again."),
    "no_new_answers": _("The file holds no answer that is not here already. Nothing was changed."),
}

# Reasons of our own why a measure is empty; the others are the library's (report/words/measures.py).
EMPTY: dict[str, str | Promise] = {
    "no_mapping": _("no value of a ticket's field means this yet"),
    "no_log": _("nothing was uploaded to its source yet"),
    "no_points": _("no point was typed or uploaded yet"),
    "no_answers": _("no month has enough answers yet"),
    "": _("it is being counted"),
}
