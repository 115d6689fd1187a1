"""Capability and service levels for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Schema, Status

from headway.web.accounts.queries import organisation_of, person_of, visible_unit
from headway.web.ground.cursor import PageOf, page_of
from headway.web.measure import operations
from headway.web.measure.api.frame import router
from headway.web.measure.models import CapabilityAssessment, CriteriaSet, Kpi, ServiceLevel, ServiceLevelPeriod
from headway.web.measure.queries.sight import seen_by, visible, visible_entity


class FindingOut(Schema):
    code: str
    level: int
    text: str
    met: bool | None
    evidence: str


class AssessmentOut(Schema):
    """`level` holds, with all below it; `held_back_by` is the lowest that does not."""

    id: int
    entity_id: int
    version: int
    on: date
    criteria: str
    level: int
    held_back_by: int | None
    ended_at: datetime | None


class AssessmentWhole(AssessmentOut):
    findings: list[FindingOut]

    @staticmethod
    def resolve_findings(row: CapabilityAssessment) -> Any:
        return list(row.findings.all())


class BeginIn(Schema):
    entity_id: int
    on: date
    criteria_id: int | None = None


class FindingIn(Schema):
    code: str
    met: bool | None
    evidence: str = ""
    seen: int | None = None


class CriteriaIn(Schema):
    """One criterion a line: a level from 2 to 5, a space, its words."""

    unit_id: int
    name: str
    lines: str


class CriteriaOut(Schema):
    id: int
    name: str
    criteria: list[dict[str, Any]]


class AttainmentOut(Schema):
    """What was kept of `n`. `attained` null: no case, or not over yet."""

    starts_on: date
    n: int
    kept: float | None
    share: float | None
    attained: bool | None
    over: bool


class LevelOut(Schema):
    id: int
    name: str
    entity_id: int
    kpi_id: int
    version: int
    target: float
    period: ServiceLevelPeriod
    agreed_with: str
    starts_on: date
    ends_on: date | None
    attainments: list[AttainmentOut]

    @staticmethod
    def resolve_attainments(row: ServiceLevel) -> Any:
        return list(row.attainments.all())


class LevelIn(Schema):
    entity_id: int
    kpi_id: int
    name: str
    target: float
    period: ServiceLevelPeriod = ServiceLevelPeriod.MONTH
    agreed_with: str = ""
    starts_on: date
    ends_on: date | None = None


class LevelEdit(Schema):
    seen: int
    name: str
    agreed_with: str = ""
    ends_on: date | None = None


@router.get("/assessments", response=PageOf[AssessmentOut], operation_id="measure_assessments")
def assessments(request: HttpRequest, after: str | None = None) -> Any:
    """Capability assessments, newest first."""
    return page_of(seen_by(person_of(request), CapabilityAssessment, organisation=organisation_of(request)),
                   order=("-on", "-pk"), after=after)


@router.post("/assessments", response={201: AssessmentWhole}, operation_id="measure_begin_assessment")
def begin_assessment(request: HttpRequest, given: BeginIn) -> Any:
    """Begin to assess a practice."""
    person = person_of(request)
    criteria = visible(person, CriteriaSet, given.criteria_id) if given.criteria_id else None
    return Status(201, operations.begin_assessment(person=person, entity=visible_entity(person, given.entity_id), on=given.on,
                                                   criteria=criteria))


@router.get("/assessments/{pk}", response=AssessmentWhole, operation_id="measure_assessment")
def assessment(request: HttpRequest, pk: int) -> Any:
    """One assessment with all its criteria."""
    return visible(person_of(request), CapabilityAssessment, pk)


@router.post("/assessments/{pk}/findings", response=AssessmentWhole, operation_id="measure_find_criterion")
def find_criterion(request: HttpRequest, pk: int, given: FindingIn) -> Any:
    """Say of one criterion whether it is met, and what shows it."""
    person = person_of(request)
    return operations.find_criterion(person=person, assessment=visible(person, CapabilityAssessment, pk), **given.dict())


@router.post("/assessments/{pk}/end", response=AssessmentWhole, operation_id="measure_end_assessment")
def end_assessment(request: HttpRequest, pk: int) -> Any:
    """Close an assessment; its level stands."""
    person = person_of(request)
    return operations.end_assessment(person=person, assessment=visible(person, CapabilityAssessment, pk))


@router.post("/criteria", response={201: CriteriaOut}, operation_id="measure_add_criteria")
def add_criteria(request: HttpRequest, given: CriteriaIn) -> Any:
    """Keep criteria of one's own."""
    person = person_of(request)
    return Status(201, operations.add_criteria(person=person, unit=visible_unit(person, given.unit_id), name=given.name,
                                               lines=given.lines))


@router.get("/service-levels", response=PageOf[LevelOut], operation_id="measure_service_levels")
def service_levels(request: HttpRequest, after: str | None = None) -> Any:
    """Service levels with what was kept of them, by name."""
    rows = seen_by(person_of(request), ServiceLevel, organisation=organisation_of(request)).prefetch_related("attainments")
    return page_of(rows, order=("name", "pk"), after=after)


@router.post("/service-levels", response={201: LevelOut}, operation_id="measure_agree_level")
def agree_level(request: HttpRequest, given: LevelIn) -> Any:
    """Agree on a share of a measure."""
    person = person_of(request)
    told = given.dict(exclude={"entity_id", "kpi_id"})
    return Status(201, operations.agree_level(person=person, entity=visible_entity(person, given.entity_id),
                                              kpi=visible(person, Kpi, given.kpi_id), **told))


@router.get("/service-levels/{pk}", response=LevelOut, operation_id="measure_service_level")
def service_level(request: HttpRequest, pk: int) -> Any:
    """One service level with what was kept of it."""
    return visible(person_of(request), ServiceLevel, pk)


@router.patch("/service-levels/{pk}", response=LevelOut, operation_id="measure_edit_level")
def edit_level(request: HttpRequest, pk: int, given: LevelEdit) -> Any:
    """Change name, partner and end; another share is another agreement."""
    person = person_of(request)
    return operations.edit_level(person=person, level=visible(person, ServiceLevel, pk), **given.dict())
