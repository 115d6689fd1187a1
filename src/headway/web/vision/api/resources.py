"""Rows for programs: listed in pages, fetched, added and changed, each by the operations that the pages use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, get_type_hints

from django.db.models import CharField, Model, TextField
from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import create_model

from headway.web.accounts import queries as accounts
from headway.web.accounts.models import InUnit, Unit, User
from headway.web.accounts.queries import person_of
from headway.web.ground.cursor import PageOf, page_of
from headway.web.vision.queries import seen_by, visible

router: Final = Router(tags=["vision"])


class Told(Schema):
    """What every row tells beside its fields."""

    id: int
    version: int
    unit_id: int


@dataclass(frozen=True, slots=True)
class Resource:
    """A sort of row: where it lies, what it is called, what is given and told of it, its operations (None: another way in)."""

    path: str
    one: str
    many: str
    model: type[InUnit]
    given: type[Schema]
    told: type[Schema]
    change: Callable[[User, Any, int | None, dict[str, Any]], InUnit]
    add: Callable[..., InUnit] | None = None
    left_out: tuple[str, ...] = ()   # given when it is added, never changed
    lists: bool = True               # else its list stands elsewhere, with questions of its own


def changes_of(resource: Resource) -> type[Schema]:
    """The schema of a change: every field may be left out; `seen` is the version that was read."""
    fields: dict[str, Any] = {name: (hint | None, None) for name, hint in get_type_hints(resource.given).items()
                              if name in resource.given.model_fields and name not in resource.left_out}
    made: type[Schema] = create_model(f"{resource.given.__name__.removesuffix('In')}Change", __base__=Schema,
                                      seen=(int | None, None), **fields)
    return made


def resolved(person: User, model: type[Model], given: dict[str, Any]) -> dict[str, Any]:
    """Ids become rows in sight; 404 for one that is not."""
    values: dict[str, Any] = {}
    for name, value in given.items():
        field = model._meta.get_field(name.removesuffix("_id")) if name.endswith("_id") else None
        if field is None or value is None:
            values[name.removesuffix("_id")] = "" if value is None and _is_text(model, name) else value
            continue
        to: Any = field.related_model
        fetch: dict[Any, Callable[[User, int], Any]] = {User: accounts.visible_person, Unit: accounts.visible_unit}
        values[field.name] = fetch[to](person, value) if to in fetch else visible(person, to, value)
    if values.get("unit", ...) is None:   # a row is never without a unit
        del values["unit"]
    return values


def _is_text(model: type[Model], name: str) -> bool:
    """Whether null empties this field: a text that may be empty."""
    column = model._meta.get_field(name)
    return isinstance(column, CharField | TextField) and column.blank and not column.null


def serve(resource: Resource) -> None:
    """Give the router the resource's four operations."""
    model, told, given = resource.model, resource.told, resource.given

    def listed(request: HttpRequest, after: str | None = None) -> Any:
        return page_of(seen_by(person_of(request), model), order=("pk",), after=after)

    def one(request: HttpRequest, pk: int) -> Any:
        return visible(person_of(request), model, pk)

    def added(request: HttpRequest, given: Any) -> Any:
        person = person_of(request)
        assert resource.add is not None
        return Status(201, resource.add(person=person, **resolved(person, model, given.dict())))

    def changed(request: HttpRequest, pk: int, given: Any) -> Any:
        person = person_of(request)
        row = visible(person, model, pk)
        values = given.dict(exclude_unset=True)
        seen = values.pop("seen", None)
        return resource.change(person, row, seen, resolved(person, model, values))

    added.__annotations__["given"] = given
    changed.__annotations__["given"] = changes_of(resource)
    listed.__doc__ = f"The {resource.many.replace('_', ' ')} in sight, the oldest first."
    one.__doc__ = f"One {resource.one.replace('_', ' ')}."
    added.__doc__ = f"Add a row: {resource.one.replace('_', ' ')}."
    changed.__doc__ = f"Change fields of one {resource.one.replace('_', ' ')}; send `seen` to be told of a change meanwhile."
    if resource.lists:
        router.get(f"/{resource.path}", response=PageOf[told],   # type: ignore[valid-type]
                   operation_id=f"vision_{resource.many}")(listed)
    router.get(f"/{resource.path}/{{pk}}", response=told, operation_id=f"vision_{resource.one}")(one)
    router.patch(f"/{resource.path}/{{pk}}", response=told,
                 operation_id=f"vision_change_{resource.one}")(changed)
    if resource.add is not None:
        router.post(f"/{resource.path}", response={201: told}, operation_id=f"vision_add_{resource.one}")(added)
