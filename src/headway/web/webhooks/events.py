"""What webhooks tell of: lines of the audit, by their action and what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TEST = "webhook.test"


@dataclass(frozen=True, slots=True)
class Event:
    """A name that programs know, the same in words, and the lines that it comes from: (action, subject)."""

    name: str
    label: str | Promise
    lines: tuple[tuple[str, str], ...]


def _of(name: str, label: str | Promise, subject: str, *actions: str) -> Event:
    return Event(name, label, tuple((action, subject) for action in actions))


IMPROVEMENT, STEP = "register.improvement", "register.steprecord"
EVENTS = (
    _of("improvement.created", _("An idea comes in, or a next iteration begins"), IMPROVEMENT,
        "register.file_idea", "register.file_public_idea", "register.begin_next_iteration"),
    _of("register.imported", _("A table is imported"), "register.sheet", "register.import_sheet"),
    _of("improvement.taken_on", _("An improvement is taken on"), IMPROVEMENT, "register.take_on"),
    _of("improvement.held", _("It is put on hold"), IMPROVEMENT, "register.put_on_hold"),
    _of("improvement.resumed", _("It goes on"), IMPROVEMENT, "register.resume"),
    _of("improvement.withdrawn", _("It is withdrawn"), IMPROVEMENT, "register.withdraw"),
    _of("improvement.closed", _("It is closed"), IMPROVEMENT, "register.close"),
    _of("improvement.opened_again", _("It is opened again"), IMPROVEMENT, "register.open_again"),
    _of("step.completed", _("A step is completed"), STEP, "register.complete_step"),
    _of("step.skipped", _("A step is skipped"), STEP, "register.skip_step", "register.answer_quick_win"),
    _of("step.reopened", _("A step is visited again"), STEP, "register.reopen_step"),
    _of("baseline.frozen", _("A baseline is frozen"), "measure.baseline", "measure.freeze_baseline", "measure.rebase",
        "measure.state_baseline", "measure.freeze_assessment"),
    _of("target.set", _("A target is set or changed"), "aim.target", "aim.set_target"),
    Event("approval.asked", _("An approval is asked"), (("plan.ask_approval", "plan.approval"),
                                                        ("register.ask_for_quick_win", "register.quickwin"))),
    Event("approval.answered", _("An approval is answered"), (("plan.answer_approval", "plan.approval"),
                                                              ("register.answer_quick_win", "register.quickwin"))),
    _of("change.dated", _("A change takes effect"), "act.intervention", "act.date_intervention"),
    _of("change.undone", _("A change is undone"), "act.intervention", "act.undo_intervention"),
    _of("verdict.given", _("A verdict is given"), "review.verdict", "review.record_verdict"),
    Event("verdict.changed", _("A newer verdict answers differently"), ()),   # a verdict.given whose answer is another
    _of("verdict.refused", _("A comparison is refused"), "review.refusedcomparison", "review.record_refused"),
    _of("decision.made", _("A verdict is decided on"), "review.decision", "review.decide"),
    _of("alarm.set", _("A gain gets its alarm"), "sustain.alarm", "sustain.set_alarm"),
    _of("lesson.kept", _("A lesson is kept"), "sustain.lesson", "sustain.put_lesson"),
    _of("comment.made", _("Somebody comments"), "register.comment", "register.comment"),
)
BY_LINE = {line: event for event in EVENTS for line in event.lines}
NAMES = tuple(event.name for event in EVENTS)
