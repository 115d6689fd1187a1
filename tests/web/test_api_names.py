"""Shapes and closed sets of the API stand in its document by their names: two of one name would be told as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

from pydantic import BaseModel

from headway.web.project.api import api as whole_api


def told_types() -> Iterator[type]:
    """Every shape and closed set that an operation takes or answers."""
    seen: set[int] = set()
    waiting: list[Any] = [
        field.annotation
        for _, router in whole_api._routers for view in router.path_operations.values() for operation in view.operations
        for shape in (*operation.models, *(one for one in operation.response_models.values() if hasattr(one, "model_fields")))
        for field in shape.model_fields.values()]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        waiting += get_args(found)
        if isinstance(found, type) and issubclass(found, BaseModel | Enum):
            yield found
            if issubclass(found, BaseModel):
                waiting += [field.annotation for field in found.model_fields.values()]


def test_no_two_types_of_the_api_have_one_name() -> None:
    places = defaultdict(set)
    for one in told_types():
        places[one.__name__].add(one.__module__)
    assert len(places) > 100
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
