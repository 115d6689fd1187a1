"""The API's OpenAPI document as values for a page, which needs no script from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from ninja import NinjaAPI


@dataclass(frozen=True, slots=True)
class Operation:
    method: str
    path: str
    summary: str
    told: str
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    title: str
    version: str
    told: str
    document_url: str
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]


def described(api: NinjaAPI) -> Described:
    """The whole API, grouped by slice."""
    document: dict[str, Any] = api.get_openapi_schema()
    groups: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            tag = (operation.get("tags") or ["other"])[0]
            groups.setdefault(tag, []).append(Operation(
                method=method.upper(), path=path, summary=operation.get("summary", ""),
                told=operation.get("description", ""),
                parameters=tuple(parameter["name"] for parameter in operation.get("parameters", ()))))
    return Described(title=document["info"]["title"], version=document["info"]["version"],
                     told=document["info"]["description"], document_url=reverse("api:openapi-json"),
                     groups=tuple((name, tuple(operations)) for name, operations in groups.items()))
