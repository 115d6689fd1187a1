"""Benefits in three columns, what was spent, and what one unit is worth in another."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, root
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.evidence import VERIFYING, EvidenceKind
from headway.web.register.models import Benefit, ConversionRule, Cost, Improvement
from headway.web.register.operations.ground_rules import demand_open
from headway.web.register.states import Column, Realised


def put_benefit(improvement: Improvement, *, by: User, given: Mapping[str, Any], benefit: Benefit | None = None,
                seen: int | None = None) -> Benefit:
    """Add a benefit, or change one.

    Raises `Declined`: estimate_never_verifies, quick_win_claims_nothing, range_without_amount, record_is_closed.
    """
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("register.put_benefit", by=by, organisation=improvement.organisation) as audit:
        demand_open(improvement)
        before = facts_of(benefit) if benefit else None
        row = locked(benefit, seen=seen) if benefit else Benefit(improvement=improvement)
        for name, value in given.items():
            setattr(row, name, value)
        row.by = by
        _check(row)
        row.save()
        audit.line(row, before=before, after=facts_of(row))
    return row


def _check(row: Benefit) -> None:
    if (row.low is not None and row.low > row.amount) or (row.high is not None and row.high < row.amount):
        raise Declined("range_without_amount", field="low" if row.low is not None and row.low > row.amount else "high")
    if row.column == Column.VERIFIED:
        if row.improvement.is_quick_win:
            raise Declined("quick_win_claims_nothing", field="column")
        if EvidenceKind(row.evidence_kind) not in VERIFYING:
            raise Declined("estimate_never_verifies", field="evidence_kind")


def drop_benefit(benefit: Benefit, *, by: User) -> None:
    demand(by, May.CONTRIBUTE, unit=benefit.improvement.unit)
    with operation("register.drop_benefit", by=by, organisation=benefit.improvement.organisation) as audit:
        demand_open(benefit.improvement)
        audit.line(benefit, before=facts_of(benefit))
        benefit.delete()


def put_cost(improvement: Improvement, *, by: User, given: Mapping[str, Any]) -> Cost:
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("register.put_cost", by=by, organisation=improvement.organisation) as audit:
        demand_open(improvement)
        row = Cost.objects.create(improvement=improvement, by=by, **given)
        audit.line(row, after=facts_of(row))
    return row


def drop_cost(cost: Cost, *, by: User) -> None:
    demand(by, May.CONTRIBUTE, unit=cost.improvement.unit)
    with operation("register.drop_cost", by=by, organisation=cost.improvement.organisation) as audit:
        demand_open(cost.improvement)
        audit.line(cost, before=facts_of(cost))
        cost.delete()


def sign_rule(*, by: User, organisation: Organisation, unit: str, worth: Decimal, currency: str, since: date, note: str,
              realised: Realised = Realised.CAPACITY) -> ConversionRule:
    """Finance signs what one unit is worth from a day on; the rules before it stay for what was counted by them."""
    demand(by, May.APPROVE, unit=root(organisation))
    with operation("register.sign_rule", by=by, organisation=organisation) as audit:
        Organisation.objects.select_for_update().get(pk=organisation.pk)   # two who sign take turns
        newest = ConversionRule.objects.filter(organisation=organisation, unit=unit).aggregate(at=Max("rule_version"))["at"]
        rule = ConversionRule.objects.create(
            organisation=organisation, unit=unit, worth=worth, currency=currency.upper(), since=since, note=note,
            realised=realised, rule_version=(newest or 0) + 1, signed_by=by, signed_at=timezone.now())
        audit.line(rule, after=facts_of(rule))
    return rule
