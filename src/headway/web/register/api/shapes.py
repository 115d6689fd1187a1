"""What the API takes and tells."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404
from ninja import Field, Schema

from headway.web.accounts.models import User
from headway.web.accounts.queries import in_sight
from headway.web.register import queries
from headway.web.register.models import Improvement
from headway.web.register.states import RaisedFrom, Size, Timescale
from headway.web.vision.models import Expectation, Objective, Stakeholder

Title = Annotated[str, Field(min_length=1, max_length=200)]
Line = Annotated[str, Field(max_length=400)]
Text = Annotated[str, Field(max_length=20_000)]
OneToFive = Annotated[int, Field(ge=1, le=5)]
Terms = Annotated[list[Annotated[str, Field(max_length=80)]], Field(max_length=60)]
Key = Annotated[int, Field(ge=1, le=2 ** 62)]
PEOPLE = ("owner", "sponsor", "coordinator", "approver")


class ImprovementOut(Schema):
    """A record with its route: seven letters, "." open, "d" done, "s" skipped."""

    id: int
    version: int
    number: str
    title: str
    idea: str
    unit_id: int
    entity_id: int
    parent_id: int | None
    previous_id: int | None
    same_as_id: int | None
    pack: str
    level: str
    practices: list[str]
    gain_activities: list[str]
    work_activities: list[str]
    dimensions: list[str]
    principles: list[str]
    objective_id: int | None
    no_objective: str
    outcome: str
    provider_part: str
    consumer_part: str
    provider_costs: str
    consumer_costs: str
    provider_risks: str
    consumer_risks: str
    raised_by_id: int | None
    owner_id: int | None
    sponsor_id: int | None
    coordinator_id: int | None
    approver_id: int | None
    size: str
    effort_days: Decimal | None
    timescale: str
    priority: int | None
    urgency: int | None
    impact: int | None
    factors: dict[str, float]
    score: float | None
    raised_on: date
    starts_on: date | None
    due_on: date | None
    review_on: date | None
    origin: str
    origin_reference: str
    origin_address: str
    imported: dict[str, str]
    state: str
    state_since: datetime
    state_reason: str
    on_hold_until: date | None
    closure: str
    route: str
    step: int
    step_since: datetime
    is_quick_win: bool
    created_at: datetime
    changed_at: datetime


class WholeImprovementOut(ImprovementOut):
    """The same with those that it is for, and what of their expectations it touches."""

    stakeholder_ids: list[int]
    expectation_ids: list[int]

    @staticmethod
    def resolve_stakeholder_ids(row: Improvement) -> list[int]:
        return sorted(row.stakeholders.values_list("pk", flat=True))

    @staticmethod
    def resolve_expectation_ids(row: Improvement) -> list[int]:
        return sorted(row.expectations.values_list("pk", flat=True))


class IdeaIn(Schema):
    """Two fields, and where it belongs if that is known."""

    title: Title
    idea: Text = ""
    entity_id: Key | None = None


class ChangesIn(Schema):
    """Only what is sent is changed; null empties. `seen` is the version that was read."""

    seen: int | None = None
    title: Title = ""
    idea: Text = ""
    entity_id: Key = 0
    parent_id: Key | None = None
    previous_id: Key | None = None
    level: Annotated[str, Field(max_length=80)] = ""
    practices: Terms = Field(default_factory=list)
    gain_activities: Terms = Field(default_factory=list)
    work_activities: Terms = Field(default_factory=list)
    dimensions: Terms = Field(default_factory=list)
    principles: Terms = Field(default_factory=list)
    objective_id: Key | None = None
    no_objective: Line = ""
    stakeholder_ids: list[Key] = Field(default_factory=list)
    expectation_ids: list[Key] = Field(default_factory=list)
    outcome: Text = ""
    provider_part: Line = ""
    consumer_part: Line = ""
    provider_costs: Line = ""
    consumer_costs: Line = ""
    provider_risks: Line = ""
    consumer_risks: Line = ""
    owner_id: Key | None = None
    sponsor_id: Key | None = None
    coordinator_id: Key | None = None
    approver_id: Key | None = None
    size: Size | None = None
    effort_days: Annotated[Decimal, Field(ge=0, lt=10_000_000, max_digits=8, decimal_places=1)] | None = None
    timescale: Timescale | None = None
    priority: OneToFive | None = None
    urgency: OneToFive | None = None
    impact: OneToFive | None = None
    factors: Annotated[dict[Annotated[str, Field(max_length=40)], Annotated[float, Field(ge=-1e9, le=1e9)]],
                       Field(max_length=30)] = Field(default_factory=dict)
    raised_on: date | None = None
    starts_on: date | None = None
    due_on: date | None = None
    review_on: date | None = None
    origin: RaisedFrom = RaisedFrom.IDEA
    origin_reference: Annotated[str, Field(max_length=120)] = ""
    origin_address: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""


def changes(given: ChangesIn, *, person: User, improvement: Improvement) -> dict[str, Any]:
    """The fields that were sent, their ids as rows that this person sees; an id out of sight makes it 404."""
    sent = given.model_dump(exclude_unset=True)
    sent.pop("seen", None)
    told: dict[str, Any] = {name: value for name, value in sent.items() if not name.endswith(("_id", "_ids"))}
    for name in ("size", "timescale"):
        if name in told:
            told[name] = told[name] or ""
    if told.get("raised_on", ...) is None:
        del told["raised_on"]
    if told.get("title", ...) == "":
        del told["title"]
    members = queries.members(improvement.organisation)
    for name in PEOPLE:
        if f"{name}_id" in sent:
            told[name] = _one(members, sent[f"{name}_id"])
    for name in ("parent", "previous"):
        if f"{name}_id" in sent:
            told[name] = _one(queries.in_register(person, improvement.organisation), sent[f"{name}_id"])
    if "objective_id" in sent:
        told["objective"] = _one(Objective.objects.filter(in_sight(person)).select_related("unit"), sent["objective_id"])
    if sent.get("entity_id"):
        told["entity"] = queries.visible_entity(person, sent["entity_id"])
    for name, model in (("stakeholders", Stakeholder), ("expectations", Expectation)):
        if f"{name[:-1]}_ids" in sent:
            told[name] = _all(model.objects.filter(in_sight(person)), sent[f"{name[:-1]}_ids"])
    return told


def _one(rows: Any, pk: int | None) -> Any:
    if pk is None:
        return None
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _all(rows: Any, pks: list[int]) -> list[Any]:
    found = list(rows.filter(pk__in=set(pks)))
    if len(found) != len(set(pks)):
        raise Http404
    return found
