"""Pages of long lists by key, not by number: page 900 costs what page 1 does, and nothing is skipped or shown twice."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from ninja import Schema

from headway.web.ground.declined import Declined

Row = TypeVar("Row", bound=Model)
Item = TypeVar("Item")
SIZE, MOST = 50, 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page: its rows, and the cursor of the next or None at the end."""

    items: Sequence[Item]
    next: str | None


class PageOf(Schema, Generic[Item]):
    """The API's form of a page: `response=PageOf[IdeaOut]`."""

    items: list[Item]
    next: str | None


def page_of(rows: QuerySet[Row], *, order: tuple[str, ...], after: str | None = None, size: int = SIZE) -> Page[Row]:
    """A page of rows in this order; its last word must be unique ("pk" or "-pk"), its fields never null.

    Raises `Declined("bad_cursor")` for a cursor that this list did not give.
    """
    if after:
        rows = rows.filter(_beyond(order, _read(after, order=order, model=rows.model)))
    size = max(1, min(size, MOST))
    found = list(rows.order_by(*order)[:size + 1])
    more = len(found) > size
    return Page(items=found[:size], next=_written(found[size - 1], order) if more else None)


def _beyond(order: tuple[str, ...], values: list[Any]) -> Q:
    beyond, equal = Q(), Q()
    for word, value in zip(order, values, strict=True):
        name = word.lstrip("-")
        beyond |= equal & Q(**{f"{name}__{'lt' if word.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return beyond


def _written(row: Model, order: tuple[str, ...]) -> str:
    values = [_plain(getattr(row, word.lstrip("-"))) for word in order]
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float) else str(value)


def _read(cursor: str, *, order: tuple[str, ...], model: type[Model]) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(values, list) or len(values) != len(order):
            raise ValueError
        fields = [model._meta.pk if word.lstrip("-") == "pk" else model._meta.get_field(word.lstrip("-")) for word in order]
        return [field.to_python(value) for field, value in zip(fields, values, strict=True)]   # type: ignore[union-attr]
    except (ValueError, TypeError, binascii.Error, ValidationError, FieldDoesNotExist, UnicodeDecodeError) as error:
        raise Declined("bad_cursor") from error
