"""What takes longer than a page may: how long until the effect of a plan could be seen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction
from headway.report.words.planning import visible
from headway.report.words.refusals import refusal
from headway.verdict import Asked, Kind, by_closing_rate, share_that_counts
from headway.web.aim.models import Target
from headway.web.aim.sizes import kind_of, unit_of
from headway.web.ground.jobs import Run, job
from headway.web.measure.models import PointSet
from headway.web.measure.queries.series import series_of
from headway.web.measure.waiting import tickets_unless_behind
from headway.web.plan.models import Option
from headway.web.plan.operations import record_plan_check
from headway.web.plan.queries import asked_for, can_be_checked
from headway.workbench.points import settled

if TYPE_CHECKING:
    from headway.workbench.planning import PlanCheck


@job("plan.check_plan")
def check_plan(run: Run, *, option: int) -> None:
    """Ask the library, keep its answer. What it refuses is an answer too. A second run says the same again."""
    row = Option.objects.select_related("improvement__organisation", "target__baseline", "target__kpi__newest").get(pk=option)
    about = asked_for(row)
    told = checked(row) if can_be_checked(row) else {}
    with run.ending(leads_to=reverse("plan:option", args=[row.pk]), weeks=told.get("weeks_needed")):
        record_plan_check(row, about=about, told=told)


def checked(row: Option) -> dict[str, Any]:
    """headway.plan_check of the option's target and hope on the newest points of the measure that its baseline froze."""
    target = row.target
    assert target is not None
    assert target.baseline is not None
    try:
        found = _of(points_for(row), target, hope=row.hope)
    except Refused as refused:
        return {"reason": refused.code, "weeks_needed": None, "says": refusal(refused)}
    unit = unit_of(target.baseline.measured_in) or found.series.kpi.unit
    lines = [{"after": after, "effect": effect} for after, effect in visible(found.plan, found.asked, unit)]
    return found.to_json() | {"told": lines}


def _of(points: PointSet, target: Target, *, hope: float | None) -> PlanCheck:
    """By how fast tickets are closed, where the measure is of waiting and the log is as it was counted; else by its points."""
    from headway.workbench import plan_check
    from headway.workbench.planning import of_waiting

    assert target.baseline is not None
    assert target.kpi is not None
    series, kind = series_of(points), kind_of(target.baseline.measured_in)
    level = target.value if kind is Kind.SHARE else None
    tickets = tickets_unless_behind(target.kpi, points) if by_closing_rate(series.kpi) else None
    if tickets is not None:
        with tickets.of(series.kpi) as log:
            rate = log.rate(series.kpi, change=None, as_of=None,
                            share=share_that_counts(settled(series), kind=kind, change=None))
        assert rate is not None   # what is named is refused, not left out
        asked = Asked(change=date.max, direction=Direction(target.direction), kind=kind, target=level,
                      smallest_worthwhile=None if hope is None else abs(hope))
        return of_waiting(series, rate, asked=asked, start=None, controls={})
    return plan_check(series, direction=target.direction, kind=kind.value, hope=hope, sooner=False, target=level)


def points_for(row: Option) -> PointSet:
    """The newest points of the same definition as the baseline's; else the baseline's own."""
    target = row.target
    assert target is not None
    assert target.baseline is not None
    assert target.kpi is not None
    newest, baseline = target.kpi.newest, target.baseline
    if newest is not None and newest.definition == baseline.definition:
        return newest
    assert baseline.point_set is not None
    return baseline.point_set
