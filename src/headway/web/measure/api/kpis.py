"""Measures and their points for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of, visible_person
from headway.web.ground.answers import JobOut
from headway.web.ground.cursor import PageOf, page_of
from headway.web.measure import operations
from headway.web.measure.api.frame import router
from headway.web.measure.models import (
    Direction,
    Family,
    Kpi,
    Origin,
    PeriodLength,
    Point,
    Question,
    Source,
    UnitOfMeasure,
)
from headway.web.measure.queries.rows import why_empty, with_figures
from headway.web.measure.queries.sight import seen_by, visible, visible_entity
from headway.web.vision.models import Expectation


class FiguresOut(Schema):
    """Where a measure stands: shares from 0 to 1, durations in hours. `stable` null: too few points to say."""

    digest: str
    measured_at: datetime
    as_of: datetime | None
    period: str
    n: int
    n_points: int
    value: float | None
    now: float | None
    lower: float | None
    upper: float | None
    stable: bool | None
    moving: str
    empty_because: str


class KpiOut(Schema):
    """`newest` are the figures of its newest points; `empty` says in words why there are none."""

    id: int
    name: str
    entity_id: int
    unit_id: int
    version: int
    definition: int
    family: Family
    origin: Origin
    measure: str
    own_measure: str
    source_id: int | None
    question_id: int | None
    on_business_clock: bool
    period: PeriodLength
    measured_in: UnitOfMeasure
    direction: Direction
    aspect: str
    meaning: str
    owner_id: int | None
    retired_on: date | None
    newest: FiguresOut | None
    empty: str

    @staticmethod
    def resolve_empty(row: Kpi) -> str:
        return "" if row.newest is not None and not row.newest.empty_because else why_empty(row)


class KpiIn(Schema):
    """Of the log: `measure` or `own_measure`, and `source_id`. Of one's own or a survey's: `measured_in` and `direction`."""

    entity_id: int
    name: str
    family: Family
    origin: Origin = Origin.LOG
    measure: str = ""
    own_measure: str = ""
    source_id: int | None = None
    question_id: int | None = None
    on_business_clock: bool = False
    period: PeriodLength = PeriodLength.FITTING
    measured_in: UnitOfMeasure | None = None
    direction: Direction | None = None
    aspect: Annotated[str, Field(max_length=120)] = ""    # of utility or warranty, as in "warranty_aspect/availability"
    meaning: str = ""
    owner_id: int | None = None


class KpiEdit(KpiIn):
    seen: int


class ShippedIn(Schema):
    entity_id: int
    source_id: int
    measures: list[str]


class PointOut(Schema):
    starts_on: date
    n: int
    value: float | None
    sum: float | None
    sum_squares: float | None
    settled: bool
    thin: bool
    partial: bool
    suspect: bool


class OwnPointIn(Schema):
    """`value` null removes the period's point. A share needs `n`."""

    starts_on: date
    value: float | None
    n: int | None = None


class PointsIn(Schema):
    points: list[OwnPointIn]
    replace_all: bool = False


class ChangedOut(Schema):
    changed: int


class TieIn(Schema):
    expectation_id: int
    tied: bool = True


def _given(request: HttpRequest, given: KpiIn) -> dict[str, Any]:
    """What operations take: rows instead of ids, each only if it is in sight."""
    person, told = person_of(request), given.dict(exclude={"entity_id", "source_id", "question_id", "owner_id", "seen"})
    told["entity"] = visible_entity(person, given.entity_id)
    told["source"] = visible(person, Source, given.source_id) if given.source_id else None
    told["question"] = None
    if given.question_id:
        told["question"] = Question.objects.filter(
            pk=given.question_id, survey__unit__organisation=organisation_of(request)).first()
    told["owner"] = visible_person(person, given.owner_id) if given.owner_id else None
    return told | {"measured_in": given.measured_in or "", "direction": given.direction or ""}


def _shown(row: Kpi) -> Kpi:
    return with_figures(Kpi.objects.filter(pk=row.pk)).get()


def _rows(request: HttpRequest) -> QuerySet[Kpi]:
    return with_figures(seen_by(person_of(request), Kpi, organisation=organisation_of(request)))


@router.get("/kpis", response=PageOf[KpiOut], operation_id="measure_kpis")
def kpis(request: HttpRequest, entity: int | None = None, family: Family | None = None, after: str | None = None) -> Any:
    """Measures that are taken, by name."""
    rows = _rows(request).filter(retired_on=None)
    if entity is not None:
        rows = rows.filter(entity=entity)
    return page_of(rows.filter(family=family) if family else rows, order=("name", "pk"), after=after)


@router.post("/kpis", response={201: KpiOut}, operation_id="measure_add_kpi")
def add_kpi(request: HttpRequest, given: KpiIn) -> Any:
    """Add a measure of an entity."""
    told = _given(request, given)
    return Status(201, _shown(operations.add_kpi(person=person_of(request), entity=told.pop("entity"), **told)))


@router.post("/kpis/shipped", response={201: list[KpiOut]}, operation_id="measure_add_shipped")
def add_shipped(request: HttpRequest, given: ShippedIn) -> Any:
    """Add several measures of the catalogue at once."""
    person = person_of(request)
    made = operations.add_shipped(person=person, entity=visible_entity(person, given.entity_id),
                                  source=visible(person, Source, given.source_id), measures=given.measures)
    return Status(201, list(with_figures(Kpi.objects.filter(pk__in=[row.pk for row in made]))))


@router.get("/kpis/{pk}", response=KpiOut, operation_id="measure_kpi")
def kpi(request: HttpRequest, pk: int) -> Any:
    """One measure with its newest figures."""
    return _shown(visible(person_of(request), Kpi, pk))


@router.patch("/kpis/{pk}", response=KpiOut, operation_id="measure_edit_kpi")
def edit_kpi(request: HttpRequest, pk: int, given: KpiEdit) -> Any:
    """Change a measure; where what is measured changes, it gets a new definition."""
    row = visible(person_of(request), Kpi, pk)
    return _shown(operations.edit_kpi(person=person_of(request), kpi=row, seen=given.seen, **_given(request, given)))


@router.post("/kpis/{pk}/retire", response=KpiOut, operation_id="measure_retire_kpi")
def retire_kpi(request: HttpRequest, pk: int) -> Any:
    """No longer take a measure; its points stay."""
    person = person_of(request)
    return _shown(operations.retire_kpi(person=person, kpi=visible(person, Kpi, pk)))


@router.post("/kpis/{pk}/count", response=JobOut, operation_id="measure_recount")
def recount(request: HttpRequest, pk: int) -> Any:
    """Have a measure counted again."""
    person = person_of(request)
    return JobOut(job=operations.recount(person=person, kpi=visible(person, Kpi, pk)).pk)


@router.get("/kpis/{pk}/points", response=PageOf[PointOut], operation_id="measure_points")
def points(request: HttpRequest, pk: int, after: str | None = None) -> Any:
    """The newest points of a measure, oldest first."""
    row = visible(person_of(request), Kpi, pk)
    return page_of(Point.objects.filter(set=row.newest_id or 0), order=("starts_on", "pk"), after=after, size=200)


@router.post("/kpis/{pk}/points", response=ChangedOut, operation_id="measure_put_points")
def put_points(request: HttpRequest, pk: int, given: PointsIn) -> Any:
    """Give points of one's own."""
    person = person_of(request)
    told = [(point.starts_on, point.value, point.n) for point in given.points]
    return ChangedOut(changed=operations.put_points(person=person, kpi=visible(person, Kpi, pk), points=told,
                                                    replace_all=given.replace_all))


@router.post("/kpis/{pk}/expectations", response=KpiOut, operation_id="measure_tie_expectation")
def tie_expectation(request: HttpRequest, pk: int, given: TieIn) -> Any:
    """Tie an expectation to the measure that shows whether it is met, or take the tie away."""
    person = person_of(request)
    row = visible(person, Kpi, pk)
    operations.tie_expectation(person=person, kpi=row, expectation=visible(person, Expectation, given.expectation_id),
                               tied=given.tied)
    return _shown(row)
