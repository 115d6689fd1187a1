"""Targets and what they stand on, made by the operations; texts hold the mark of a team."""

from __future__ import annotations

from datetime import date
from typing import Any

from headway.web.aim import operations
from headway.web.aim.models import Balancing, Side, Target
from headway.web.measure.models import Baseline, Kpi
from headway.web.measure.operations import freeze_baseline
from headway.web.register.models import Improvement
from web.measure import made as measure
from web.people import MARK, Team

DUE = date(2090, 6, 30)
LEVEL = 42.0     # of the baseline, about: `measure.with_points` goes 40 … 44


def baseline(team: Team, **more: Any) -> Baseline:
    """A measure where less is better, at about 42, and its baseline: step 3 is at hand."""
    named = {"name": new_name("calls")}
    measured = measure.with_points(team, **named | more)
    return freeze_baseline(person=team.owner, improvement=measure.improvement(team), kpi=measured)


def new_name(word: str) -> str:
    """A measure's name is given once, and a walk over all addresses makes many."""
    return f"{MARK} {word} {Kpi.objects.count()}"


def wanted(of: Baseline | Kpi, **more: Any) -> operations.Wanted:
    given = {"family": Side.UTILITY, "measure": of, "given": "30", "due_on": DUE, "smallest": "10%"}
    return operations.Wanted(**given | more)


def target(team: Team) -> Target:
    stands_on = baseline(team)
    return operations.set_target(stands_on.improvement, by=team.teammate, wanted=wanted(stands_on))


def reason(improvement: Improvement, team: Team, family: Side = Side.WARRANTY) -> Target:
    return operations.give_reason(improvement, by=team.teammate, family=family, reason=f"{MARK}: it stays as reliable as it is")


def balancing(team: Team) -> Balancing:
    stands_on = baseline(team)
    watched = measure.kpi(team, name=new_name("reopened"), measured_in="share", direction="down")
    return operations.watch_measure(stands_on.improvement, by=team.teammate, kpi=watched, given="2 points", why=MARK)


def settled(team: Team) -> Improvement:
    """Step 3 is done; its target is the only one."""
    made = target(team)
    reason(made.improvement, team)
    return operations.settle_targets(made.improvement, by=team.owner)
