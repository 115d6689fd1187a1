"""Tasks, pilots and changes, made by the operations; texts hold the mark of a team."""

from __future__ import annotations

from datetime import date
from typing import Any

from headway.web.act import operations
from headway.web.act.models import Intervention, OtherEvent, Pilot, Recording, Task
from headway.web.act.operations.interventions import Change
from headway.web.register.models import Improvement
from web.measure.made import improvement
from web.people import MARK, Team
from web.plan import made as plan

SINCE = date(2024, 6, 3)


def task(team: Team, of: Improvement | None = None, **more: Any) -> Task:
    given: dict[str, Any] = {"title": f"{MARK} train the desk", "activity": "activity/improve", "owner": team.teammate,
                             "due_on": date(2090, 5, 1), "note": MARK}
    return operations.put_task(of or improvement(team), by=team.owner, given=given | more)


def pilot(team: Team, of: Improvement | None = None, **more: Any) -> Pilot:
    given: dict[str, Any] = {"name": f"{MARK} pilot", "scope": f"{MARK} north campus", "starts_on": date(2024, 5, 6),
                             "ends_on": date(2024, 6, 2), "works_if": MARK, "left_out": f"{MARK} south"}
    return operations.put_pilot(of or improvement(team), by=team.teammate, given=given | more)


def change(**more: Any) -> Change:
    return Change(**({"what": f"{MARK} category", "starts_on": SINCE, "exposed": f"{MARK}: all exam incidents",
                      "recording": Recording.NO} | more))


def intervention(team: Team, of: Improvement | None = None, **more: Any) -> Intervention:
    return operations.date_intervention(of or improvement(team), by=team.teammate, change=change(**more))


def event(team: Team, of: Improvement | None = None) -> OtherEvent:
    return operations.put_event(of or improvement(team), by=team.teammate, given={
        "what": f"{MARK} new telephones", "starts_on": date(2024, 6, 10), "note": MARK})


def ready(team: Team) -> Improvement:
    """Step 4 is done, and a change is dated."""
    return intervention(team, plan.settled(team)).improvement
