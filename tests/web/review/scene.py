"""An improvement up to its dated change, on points of the simulated help desk; made by the slices' own operations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from statistics import fmean

import numpy as np

from headway.sample import HelpDesk, Incident, KnownEffect, help_desk
from headway.web.act.models import Intervention, Recording
from headway.web.aim.models import Side, Target
from headway.web.aim.operations import Wanted, set_target
from headway.web.ground.jobs import run_until_idle
from headway.web.measure import operations as measuring
from headway.web.measure.models import Kpi, Origin
from headway.web.register import operations as register
from headway.web.register.models import Improvement
from headway.web.review import operations
from headway.web.review.models import Question, RefusedComparison, Verdict
from headway.web.vision.models import Entity, EntityKind
from web.people import MARK, Team
from web.register import examples as records

STARTS, CHANGE = date(2025, 1, 6), date(2025, 9, 29)   # Mondays
Points = Sequence[tuple[date, float | None, int | None]]


@cache
def desk(*, factor: float, weeks: int = 64) -> HelpDesk:
    return help_desk(rng=np.random.default_rng(15), starts_on=STARTS, weeks=weeks,
                     change=None if factor == 1 else KnownEffect(starts_on=CHANGE, factor=factor))


def weekly(tickets: Sequence[Incident], told: Callable[[Sequence[Incident]], float | None], *, weeks: int) -> Points:
    """(Monday, value, cases) by week of opening."""
    found = []
    for week in range(weeks):
        monday = STARTS + timedelta(weeks=week)
        first = datetime.combine(monday, datetime.min.time())
        inside = [ticket for ticket in tickets if first <= ticket.opened < first + timedelta(weeks=1)]
        found.append((monday, told(inside), len(inside)))
    return found


def hours(end: str) -> Callable[[Sequence[Incident]], float | None]:
    """The mean hours from opening to this moment of a ticket."""

    def told(tickets: Sequence[Incident]) -> float | None:
        waits = [(moment - ticket.opened).total_seconds() / 3600 for ticket in tickets if (moment := getattr(ticket, end))]
        return round(fmean(waits), 4) if waits else None

    return told


def resolved(*, factor: float, weeks: int = 60) -> Points:
    """Hours to resolve, of every second ticket."""
    return weekly(desk(factor=factor).tickets[::2], hours("resolved"), weeks=weeks)


def untouched(*, weeks: int = 60) -> Points:
    """Hours to resolve at a desk that has the same weeks, good and bad, and that the change did not reach."""
    tickets = desk(factor=1).tickets
    return weekly([ticket for place, ticket in enumerate(tickets) if place % 6 in (0, 1, 2)], hours("resolved"), weeks=weeks)


def answered(*, factor: float, weeks: int = 60) -> Points:
    return weekly(desk(factor=factor).tickets[::2], hours("first_response"), weeks=weeks)


@dataclass(frozen=True, slots=True)
class Scene:
    """One improvement of a service, its measure with points, its change."""

    team: Team
    entity: Entity
    improvement: Improvement
    kpi: Kpi
    change: Intervention


def kpi(team: Team, entity: Entity, points: Points, *, name: str = f"{MARK} hours to resolve", unit: str = "hours",
        direction: str = "down", family: str = "warranty") -> Kpi:
    """A measure of one's own with these points, counted."""
    row = measuring.add_kpi(person=team.owner, entity=entity, name=name, family=family, origin=Origin.OWN, measured_in=unit,
                            direction=direction, period="week")
    give(team, row, points)
    return newest(row)


def give(team: Team, row: Kpi, points: Points) -> None:
    measuring.put_points(person=team.owner, kpi=row, points=points)
    run_until_idle()


def newest(row: Kpi) -> Kpi:
    return Kpi.objects.select_related("entity__unit", "unit__organisation", "source").get(pk=row.pk)


def scene(team: Team, *, factor: float = .6, weeks: int = 60, points: Points | None = None, target: str = "",
          title: str = f"{MARK} triage", unit: str = "hours", direction: str = "down",
          name: str = f"{MARK} hours to resolve") -> Scene:
    """Steps 1 and 2 done with their evidence; 3 to 5 left out with a reason, unless a target is set."""
    entity = Entity.objects.create(unit=team.root, kind=EntityKind.TEAM, name=f"{title} desk")
    improvement = records.under_way(team, entity=entity, title=title)
    register.complete_first_step(improvement, by=team.owner)
    row = kpi(team, entity, points or resolved(factor=factor, weeks=weeks), name=name, unit=unit, direction=direction)
    baseline = measuring.freeze_baseline(person=team.owner, improvement=improvement, kpi=row, until=CHANGE - timedelta(days=1))
    if target:
        set_target(improvement, by=team.owner, wanted=Wanted(family=Side.WARRANTY, measure=baseline, given=target,
                                                             due_on=date(2030, 1, 1)))
    for step in (3, 4, 5):
        register.skip_step(improvement, step, by=team.owner, reason=f"{MARK}: not what is tested")
    change = Intervention.objects.create(improvement=improvement, what=f"{MARK} chatbot", starts_on=CHANGE, set_by=team.owner,
                                         exposed=f"{MARK} callers", recording=Recording.NO)
    return Scene(team, entity, Improvement.objects.get(pk=improvement.pk), row, change)


def ask(made: Scene, *, kpi: Kpi | None = None, controls: Sequence[Kpi] = (), looks: int | None = None) -> Question:
    """Ask, and have it judged."""
    question, _ = operations.ask(person=made.team.owner, intervention=made.change, kpi=kpi or made.kpi, controls=controls,
                                 looks_planned=looks)
    run_until_idle()
    return question


def verdict(made: Scene) -> Verdict:
    return Verdict.objects.get(question=ask(made), replaced_at=None)


def refused(made: Scene, *, factor: float = .6) -> RefusedComparison:
    """The worked example's trap: the baseline is of resolving, the result told is of answering."""
    other = kpi(made.team, made.entity, answered(factor=factor), name=f"{MARK} hours to first response")
    return RefusedComparison.objects.get(question=ask(made, kpi=other))


def target_of(made: Scene) -> Target:
    return Target.objects.get(improvement=made.improvement, withdrawn_at=None, value__isnull=False)
