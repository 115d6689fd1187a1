"""What this slice declines, in sentences."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DECLINED: dict[str, str | Promise] = {
    "cannot_be_kept": _("This can't be kept in the field %(field)s: %(why)s"),
    "holds_a_null": _("The text in the field %(field)s holds a character that no database keeps. Type it anew."),
    "belongs_elsewhere": _("What is chosen in the field %(field)s belongs to another organisation. Choose one of your own."),
    "ends_before_it_begins": _("The end lies before the beginning. Change one of the two days."),
    "circle": _("It would stand under itself. Choose another place for it."),
    "organisation_is_founded": _("The organisation itself is there from its founding and stays as long as its records do."),
    "practice_is_there": _("The practice %(name)s of this framework is there already. Open it instead."),
    "wrong_parent": _("“%(kind)s” can't stand under “%(parent)s”. Choose another place for it."),
    "offering_of_nothing": _("An offering is of a service. Choose which."),
    "something_is_beneath": _("%(count)s in use stand beneath it. Retire those first, or give them another place."),
    "unknown_term": _("%(term)s is no such term of the framework that your organisation chose. Choose one of its own."),
    "nothing_chosen": _("Nothing new is chosen. Tick at least one that is not there yet."),
    "no_team": _("Only a team has members. Open the team that you mean."),
    "member_is_in": _("%(name)s is in this team already."),
    "no_stream": _("Only a value stream has steps. Open the value stream that you mean."),
    "no_such_picture": _("A value stream has these pictures here: %(known)s. Choose one of them."),
    "wrong_kind": _("%(name)s can't be chosen in the field %(field)s. Choose one of the list."),
    "aspect_without_warranty": _("Only an expectation of warranty has an aspect. Leave it empty, or choose warranty."),
    "objective_is_closed": _("The objective above is closed. Reopen that one first, or choose another."),
    "objective_has_open_ones": _("%(count)s open objectives stand beneath it. Close those first, or give them another place."),
    "choose_how_it_ended": _("Say whether the objective was reached or dropped."),
    "say_why": _("Say why, in a sentence: who reads it later was not there."),
    "unknown_framework": _("There is no framework of this name here. Choose one of the list."),
    "framework_is_shipped": _("%(name)s is the name of a framework that Headway ships, or too long. Give yours an id of its own, "
                              "of up to 40 letters."),
    "not_recorded_means_nothing": _("Tickets where the field is empty can't be told apart, so they mean no entity. "
                                    "Have the field filled in at the source."),
    "new_of_this_kind_needs_more": _("A value can become a service, a team or a practice. Add others on their own page first."),
    "mapped_since": _("“%(value)s” means %(entity)s already at that time. Choose a later day from which it means another."),
    "review_is_over": _("This review is held or cancelled, so its plan stays as it is. Plan another."),
    "decision_is_over": _("This decision is done or withdrawn already."),
    "point_is_decided": _("Something is decided on this point, so it stays on the agenda."),
    "no_such_point": _("This point is not on the agenda of the review. Load the review anew."),
    "investment_is_decided": _("This investment is decided, so it stays as it is. Propose another."),
    "investment_is_not_running": _("Only an approved investment can be ended."),
    "own_proposal": _("You proposed this, or changed it last, so somebody else decides on it."),
}
