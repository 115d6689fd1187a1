"""What takes longer than a page may: how long until the effect of a plan could be seen."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from headway.eventlog.refused import Refused
from headway.report.words.planning import visible
from headway.report.words.refusals import refusal
from headway.verdict.result import Kind
from headway.web.aim.sizes import kind_of, unit_of
from headway.web.ground.jobs import Run, job
from headway.web.measure.models import PointSet
from headway.web.measure.queries.series import series_of
from headway.web.plan.models import Option
from headway.web.plan.operations import record_plan_check
from headway.web.plan.queries import asked_for, can_be_checked


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
    from headway.workbench import plan_check

    target = row.target
    assert target is not None
    assert target.baseline is not None
    kind = kind_of(target.baseline.measured_in)
    try:
        found = plan_check(series_of(points_for(row)), direction=target.direction, kind=kind.value, hope=row.hope, sooner=False,
                           target=target.value if kind is Kind.SHARE else None)
    except Refused as refused:
        return {"reason": refused.code, "weeks_needed": None, "says": refusal(refused)}
    unit = unit_of(target.baseline.measured_in) or found.series.kpi.unit
    lines = [{"after": after, "effect": effect} for after, effect in visible(found.plan, found.asked, unit)]
    return found.to_json() | {"told": lines}


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
