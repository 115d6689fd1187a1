"""Measures of an entity: what they measure, whose they are, and points of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from headway.connect.series import series_of_points
from headway.framework import Kind
from headway.kpi.catalogue import BY_ID
from headway.report.words.measures import MEASURES
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground import jobs
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.measure import counting, kept
from headway.web.measure.models import ExpectationMeasure, Family, Kpi, KpiDefinition, Origin, OwnPoint, Source
from headway.web.vision.models import Entity, Expectation
from headway.web.vision.operations.records import term_of_now
from headway.web.vision.queries import pack_of

# A change of these changes what is measured: figures from before and after can't be compared.
DEFINING: Final = ("origin", "measure", "own_measure", "source_id", "question_id", "on_business_clock", "period",
                   "measured_in", "direction", "entity_id")
ASPECTS: Final = {Family.UTILITY: Kind.UTILITY_ASPECT, Family.WARRANTY: Kind.WARRANTY_ASPECT}
ASPECT_OF: Final = {"availability": f"{Kind.WARRANTY_ASPECT}/availability"}   # measures of the catalogue that tell of one
Figure = tuple[date, float | None, int | None]


def add_kpi(*, person: User, entity: Entity, **given: Any) -> Kpi:
    """A measure of an entity. `given` are fields of `Kpi`; for a measure of the catalogue unit and direction are its own.

    Raises `Declined` (`kpi_is_named`, `measure_unknown`, `source_elsewhere`, `own_needs_unit`), `Refused` (`bad_measure`).
    """
    demand(person, May.CONTRIBUTE, unit=entity.unit)
    with operation("measure.add_kpi", by=person, organisation=entity.unit.organisation) as audit:
        row = _added(Kpi(unit=entity.unit, entity=entity, **given), by=person)
        ask_for([row], by=person)
        audit.line(row, after=facts_of(row))
    return row


def add_shipped(*, person: User, entity: Entity, source: Source, measures: Sequence[str]) -> list[Kpi]:
    """Several measures of the catalogue at once; those that the entity has from this source already are passed over."""
    demand(person, May.CONTRIBUTE, unit=entity.unit)
    there = set(Kpi.objects.filter(entity=entity, source=source, retired_on=None).values_list("measure", flat=True))
    wanted = [name for name in dict.fromkeys(measures) if name not in there]
    if not wanted:
        raise Declined("measures_are_there")
    with operation("measure.add_shipped", by=person, organisation=entity.unit.organisation) as audit:
        rows = []
        for name in wanted:
            _known(name)
            rows.append(_added(Kpi(unit=entity.unit, entity=entity, source=source, origin=Origin.LOG, measure=name,
                                   family=BY_ID[name].family.value, name=MEASURES[name].name,
                                   aspect=_usual_aspect(name, entity)), by=person))
            audit.line(rows[-1], after=facts_of(rows[-1]))
        ask_for(rows, by=person)
    return rows


def _usual_aspect(measure: str, entity: Entity) -> str:
    aspect = ASPECT_OF.get(measure, "")
    return aspect if aspect in pack_of(entity.unit.organisation).terms else ""


def _check_aspect(row: Kpi) -> None:
    """An aspect is a term of the organisation's framework, of the family that the measure is of."""
    if not row.aspect:
        return
    kind = ASPECTS.get(Family(row.family))
    if kind is None or not row.aspect.startswith(f"{kind}/"):
        raise Declined("aspect_of_other_family", field="aspect")
    row.pack = term_of_now(row.aspect, kind=kind, unit=row.unit)


def _known(measure: str) -> None:
    if measure not in BY_ID:
        raise Declined("measure_unknown", measure=measure, field="measure")


def _added(row: Kpi, *, by: User) -> Kpi:
    _complete(row)
    _check_aspect(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Declined("kpi_is_named", name=row.name, field="name") from None
    _note_definition(row, by=by)
    return row


def _complete(row: Kpi) -> None:
    """Check what belongs together, and take unit and direction from the definition where it has its own."""
    organisation = row.unit.organisation_id
    if row.origin == Origin.LOG:
        if row.source is None or row.source.unit.organisation_id != organisation:
            raise Declined("source_elsewhere", field="source")
        if not row.own_measure:
            _known(row.measure)
        row.direction = row.direction or (BY_ID[row.measure].direction.value if not row.own_measure else "")
        if row.own_measure:
            row.measure, row.direction = "", _own(row).direction.value
        row.measured_in = counting.definition_of(row).unit.value
        row.question = None
    elif not row.measured_in or not row.direction:
        raise Declined("own_needs_unit", field="measured_in")
    elif row.origin == Origin.SURVEY and (row.question is None
                                          or row.question.survey.unit.organisation_id != organisation):
        raise Declined("question_elsewhere", field="question")
    if row.origin != Origin.LOG:
        row.source, row.measure, row.own_measure, row.on_business_clock = None, "", "", False


def _own(row: Kpi) -> Any:
    from headway.kpi.custom import measures_in

    found = measures_in(row.own_measure)
    if len(found) != 1:
        raise Declined("one_measure_at_a_time", field="own_measure")
    return found[0]


def edit_kpi(*, person: User, kpi: Kpi, seen: int | None, **given: Any) -> Kpi:
    """Change a measure. Where what is measured changes, it gets a new definition; the former one stays on record."""
    demand(person, May.CONTRIBUTE, unit=kpi.unit)
    with operation("measure.edit_kpi", by=person, organisation=kpi.unit.organisation) as audit:
        row = locked(kpi, seen=seen)
        told_aspect, told_family = row.aspect, row.family
        before, defined = facts_of(row), [getattr(row, name) for name in DEFINING]
        for name, value in given.items():
            setattr(row, name, value)
        row.unit = row.entity.unit
        _complete(row)
        if row.aspect != told_aspect or row.family != told_family:   # a term of a former framework stays as it was written
            _check_aspect(row)
        anew = defined != [getattr(row, name) for name in DEFINING]
        if anew:
            row.definition += 1
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise Declined("kpi_is_named", name=row.name, field="name") from None
        if anew:
            _note_definition(row, by=person)
            ask_for([row], by=person)
        audit.line(row, before=before, after=facts_of(row))
    return row


def _note_definition(row: Kpi, *, by: User) -> None:
    told = kept.told_kpi(counting.definition_of(row)) | {
        "entity": row.entity_id, "source": row.source_id, "period": row.period, "business": row.on_business_clock}
    KpiDefinition.objects.create(kpi=row, number=row.definition, told=told, by=by)


def ask_for(rows: Sequence[Kpi], *, by: User) -> jobs.Job:
    """Have these measures of one entity and one source counted, by one job."""
    return jobs.ask("measure.count_kpis", by=by.pk, kpis=[row.pk for row in rows])


def recount(*, person: User, kpi: Kpi) -> jobs.Job:
    """Have a measure counted again; nothing is written but the question, whose audit line names who asked."""
    demand(person, May.CONTRIBUTE, unit=kpi.unit)
    with operation("measure.recount", by=person, organisation=kpi.unit.organisation) as audit:
        job = ask_for([kpi], by=person)
        audit.line(kpi, after={"recounted_by_job": str(job.pk)})
    return job


def retire_kpi(*, person: User, kpi: Kpi, seen: int | None = None) -> Kpi:
    """A measure that is no longer taken: its points and what stands on them stay."""
    demand(person, May.MANAGE, unit=kpi.unit)
    with operation("measure.retire_kpi", by=person, organisation=kpi.unit.organisation) as audit:
        row = locked(kpi, seen=seen)
        before = facts_of(row, "id", "retired_on")
        row.retired_on = timezone.localdate()
        row.save()
        audit.line(row, before=before, after=facts_of(row, "id", "retired_on"))
    return row


def put_points(*, person: User, kpi: Kpi, points: Sequence[Figure], replace_all: bool = False) -> int:
    """Points of one's own: a period that is there already takes the new value (None removes it). Returns how many changed.

    Raises `Declined` (`points_are_counted`, `share_without_cases`, `share_outside`), `Refused` (`repeated_period` …).
    """
    demand(person, May.CONTRIBUTE, unit=kpi.unit)
    if kpi.origin != Origin.OWN:
        raise Declined("points_are_counted")
    _check_points(kpi, points)
    with operation("measure.put_points", by=person, organisation=kpi.unit.organisation) as audit:
        row = Kpi.objects.select_for_update(of=("self",)).get(pk=kpi.pk)
        before = {point.starts_on: (point.value, point.n) for point in row.own_points.all()}
        after = {} if replace_all else dict(before)
        for starts_on, value, n in points:
            if value is None:
                after.pop(starts_on, None)
            else:
                after[starts_on] = (value, n)
        changed = {day for day in {*before, *after} if before.get(day) != after.get(day)}
        if not changed:
            raise Declined("points_are_the_same")
        row.own_points.filter(starts_on__in=changed).delete()
        OwnPoint.objects.bulk_create(OwnPoint(kpi=row, starts_on=day, value=after[day][0], n=after[day][1])
                                     for day in sorted(changed) if day in after)
        ask_for([row], by=person)
        audit.line(row, before=_told(before, changed), after=_told(after, changed))
    return len(changed)


def _check_points(kpi: Kpi, points: Sequence[Figure]) -> None:
    known = [(day, value, 1 if n is None else n) for day, value, n in points if value is not None]
    if known:
        series_of_points(known, name=kpi.name)   # refuses what is no point
    if kpi.measured_in == "share":
        for _, value, n in points:
            if value is not None and n is None:
                raise Declined("share_without_cases", field="n")
            if value is not None and not 0 <= value <= 1:
                raise Declined("share_outside", value=value, field="value")


def _told(points: Mapping[date, tuple[float, int | None]], days: set[date]) -> dict[str, Any]:
    return {day.isoformat(): list(points[day]) for day in sorted(days) if day in points}


def tie_expectation(*, person: User, kpi: Kpi, expectation: Expectation, tied: bool) -> None:
    """Say that this measure shows whether an expectation is met, or no longer does."""
    demand(person, May.CONTRIBUTE, unit=expectation.unit)
    with operation("measure.tie_expectation", by=person, organisation=expectation.unit.organisation) as audit:
        if tied:
            ExpectationMeasure.objects.get_or_create(kpi=kpi, expectation=expectation)
        else:
            ExpectationMeasure.objects.filter(kpi=kpi, expectation=expectation).delete()
        audit.line(expectation, before={"measure": kpi.pk, "tied": not tied}, after={"measure": kpi.pk, "tied": tied})
