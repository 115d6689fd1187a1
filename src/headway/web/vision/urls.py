"""Addresses of the service value system and its governance."""

from __future__ import annotations

from django.urls import path

from headway.web.vision.models import AS_IS, TO_BE, EntityKind
from headway.web.vision.views import direction, entities, framework, governance, mapping, portfolio, sheets, streams

app_name = "vision"


def sheet(of: sheets.Sheet) -> dict[str, sheets.Sheet]:
    return {"sheet": of}


urlpatterns = [
    path("services/", entities.services, name="services"),
    path("services/practices/", entities.practices, name="practices"),
    path("services/practices/from-framework", entities.practices_from_framework, name="practices_from_framework"),
    path("services/teams/", entities.teams, name="teams"),
    path("services/value-streams/", entities.value_streams, name="value_streams"),
    *(path(f"services/add/{kind.replace('_', '-')}", entities.add_entity, {"kind": kind}, name=f"add_{kind}")
      for kind in EntityKind.values if kind != EntityKind.ORGANISATION),
    path("services/<int:pk>", entities.entity, name="entity"),
    path("services/<int:pk>/change", entities.change_entity, name="change_entity"),
    path("services/<int:pk>/retire", entities.retire_entity, name="retire_entity"),
    path("services/<int:pk>/return", entities.return_to_service, name="return_to_service"),
    path("services/<int:pk>/members/add", entities.add_member, name="add_member"),
    path("services/members/<int:pk>/end", entities.end_membership, name="end_membership"),
    path("services/<int:pk>/steps", streams.steps, {"picture": AS_IS}, name="steps"),
    path("services/<int:pk>/steps/to-be", streams.steps, {"picture": TO_BE}, name="steps_to_be"),
    path("services/objectives/", direction.objectives, name="objectives"),
    path("services/objectives/add", sheets.add, sheet(direction.OBJECTIVE), name="add_objective"),
    path("services/objectives/<int:pk>", direction.objective, name="objective"),
    path("services/objectives/<int:pk>/change", sheets.change, sheet(direction.OBJECTIVE), name="change_objective"),
    path("services/objectives/<int:pk>/reopen", direction.reopen_objective, name="reopen_objective"),
    path("services/stakeholders/", direction.stakeholders, name="stakeholders"),
    path("services/stakeholders/add", sheets.add, sheet(direction.STAKEHOLDER), name="add_stakeholder"),
    path("services/stakeholders/<int:pk>/change", sheets.change, sheet(direction.STAKEHOLDER), name="change_stakeholder"),
    path("services/expectations/add", sheets.add, sheet(direction.EXPECTATION), name="add_expectation"),
    path("services/expectations/<int:pk>/change", sheets.change, sheet(direction.EXPECTATION), name="change_expectation"),
    path("services/ticket-fields/", mapping.mapping, name="mapping"),
    path("services/ticket-fields/meanings/<int:pk>/end", mapping.end_mapping, name="end_mapping"),
    path("services/framework", framework.framework, name="framework"),
    path("services/framework/own", framework.own_framework, name="own_framework"),
    path("governance/", governance.reviews, name="governance"),
    path("governance/reviews/plan", sheets.add, sheet(governance.REVIEW), name="plan_review"),
    path("governance/reviews/<int:pk>", governance.review, name="review"),
    path("governance/reviews/<int:pk>/change", sheets.change, sheet(governance.REVIEW), name="change_review"),
    path("governance/reviews/<int:pk>/cancel", governance.cancel_review, name="cancel_review"),
    path("governance/reviews/<int:pk>/points/add", governance.put_on_agenda, name="put_on_agenda"),
    path("governance/points/<int:pk>/remove", governance.take_off_agenda, name="take_off_agenda"),
    path("governance/reviews/<int:pk>/decide", governance.decide, name="decide"),
    path("governance/decisions/", governance.decisions, name="decisions"),
    path("governance/decisions/<int:pk>/change", sheets.change, sheet(governance.DECISION), name="change_decision"),
    path("governance/decisions/<int:pk>/done", governance.carry_out, name="carry_out"),
    path("governance/policies/", governance.policies, name="policies"),
    path("governance/policies/add", sheets.add, sheet(governance.POLICY), name="add_policy"),
    path("governance/policies/<int:pk>/change", sheets.change, sheet(governance.POLICY), name="change_policy"),
    path("governance/risks/", portfolio.risks, name="risks"),
    path("governance/risks/add", sheets.add, sheet(portfolio.RISK), name="add_risk"),
    path("governance/risks/<int:pk>/change", sheets.change, sheet(portfolio.RISK), name="change_risk"),
    path("governance/appetites/add", sheets.add, sheet(portfolio.APPETITE), name="add_appetite"),
    path("governance/appetites/<int:pk>/change", sheets.change, sheet(portfolio.APPETITE), name="change_appetite"),
    path("governance/investments/", portfolio.investments, name="investments"),
    path("governance/investments/propose", sheets.add, sheet(portfolio.INVESTMENT), name="propose_investment"),
    path("governance/investments/<int:pk>", portfolio.investment, name="investment"),
    path("governance/investments/<int:pk>/change", sheets.change, sheet(portfolio.INVESTMENT), name="change_investment"),
    path("governance/investments/<int:pk>/end", portfolio.end_investment, name="end_investment"),
    path("governance/roadmap/", portfolio.roadmap, name="roadmap"),
    path("governance/roadmap/add", sheets.add, sheet(portfolio.ITEM), name="add_roadmap_item"),
    path("governance/roadmap/<int:pk>/change", sheets.change, sheet(portfolio.ITEM), name="change_roadmap_item"),
]
