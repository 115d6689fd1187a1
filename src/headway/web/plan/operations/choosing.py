"""The choice among the options, and the gate of step 4."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.aim.operations import demand_unsettled
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.plan.models import Option
from headway.web.plan.operations.options import STEP
from headway.web.plan.queries import line_of, policy_for, seen_of, to_be
from headway.web.plan.sizes import digest_of, told_plan, wants_approval
from headway.web.register.evidence import Evidence, EvidenceKind
from headway.web.register.models import Improvement
from headway.web.register.operations import complete_step
from headway.web.register.operations.ground_rules import demand_running
from headway.web.vision.queries import pack_of

CHOICE = ("id", "chosen_at", "chosen_by", "chosen_because")


def choose(option: Option, *, by: User, because: str, seen: int | None = None) -> Option:
    """Choose an option as the plan; one chosen before is an option again.

    Raises `Declined`: doing_nothing_is_no_plan, option_is_withdrawn, step_is_settled, changed_meanwhile.
    """
    demand_running(by, option.improvement)
    with operation("plan.choose", by=by, organisation=option.improvement.organisation) as audit:
        demand_unsettled(option.improvement, STEP)
        row = locked(option, seen=seen)
        if row.does_nothing:
            raise Declined("doing_nothing_is_no_plan")
        if row.withdrawn_at is not None:
            raise Declined("option_is_withdrawn", name=row.name)
        for held in Option.objects.filter(improvement=row.improvement_id, chosen_at__isnull=False).exclude(pk=row.pk):
            former = locked(held)
            before = facts_of(former, *CHOICE)
            former.chosen_at, former.chosen_by, former.chosen_because = None, None, ""
            former.save()
            audit.line(former, before=before, after=facts_of(former, *CHOICE))
        before = facts_of(row, *CHOICE)
        row.chosen_at, row.chosen_by, row.chosen_because = timezone.now(), by, because
        row.save()
        audit.line(row, before=before, after=facts_of(row, *CHOICE))
    return row


def settle_plan(improvement: Improvement, *, by: User) -> Improvement:
    """Step 4 is done: one option chosen, how long until its effect could be seen, and the approval where the policy asks.

    Raises `Declined`: no_option_chosen, visibility_unknown, approval_is_wanted, and what `complete_step` declines.
    """
    demand_running(by, improvement)
    with operation("plan.settle_plan", by=by, organisation=improvement.organisation) as audit:
        rows = list(Option.objects.select_for_update(of=("self",)).filter(improvement=improvement, withdrawn_at=None)
                    .select_related("target__baseline", "stream", "improvement__organisation"))
        chosen = next((row for row in rows if row.chosen_at is not None), None)
        if chosen is None:
            raise Declined("no_option_chosen")
        if not _visibility_is_known(chosen):
            raise Declined("visibility_unknown", name=chosen.name)
        told = told_plan(chosen, to_be(chosen))
        digest = digest_of(told)
        granted = chosen.approvals.filter(granted=True, digest=digest).order_by("-pk").first()
        if wants_approval(chosen, policy_for(improvement)) and granted is None:
            raise Declined("approval_is_wanted", name=chosen.name)
        done = complete_step(improvement, STEP, by=by, evidence=Evidence(
            kind=EvidenceKind.RECORD, digest=digest, href=reverse("plan:options", args=[improvement.pk]),
            facts=_facts(chosen, among=len(rows), approval=granted.pk if granted else None)))
        audit.line(done, after={"step": STEP, "digest": digest})
    return done


def _visibility_is_known(chosen: Option) -> bool:
    """Worked out for what is hoped for now; or the target has no points, and then nothing can be worked out."""
    seen = seen_of(chosen)
    if seen.holds:
        return True
    return chosen.target is not None and chosen.target.kpi_id is None and chosen.hope is not None


def _facts(chosen: Option, *, among: int, approval: int | None) -> dict[str, Any]:
    line = line_of(chosen, pack=pack_of(chosen.improvement.organisation))
    return {"option": chosen.pk, "name": line.name, "among": among, "cost": line.cost, "effort": line.effort,
            "benefit": line.benefit, "grade": line.grade, "hope": line.hope, "target": line.target,
            "seen_after_weeks": line.seen.weeks, "says": line.seen.says, "approval": approval, "gain": list(line.gain),
            "work": list(line.work)}
