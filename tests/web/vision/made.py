"""Rows of the service value system for tests, made by the operations; their texts hold the mark of a team."""

from __future__ import annotations

from datetime import date
from typing import Any

from headway.web.vision import operations
from headway.web.vision.models import (
    AgendaPoint,
    Entity,
    EntityKind,
    Expectation,
    ExpectedFamily,
    GovernanceDecision,
    GovernanceReview,
    Investment,
    Objective,
    Policy,
    Risk,
    RiskAppetite,
    RoadmapItem,
    SourceMapping,
    SourceValue,
    Stakeholder,
    StakeholderKind,
    TeamMember,
)
from web.people import MARK, Team

DAY = date(2026, 11, 25)


def entity(team: Team, kind: str = EntityKind.SERVICE, name: str = f"{MARK} mail", **more: Any) -> Entity:
    return operations.add_entity(person=team.owner, kind=kind, name=name, **{"unit": team.root, **more})


def stakeholder(team: Team) -> Stakeholder:
    return operations.add_stakeholder(person=team.owner, unit=team.root, name=f"{MARK} students", kind=StakeholderKind.USER)


def expectation(team: Team, **more: Any) -> Expectation:
    return operations.add_expectation(person=team.owner, unit=team.root, statement=f"{MARK} answers in ten minutes", **{
        "stakeholder": more.pop("stakeholder", None) or stakeholder(team), "family": ExpectedFamily.WARRANTY, **more})


def objective(team: Team, title: str = f"{MARK} fair exams", **more: Any) -> Objective:
    return operations.add_objective(person=team.owner, unit=team.root, title=title, outcome="Nobody loses time.", **more)


def review(team: Team, **more: Any) -> GovernanceReview:
    return operations.plan_review(person=team.owner, **{
        "title": f"{MARK} review", "unit": team.root, "planned_on": DAY, "cadence": "quarterly", **more})


def point(team: Team) -> AgendaPoint:
    return operations.put_on_agenda(person=team.owner, review=review(team), title=f"{MARK} point")


def decision(team: Team) -> GovernanceDecision:
    return operations.decide(person=team.owner, review=review(team), decision=f"{MARK} decided")


def policy(team: Team, **more: Any) -> Policy:
    return operations.add_policy(person=team.owner, unit=team.root, statement="Two pairs of eyes.", **{
        "title": f"{MARK} policy", "in_force_on": DAY, **more})


def appetite(team: Team, limit: int = 6) -> RiskAppetite:
    return operations.add_appetite(person=team.owner, unit=team.root, sort=f"{MARK} standstill", statement="Little.", limit=limit)


def risk(team: Team, **more: Any) -> Risk:
    return operations.add_risk(person=team.owner, unit=team.root, **{
        "title": f"{MARK} standstill", "likelihood": 2, "effect": 3, **more})


def investment(team: Team, **more: Any) -> Investment:
    return operations.propose_investment(person=team.owner, unit=team.root, title=f"{MARK} people", amount=1000, from_on=DAY,
                                         **more)


def roadmap_item(team: Team) -> RoadmapItem:
    return operations.add_roadmap_item(person=team.owner, unit=team.root, title=f"{MARK} item", from_on=DAY,
                                       until_on=date(2027, 3, 1))


def member(team: Team) -> TeamMember:
    return operations.add_member(person=team.owner, team=entity(team, EntityKind.TEAM, f"{MARK} desk"), member=team.teammate,
                                 since_on=DAY)


def source_value(team: Team, value: str = f"{MARK} exams", *, tickets: int = 30, field: str = "category") -> SourceValue:
    operations.propose_mapping(person=team.owner, unit=team.root, source="export", on=DAY,
                               values=[operations.SeenValue(field, value, tickets)])
    return SourceValue.objects.get(unit=team.root, field=field, value=value)


def mapping(team: Team) -> SourceMapping:
    meaning = operations.Meaning(value=source_value(team), new_kind=EntityKind.SERVICE)
    return operations.accept_mapping(person=team.owner, organisation=team.organisation, meanings=[meaning])[0]
