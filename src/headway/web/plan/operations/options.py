"""Options: written, withdrawn, drawn as a to-be, and checked for whether their effect could be seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from headway.framework import Kind
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.aim.operations import demand_unsettled
from headway.web.aim.sizes import size_in
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.plan.models import Option
from headway.web.plan.queries import asked_for, can_be_checked
from headway.web.register.models import Improvement
from headway.web.vision.models import EntityKind, StreamStep
from headway.web.vision.operations import Step, set_steps
from headway.web.vision.queries import pack_of

STEP = 4
AMOUNTS = (("cost", "cost_low", "cost_high", "cost_unit"), ("benefit", "benefit_low", "benefit_high", "benefit_unit"))


def put_option(improvement: Improvement, *, by: User, given: Mapping[str, Any], option: Option | None = None,
               seen: int | None = None) -> Option:
    """Write an option down, or change one. With the first one, doing nothing comes to stand beside it.

    Where a target and a change hoped for are said, a job works out how long until that could be seen.
    Raises `Declined`: range_misses_amount, range_without_amount_here, amount_without_unit, activity_unknown, no_value_stream,
    stream_elsewhere, target_elsewhere, hope_without_target, size_not_measurable, doing_nothing_stays, step_is_settled.
    """
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("plan.put_option", by=by, organisation=improvement.organisation) as audit:
        demand_unsettled(improvement, STEP)
        nothing = None if option is not None and option.does_nothing else _with_nothing(improvement, by)
        if nothing is not None:
            audit.line(nothing, after=facts_of(nothing))
        before = facts_of(option) if option else None
        row = locked(option, seen=seen) if option else Option(improvement=improvement, made_by=by)
        if row.does_nothing and given.get("name", row.name) != row.name:
            raise Declined("doing_nothing_stays", field="name")
        for name, value in given.items():
            setattr(row, name, value)
        row.pack = improvement.organisation.pack
        _check(row)
        row.save()
        audit.line(row, before=before, after=facts_of(row))
        if row.plan_checked_for != asked_for(row) and can_be_checked(row):
            _ask(row, by)
    return row


def put_nothing(improvement: Improvement, *, by: User, given: Mapping[str, Any], seen: int | None = None) -> Option:
    """Write down what doing nothing costs and risks."""
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("plan.put_nothing", by=by, organisation=improvement.organisation) as audit:
        demand_unsettled(improvement, STEP)
        made = _with_nothing(improvement, by)
        if made is not None:
            audit.line(made, after=facts_of(made))
        row = Option.objects.get(improvement=improvement, does_nothing=True)
        told = put_option(improvement, by=by, given={**given, "name": row.name}, option=row, seen=None if made else seen)
        audit.line(told, after={"version": told.version})
    return told


def _with_nothing(improvement: Improvement, by: User) -> Option | None:
    """Doing nothing as a row, if it is not there yet."""
    if Option.objects.filter(improvement=improvement, does_nothing=True).exists():
        return None
    return Option.objects.create(improvement=improvement, does_nothing=True, name=_("Do nothing"), made_by=by,
                                 pack=improvement.organisation.pack)


def withdraw_option(option: Option, *, by: User, reason: str) -> Option:
    """Leave an option out from here on; it stays to be read, with the reason."""
    demand(by, May.CONTRIBUTE, unit=option.improvement.unit)
    with operation("plan.withdraw_option", by=by, organisation=option.improvement.organisation) as audit:
        demand_unsettled(option.improvement, STEP)
        row = locked(option)
        if row.does_nothing:
            raise Declined("doing_nothing_stays")
        if row.chosen_at is not None:
            raise Declined("option_is_chosen", name=row.name)
        before = facts_of(row, "id", "withdrawn_at", "withdrawn_because")
        row.withdrawn_at, row.withdrawn_because = row.withdrawn_at or timezone.now(), reason
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "withdrawn_at", "withdrawn_because"))
    return row


def draw_to_be(option: Option, *, by: User, steps: Sequence[Step], seen: int | None = None) -> list[StreamStep]:
    """How the value stream would be with this option; the as-is stays as it is."""
    demand(by, May.CONTRIBUTE, unit=option.improvement.unit)
    with operation("plan.draw_to_be", by=by, organisation=option.improvement.organisation) as audit:
        demand_unsettled(option.improvement, STEP)
        if option.stream is None:
            raise Declined("stream_is_missing")
        drawn = set_steps(person=by, stream=option.stream, steps=steps, picture=option.picture, seen=seen)
        row = locked(option)
        row.save()
        audit.line(row, after={"picture": option.picture, "steps": len(drawn)})
    return drawn


def ask_plan_check(option: Option, *, by: User) -> jobs.Job:
    """Ask again how long until the effect hoped for could be seen, on the newest points."""
    demand(by, May.CONTRIBUTE, unit=option.improvement.unit)
    with operation("plan.ask_plan_check", by=by, organisation=option.improvement.organisation) as audit:
        row = locked(option)
        if not can_be_checked(row):
            raise Declined("visibility_unknown", name=row.name)
        row.save()
        audit.line(row, after={"id": row.pk, "version": row.version})
        return _ask(row, by)


def _ask(row: Option, by: User) -> jobs.Job:
    return jobs.ask("plan.check_plan", by=by.pk, key=f"plan-check-{row.pk}-{row.version}", option=row.pk)


def record_plan_check(option: Option, *, about: Mapping[str, Any], told: Mapping[str, Any]) -> Option:
    """Keep what the library said of an option, as Headway itself; it was asked for `about`."""
    with operation("plan.record_plan_check", by=None, organisation=option.improvement.organisation) as audit:
        row = Option.objects.select_for_update(of=("self",)).get(pk=option.pk)
        row.plan_check, row.plan_checked_for, row.plan_checked_at = dict(told), dict(about), timezone.now()
        row.save(update_fields=["plan_check", "plan_checked_for", "plan_checked_at"])
        audit.line(row, after={"weeks_needed": told.get("weeks_needed"), "reason": told.get("reason"), **about})
    return row


def _check(row: Option) -> None:
    for names in AMOUNTS:
        _check_amount(row, *names)
    _check_activities(row)
    organisation = row.improvement.organisation_id
    if row.stream is not None and row.stream.kind != EntityKind.VALUE_STREAM:
        raise Declined("no_value_stream", field="stream", name=row.stream.name)
    if row.stream is not None and row.stream.unit.organisation_id != organisation:
        raise Declined("stream_elsewhere", field="stream")
    target = row.target
    if target is not None and (target.improvement_id != row.improvement_id or target.withdrawn_at is not None
                               or target.value is None):
        raise Declined("target_elsewhere", field="target")
    row.hope_given = row.hope_given.strip()
    if not row.hope_given:
        row.hope = None
        return
    if target is None or target.baseline is None:
        raise Declined("hope_without_target", field="target")
    try:
        row.hope = size_in(row.hope_given, measured_in=target.baseline.measured_in, level=target.baseline.level)
    except Declined as declined:
        raise Declined(declined.code, **(dict(declined.facts) | {"field": "hope_given"})) from None


def _check_amount(row: Option, name: str, low_name: str, high_name: str, unit_name: str) -> None:
    value, low, high = (getattr(row, field) for field in (name, low_name, high_name))
    if value is None:
        if low is not None or high is not None:
            raise Declined("range_without_amount_here", field=name)
        return
    if (low is not None and low > value) or (high is not None and high < value):
        raise Declined("range_misses_amount", field=name, amount=_said(value), low=_said(low), high=_said(high))
    if not getattr(row, unit_name).strip():
        raise Declined("amount_without_unit", field=unit_name, amount=_said(value))


def _said(value: Decimal | None) -> str:
    return "?" if value is None else f"{value:,.2f}".removesuffix(".00")


def _check_activities(row: Option) -> None:
    known = {term.key for term in pack_of(row.improvement.organisation).of(Kind.ACTIVITY)}
    kept = Option.objects.filter(pk=row.pk).values_list("gain_activities", "work_activities").first() if row.pk else None
    held = set(kept[0]) | set(kept[1]) if kept else set()
    for field in ("gain_activities", "work_activities"):
        for key in getattr(row, field):
            if key not in known | held:
                raise Declined("activity_unknown", field=field, term=str(key))
