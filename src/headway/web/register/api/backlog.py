"""The list, its order, many at once, the ways of a backlog, saved views, the public link, letters."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any
from urllib.parse import parse_qsl

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Field, Query, Schema, Status

from headway.web.accounts.queries import may, organisation_of, person_of, root, visible_organisation
from headway.web.accounts.roles import May
from headway.web.ground.answers import JobOut
from headway.web.ground.cursor import PageOf, page_of
from headway.web.register import operations, queries
from headway.web.register.api.router import router
from headway.web.register.api.shapes import ChangesIn, ImprovementOut, Key, changes
from headway.web.register.letters import Occasion
from headway.web.register.models import SavedView
from headway.web.register.queries.backlog import ORDERS
from headway.web.register.states import FormulaKind


class AskedIn(Schema):
    """What is asked of the register, as in the address of the page."""

    words: str = ""
    entity: str = ""
    objective: str = ""
    state: str = "open"
    step: str = ""
    owner: str = ""
    level: str = ""
    practice: str = ""
    activity: str = ""
    dimension: str = ""
    size: str = ""
    priority: str = ""
    mine: bool = False
    stale: bool = False
    quick_win: bool = False
    no_objective: bool = False
    order: str = "rank"
    after: str | None = None


class MoveIn(Schema):
    """One of the two: right before, or right after another record."""

    before_id: Key | None = None
    after_id: Key | None = None


class ManyIn(Schema):
    ids: Annotated[list[Key], Field(min_length=1, max_length=500)]
    changes: ChangesIn


class ManyOut(Schema):
    changed: int


class BacklogIn(Schema):
    formula: FormulaKind
    expression: Annotated[str, Field(max_length=300)] = ""
    quick_win_days: Annotated[Decimal, Field(ge=0, lt=10_000, max_digits=5, decimal_places=1)] = Decimal(5)
    stale_days: Annotated[int, Field(ge=1, le=3650)] = 60
    seen: int | None = None


class BacklogOut(Schema):
    entity_id: int
    formula: str
    expression: str
    names: list[str]
    quick_win_days: Decimal
    stale_days: int
    version: int


class ViewIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    query: Annotated[str, Field(max_length=1000)] = ""
    shared: bool = False


class ViewOut(Schema):
    pk: int
    name: str
    query: str
    own: bool


class IdeaLinkIn(Schema):
    entity_id: Key
    is_open: bool
    anew: bool = False


class IdeaLinkOut(Schema):
    entity_id: int
    is_open: bool
    word: str


class LettersIn(Schema):
    wanted: list[Occasion]


class LettersOut(Schema):
    wanted: list[Occasion]


@router.get("/improvements", response=PageOf[ImprovementOut], operation_id="register_improvements")
def improvements(request: HttpRequest, given: Query[AskedIn]) -> Any:
    """The register, filtered and ordered as the page is."""
    asked = queries.Asked.read(given.model_dump(exclude={"after"}))
    rows = queries.found(person_of(request), organisation_of(request), asked, now=timezone.now())
    return page_of(rows, order=ORDERS[asked.order], after=given.after)


@router.post("/improvements/{pk}/move", response=ImprovementOut, operation_id="register_move")
def move(request: HttpRequest, pk: int, given: MoveIn) -> Any:
    """Place a record right before or after another."""
    person = person_of(request)
    before = queries.visible(person, given.before_id) if given.before_id else None
    after = queries.visible(person, given.after_id) if given.after_id else None
    return operations.move(queries.visible(person, pk), by=person, before=before, after=after)


@router.post("/improvements/edit-many", response=ManyOut, operation_id="register_edit_many")
def edit_many(request: HttpRequest, given: ManyIn) -> Any:
    """The same change in many records: in all, or in none."""
    person = person_of(request)
    rows = queries.visible_many(person, given.ids, organisation=organisation_of(request))
    return ManyOut(changed=operations.edit_many(rows, by=person, changes=changes(given.changes, person=person,
                                                                                   improvement=rows[0])))


@router.get("/backlogs/{pk}", response=BacklogOut, operation_id="register_backlog")
def backlog(request: HttpRequest, pk: int) -> Any:
    """How the backlog of an entity is kept; `names` are the numbers that its formula wants."""
    held = queries.backlog_of(queries.visible_entity(person_of(request), pk))
    return BacklogOut(entity_id=pk, formula=held.formula, expression=held.expression, names=list(queries.formula_in(held).names),
                      quick_win_days=held.quick_win_days, stale_days=held.stale_days, version=held.version)


@router.put("/backlogs/{pk}", response=JobOut, operation_id="register_keep_backlog")
def keep_backlog(request: HttpRequest, pk: int, given: BacklogIn) -> Any:
    """Choose formula and limits; the job scores anew."""
    person = person_of(request)
    job = operations.keep_backlog(queries.visible_entity(person, pk), by=person, **given.model_dump())
    return JobOut(job=job.pk)


@router.get("/organisations/{pk}/views", response=list[ViewOut], operation_id="register_views")
def views(request: HttpRequest, pk: int) -> Any:
    """One's own saved views and the shared ones."""
    person = person_of(request)
    return list(queries.views_of(person, visible_organisation(person, pk)))


@router.post("/organisations/{pk}/views", response={201: ViewOut}, operation_id="register_save_view")
def save_view(request: HttpRequest, pk: int, given: ViewIn) -> Any:
    """Keep a filter under a name."""
    person = person_of(request)
    query = queries.Asked.read(dict(parse_qsl(given.query))).query()
    view = operations.save_view(by=person, organisation=visible_organisation(person, pk), name=given.name, query=query,
                                shared=given.shared)
    return Status(201, ViewOut(pk=view.pk, name=view.name, query=view.query, own=True))


@router.delete("/views/{pk}", response={204: None}, operation_id="register_drop_view")
def drop_view(request: HttpRequest, pk: int) -> Any:
    """Remove one's own view."""
    person = person_of(request)
    operations.drop_view(get_object_or_404(SavedView.objects.select_related("organisation"), pk=pk, person=person), by=person)
    return Status(204, None)


@router.get("/idea-link", response=IdeaLinkOut | None, operation_id="register_idea_link")
def idea_link(request: HttpRequest) -> Any:
    """The public link, for administrators."""
    if not may(person_of(request), May.ADMINISTER, unit=root(organisation_of(request))):
        raise PermissionDenied
    return queries.idea_link(organisation_of(request))


@router.put("/idea-link", response=IdeaLinkOut, operation_id="register_keep_idea_link")
def keep_idea_link(request: HttpRequest, given: IdeaLinkIn) -> Any:
    """Open or close the public link; `anew` ends the old one."""
    person = person_of(request)
    entity = queries.visible_entity(person, given.entity_id)
    return operations.keep_idea_link(person=person, organisation=entity.unit.organisation, entity=entity, is_open=given.is_open,
                                     anew=given.anew)


@router.get("/people/{pk}/letters", response=LettersOut, operation_id="register_letters")
def letters(request: HttpRequest, pk: int) -> Any:
    """On which occasions one gets letters; everybody for themself."""
    person = person_of(request)
    if pk != person.pk:
        raise Http404
    return LettersOut(wanted=[Occasion(one) for one in queries.wanted_letters(person)])


@router.put("/people/{pk}/letters", response={204: None}, operation_id="register_choose_letters")
def choose_letters(request: HttpRequest, pk: int, given: LettersIn) -> Any:
    """On which occasions one gets letters; everybody for themself."""
    person = person_of(request)
    if pk != person.pk:
        raise Http404
    operations.choose_letters(by=person, wanted=given.wanted)
    return Status(204, None)


@router.get("/ageing", response=list[dict[str, Any]], operation_id="register_ageing")
def ageing(request: HttpRequest, entity: str = "") -> Any:
    """What has waited longest in its step, at most 300."""
    person, organisation = person_of(request), organisation_of(request)
    asked = queries.Asked.read({"entity": entity})
    picture = queries.ageing(person, organisation, asked, now=timezone.now(), limit_days=queries.usual_stale_days())
    return [{"id": dot.pk, "title": dot.title, "days": dot.days, "too_long": dot.stale} for dot in picture.dots]
