"""Sources and uploads for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from ninja import Field, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of, visible_unit
from headway.web.ground.answers import file_of
from headway.web.ground.cursor import PageOf, page_of
from headway.web.measure import operations, store
from headway.web.measure.api.frame import router
from headway.web.measure.models import Holds, Source, Upload
from headway.web.measure.queries import uploads
from headway.web.measure.queries.sight import visible

CHUNK = 1 << 16


class SourceOut(Schema):
    id: int
    name: str
    unit_id: int
    version: int
    zone: str
    hours: str
    country: str
    tickets: int
    opened_from: date | None
    opened_to: date | None
    as_of: datetime | None
    digest: str
    read_as: dict[str, Any]


class SourceIn(Schema):
    name: str
    unit_id: int
    zone: str = ""
    hours: str = ""
    country: str = ""


class HoursIn(Schema):
    seen: int
    hours: str = ""
    country: str = ""


class UploadOut(Schema):
    """The account of a file: `rows_read` = `rows_used` + `rows_rejected`. `refused_code` says what it asks, or why not."""

    id: int
    source_id: int
    name: str
    holds: Holds
    state: str
    size: int
    digest: str
    refused_code: str
    refused_facts: dict[str, Any]
    columns: list[str]
    rows_read: int
    rows_used: int
    rows_rejected: int
    rejected: dict[str, int]
    new: int
    changed: int
    same: int
    findings: list[dict[str, Any]]


class ReadingIn(Schema):
    """How a file is to be read: a column for each field ("" sets it aside); what is left out stays as it was."""

    columns: dict[str, str] = Field(default_factory=dict)
    dates: str | None = None
    zone: str | None = None
    milestones: dict[str, str] = Field(default_factory=dict)
    sla_inverted: bool | None = None


@router.get("/sources", response=PageOf[SourceOut], operation_id="measure_sources")
def sources(request: HttpRequest, after: str | None = None) -> Any:
    """The sources of the organisation, by name."""
    return page_of(uploads.sources(person_of(request), organisation_of(request)), order=("name", "pk"), after=after)


@router.post("/sources", response={201: SourceOut}, operation_id="measure_add_source")
def add_source(request: HttpRequest, given: SourceIn) -> Any:
    """Add a ticket system whose exports will come in."""
    person = person_of(request)
    told = given.dict()
    return Status(201, operations.add_source(person=person, unit=visible_unit(person, told.pop("unit_id")), **told))


@router.get("/sources/{pk}", response=SourceOut, operation_id="measure_source")
def source(request: HttpRequest, pk: int) -> Any:
    """One source, and how its files are read."""
    return visible(person_of(request), Source, pk)


@router.patch("/sources/{pk}", response=SourceOut, operation_id="measure_edit_source")
def edit_source(request: HttpRequest, pk: int, given: HoursIn) -> Any:
    """Change a source's business hours."""
    person = person_of(request)
    return operations.edit_source(person=person, source=visible(person, Source, pk), **given.dict())


@router.post("/sources/{pk}/retire", response=SourceOut, operation_id="measure_retire_source")
def retire_source(request: HttpRequest, pk: int) -> Any:
    """A source that takes no more files; its log stays."""
    person = person_of(request)
    return operations.retire_source(person=person, source=visible(person, Source, pk))


@router.get("/sources/{pk}/uploads", response=PageOf[UploadOut], operation_id="measure_uploads")
def uploads_of(request: HttpRequest, pk: int, after: str | None = None) -> Any:
    """The uploads of a source, newest first."""
    return page_of(visible(person_of(request), Source, pk).uploads.all(), order=("-at", "-pk"), after=after)


@router.post("/sources/{pk}/uploads", response={201: UploadOut}, operation_id="measure_upload")
def upload(request: HttpRequest, pk: int, name: str = "upload.csv", holds: Holds = Holds.TICKETS) -> Any:
    """Upload a file: its bytes are the body of the request, its name stands in the query."""
    person = person_of(request)
    row = visible(person, Source, pk)
    return Status(201, operations.upload(person=person, source=row, name=name, holds=holds,
                                         chunks=iter(lambda: request.read(CHUNK), b"")))


@router.get("/uploads/{pk}", response=UploadOut, operation_id="measure_upload_account")
def upload_account(request: HttpRequest, pk: int) -> Any:
    """The account of one upload."""
    return visible(person_of(request), Upload, pk)


@router.post("/uploads/{pk}/reading", response=UploadOut, operation_id="measure_answer_reading")
def answer_reading(request: HttpRequest, pk: int, given: ReadingIn) -> Any:
    """Say how a file is to be read, and read it again."""
    person = person_of(request)
    return operations.answer_reading(person=person, upload=visible(person, Upload, pk), **given.dict())


@router.post("/uploads/{pk}/withdraw", response=UploadOut, operation_id="measure_withdraw_upload")
def withdraw_upload(request: HttpRequest, pk: int) -> Any:
    """Set a file aside that is not in the log."""
    person = person_of(request)
    return operations.withdraw_upload(person=person, upload=visible(person, Upload, pk))


@router.get("/uploads/{pk}/rejected", operation_id="measure_rejected",
            openapi_extra=file_of("text/csv", told="The rejected rows"))
def rejected(request: HttpRequest, pk: int) -> Any:
    """The rejected rows with their place and reason, as CSV."""
    row = visible(person_of(request), Upload, pk)
    path = store.rejected_path(row)
    if not row.rejected_file or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"rejected-{row.pk}.csv", content_type="text/csv")
