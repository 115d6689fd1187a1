"""Capability assessments: begun with criteria, each found met or not with what shows it, then ended with the level that holds."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Unit, User
from headway.web.accounts.queries import demand
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.measure.capability import criteria_in, level_of, shipped
from headway.web.measure.models import CapabilityAssessment, CriteriaSet, CriterionFinding
from headway.web.vision.models import Entity, EntityKind


def add_criteria(*, person: User, unit: Unit, name: str, lines: str) -> CriteriaSet:
    """Criteria of one's own, one a line as "LEVEL TEXT"; each level from 2 to the highest needs at least one."""
    demand(person, May.OWN, unit=unit)
    try:
        criteria = criteria_in(lines)
    except ValueError as odd:
        raise Declined("criterion_unreadable", line=int(odd.args[0]), field="lines") from None
    levels = {one.level for one in criteria}
    if not levels or levels != set(range(2, max(levels) + 1)):
        raise Declined("criteria_leave_a_gap", field="lines")
    with operation("measure.add_criteria", by=person, organisation=unit.organisation) as audit:
        if CriteriaSet.objects.filter(unit=unit, name=name).exists():
            raise Declined("criteria_are_named", name=name, field="name")
        row = CriteriaSet.objects.create(unit=unit, name=name, criteria=[
            {"code": one.code, "level": one.level, "text": one.text} for one in criteria])
        audit.line(row, after=facts_of(row))
    return row


def begin_assessment(*, person: User, entity: Entity, on: date, criteria: CriteriaSet | None = None) -> CapabilityAssessment:
    """Begin to assess a practice; the criteria's words are kept with it, so that later changes of them leave it as it was."""
    demand(person, May.CONTRIBUTE, unit=entity.unit)
    if entity.kind != EntityKind.PRACTICE:
        raise Declined("only_practices_are_assessed")
    if criteria is not None and criteria.unit.organisation_id != entity.unit.organisation_id:
        raise Declined("criteria_elsewhere")
    name, told = shipped()
    wanted = [(one.code, one.level, one.text) for one in told] if criteria is None else [
        (one["code"], one["level"], one["text"]) for one in criteria.criteria]
    with operation("measure.begin_assessment", by=person, organisation=entity.unit.organisation) as audit:
        row = CapabilityAssessment.objects.create(unit=entity.unit, entity=entity, on=on, by=person,
                                                  criteria=criteria.name if criteria else name, held_back_by=2)
        CriterionFinding.objects.bulk_create(CriterionFinding(assessment=row, code=code, level=level, text=text)
                                             for code, level, text in wanted)
        audit.line(row, after=facts_of(row) | {"criteria_count": len(wanted)})
    return row


def find_criterion(
    *, person: User, assessment: CapabilityAssessment, code: str, met: bool | None, evidence: str, seen: int | None = None,
) -> CapabilityAssessment:
    """Say of one criterion whether it is met, and what shows it: without that, "met" is not taken."""
    demand(person, May.CONTRIBUTE, unit=assessment.unit)
    if met and not evidence.strip():
        raise Declined("met_without_evidence", field="evidence")
    with operation("measure.find_criterion", by=person, organisation=assessment.unit.organisation) as audit:
        row = locked(assessment, seen=seen)
        if row.ended_at is not None:
            raise Declined("assessment_has_ended")
        finding = row.findings.filter(code=code).first()
        if finding is None:
            raise Declined("criterion_unknown", code_of_criterion=code)
        before = facts_of(finding)
        finding.met, finding.evidence = met, evidence.strip()
        finding.save()
        held = level_of(row.findings.values_list("code", "level", "met"))
        row.level, row.held_back_by = held.level, held.held_back_by
        row.save()
        audit.line(finding, before=before, after=facts_of(finding))
    return row


def end_assessment(*, person: User, assessment: CapabilityAssessment, seen: int | None = None) -> CapabilityAssessment:
    """Close an assessment: its level stands. Every criterion of the levels up to the one that is missed was looked at."""
    demand(person, May.CONTRIBUTE, unit=assessment.unit)
    with operation("measure.end_assessment", by=person, organisation=assessment.unit.organisation) as audit:
        row = locked(assessment, seen=seen)
        if row.ended_at is not None:
            raise Declined("assessment_has_ended")
        before = facts_of(row)
        left = row.findings.filter(met=None, level__lte=row.held_back_by or 5).count()
        if left:
            raise Declined("criteria_not_looked_at", many=left)
        row.ended_at = timezone.now()
        row.save()
        audit.line(row, before=before, after=facts_of(row))
    return row
