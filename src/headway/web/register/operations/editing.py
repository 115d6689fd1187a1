"""Changing the fields of a record, one or many at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from django.db.models import Model
from django.utils.translation import gettext as _

from headway.web.accounts.audit import Audit, facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.letters import Occasion, tell
from headway.web.register.models import Improvement
from headway.web.register.operations.ground_rules import demand_open, settle_numbers

PEOPLE: Final = ("owner", "sponsor", "coordinator", "approver")
MANY: Final = ("stakeholders", "expectations")
FIELDS: Final = frozenset({
    "title", "idea", "entity", "parent", "previous", "level", "practices", "gain_activities", "work_activities", "dimensions",
    "principles", "objective", "no_objective", *MANY, "outcome", "provider_part", "consumer_part", "provider_costs",
    "consumer_costs", "provider_risks", "consumer_risks", *PEOPLE, "size", "effort_days", "timescale", "priority", "urgency",
    "impact", "factors", "raised_on", "starts_on", "due_on", "review_on", "origin", "origin_reference", "origin_address"})
IN_BULK: Final = ("entity", "objective", *PEOPLE, "size", "timescale", "priority", "urgency", "impact", "starts_on", "due_on",
                  "review_on", "parent")
LONGEST_FAMILY = 20


def edit(improvement: Improvement, *, by: User, changes: Mapping[str, Any], seen: int | None = None) -> Improvement:
    """Set these fields. Rows that it points to are ones that `by` was able to fetch.

    Raises `Declined`: record_is_closed, ends_before_it_starts, part_of_itself, another_organisation, factor_is_no_number.
    """
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("register.edit", by=by, organisation=improvement.organisation) as audit:
        return _edited(improvement, by=by, changes=changes, seen=seen, audit=audit)


def edit_many(improvements: Sequence[Improvement], *, by: User, changes: Mapping[str, Any]) -> int:
    """The same change in many records: in all of them or, where one declines, in none. Returns how many there were."""
    unknown = set(changes) - set(IN_BULK)
    if unknown or not improvements:
        raise Declined("nothing_to_change")
    for improvement in improvements:
        demand(by, May.MANAGE, unit=improvement.unit)
    with operation("register.edit_many", by=by, organisation=improvements[0].organisation) as audit:
        for improvement in improvements:
            _edited(improvement, by=by, changes=changes, seen=None, audit=audit)
    return len(improvements)


def _edited(improvement: Improvement, *, by: User, changes: Mapping[str, Any], seen: int | None, audit: Audit) -> Improvement:
    newest = locked(improvement, seen=seen)
    demand_open(newest)
    before, had = facts_of(newest), {name: getattr(newest, f"{name}_id") for name in PEOPLE}
    for name in FIELDS - set(MANY):
        if name in changes:
            setattr(newest, name, changes[name])
    _check(newest, by=by, changes=changes)
    settle_numbers(newest)
    newest.save()
    many = {name: _set_many(newest, name, changes[name]) for name in MANY if name in changes}
    after = facts_of(newest)
    differ = [name for name in after if after[name] != before[name]]
    audit.line(newest, before={name: before[name] for name in differ} | {name: was for name, (was, _now) in many.items()},
               after={name: after[name] for name in differ} | {name: now for name, (_was, now) in many.items()})
    _tell_the_named(newest, had=had, by=by)
    return newest


def _check(newest: Improvement, *, by: User, changes: Mapping[str, Any]) -> None:
    if newest.starts_on and newest.due_on and newest.due_on < newest.starts_on:
        raise Declined("ends_before_it_starts", field="due_on")
    if "entity" in changes:
        demand(by, May.CONTRIBUTE, unit=newest.entity.unit)
        newest.unit = newest.entity.unit
    for name in ("entity", "objective"):
        row = getattr(newest, name) if name in changes else None
        if row is not None and row.unit.organisation_id != newest.organisation_id:
            raise Declined("another_organisation", field=name)
    for name in ("parent", "previous"):
        if name in changes:
            _check_line(newest, name)
    for factor, value in newest.factors.items():
        if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
            raise Declined("factor_is_no_number", name=factor)


def _check_line(newest: Improvement, name: str) -> None:
    first: Improvement | None = getattr(newest, name)
    if first is not None and first.organisation_id != newest.organisation_id:
        raise Declined("another_organisation", field=name)
    above = first.pk if first is not None else None
    for _step in range(LONGEST_FAMILY):
        if above is None:
            return
        if above == newest.pk:
            break
        above = Improvement.objects.values_list(f"{name}_id", flat=True).get(pk=above)
    raise Declined("part_of_itself", field=name)


def _set_many(newest: Improvement, name: str, rows: Iterable[Model]) -> tuple[list[int], list[int]]:
    held = getattr(newest, name)
    before = sorted(held.values_list("pk", flat=True))
    held.set(rows)
    return before, sorted(row.pk for row in rows)


def _tell_the_named(newest: Improvement, *, had: Mapping[str, int | None], by: User) -> None:
    said = {"owner": _("You own this improvement now."), "sponsor": _("You are this improvement's sponsor now."),
            "coordinator": _("You coordinate this improvement now."), "approver": _("You are this improvement's approver now.")}
    for name in PEOPLE:
        if getattr(newest, f"{name}_id") != had[name]:
            tell([getattr(newest, name)], about=newest, occasion=Occasion.ASSIGNED, by=by,
                 key=f"{name}-{newest.pk}-{newest.version}", subject=f"{newest.number} {newest.title}", text=said[name])
