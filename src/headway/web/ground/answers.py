"""Answers of the API that several slices give: a job that was asked for, and a file."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Schema


class JobOut(Schema):
    """A job that was asked for; `GET /accounts/jobs/{job}` tells how far it is."""

    job: UUID


def file_of(content_type: str, *, told: str) -> dict[str, Any]:
    """For `openapi_extra=` of an operation that answers with a file: its content in the document."""
    schema = {} if content_type == "application/json" else {"type": "string", "format": "binary"}
    return {"responses": {200: {"description": told, "content": {content_type: {"schema": schema}}}}}
