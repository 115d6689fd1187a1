"""Risk appetite and the risk register, investments, the roadmap."""

from __future__ import annotations

from datetime import date
from typing import Any

from headway.web.accounts.models import Unit, User
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.vision.models import Investment, InvestmentState, Risk, RiskAppetite, RoadmapItem
from headway.web.vision.operations.records import added, changed, in_order


def add_appetite(*, person: User, unit: Unit, **values: Any) -> RiskAppetite:
    return added(RiskAppetite(unit=unit, **values), by=person, what=May.GOVERN, verb="add_appetite")


def change_appetite(*, person: User, appetite: RiskAppetite, seen: int | None = None, **values: Any) -> RiskAppetite:
    return changed(appetite, by=person, what=May.GOVERN, verb="change_appetite", seen=seen, values=values)


def add_risk(*, person: User, unit: Unit, **values: Any) -> Risk:
    return added(Risk(unit=unit, **values), by=person, what=May.OWN, verb="add_risk", rule=_score)


def change_risk(*, person: User, risk: Risk, seen: int | None = None, **values: Any) -> Risk:
    return changed(risk, by=person, what=May.OWN, verb="change_risk", seen=seen, values=values, rule=_score)


def _score(risk: Risk) -> None:
    risk.score = risk.likelihood * risk.effect


def propose_investment(*, person: User, unit: Unit, **values: Any) -> Investment:
    return added(Investment(unit=unit, proposed_by=person, **values), by=person, what=May.OWN, verb="propose_investment",
                 rule=_days_in_order)


def change_investment(*, person: User, investment: Investment, seen: int | None = None, **values: Any) -> Investment:
    """While it is proposed; whoever changes it proposes it, and so can't approve it."""
    return changed(investment, by=person, what=May.OWN, verb="change_investment", seen=seen, still=_proposed, rule=_days_in_order,
                   values={**values, "proposed_by": person})


def _proposed(investment: Investment) -> None:
    if investment.state != InvestmentState.PROPOSED:
        raise Declined("investment_is_decided")


def _days_in_order(row: Investment | RoadmapItem) -> None:
    in_order(row.from_on, row.until_on, field="until_on")


def decide_investment(*, person: User, investment: Investment, approve: bool, why: str, on: date,
                      seen: int | None = None) -> Investment:
    """Approve or refuse. Raises `Declined`: not_permitted, own_proposal, investment_is_decided, say_why (where refused)."""
    def anothers_proposal(row: Investment) -> None:
        _proposed(row)
        if row.proposed_by_id == person.pk:
            raise Declined("own_proposal")

    if not approve and not why.strip():
        raise Declined("say_why", field="why")
    state = InvestmentState.APPROVED if approve else InvestmentState.REFUSED
    return changed(investment, by=person, what=May.APPROVE, verb="decide_investment", seen=seen, still=anothers_proposal,
                   values={"state": state, "decided_by": person, "decided_on": on, "decided_why": why})


def add_roadmap_item(*, person: User, unit: Unit, **values: Any) -> RoadmapItem:
    return added(RoadmapItem(unit=unit, **values), by=person, what=May.OWN, verb="add_roadmap_item", rule=_days_in_order)


def end_investment(*, person: User, investment: Investment, on: date, seen: int | None = None) -> Investment:
    """An approved investment ends on this day."""
    def approved(row: Investment) -> None:
        if row.state != InvestmentState.APPROVED:
            raise Declined("investment_is_not_running")

    return changed(investment, by=person, what=May.GOVERN, verb="end_investment", seen=seen, still=approved, rule=_days_in_order,
                   values={"state": InvestmentState.ENDED, "until_on": on})


def change_roadmap_item(*, person: User, item: RoadmapItem, seen: int | None = None, **values: Any) -> RoadmapItem:
    return changed(item, by=person, what=May.OWN, verb="change_roadmap_item", seen=seen, values=values, rule=_days_in_order)
