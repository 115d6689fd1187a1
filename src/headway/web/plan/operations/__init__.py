"""Every write of step 4: a transaction that ends in an audit line."""

from headway.web.plan.operations.approvals import answer_approval, ask_approval, drop_policy, keep_policy
from headway.web.plan.operations.choosing import choose, settle_plan
from headway.web.plan.operations.options import (
    ask_plan_check,
    draw_to_be,
    put_nothing,
    put_option,
    record_plan_check,
    withdraw_option,
)

__all__ = [
    "answer_approval", "ask_approval", "ask_plan_check", "choose", "draw_to_be", "drop_policy", "keep_policy", "put_nothing",
    "put_option", "record_plan_check", "settle_plan", "withdraw_option",
]
