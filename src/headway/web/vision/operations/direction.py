"""Stakeholders, what they expect, and objectives."""

from __future__ import annotations

from datetime import date
from typing import Any

from headway.framework import Kind
from headway.web.accounts.models import Unit, User
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.vision.models import Expectation, ExpectedFamily, Objective, ObjectiveState, Stakeholder
from headway.web.vision.operations.records import added, changed, no_circle, term_of_now


def add_stakeholder(*, person: User, unit: Unit, **values: Any) -> Stakeholder:
    return added(Stakeholder(unit=unit, **values), by=person, what=May.OWN, verb="add_stakeholder")


def change_stakeholder(*, person: User, stakeholder: Stakeholder, seen: int | None = None, **values: Any) -> Stakeholder:
    return changed(stakeholder, by=person, what=May.OWN, verb="change_stakeholder", seen=seen, values=values)


def add_expectation(*, person: User, unit: Unit, **values: Any) -> Expectation:
    """What a stakeholder expects, of an entity or of the whole."""
    term_of_now(values.get("aspect", ""), kind=Kind.WARRANTY_ASPECT, unit=unit)
    return added(Expectation(unit=unit, **values), by=person, what=May.OWN, verb="add_expectation", rule=_aspect_of_warranty)


def change_expectation(*, person: User, expectation: Expectation, seen: int | None = None, **values: Any) -> Expectation:
    if values.get("aspect", expectation.aspect) != expectation.aspect:
        term_of_now(values["aspect"], kind=Kind.WARRANTY_ASPECT, unit=expectation.unit)
    return changed(expectation, by=person, what=May.OWN, verb="change_expectation", seen=seen, values=values,
                   rule=_aspect_of_warranty)


def _aspect_of_warranty(expectation: Expectation) -> None:
    if expectation.aspect and expectation.family != ExpectedFamily.WARRANTY:
        raise Declined("aspect_without_warranty", field="aspect")


def add_objective(*, person: User, unit: Unit, **values: Any) -> Objective:
    term_of_now(values.get("level", ""), kind=Kind.LEVEL, unit=unit)
    return added(Objective(unit=unit, **values), by=person, what=May.GOVERN, verb="add_objective", rule=_under_an_open_one)


def change_objective(*, person: User, objective: Objective, seen: int | None = None, **values: Any) -> Objective:
    if values.get("level", objective.level) != objective.level:
        term_of_now(values["level"], kind=Kind.LEVEL, unit=objective.unit)
    return changed(objective, by=person, what=May.GOVERN, verb="change_objective", seen=seen, values=values,
                   rule=_under_an_open_one)


def _under_an_open_one(objective: Objective) -> None:
    no_circle(objective)
    above = Objective.objects.filter(pk=objective.parent_id or 0)   # as it is now, not as it was fetched
    if objective.state == ObjectiveState.OPEN and above.exclude(state=ObjectiveState.OPEN).exists():
        raise Declined("objective_is_closed", field="parent")


def close_objective(*, person: User, objective: Objective, state: str, reason: str, on: date,
                    seen: int | None = None) -> Objective:
    """Reached, or dropped, and why. Raises `Declined`: not_permitted, objective_has_open_ones, cannot_be_kept."""
    return changed(objective, by=person, what=May.GOVERN, verb="close_objective", seen=seen, rule=_with_nothing_open_beneath,
                   values={"state": state, "state_reason": reason, "state_on": on})


def reopen_objective(*, person: User, objective: Objective, on: date, seen: int | None = None) -> Objective:
    return changed(objective, by=person, what=May.GOVERN, verb="reopen_objective", seen=seen, rule=_under_an_open_one,
                   values={"state": ObjectiveState.OPEN, "state_reason": "", "state_on": on})


def _with_nothing_open_beneath(objective: Objective) -> None:
    if objective.state == ObjectiveState.OPEN:
        raise Declined("choose_how_it_ended", field="state")
    if not objective.state_reason.strip():
        raise Declined("say_why", field="state_reason")
    beneath = objective.children.filter(state=ObjectiveState.OPEN).count()
    if beneath:
        raise Declined("objective_has_open_ones", count=beneath)
