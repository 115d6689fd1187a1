"""Examples for the walk over all addresses."""

from __future__ import annotations

from headway.web.vision.models import EntityKind
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team
from web.vision import made


def stream_steps(team: Team) -> dict[str, object]:
    return {"pk": made.entity(team, EntityKind.VALUE_STREAM).pk, "picture": "as_is"}


PAGES: PageExamples = {
    "vision:entity": lambda team: {"pk": made.entity(team).pk},
    "vision:change_entity": lambda team: {"pk": made.entity(team).pk},
    "vision:retire_entity": lambda team: {"pk": made.entity(team).pk},
    "vision:return_to_service": lambda team: {"pk": made.entity(team).pk},
    "vision:add_member": lambda team: {"pk": made.entity(team, EntityKind.TEAM).pk},
    "vision:end_membership": lambda team: {"pk": made.member(team).pk},
    "vision:steps": lambda team: {"pk": made.entity(team, EntityKind.VALUE_STREAM).pk},
    "vision:steps_to_be": lambda team: {"pk": made.entity(team, EntityKind.VALUE_STREAM).pk},
    "vision:objective": lambda team: {"pk": made.objective(team).pk},
    "vision:change_objective": lambda team: {"pk": made.objective(team).pk},
    "vision:reopen_objective": lambda team: {"pk": made.objective(team).pk},
    "vision:change_stakeholder": lambda team: {"pk": made.stakeholder(team).pk},
    "vision:change_expectation": lambda team: {"pk": made.expectation(team).pk},
    "vision:end_mapping": lambda team: {"pk": made.mapping(team).pk},
    "vision:review": lambda team: {"pk": made.review(team).pk},
    "vision:change_review": lambda team: {"pk": made.review(team).pk},
    "vision:cancel_review": lambda team: {"pk": made.review(team).pk},
    "vision:put_on_agenda": lambda team: {"pk": made.review(team).pk},
    "vision:take_off_agenda": lambda team: {"pk": made.point(team).pk},
    "vision:decide": lambda team: {"pk": made.review(team).pk},
    "vision:change_decision": lambda team: {"pk": made.decision(team).pk},
    "vision:carry_out": lambda team: {"pk": made.decision(team).pk},
    "vision:change_policy": lambda team: {"pk": made.policy(team).pk},
    "vision:change_risk": lambda team: {"pk": made.risk(team).pk},
    "vision:change_appetite": lambda team: {"pk": made.appetite(team).pk},
    "vision:investment": lambda team: {"pk": made.investment(team).pk},
    "vision:change_investment": lambda team: {"pk": made.investment(team).pk},
    "vision:end_investment": lambda team: {"pk": made.investment(team).pk},
    "vision:change_roadmap_item": lambda team: {"pk": made.roadmap_item(team).pk},
}


def new(team: Team, **fields: object) -> Call:
    return Call(body={"unit_id": team.root.pk, **fields})


def at(pk: int, **body: object) -> Call:
    return Call(path={"pk": pk}, body=body or None)


DAY = made.DAY.isoformat()
ADDED: ApiExamples = {
    "vision_add_entity": lambda team: new(team, kind="service", name=MARK),
    "vision_add_stakeholder": lambda team: new(team, name=MARK, kind="user"),
    "vision_add_expectation": lambda team: new(team, stakeholder_id=made.stakeholder(team).pk, statement=MARK, family="utility"),
    "vision_add_objective": lambda team: new(team, title=MARK, outcome="Calm."),
    "vision_add_review": lambda team: new(team, title=MARK, planned_on=DAY),
    "vision_add_policy": lambda team: new(team, title=MARK, statement="Two.", in_force_on=DAY),
    "vision_add_appetite": lambda team: new(team, sort=MARK, statement="Little.", limit=6),
    "vision_add_risk": lambda team: new(team, title=MARK, likelihood=2, effect=3),
    "vision_add_investment": lambda team: new(team, title=MARK, amount="10.00", from_on=DAY),
    "vision_add_roadmap_item": lambda team: new(team, title=MARK, from_on=DAY, until_on=DAY),
    "vision_practices_from_framework": lambda team: new(team, terms=["practice/service_desk"]),
}
FETCHED: ApiExamples = {
    "vision_entity": lambda team: at(made.entity(team).pk),
    "vision_stakeholder": lambda team: at(made.stakeholder(team).pk),
    "vision_expectation": lambda team: at(made.expectation(team).pk),
    "vision_objective": lambda team: at(made.objective(team).pk),
    "vision_review": lambda team: at(made.review(team).pk),
    "vision_policy": lambda team: at(made.policy(team).pk),
    "vision_decision": lambda team: at(made.decision(team).pk),
    "vision_appetite": lambda team: at(made.appetite(team).pk),
    "vision_risk": lambda team: at(made.risk(team).pk),
    "vision_investment": lambda team: at(made.investment(team).pk),
    "vision_roadmap_item": lambda team: at(made.roadmap_item(team).pk),
    "vision_members": lambda team: at(made.entity(team, EntityKind.TEAM).pk),
    "vision_agenda": lambda team: at(made.review(team).pk),
    "vision_framework": lambda team: at(team.organisation.pk),
    "vision_source_values": lambda team: at(team.organisation.pk),
    "vision_mapped_shares": lambda team: at(team.organisation.pk),
    "vision_steps": lambda team: Call(path=stream_steps(team)),
}
CHANGED: ApiExamples = {
    "vision_change_entity": lambda team: at(made.entity(team).pk, name="x"),
    "vision_change_stakeholder": lambda team: at(made.stakeholder(team).pk, name="x"),
    "vision_change_expectation": lambda team: at(made.expectation(team).pk, statement="x"),
    "vision_change_objective": lambda team: at(made.objective(team).pk, title="x"),
    "vision_change_review": lambda team: at(made.review(team).pk, title="x"),
    "vision_change_policy": lambda team: at(made.policy(team).pk, title="x"),
    "vision_change_decision": lambda team: at(made.decision(team).pk, state="done"),
    "vision_change_appetite": lambda team: at(made.appetite(team).pk, limit=8),
    "vision_change_risk": lambda team: at(made.risk(team).pk, effect=5),
    "vision_change_investment": lambda team: at(made.investment(team).pk, amount="5"),
    "vision_change_roadmap_item": lambda team: at(made.roadmap_item(team).pk, title="x"),
    "vision_retire_entity": lambda team: at(made.entity(team).pk),
    "vision_return_to_service": lambda team: at(made.entity(team).pk),
    "vision_add_member": lambda team: at(made.entity(team, EntityKind.TEAM).pk, person_id=team.teammate.pk, since_on=DAY),
    "vision_end_membership": lambda team: at(made.member(team).pk, until_on=DAY),
    "vision_set_steps": lambda team: Call(path=stream_steps(team), body={"steps": [{"name": MARK}]}),
    "vision_close_objective": lambda team: at(made.objective(team).pk, state="reached", reason="Seen."),
    "vision_reopen_objective": lambda team: at(made.objective(team).pk),
    "vision_choose_framework": lambda team: at(team.organisation.pk, name="itil5"),
    "vision_keep_own_framework": lambda team: at(team.organisation.pk, text='id = "ours"\ntitle = "Ours"\nextends = "svs"\n'),
    "vision_accept_mapping": lambda team: at(team.organisation.pk, meanings=[
        {"value_id": made.source_value(team).pk, "new_kind": "service"}]),
    "vision_end_mapping": lambda team: at(made.mapping(team).pk, until_on=DAY),
    "vision_set_aside": lambda team: Call(body={"value_ids": [made.source_value(team).pk]}),
    "vision_put_on_agenda": lambda team: at(made.review(team).pk, title=MARK),
    "vision_take_off_agenda": lambda team: at(made.point(team).pk),
    "vision_hold_review": lambda team: at(made.review(team).pk, on=DAY),
    "vision_cancel_review": lambda team: at(made.review(team).pk),
    "vision_carry_out": lambda team: at(made.decision(team).pk, seen=None),
    "vision_decide": lambda team: at(made.review(team).pk, decision=MARK),
    "vision_decide_investment": lambda team: at(made.investment(team).pk, approve=True),
    "vision_end_investment": lambda team: at(made.investment(team).pk, on=DAY),
}
API: ApiExamples = {**ADDED, **FETCHED, **CHANGED}
