"""Import of tables, and the whole register as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Field, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.ground.answers import JobOut, file_of
from headway.web.register import operations, queries
from headway.web.register.api.router import router
from headway.web.register.api.shapes import Key
from headway.web.register.api.talk import of_base64
from headway.web.register.export import as_json
from headway.web.register.models import Sheet
from headway.web.register.sheet_file import table_in


class SheetIn(Schema):
    """A table: its name, its content (CSV or .xlsx) in base64, and where rows go that name no place."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Annotated[str, Field(max_length=28_000_000)]
    entity_id: Key


class TroubleOut(Schema):
    row: int
    column: str
    value: str
    code: str
    said: str
    leaves_out: bool


class SheetOut(Schema):
    """What an import would do. `mapping` goes from column to field."""

    id: int
    name: str
    columns: list[str]
    mapping: dict[str, str]
    day_first: bool | None
    leave_out: bool
    imported_at: datetime | None
    made: int
    rows: int = 0
    faulty: int = 0
    troubles: list[TroubleOut] = Field(default_factory=list)


class MappingIn(Schema):
    mapping: dict[str, str]
    day_first: bool | None = None
    leave_out: bool = False


def told(sheet: Sheet, request: HttpRequest) -> SheetOut:
    own = {name: getattr(sheet, name) for name in ("name", "columns", "mapping", "day_first", "leave_out", "imported_at", "made")}
    if sheet.imported_at:
        return SheetOut(id=sheet.pk, **own)
    shown = queries.preview(sheet, person=person_of(request))
    troubles = [TroubleOut(row=one.row, column=one.column, value=one.value, code=one.code, said=one.said,
                           leaves_out=one.leaves_out) for one in shown.troubles]
    return SheetOut(id=sheet.pk, rows=shown.rows, faulty=shown.faulty, troubles=troubles, **own)


@router.post("/sheets", response={201: SheetOut}, operation_id="register_take_in_sheet")
def take_in(request: HttpRequest, given: SheetIn) -> Any:
    """Read a table in; nothing is written to the register yet."""
    person = person_of(request)
    entity = queries.visible_entity(person, given.entity_id)
    content = of_base64(given.content, name=given.name)
    sheet = operations.take_in(table_in(content, name=given.name), name=given.name, content=content, by=person, entity=entity)
    return Status(201, told(queries.visible_sheet(person, sheet.pk), request))


@router.get("/sheets/{pk}", response=SheetOut, operation_id="register_sheet")
def sheet(request: HttpRequest, pk: int) -> Any:
    """What the import of a table would do, or did."""
    return told(queries.visible_sheet(person_of(request), pk), request)


@router.put("/sheets/{pk}/mapping", response=SheetOut, operation_id="register_map_sheet")
def map_sheet(request: HttpRequest, pk: int, given: MappingIn) -> Any:
    """Say what the columns are."""
    person = person_of(request)
    operations.map_sheet(queries.visible_sheet(person, pk), by=person, **given.model_dump())
    return told(queries.visible_sheet(person, pk), request)


@router.post("/sheets/{pk}/import", response={202: JobOut}, operation_id="register_import_sheet")
def import_sheet(request: HttpRequest, pk: int) -> Any:
    """Write all rows that can be read, or none; by a job."""
    person = person_of(request)
    return Status(202, JobOut(job=operations.ask_for_import(queries.visible_sheet(person, pk), by=person).pk))


@router.get("/export", operation_id="register_export",
            openapi_extra=file_of("application/json", told="The register"))
def export(request: HttpRequest, state: str = "all", entity: str = "") -> StreamingHttpResponse:
    """Everything: all fields, steps, benefits, costs, links, comments, and what files there are."""
    asked = queries.Asked.read({"state": state, "entity": entity})
    rows = queries.found(person_of(request), organisation_of(request), asked, now=timezone.now())
    return StreamingHttpResponse(as_json(rows), content_type="application/json")
