"""Every write of step 3: a transaction that ends in an audit line."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from headway.baseline.target_safe import target_safe
from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction
from headway.report.words.opening import visible_after
from headway.report.words.page import change_line
from headway.target.amount import measurable
from headway.verdict.fair import refuse_unlike
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.aim.models import Balancing, Realism, Side, Target
from headway.web.aim.queries import step_facts, targets_in_force
from headway.web.aim.sizes import apart, said_size, size_in, unit_of
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.measure import kept
from headway.web.measure.counting import definition_of
from headway.web.measure.models import Baseline, Kpi
from headway.web.measure.operations.baselines import spelt, spelt_range
from headway.web.register.evidence import Evidence, EvidenceKind
from headway.web.register.models import Improvement
from headway.web.register.operations import complete_step
from headway.web.register.operations.ground_rules import demand_open, demand_running

STEP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A target as somebody wants it. `measure` is a baseline of this improvement or, to be guarded, any measure."""

    family: Side
    measure: Baseline | Kpi
    given: str
    due_on: date
    smallest: str = ""
    direction: str = ""     # asked only where the baseline does not tell which way is good


def set_target(improvement: Improvement, *, by: User, wanted: Wanted, target: Target | None = None,
               seen: int | None = None) -> Target:
    """Set a target on the measure that its baseline froze, or change one.

    Raises `Refused`: unlike_measures, target_not_measurable, target_wrong_way; `Declined`: no_baseline, measure_was_redefined,
    baseline_elsewhere, baseline_has_target, family_is_the_measures, good_side_unknown, size_not_measurable,
    smallest_beyond_target, due_in_the_past, step_is_settled.
    """
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    today = timezone.localdate()
    with operation("aim.set_target", by=by, organisation=improvement.organisation) as audit:
        demand_unsettled(improvement, STEP)
        before = facts_of(target) if target else None
        row = locked(target, seen=seen) if target else Target(improvement=improvement)
        baseline = like_for_like(improvement, wanted.measure)
        _check_family(wanted.family, baseline)
        if wanted.due_on < today and wanted.due_on != row.due_on:
            raise Declined("due_in_the_past", field="due_on")
        _fill(row, wanted, baseline)
        row.set_by = by
        _saved(row, Declined("baseline_has_target", field="measure", name=row.what))
        for reason in Target.objects.filter(improvement=improvement, family=row.family, value=None, withdrawn_at=None):
            _withdrawn(reason, audit)
        audit.line(row, before=before, after=facts_of(row))
    return row


def give_reason(improvement: Improvement, *, by: User, family: Side, reason: str) -> Target:
    """Say why a family has no target; a reason given before is replaced."""
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("aim.give_reason", by=by, organisation=improvement.organisation) as audit:
        demand_unsettled(improvement, STEP)
        in_force = Target.objects.select_for_update().filter(improvement=improvement, family=family, withdrawn_at=None)
        if in_force.exclude(value=None).exists():
            raise Declined("family_has_target", family_name=family_name(family))
        for former in in_force:
            _withdrawn(former, audit)
        row = Target.objects.create(improvement=improvement, family=family, no_target=reason, set_by=by)
        audit.line(row, after=facts_of(row))
    return row


def withdraw_target(target: Target, *, by: User) -> None:
    """Take a target or a reason back; the row is kept."""
    demand(by, May.CONTRIBUTE, unit=target.improvement.unit)
    with operation("aim.withdraw_target", by=by, organisation=target.improvement.organisation) as audit:
        demand_unsettled(target.improvement, STEP)
        _withdrawn(target, audit)


def watch_measure(improvement: Improvement, *, by: User, kpi: Kpi, given: str, why: str = "", balancing: Balancing | None = None,
                  seen: int | None = None) -> Balancing:
    """Name a measure that must not get worse for it, with the worsening that is tolerated; or change one.

    Raises `Declined`: measure_elsewhere, balance_has_no_good_side, balance_is_target, balance_is_there, size_not_measurable.
    """
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("aim.watch_measure", by=by, organisation=improvement.organisation) as audit:
        demand_unsettled(improvement, STEP)
        _demand_here(improvement, kpi)
        if kpi.direction == Direction.NEITHER:
            raise Declined("balance_has_no_good_side", field="kpi", name=kpi.name)
        if targets_in_force(improvement).filter(kpi=kpi).exists():
            raise Declined("balance_is_target", field="kpi", name=kpi.name)
        before = facts_of(balancing) if balancing else None
        row = locked(balancing, seen=seen) if balancing else Balancing(improvement=improvement)
        newest = kpi.newest
        level = None if newest is None else newest.now if newest.now is not None else newest.value
        row.kpi, row.given, row.why, row.set_by = kpi, given.strip(), why, by
        row.tolerated = _size("given", given, measured_in=kpi.measured_in, level=level)
        _saved(row, Declined("balance_is_there", field="kpi", name=kpi.name))
        audit.line(row, before=before, after=facts_of(row))
    return row


def watch_no_more(balancing: Balancing, *, by: User) -> None:
    """Take a balancing measure back; the row is kept."""
    demand(by, May.CONTRIBUTE, unit=balancing.improvement.unit)
    with operation("aim.watch_no_more", by=by, organisation=balancing.improvement.organisation) as audit:
        demand_unsettled(balancing.improvement, STEP)
        _withdrawn(balancing, audit)


def settle_targets(improvement: Improvement, *, by: User) -> Improvement:
    """Step 3 is done: a measurable target on the same measure as its baseline, and utility and warranty both spoken of.

    Raises `Declined`: no_target, family_without_target, no_baseline_in_force, and what `complete_step` declines.
    """
    demand_running(by, improvement)
    with operation("aim.settle_targets", by=by, organisation=improvement.organisation) as audit:
        rows = list(targets_in_force(improvement).select_for_update(of=("self",)))
        for family in Side:
            if not any(row.family == family for row in rows):
                raise Declined("family_without_target", family_name=family_name(family))
        wanted = [row for row in rows if row.value is not None]
        if not wanted:
            raise Declined("no_target")
        for row in wanted:
            if row.baseline is None or row.baseline.replaced_at is not None:
                raise Declined("no_baseline_in_force", name=row.what)
        balances = list(improvement.balancings.filter(withdrawn_at=None).select_related("kpi").order_by("pk"))
        told = [[row.family, row.baseline_id, row.baseline.digest if row.baseline else "", row.value, str(row.due_on),
                 row.smallest, row.no_target] for row in rows] + [[row.kpi_id, row.tolerated] for row in balances]
        digest = hashlib.sha256(json.dumps(told, separators=(",", ":")).encode()).hexdigest()
        done = complete_step(improvement, STEP, by=by, evidence=Evidence(
            kind=EvidenceKind.RECORD, digest=digest, href=reverse("aim:targets", args=[improvement.pk]),
            facts=step_facts(rows, balances)))
        audit.line(done, after={"step": STEP, "digest": digest})
    return done


def like_for_like(improvement: Improvement, measure: Baseline | Kpi) -> Baseline:
    """The baseline in force that a target of this measure stands on: of the same measure and the same definition.

    Raises `Refused`: unlike_measures; `Declined`: no_baseline, measure_was_redefined, baseline_elsewhere.
    """
    if isinstance(measure, Baseline):
        if measure.improvement_id != improvement.pk:
            raise Declined("baseline_elsewhere", field="measure")
        if measure.replaced_at is not None:
            raise Declined("no_baseline_in_force", field="measure", name=measure.what)
        return measure
    _demand_here(improvement, measure)
    frozen = list(Baseline.objects.filter(improvement=improvement, replaced_at=None).select_related("kpi", "point_set")
                  .order_by("pk"))
    own = next((row for row in frozen if row.kpi_id == measure.pk), None)
    if own is None:
        _refuse_other(frozen, measure)
        raise Declined("no_baseline", field="measure", name=measure.name)
    if own.definition != measure.definition:
        raise Declined("measure_was_redefined", field="measure", name=measure.name)
    return own


def _refuse_other(frozen: list[Baseline], measure: Kpi) -> None:
    """A target on a measure without a baseline, beside baselines of others, is a comparison of unlike things."""
    for row in frozen:
        if row.point_set is None:
            continue
        try:
            refuse_unlike(kept.kpi_of(row.point_set.told), definition_of(measure))
        except Refused as refused:
            raise Refused(refused.code, before=row.what, after=measure.name, field="measure") from None


def _fill(row: Target, wanted: Wanted, baseline: Baseline) -> None:
    if baseline.level is None:
        raise Declined("target_has_no_level", field="measure", name=baseline.what)
    direction = _direction(wanted, baseline)
    try:
        value = measurable(wanted.given, unit_of(baseline.measured_in))
    except Refused as refused:
        raise Refused(refused.code, **(dict(refused.facts) | {"field": "given"})) from None
    if value < baseline.level if direction is Direction.UP else value > baseline.level:
        raise Refused("target_wrong_way", target=spelt(baseline, value), before=spelt(baseline, baseline.level), field="given")
    gap = apart(baseline.level, value, measured_in=baseline.measured_in)
    smallest = None
    if wanted.smallest.strip():
        smallest = _size("smallest", wanted.smallest, measured_in=baseline.measured_in, level=baseline.level)
        if smallest > gap + 1e-9:
            raise Declined("smallest_beyond_target", field="smallest", gap=said_size(gap, measured_in=baseline.measured_in),
                           smallest=said_size(smallest, measured_in=baseline.measured_in))
    row.family, row.kpi, row.baseline, row.definition = wanted.family, baseline.kpi, baseline, baseline.definition
    row.what, row.direction, row.given, row.value, row.due_on = (
        baseline.what, direction.value, wanted.given.strip(), value, wanted.due_on)
    row.smallest_given, row.smallest, row.no_target = wanted.smallest.strip(), smallest, ""
    safe = target_safe(kept.state_of(baseline.state), target=value, direction=direction) if baseline.state else None
    row.realism = Realism(safe or "")
    row.facts = _facts(baseline, value, gap)


def _facts(baseline: Baseline, value: float, gap: float) -> dict[str, Any]:
    """What a page tells of the target, finished: nothing is computed when it is read."""
    seen = [{"change": change_line(one["change"]), "after": visible_after(one["weeks"], one["reason"])}
            for one in baseline.visible]
    smallest_seen = next((one for one in baseline.visible if one["weeks"] is not None), None)
    return {"target": spelt(baseline, value), "level": spelt(baseline, baseline.level), "usual": spelt_range(baseline),
            "now": baseline.level, "lower": baseline.lower, "upper": baseline.upper, "measured_in": baseline.measured_in,
            "gap": said_size(gap, measured_in=baseline.measured_in) if gap else "", "size": gap, "visible": seen,
            "smallest_visible": change_line(smallest_seen["change"]) if smallest_seen else "",
            "smallest_visible_after": visible_after(smallest_seen["weeks"], None) if smallest_seen else "",
            "n": baseline.n, "kind": baseline.kind}


def _direction(wanted: Wanted, baseline: Baseline) -> Direction:
    known = kept.kpi_of(baseline.point_set.told).direction if baseline.point_set is not None else (
        Direction.UP if baseline.assessment_id is not None else Direction.NEITHER)
    if known is not Direction.NEITHER:
        return known
    if wanted.direction not in (Direction.UP, Direction.DOWN):
        raise Declined("good_side_unknown", field="direction", name=baseline.what)
    return Direction(wanted.direction)


def _check_family(family: Side, baseline: Baseline) -> None:
    of_measure = baseline.kpi.family if baseline.kpi is not None else ""
    if of_measure in Side.values and of_measure != family:
        raise Declined("family_is_the_measures", field="family", name=baseline.what, family_name=family_name(Side(of_measure)))


def family_name(family: Side | str) -> str:
    """The family in a word, as in "utility"."""
    return str(Side(family).label).partition(":")[0].lower()


def _demand_here(improvement: Improvement, kpi: Kpi) -> None:
    if kpi.unit.organisation_id != improvement.organisation_id:
        raise Declined("measure_elsewhere")


def demand_unsettled(improvement: Improvement, step: int) -> None:
    """Nothing is changed behind a step that is done, nor in a closed record.

    Raises `Declined`: step_is_settled, record_is_closed.
    """
    newest = Improvement.objects.select_for_update(of=("self",)).get(pk=improvement.pk)
    demand_open(newest)
    if newest.route[step - 1] == "d":
        raise Declined("step_is_settled", step=step)


def _size(field: str, given: str, *, measured_in: str, level: float | None) -> float:
    try:
        return size_in(given, measured_in=measured_in, level=level)
    except Declined as declined:
        raise Declined(declined.code, **(dict(declined.facts) | {"field": field})) from None


def _saved(row: Target | Balancing, otherwise: Declined) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise otherwise from None


def _withdrawn(row: Target | Balancing, audit: Any) -> None:
    newest = locked(row)
    before = facts_of(newest, "id", "withdrawn_at")
    newest.withdrawn_at = newest.withdrawn_at or timezone.now()
    newest.save()
    audit.line(newest, before=before, after=facts_of(newest, "id", "withdrawn_at"))
