"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "another_organisation": _("That belongs to another organisation. Choose something of this one."),
    "approver_is_requester": _("Whoever asks, or raised the improvement, does not approve it. Somebody else has to."),
    "bad_formula": _("“%(given)s” can't be read. Use names, numbers, + - * /, brackets, min and max, at most 300 characters."),
    "closed_as_quick_win_only": _("A quick win claims nothing, so it can't be closed as kept. Close it as a quick win, or visit "
                                  "step 2 again and measure."),
    "content_is_no_base64": _("The content of “%(name)s” is no base64. Encode the file's bytes and send them again."),
    "earlier_step_open": _("Step %(step)s is still open. Finish it or skip it with a reason first."),
    "effort_unknown": _("A quick win is told by its effort. Give the effort in days first."),
    "ends_before_it_starts": _("It would be due before it starts. Change one of the dates."),
    "estimate_never_verifies": _("An estimate or a statement does not verify a benefit. Give the evidence that measured it, or "
                                 "put it under expected."),
    "factor_is_no_number": _("“%(name)s” of the score is no number. Give one, or leave it empty."),
    "field_filled_twice": _("Two columns fill the field “%(name)s”. Keep one of them as text."),
    "file_is_empty": _("“%(name)s” is empty. Choose another file."),
    "file_is_gone": _("The file is no longer on the server. Ask whoever runs it to bring it back from a backup."),
    "file_is_not_what_it_says": _("“%(name)s” does not hold what a .%(kind)s file holds. Save it anew and attach it again."),
    "file_of_no_kind": _("“%(name)s” is of a kind that is not kept here. Attach one of: %(kinds)s."),
    "file_too_large": _("“%(name)s” is larger than %(most)s MB. Attach a smaller one, or link to where it lies."),
    "formula_without_numbers": _(
        "The formula names no number, so all would score the same. Name at least one, as in value / effort."),
    "idea_link_is_closed": _("This link takes no ideas at present. Ask whoever gave it to you."),
    "is_answered_already": _("Somebody has answered this already. Look at the record."),
    "is_imported_already": _("“%(name)s” is imported already. Read the file in again to import it a second time."),
    "is_no_idea": _("%(number)s is no idea any more. Look at its newer state."),
    "is_no_quick_win": _("It took the whole route, so it isn't closed as a quick win. Choose another code."),
    "is_open": _("%(number)s is open already."),
    "is_quick_win_already": _("This is a quick win already."),
    "none_fits_or_objective": _("Step 1 wants an objective that this serves, or a word on why none fits."),
    "no_such_field": _("There is no field “%(name)s”. Choose one of the list."),
    "not_on_hold": _("%(number)s is not on hold."),
    "not_under_way": _("%(number)s is not under way. Take it on, resume it or open it again first."),
    "not_your_comment": _("Only whoever wrote a comment changes it or takes it back."),
    "not_your_view": _("Only whoever saved a view removes it."),
    "nothing_to_change": _("Nothing was given to change. Fill at least one field."),
    "nothing_to_import": _("No row of this table can be imported. The list below says why."),
    "nowhere_to_move": _("Say before or after which other record of this organisation it is to stand."),
    "part_of_itself": _("A record can't be a part or an iteration of itself, not even by others. Choose another."),
    "quick_win_claims_nothing": _("A quick win was not measured, so it verifies no benefit. Visit step 2 again to measure."),
    "quick_win_is_asked": _("An approver is asked already. Wait for the answer."),
    "range_without_amount": _("The amount lies outside its range. Widen the range or change the amount."),
    "reason_is_wanted": _("Give a reason; it stays on the record."),
    "record_is_closed": _("%(number)s is closed or withdrawn. Open it again to change it."),
    "rows_are_faulty": _(
        "%(rows)s rows can't be read. Mend them in the file and read it in again, or say that they are left out."),
    "same_as_itself": _("Give the number of another record of this organisation."),
    "sheet_is_empty": _("The table has no rows beneath the names of its columns. Choose another file."),
    "sheet_not_read": _("The table can't be read from row %(row)s on. Save it as .xlsx or CSV again."),
    "sheet_of_no_kind": _("“%(name)s” is neither CSV nor .xlsx. Save it as one of them."),
    "sheet_too_large": _("The table has more than %(rows)s rows, 200 columns or %(megabytes)s MB. Split it."),
    "step_is_open": _("Step %(step)s is open already."),
    "step_is_over": _("Step %(step)s is done or skipped already. Visit it again first."),
    "step_wants_evidence": _("Step %(step)s is done by its evidence, not by a word. Its page says what it wants."),
    "too_few_corrections": _("%(many)s ideas were corrected or confirmed so far; learning wants %(least)s. Go on correcting."),
    "unknown_label": _("“%(label)s” is no answer to that question. Choose one of those shown."),
    "steps_still_open": _("Step %(step)s is still open. Finish or skip the steps first, or close it as stopped."),
    "too_large_for_quick_win": _("%(days)s days are more than a quick win may take here (%(most)s). It takes the whole route."),
}

# What the audit's lines about an improvement say happened.
ACTIONS: dict[str, str | Promise] = {
    "register.file_idea": _("filed the idea"), "register.file_public_idea": _("The idea came in by the public link"),
    "register.begin_next_iteration": _("began it as the next iteration"), "register.import_sheet": _("imported it"),
    "register.edit": _("changed it"), "register.edit_many": _("changed it together with others"),
    "register.move": _("moved it in the order"), "register.settle_vision": _("called step 1 done"),
    "register.complete_step": _("completed a step"), "register.skip_step": _("left a step out"),
    "register.reopen_step": _("visited a step again"), "register.answer_quick_win": _("answered about a quick win"),
    "register.take_on": _("took it on"), "register.put_on_hold": _("put it on hold"), "register.resume": _("resumed it"),
    "register.withdraw": _("withdrew it"), "register.close": _("closed it"), "register.open_again": _("opened it again"),
    "register.correct": _("said what it is about"), "register.mark_principle": _("said which principle is in play"),
    "register.watch": _("began or ended watching it"),
}
