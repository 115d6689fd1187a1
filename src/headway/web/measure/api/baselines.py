"""Baselines for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.web.accounts.queries import person_of
from headway.web.measure import operations
from headway.web.measure.api.frame import router
from headway.web.measure.models import Baseline, CapabilityAssessment, Kpi
from headway.web.measure.queries.baselines import of_improvement
from headway.web.measure.queries.sight import visible, visible_improvement
from headway.web.register.evidence import EvidenceKind


class BaselineOut(Schema):
    """A frozen baseline; in force while `replaced_at` is null. `visible` tells after how many weeks a change would show."""

    id: int
    improvement_id: int
    kind: EvidenceKind
    kpi_id: int | None
    definition: int
    what: str
    measured_in: str
    digest: str
    data_digest: str
    window_from: date | None
    window_to: date | None
    period: str
    n: int
    n_points: int
    level: float | None
    lower: float | None
    upper: float | None
    spread: float | None
    stable: bool | None
    moving: str
    visible: list[dict[str, Any]]
    remark: str
    reason: str
    signed_by_id: int
    signed_at: datetime
    replaces_id: int | None
    replaced_at: datetime | None
    library: str


class FreezeIn(Schema):
    kpi_id: int
    since: date | None = None
    until: date | None = None
    remark: str = ""


class RebaseIn(Schema):
    reason: str = Field(max_length=400)
    since: date | None = None
    until: date | None = None
    remark: str = ""


class StatedIn(Schema):
    kind: EvidenceKind
    what: str
    measured_in: str
    level: float
    n: int = 0
    lower: float | None = None
    upper: float | None = None
    remark: str = ""


class AssessmentIn(Schema):
    assessment_id: int
    remark: str = ""


@router.get("/improvements/{pk}/baselines", response=list[BaselineOut], operation_id="measure_baselines")
def baselines(request: HttpRequest, pk: int) -> Any:
    """The baselines of an improvement, those in force first."""
    return list(of_improvement(visible_improvement(person_of(request), pk)))


@router.post("/improvements/{pk}/baselines", response={201: BaselineOut}, operation_id="measure_freeze_baseline")
def freeze_baseline(request: HttpRequest, pk: int, given: FreezeIn) -> Any:
    """Freeze where a measure stands; with it step 2 is done."""
    person = person_of(request)
    improvement = visible_improvement(person, pk)
    return Status(201, operations.freeze_baseline(
        person=person, improvement=improvement, kpi=visible(person, Kpi, given.kpi_id), since=given.since, until=given.until,
        remark=given.remark))


@router.post("/improvements/{pk}/baselines/stated", response={201: BaselineOut},
             operation_id="measure_state_baseline")
def state_baseline(request: HttpRequest, pk: int, given: StatedIn) -> Any:
    """State a baseline of a sample, an audit check or an estimate."""
    person = person_of(request)
    return Status(201, operations.state_baseline(person=person, improvement=visible_improvement(person, pk), **given.dict()))


@router.post("/improvements/{pk}/baselines/capability", response={201: BaselineOut},
             operation_id="measure_freeze_assessment")
def freeze_assessment(request: HttpRequest, pk: int, given: AssessmentIn) -> Any:
    """Take the capability of a practice as the baseline."""
    person = person_of(request)
    improvement = visible_improvement(person, pk)
    return Status(201, operations.freeze_assessment(
        person=person, improvement=improvement, assessment=visible(person, CapabilityAssessment, given.assessment_id),
        remark=given.remark))


@router.get("/baselines/{pk}", response=BaselineOut, operation_id="measure_baseline")
def baseline(request: HttpRequest, pk: int) -> Any:
    """One baseline."""
    return visible(person_of(request), Baseline, pk)


@router.post("/baselines/{pk}/rebase", response={201: BaselineOut}, operation_id="measure_rebase")
def rebase(request: HttpRequest, pk: int, given: RebaseIn) -> Any:
    """Replace a baseline, with the reason; the former one is kept."""
    person = person_of(request)
    return Status(201, operations.rebase(person=person, baseline=visible(person, Baseline, pk), **given.dict()))
