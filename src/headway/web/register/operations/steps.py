"""What becomes of a step: done with its evidence, skipped with a reason, visited again. Rows are added, never changed."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.accounts.audit import Audit, facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand, may
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.evidence import Evidence, EvidenceKind
from headway.web.register.letters import Occasion, tell
from headway.web.register.models import Improvement, QuickWin, StepRecord
from headway.web.register.operations.ground_rules import demand_running, settle_steps
from headway.web.register.queries.backlogs import backlog_of
from headway.web.register.states import State, StepState

FIRST = 1
MEASURED_STEPS = (2, 4, 6)   # what a quick win leaves out
LETTERS = {StepState.OPEN: ".", StepState.DONE: "d", StepState.SKIPPED: "s"}


def complete_step(improvement: Improvement, step: int, *, by: User | None, evidence: Evidence) -> Improvement:
    """A step is done, with what shows it. The slice that owns the step's gate calls this once the gate holds.

    `by` None is Headway itself (a job). The slice has demanded what its own act needs; here it is only asked that the
    person may work on the record or decide about it. A step that is done already may be completed again: the newer row counts.
    Raises `Declined`: not_under_way, earlier_step_open (step), none_fits_or_objective, not_permitted.
    """
    if by is not None:
        _demand_a_hand(by, improvement)
    now = timezone.now()
    with operation("register.complete_step", by=by, organisation=improvement.organisation) as audit:
        newest = _under_way(improvement)
        before = newest.route.find(".")
        if 0 <= before < step - 1:
            raise Declined("earlier_step_open", step=before + 1)
        if step == FIRST and newest.objective_id is None and not newest.no_objective:
            raise Declined("none_fits_or_objective")
        record = StepRecord(improvement=newest, step=step, state=StepState.DONE, by=by, at=now, evidence_kind=evidence.kind,
                            grade=evidence.grade, says=evidence.says, digest=evidence.digest, facts=dict(evidence.facts),
                            href=evidence.href)
        _kept(newest, record, audit)
    return newest


def complete_first_step(improvement: Improvement, *, by: User, seen: int | None = None) -> Improvement:
    """Step 1 by hand: what it serves stands in the record."""
    demand_running(by, improvement)
    with operation("register.settle_vision", by=by, organisation=improvement.organisation) as audit:
        newest = locked(improvement, seen=seen)
        facts = {"objective": newest.objective.title if newest.objective else "", "no_objective": newest.no_objective,
                 "sponsor": newest.sponsor_id, "outcome": newest.outcome, "level": newest.level}
        says = newest.objective.title if newest.objective else _("no objective fits")
        done = complete_step(newest, FIRST, by=by, evidence=Evidence(kind=EvidenceKind.RECORD, says=says, facts=facts))
        audit.line(done, after={"step": FIRST})
    return done


def reopen_step(improvement: Improvement, step: int, *, by: User, reason: str) -> Improvement:
    """Visit a step again. What was done in it stays in the history; later steps keep theirs."""
    demand_running(by, improvement)
    now = timezone.now()
    with operation("register.reopen_step", by=by, organisation=improvement.organisation) as audit:
        newest = _under_way(improvement)
        if newest.route[step - 1] == ".":
            raise Declined("step_is_open", step=step)
        if step in MEASURED_STEPS:
            newest.is_quick_win = False   # it takes the whole route from here on
        _kept(newest, StepRecord(improvement=newest, step=step, state=StepState.OPEN, reason=reason, by=by, at=now), audit)
    return newest


def skip_step(improvement: Improvement, step: int, *, by: User, reason: str) -> Improvement:
    """Leave a step out; the reason and the name stay on the record."""
    demand_running(by, improvement)
    now = timezone.now()
    with operation("register.skip_step", by=by, organisation=improvement.organisation) as audit:
        newest = _under_way(improvement)
        _demand_reason(reason)
        if newest.route[step - 1] != ".":
            raise Declined("step_is_over", step=step)
        _kept(newest, StepRecord(improvement=newest, step=step, state=StepState.SKIPPED, reason=reason, by=by, at=now), audit)
    return newest


def ask_for_quick_win(improvement: Improvement, *, by: User, reason: str) -> QuickWin:
    """Ask an approver whether steps 2, 4 and 6 may be left out together, because measuring would cost more than it tells."""
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("register.ask_for_quick_win", by=by, organisation=improvement.organisation) as audit:
        newest = _under_way(improvement)
        _demand_reason(reason)
        most = backlog_of(newest.entity).quick_win_days
        if newest.effort_days is None:
            raise Declined("effort_unknown")
        if newest.effort_days > most:
            raise Declined("too_large_for_quick_win", days=float(newest.effort_days), most=float(most))
        if newest.is_quick_win:
            raise Declined("is_quick_win_already")
        if newest.quick_wins.filter(granted=None).exists():
            raise Declined("quick_win_is_asked")
        asked = QuickWin.objects.create(improvement=newest, asked_by=by, asked_at=timezone.now(), reason=reason)
        newest.save()
        audit.line(asked, after=facts_of(asked, "id", "improvement", "asked_by"))
        tell([newest.approver], about=newest, occasion=Occasion.APPROVAL, by=by, key=f"quick-win-{asked.pk}",
             subject=_("Quick win? %(title)s") % {"title": newest.title},
             text=_("You are asked whether steps 2, 4 and 6 may be left out together:\n\n%(reason)s") % {"reason": reason})
    return asked


def answer_quick_win(question: QuickWin, *, by: User, granted: bool, answer: str) -> Improvement:
    """The approver's answer. Whoever asked, or raised the improvement, does not answer."""
    improvement = question.improvement
    demand(by, May.APPROVE, unit=improvement.unit)
    now = timezone.now()
    with operation("register.answer_quick_win", by=by, organisation=improvement.organisation) as audit:
        newest = _under_way(improvement)
        asked = QuickWin.objects.select_for_update().get(pk=question.pk)
        if by.pk in (asked.asked_by_id, newest.raised_by_id):
            raise Declined("approver_is_requester")
        if asked.granted is not None:
            raise Declined("is_answered_already")
        if not granted:
            _demand_reason(answer)
        asked.granted, asked.answered_by, asked.answered_at, asked.answer = granted, by, now, answer
        asked.save()
        audit.line(asked, after=facts_of(asked, "id", "improvement", "answered_by", "granted"))
        newest.is_quick_win = granted
        newest.save()
        for step in MEASURED_STEPS if granted else ():
            if newest.route[step - 1] == ".":
                _kept(newest, StepRecord(improvement=newest, step=step, state=StepState.SKIPPED, by=by, at=now,
                                         reason=asked.reason, facts={"quick_win": True}), audit)
        said = _("Yes: steps 2, 4 and 6 are left out.") if granted else _("No: %(why)s") % {"why": answer}
        tell([asked.asked_by], about=newest, occasion=Occasion.APPROVAL, by=by, key=f"quick-win-{asked.pk}-answer",
             subject=_("Answered: %(title)s") % {"title": newest.title}, text=said)
    return newest


def _under_way(improvement: Improvement) -> Improvement:
    newest = locked(improvement)
    if newest.state != State.UNDER_WAY:
        raise Declined("not_under_way", number=newest.number)
    return newest


def _demand_a_hand(by: User, improvement: Improvement) -> None:
    if not any(may(by, what, unit=improvement.unit) for what in (May.CONTRIBUTE, May.SIGN, May.APPROVE, May.GOVERN)):
        raise Declined("not_permitted")


def _demand_reason(reason: str) -> None:
    if not reason.strip():
        raise Declined("reason_is_wanted")


def _kept(improvement: Improvement, record: StepRecord, audit: Audit) -> None:
    before = facts_of(improvement, "route", "step")
    record.save()
    letters = list(improvement.route)
    letters[record.step - 1] = LETTERS[StepState(record.state)]
    improvement.route = "".join(letters)
    settle_steps(improvement, now=record.at)
    improvement.save()
    audit.line(record, after=facts_of(record))
    audit.line(improvement, before=before, after=facts_of(improvement, "route", "step"))
    _tell_of(improvement, record)


def _tell_of(improvement: Improvement, record: StepRecord) -> None:
    said = {StepState.OPEN: _("Step %(step)s is visited again: %(reason)s"), StepState.DONE: _("Step %(step)s is done."),
            StepState.SKIPPED: _("Step %(step)s is left out: %(reason)s")}[StepState(record.state)]
    told = said % {"step": record.step, "reason": record.reason}
    tell([improvement.owner, *(watcher.person for watcher in improvement.watchers.select_related("person"))],
         about=improvement, occasion=Occasion.STEP, by=record.by, key=f"step-{record.pk}",
         subject=f"{improvement.title}: {told}"[:150], text=told)
