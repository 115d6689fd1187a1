"""Examples for the walk over all addresses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from headway.web.register.models import Improvement
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team
from web.plan import made


def improvement(team: Team) -> Improvement:
    return made.chosen(team).improvement


def of(make: Callable[[Team], Any]) -> Callable[[Team], dict[str, Any]]:
    return lambda team: {"pk": make(team).pk}


def call(make: Callable[[Team], Any], **body: Any) -> Callable[[Team], Call]:
    return lambda team: Call(path={"pk": make(team).pk}, body=body or None)


PAGES: PageExamples = {
    **{f"plan:{name}": of(improvement) for name in ("options", "add_option", "nothing", "settle")},
    **{f"plan:{name}": of(made.option) for name in ("option", "edit_option", "withdraw_option", "choose", "plan_check")},
    "plan:to_be": of(made.with_stream),
    "plan:ask_approval": of(made.chosen),
    "plan:answer": of(made.asked),
    "plan:drop_policy": of(made.policy),
}
API: ApiExamples = {
    "plan_options": call(improvement), "plan_settle_plan": call(improvement),
    "plan_put_option": call(improvement, name=f"{MARK} other"),
    "plan_put_nothing": call(improvement, risk=f"{MARK} anger"),
    "plan_change_option": call(made.option, name=f"{MARK} anew"),
    "plan_withdraw_option": call(made.option, reason=MARK), "plan_choose": call(made.option, reason=MARK),
    "plan_draw_to_be": call(made.with_stream, steps=[{"name": f"{MARK} one step"}]),
    "plan_ask_plan_check": call(made.option), "plan_approvals": call(made.chosen),
    "plan_ask_approval": call(made.chosen, words=MARK), "plan_answer_approval": call(made.asked, granted=True),
    "plan_keep_policy": lambda team: Call(body={"entity_id": made.improvement_entity(team), "from_days": 5}),
    "plan_drop_policy": call(made.policy),
}
