"""Pilots with their scope, and what else happened at the time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.act.models import OtherEvent, Pilot
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.register.models import Improvement
from headway.web.register.operations.ground_rules import demand_open


def put_pilot(improvement: Improvement, *, by: User, given: Mapping[str, Any], pilot: Pilot | None = None,
              seen: int | None = None) -> Pilot:
    """Set up a pilot, or change one that has not ended. Raises `Declined`: ends_before_start, pilot_has_ended."""
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("act.put_pilot", by=by, organisation=improvement.organisation) as audit:
        demand_open(improvement)
        before = facts_of(pilot) if pilot else None
        row = locked(pilot, seen=seen) if pilot else Pilot(improvement=improvement)
        if row.ended_on is not None:
            raise Declined("pilot_has_ended")
        for name, value in given.items():
            setattr(row, name, value)
        _check_span(row.starts_on, row.ends_on)
        row.set_by = by
        row.save()
        audit.line(row, before=before, after=facts_of(row))
    return row


def end_pilot(pilot: Pilot, *, by: User, ended_on: date, outcome: str) -> Pilot:
    """Say what came of it; whether it did any good is the verdict's to say."""
    demand(by, May.CONTRIBUTE, unit=pilot.improvement.unit)
    with operation("act.end_pilot", by=by, organisation=pilot.improvement.organisation) as audit:
        demand_open(pilot.improvement)
        row = locked(pilot)
        if row.ended_on is not None:
            raise Declined("pilot_has_ended")
        if ended_on < row.starts_on:
            raise Declined("ends_before_start", field="ended_on")
        before = facts_of(row, "id", "ended_on", "outcome")
        row.ended_on, row.outcome = ended_on, outcome
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "ended_on", "outcome"))
    return row


def put_event(improvement: Improvement, *, by: User, given: Mapping[str, Any], event: OtherEvent | None = None,
              seen: int | None = None) -> OtherEvent:
    """Write down something else that happened, or correct it. Raises `Declined`: ends_before_start."""
    demand(by, May.CONTRIBUTE, unit=improvement.unit)
    with operation("act.put_event", by=by, organisation=improvement.organisation) as audit:
        demand_open(improvement)
        before = facts_of(event) if event else None
        row = locked(event, seen=seen) if event else OtherEvent(improvement=improvement)
        for name, value in given.items():
            setattr(row, name, value)
        _check_span(row.starts_on, row.ends_on)
        row.set_by = by
        row.save()
        audit.line(row, before=before, after=facts_of(row))
    return row


def drop_event(event: OtherEvent, *, by: User) -> None:
    """Take it out; the audit keeps what it was."""
    demand(by, May.CONTRIBUTE, unit=event.improvement.unit)
    with operation("act.drop_event", by=by, organisation=event.improvement.organisation) as audit:
        demand_open(event.improvement)
        audit.line(event, before=facts_of(event))
        event.delete()


def _check_span(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise Declined("ends_before_start", field="ends_on")
