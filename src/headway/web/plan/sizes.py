"""A plan as one value: its digest, and whether its size wants an approval."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from headway.web.plan.models import ApprovalPolicy, Option
from headway.web.vision.models import StreamStep

TOLD = ("name", "description", "cost", "cost_low", "cost_high", "cost_unit", "cost_recurrence", "effort_days", "benefit",
        "benefit_low", "benefit_high", "benefit_unit", "benefit_recurrence", "benefit_realised", "benefit_note", "risk",
        "likelihood", "harm", "answer_to_risk", "gain_activities", "work_activities", "stream_id", "target_id",
        "hope_given", "hope")


@dataclass(frozen=True, slots=True)
class Because:
    """What of a policy asks for an approval: "effort", "cost", "effort_unknown", "cost_unknown" or "cost_in_another_unit"."""

    code: str
    limit: str = ""
    has: str = ""


def wants_approval(option: Option, policy: ApprovalPolicy | None) -> tuple[Because, ...]:
    """Why a plan wants an approval; empty where it does not. A plan that does not say its size is not taken for a small one."""
    if policy is None:
        return ()
    found = []
    if policy.from_days is not None:
        if option.effort_days is None:
            found.append(Because("effort_unknown", limit=_said(policy.from_days)))
        elif option.effort_days >= policy.from_days:
            found.append(Because("effort", limit=_said(policy.from_days), has=_said(option.effort_days)))
    if policy.from_cost is not None:
        limit = f"{_said(policy.from_cost)} {policy.cost_unit}".strip()
        most = option.cost_high if option.cost_high is not None else option.cost
        if most is None:
            found.append(Because("cost_unknown", limit=limit))
        elif option.cost_unit.strip().lower() != policy.cost_unit.strip().lower():
            found.append(Because("cost_in_another_unit", limit=limit, has=f"{_said(most)} {option.cost_unit}"))
        elif most >= policy.from_cost:
            found.append(Because("cost", limit=limit, has=f"{_said(most)} {option.cost_unit}"))
    return tuple(found)


def _said(value: Decimal) -> str:
    """
    >>> _said(Decimal("15000.00")), _said(Decimal("2.5"))
    ('15,000', '2.5')
    """
    return f"{value.normalize():,f}"


def told_plan(option: Option, steps: Sequence[StreamStep]) -> dict[str, Any]:
    """Everything that an approver is asked about, as plain JSON."""
    told = {name: getattr(option, name) for name in TOLD} | {"to_be": [
        [step.name, step.description, step.activity, step.practice_id, step.team_id] for step in steps]}
    plain: dict[str, Any] = json.loads(json.dumps(told, default=_plain))
    return plain


def digest_of(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _plain(value: object) -> str:
    """Amounts are alike however many zeros they were typed with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
