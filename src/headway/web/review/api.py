"""Step 6 for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.act.models import Intervention
from headway.web.ground.answers import JobOut
from headway.web.ground.cursor import PageOf, page_of
from headway.web.measure.models import Kpi
from headway.web.measure.queries.sight import seen_by as measures_seen_by
from headway.web.register.queries.records import visible as visible_improvement
from headway.web.review import operations
from headway.web.review.models import Answer, DecisionKind, RefusedComparison, Verdict
from headway.web.review.queries import cards, pages
from headway.web.review.queries.sight import seen_by, visible_question, visible_verdict

router = Router(tags=["review"])


class VerdictOut(Schema):
    """A verdict in short; `verdict` of one verdict is the library's whole document."""

    id: int
    improvement_id: int
    question_id: int
    look: int
    answer: Answer
    measure: str
    headline: str
    says: str
    before: float | None
    after: float | None
    after_low: float | None
    after_high: float | None
    target: float | None
    level_kept: bool | None
    look_again_on: date | None
    digest: str
    library: str
    judged_at: datetime
    replaced_at: datetime | None
    decided: str


class InputOut(Schema):
    role: str
    name: str
    digest: str
    tolerated: float | None


class WholeVerdictOut(VerdictOut):
    verdict: dict[str, Any]
    circumstances: dict[str, Any]
    inputs: list[InputOut]

    @staticmethod
    def resolve_verdict(row: Verdict) -> Any:
        return row.told

    @staticmethod
    def resolve_inputs(row: Verdict) -> Any:
        return list(row.inputs.order_by("pk"))


class RefusedOut(Schema):
    """A comparison that was not made: the code with its facts and sentence, both figures."""

    id: int
    question_id: int
    code: str
    facts: dict[str, Any]
    message: str
    before: str
    after: str
    at: datetime
    replaced_at: datetime | None

    @staticmethod
    def resolve_message(row: RefusedComparison) -> str:
        return cards.sentence_of(row)

    @staticmethod
    def resolve_before(row: RefusedComparison) -> str:
        return f"{row.before_what}: {row.before_figure}"

    @staticmethod
    def resolve_after(row: RefusedComparison) -> str:
        return f"{row.after_what}: {row.after_figure}"


class AskedOfIt(Schema):
    verdicts: list[VerdictOut]
    refused: list[RefusedOut]


class QuestionIn(Schema):
    intervention_id: int
    kpi_id: int
    control_ids: list[int] = Field(default_factory=list)
    looks_planned: int | None = None
    picked_from: int = 1


class QuestionOut(Schema):
    id: int
    job_id: UUID


class DecisionIn(Schema):
    """`happened_on` and `exposed` are for a roll-out, dated as a second change; the day alone for what was undone."""

    kind: DecisionKind
    reason: str
    happened_on: date | None = None
    exposed: str = ""


class DecisionOut(Schema):
    id: int
    verdict_id: int
    kind: DecisionKind
    reason: str
    by_id: int | None
    at: datetime
    intervention_id: int | None


@router.get("/verdicts", response=PageOf[VerdictOut], operation_id="review_verdicts")
def verdicts(request: HttpRequest, after: str | None = None, answer: Answer | None = None, due: bool = False) -> Any:
    """The verdicts in force, newest first; of one answer, or those whose day to look again has come."""
    rows = pages.in_organisation(person_of(request), organisation_of(request))
    if answer is not None:
        rows = rows.filter(answer=answer)
    if due:
        rows = pages.to_look_at_again(rows, today=timezone.localdate())
    return page_of(rows, order=("-judged_at", "-pk"), after=after)


@router.get("/verdicts/{pk}", response=WholeVerdictOut, operation_id="review_verdict")
def verdict(request: HttpRequest, pk: int) -> Any:
    """One verdict, whole, as it was judged then."""
    return visible_verdict(person_of(request), pk)


@router.get("/improvements/{pk}", response=AskedOfIt, operation_id="review_improvement")
def improvement(request: HttpRequest, pk: int) -> Any:
    """Everything that was asked of an improvement: verdicts and refused comparisons, newest first, also those replaced."""
    person = person_of(request)
    found = visible_improvement(person, pk)
    return {"verdicts": list(seen_by(person, Verdict).filter(improvement=found).order_by("-judged_at", "-pk")[:200]),
            "refused": list(seen_by(person, RefusedComparison).filter(improvement=found).order_by("-at", "-pk")[:200])}


@router.post("/improvements/{pk}/questions", response={201: QuestionOut}, operation_id="review_ask")
def ask(request: HttpRequest, pk: int, given: QuestionIn) -> Any:
    """Ask of a change by a measure; the job that is told judges it."""
    person = person_of(request)
    found = visible_improvement(person, pk)
    change = Intervention.objects.filter(improvement=found, pk=given.intervention_id).select_related(
        "improvement__unit", "improvement__organisation").first()
    seen = measures_seen_by(person, Kpi)
    kpi = seen.filter(pk=given.kpi_id).select_related("entity").first()
    controls = list(seen.filter(pk__in=given.control_ids))
    if change is None or kpi is None or len(controls) != len(set(given.control_ids)):
        raise Http404
    row, job = operations.ask(person=person, intervention=change, kpi=kpi, controls=controls,
                              looks_planned=given.looks_planned, picked_from=given.picked_from)
    return Status(201, {"id": row.pk, "job_id": job.pk})


@router.post("/questions/{pk}/looks", response={201: JobOut}, operation_id="review_look")
def look(request: HttpRequest, pk: int) -> Any:
    """Look again now."""
    person = person_of(request)
    return Status(201, JobOut(job=operations.ask_for_look(visible_question(person, pk), person=person).pk))


@router.post("/questions/{pk}/end", response={204: None}, operation_id="review_end")
def end(request: HttpRequest, pk: int) -> Any:
    """Ask no more; its verdicts stay."""
    person = person_of(request)
    operations.end_question(visible_question(person, pk), person=person)
    return Status(204, None)


@router.post("/verdicts/{pk}/decisions", response={201: DecisionOut}, operation_id="review_decide")
def decide(request: HttpRequest, pk: int, given: DecisionIn) -> Any:
    """Decide what becomes of the change, with a reason; step 6 is done."""
    person = person_of(request)
    return Status(201, operations.decide(visible_verdict(person, pk), person=person, **given.dict()))
