"""Approvals: asked for with the plan as it is, answered by somebody else; and the policy that says from when on."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, root
from headway.web.accounts.roles import May
from headway.web.aim.operations import demand_unsettled
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.plan.models import Approval, ApprovalPolicy, Option
from headway.web.plan.operations.options import STEP
from headway.web.plan.queries import policy_for, requesters, said_because, to_be
from headway.web.plan.sizes import digest_of, told_plan, wants_approval
from headway.web.register.letters import Occasion, tell
from headway.web.register.operations.ground_rules import demand_open
from headway.web.vision.models import Entity


def ask_approval(option: Option, *, by: User, words: str = "") -> Approval:
    """Ask whether the chosen plan may go ahead, as it stands now.

    Raises `Declined`: no_option_chosen, approval_is_asked, step_is_settled.
    """
    improvement = option.improvement
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("plan.ask_approval", by=by, organisation=improvement.organisation) as audit:
        demand_unsettled(improvement, STEP)
        row = Option.objects.select_for_update(of=("self",)).get(pk=option.pk)
        if row.chosen_at is None:
            raise Declined("no_option_chosen")
        if row.approvals.filter(answered_at=None).exists():
            raise Declined("approval_is_asked", name=row.name)
        told = told_plan(row, to_be(row))
        because = wants_approval(row, policy_for(improvement))
        asked = Approval.objects.create(option=row, asked_by=by, asked_at=timezone.now(), words=words, digest=digest_of(told),
                                        asked_about=told, because={one.code: one.limit for one in because})
        audit.line(asked, after=facts_of(asked, "id", "option", "asked_by", "digest", "because"))
        why = "\n".join(map(said_because, because))
        tell([improvement.approver, improvement.sponsor], about=improvement, occasion=Occasion.APPROVAL, by=by,
             key=f"plan-{asked.pk}", subject=_("Approve the plan? %(title)s") % {"title": improvement.title},
             text=_("You are asked whether this plan may go ahead: %(name)s\n\n%(words)s\n\n%(why)s") % {
                 "name": row.name, "words": words, "why": why})
    return asked


def answer_approval(approval: Approval, *, by: User, granted: bool, answer: str = "") -> Approval:
    """The approver's answer. Whoever asked, raised the improvement, wrote the option or chose it does not answer.

    Raises `Declined`: not_permitted, approver_has_a_hand_in_it, approval_is_answered, plan_changed_since, answer_without_reason.
    """
    option, improvement = approval.option, approval.option.improvement
    demand(by, May.APPROVE, unit=improvement.unit)
    with operation("plan.answer_approval", by=by, organisation=improvement.organisation) as audit:
        demand_open(improvement)
        asked = Approval.objects.select_for_update(of=("self",)).get(pk=approval.pk)
        if by.pk in requesters(approval, improvement):
            raise Declined("approver_has_a_hand_in_it")
        if asked.answered_at is not None:
            raise Declined("approval_is_answered")
        now = Option.objects.get(pk=option.pk)
        if granted and (now.chosen_at is None or digest_of(told_plan(now, to_be(now))) != asked.digest):
            raise Declined("plan_changed_since")
        if not granted and not answer.strip():
            raise Declined("answer_without_reason", field="answer")
        asked.granted, asked.answer, asked.answered_by, asked.answered_at = granted, answer, by, timezone.now()
        asked.save()
        audit.line(asked, after=facts_of(asked, "id", "option", "answered_by", "granted", "digest"))
        said = _("Yes. %(why)s") if granted else _("No: %(why)s")
        tell([asked.asked_by], about=improvement, occasion=Occasion.APPROVAL, by=by, key=f"plan-{asked.pk}-answer",
             subject=_("Answered: %(title)s") % {"title": improvement.title}, text=said % {"why": answer})
    return asked


def keep_policy(organisation: Organisation, *, by: User, entity: Entity | None = None, from_days: Decimal | None = None,
                from_cost: Decimal | None = None, cost_unit: str = "", seen: int | None = None) -> ApprovalPolicy:
    """Say from which size on a plan wants an approval, in one backlog or in the whole organisation; no limit asks nothing."""
    demand(by, May.GOVERN, unit=entity.unit if entity is not None else root(organisation))
    if from_cost is not None and not cost_unit.strip():
        raise Declined("policy_without_unit", field="cost_unit")
    with operation("plan.keep_policy", by=by, organisation=organisation) as audit:
        Organisation.objects.select_for_update().get(pk=organisation.pk)   # two who decide take turns
        held = ApprovalPolicy.objects.filter(organisation=organisation, entity=entity).first()
        before = facts_of(held) if held else None
        row = locked(held, seen=seen) if held else ApprovalPolicy(organisation=organisation, entity=entity)
        row.from_days, row.from_cost, row.cost_unit, row.set_by = from_days, from_cost, cost_unit.strip(), by
        row.save()
        audit.line(row, before=before, after=facts_of(row))
    return row


def drop_policy(policy: ApprovalPolicy, *, by: User) -> None:
    """Of a backlog: the organisation's holds again. Of the organisation: nothing wants an approval."""
    demand(by, May.GOVERN, unit=policy.entity.unit if policy.entity is not None else root(policy.organisation))
    with operation("plan.drop_policy", by=by, organisation=policy.organisation) as audit:
        audit.line(policy, before=facts_of(policy))
        policy.delete()
