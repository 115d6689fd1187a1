"""Options and what hangs on them, made by the operations; texts hold the mark of a team."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from headway.web.aim.models import Target
from headway.web.plan import operations
from headway.web.plan.models import Approval, ApprovalPolicy, Option
from headway.web.register.models import Improvement
from headway.web.vision.models import EntityKind
from headway.web.vision.operations import Step, set_steps
from web.aim import made as aim
from web.measure.made import work
from web.people import MARK, Team
from web.vision.made import entity


def option(team: Team, improvement: Improvement | None = None, **more: Any) -> Option:
    """An option for the one target of step 3, which is done."""
    improvement = improvement or aim.settled(team)
    given: dict[str, Any] = {
        "name": f"{MARK} category", "description": f"{MARK}: a category of its own.", "cost": Decimal(12000),
        "cost_low": Decimal(9000), "cost_high": Decimal(15000), "cost_unit": "EUR", "effort_days": Decimal(20),
        "benefit": Decimal(400), "benefit_unit": "hours", "risk": f"{MARK}: nobody picks it", "likelihood": 2, "harm": 3,
        "gain_activities": ["activity/deliver_and_support"], "work_activities": ["activity/obtain_build"],
        "target": Target.objects.get(improvement=improvement, withdrawn_at=None, value__isnull=False), "hope_given": "10%"}
    return operations.put_option(improvement, by=team.teammate, given=given | more)


def with_stream(team: Team) -> Option:
    stream = entity(team, EntityKind.VALUE_STREAM, f"{MARK} exam help")
    set_steps(person=team.owner, stream=stream, steps=[Step(name=f"{MARK} ask"), Step(name=f"{MARK} answer")])
    return option(team, stream=stream)


def checked(team: Team, **more: Any) -> Option:
    """An option of which the library has said how long until its effect could be seen."""
    made = option(team, **more)
    work()
    return Option.objects.get(pk=made.pk)


def chosen(team: Team, **more: Any) -> Option:
    return operations.choose(checked(team, **more), by=team.owner, because=f"{MARK}: the least for the most")


def asked(team: Team) -> Approval:
    return operations.ask_approval(chosen(team), by=team.owner, words=f"{MARK}, before the exams")


def policy(team: Team, **more: Any) -> ApprovalPolicy:
    return operations.keep_policy(team.organisation, by=team.owner, **({"from_days": Decimal(10)} | more))


def settled(team: Team) -> Improvement:
    """Step 4 is done."""
    return operations.settle_plan(chosen(team).improvement, by=team.owner)


def improvement_entity(team: Team) -> int:
    """The backlog that `settled` belongs to."""
    return entity(team, EntityKind.SERVICE, f"{MARK} backlog").pk
