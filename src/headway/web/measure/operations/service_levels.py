"""Service levels: what was agreed, with whom, on which measure. Keeping them is counted by a job."""

from __future__ import annotations

from datetime import date

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.measure.models import Kpi, Origin, ServiceLevel, UnitOfMeasure
from headway.web.vision.models import Entity


def agree_level(
    *, person: User, entity: Entity, kpi: Kpi, name: str, target: float, period: str, starts_on: date,
    ends_on: date | None = None, agreed_with: str = "",
) -> ServiceLevel:
    """A share agreed on for each period. Raises `Declined`: `level_wants_a_share`, `target_is_no_share`, `kpi_elsewhere`."""
    demand(person, May.OWN, unit=entity.unit)
    if kpi.unit.organisation_id != entity.unit.organisation_id:
        raise Declined("kpi_elsewhere")
    _check(kpi, target=target, starts_on=starts_on, ends_on=ends_on)
    with operation("measure.agree_level", by=person, organisation=entity.unit.organisation) as audit:
        row = ServiceLevel.objects.create(unit=entity.unit, entity=entity, kpi=kpi, name=name, target=target, period=period,
                                          starts_on=starts_on, ends_on=ends_on, agreed_with=agreed_with)
        audit.line(row, after=facts_of(row))
        jobs.ask("measure.count_kpis", by=person.pk, kpis=[kpi.pk])
    return row


def edit_level(
    *, person: User, level: ServiceLevel, seen: int | None, name: str, agreed_with: str, ends_on: date | None,
) -> ServiceLevel:
    """Name, partner and end. A new target is a new agreement: end this one and agree on another."""
    demand(person, May.OWN, unit=level.unit)
    with operation("measure.edit_level", by=person, organisation=level.unit.organisation) as audit:
        row = locked(level, seen=seen)
        _check(row.kpi, target=row.target, starts_on=row.starts_on, ends_on=ends_on)
        before = facts_of(row)
        row.name, row.agreed_with, row.ends_on = name, agreed_with, ends_on
        row.save()
        audit.line(row, before=before, after=facts_of(row))
        jobs.ask("measure.count_kpis", by=person.pk, kpis=[row.kpi_id])
    return row


def _check(kpi: Kpi, *, target: float, starts_on: date, ends_on: date | None) -> None:
    if kpi.measured_in != UnitOfMeasure.SHARE or kpi.origin != Origin.LOG or kpi.direction == "neither":
        raise Declined("level_wants_a_share", field="kpi")
    if not 0 < target <= 1:
        raise Declined("target_is_no_share", field="target")
    if ends_on is not None and ends_on < starts_on:
        raise Declined("ends_before_it_starts", field="ends_on")
