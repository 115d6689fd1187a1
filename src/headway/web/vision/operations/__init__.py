"""What people do with the service value system. Each is a transaction that ends in the audit."""

from headway.web.vision.operations.direction import (
    add_expectation,
    add_objective,
    add_stakeholder,
    change_expectation,
    change_objective,
    change_stakeholder,
    close_objective,
    reopen_objective,
)
from headway.web.vision.operations.entities import (
    add_entity,
    add_member,
    change_entity,
    end_membership,
    practices_from_framework,
    retire_entity,
    return_to_service,
)
from headway.web.vision.operations.framework import choose_framework, keep_own_framework
from headway.web.vision.operations.governance import (
    add_policy,
    cancel_review,
    carry_out,
    change_decision,
    change_policy,
    change_review,
    decide,
    hold_review,
    plan_review,
    put_on_agenda,
    take_off_agenda,
)
from headway.web.vision.operations.mapping import (
    Meaning,
    SeenValue,
    accept_mapping,
    end_mapping,
    propose_mapping,
    set_aside,
)
from headway.web.vision.operations.portfolio import (
    add_appetite,
    add_risk,
    add_roadmap_item,
    change_appetite,
    change_investment,
    change_risk,
    change_roadmap_item,
    decide_investment,
    end_investment,
    propose_investment,
)
from headway.web.vision.operations.streams import PICTURES, Step, copy_picture, set_steps

__all__ = [
    "PICTURES", "Meaning", "SeenValue", "Step", "accept_mapping", "add_appetite", "add_entity", "add_expectation",
    "add_member", "add_objective", "add_policy", "add_risk", "add_roadmap_item", "add_stakeholder", "cancel_review",
    "carry_out", "change_appetite", "change_decision", "change_entity", "change_expectation", "change_investment",
    "change_objective", "change_policy", "change_review", "change_risk", "change_roadmap_item", "change_stakeholder",
    "choose_framework", "close_objective", "copy_picture", "decide", "decide_investment", "end_investment", "end_mapping",
    "end_membership", "hold_review", "keep_own_framework", "plan_review", "practices_from_framework", "propose_investment",
    "propose_mapping", "put_on_agenda", "reopen_objective", "retire_entity", "return_to_service", "set_aside", "set_steps",
    "take_off_agenda",
]
