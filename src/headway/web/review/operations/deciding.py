"""What people decide on a verdict; with the decision step 6 is done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand, may
from headway.web.accounts.roles import May
from headway.web.act.models import Intervention, Reach, Recording
from headway.web.act.operations.interventions import Change, date_intervention, undo_intervention
from headway.web.ground.declined import Declined
from headway.web.measure.models import Origin
from headway.web.register.evidence import Evidence, EvidenceKind
from headway.web.register.models import Improvement
from headway.web.register.operations import complete_step, reopen_step, runs
from headway.web.review.models import Decision, DecisionKind, Verdict

STEP, ACTION = 6, 5


def decides(person: User, improvement: Improvement) -> bool:
    """Whoever runs the improvement decides on its verdict, and so does its sponsor."""
    sponsors = person.pk == improvement.sponsor_id and may(person, May.APPROVE, unit=improvement.unit)
    return sponsors or runs(person, improvement)


def decide(
    verdict: Verdict, *, person: User, kind: str, reason: str, happened_on: date | None = None, exposed: str = "",
) -> Decision:
    """Decide what becomes of the change, with a reason. It completes step 6.

    `happened_on` is the day since which it is rolled out (to `exposed`, dated as a second change) or undone. An adjustment,
    and a roll-out that has not happened yet, open step 5 again, where its day is told.
    Raises `Declined`: not_permitted, reason_is_wanted, verdict_is_replaced, earlier_step_open, not_under_way, and what dating
    or undoing a change declines (starts_in_the_future, exposed_unknown, undone_before_it_began).
    """
    improvement = verdict.improvement
    if not decides(person, improvement):
        demand(person, May.MANAGE, unit=improvement.unit)
    if not reason.strip():
        raise Declined("reason_is_wanted", field="reason")
    with operation("review.decide", by=person, organisation=improvement.organisation) as audit:
        newest = Verdict.objects.select_for_update(of=("self",)).get(pk=verdict.pk)
        if newest.replaced_at is not None:
            raise Declined("verdict_is_replaced")
        newest.decided = kind
        newest.save(update_fields=["decided"])
        row = Decision(verdict=newest, improvement=improvement, kind=kind, reason=reason.strip(), by=person, at=timezone.now())
        change = verdict.question.intervention
        if kind == DecisionKind.ROLL_OUT and happened_on is not None:
            row.intervention = _rolled_out(change, person=person, on=happened_on, exposed=exposed)
        if kind == DecisionKind.UNDO and happened_on is not None:
            undo_intervention(change, by=person, undone_on=happened_on, because=row.reason[:400])
        row.save(force_insert=True)
        audit.line(row, after=facts_of(row))
        complete_step(improvement, STEP, by=person, evidence=_evidence(verdict, row))
        if kind == DecisionKind.ADJUST or (kind == DecisionKind.ROLL_OUT and happened_on is None):
            reopen_step(improvement, ACTION, by=person, reason=row.reason[:400])
    return row


def _rolled_out(change: Intervention, *, person: User, on: date, exposed: str) -> Intervention:
    """The second change: the same, for more people, on its own day; it is asked of by itself."""
    reach = Reach.ROLL_OUT if change.reach == Reach.PILOT else Reach.ALL
    return date_intervention(change.improvement, by=person, change=Change(
        what=change.what, starts_on=on, exposed=exposed, recording=Recording(change.recording),
        recording_note=change.recording_note, reach=reach, pilot=change.pilot))


def _evidence(verdict: Verdict, decision: Decision) -> Evidence:
    survey = verdict.question.kpi.origin == Origin.SURVEY
    facts: Mapping[str, Any] = {
        "verdict": verdict.pk, "answer": verdict.answer, "headline": verdict.headline, "says": verdict.says,
        "decision": decision.kind, "look_again_on": str(verdict.look_again_on or "")}
    return Evidence(kind=EvidenceKind.SURVEY if survey else EvidenceKind.SERIES, digest=verdict.digest, facts=facts,
                    href=reverse("review:verdict", args=[verdict.pk]))
