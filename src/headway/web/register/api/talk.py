"""Comments, watching, links, files."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Annotated, Any

from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Field, Schema, Status

from headway.web.accounts.queries import in_sight, person_of
from headway.web.ground.answers import file_of
from headway.web.ground.declined import Declined
from headway.web.register import operations, queries
from headway.web.register.api.router import router
from headway.web.register.files import checked, download
from headway.web.register.models import Attachment, Comment, Link
from headway.web.register.states import LinkKind

UNIT = "improvement__unit"
TIED = ("improvement__unit", "improvement__organisation")


class CommentIn(Schema):
    text: Annotated[str, Field(min_length=1, max_length=20_000)]
    seen: int | None = None


class CommentOut(Schema):
    id: int
    by_id: int | None
    at: datetime
    text: str
    edited_at: datetime | None
    removed_at: datetime | None
    version: int


class WatchIn(Schema):
    watching: bool


class LinkIn(Schema):
    kind: LinkKind
    reference: Annotated[str, Field(min_length=1, max_length=120)]
    title: Annotated[str, Field(max_length=200)] = ""
    address: Annotated[str, Field(max_length=500, pattern=r"^(https?://\S+)?$")] = ""


class LinkOut(LinkIn):
    id: int


class FileIn(Schema):
    """A file: its name, and its content in base64."""

    name: Annotated[str, Field(min_length=1, max_length=200)]
    content: Annotated[str, Field(max_length=200_000_000)]


class FileOut(Schema):
    id: int
    name: str
    content_type: str
    size: int
    digest: str


@router.get("/improvements/{pk}/comments", response=list[CommentOut], operation_id="register_comments")
def comments(request: HttpRequest, pk: int) -> Any:
    """What was said, oldest first; the words are markdown."""
    return list(queries.visible(person_of(request), pk).comments.order_by("at", "pk"))


@router.post("/improvements/{pk}/comments", response={201: CommentOut}, operation_id="register_comment")
def comment(request: HttpRequest, pk: int, given: CommentIn) -> Any:
    """Say something."""
    person = person_of(request)
    return Status(201, operations.comment(queries.visible(person, pk), by=person, text=given.text))


@router.patch("/comments/{pk}", response=CommentOut, operation_id="register_edit_comment")
def edit_comment(request: HttpRequest, pk: int, given: CommentIn) -> Any:
    """Change one's own comment."""
    person = person_of(request)
    said = get_object_or_404(Comment.objects.select_related(*TIED).filter(in_sight(person, field=UNIT)), pk=pk)
    return operations.edit_comment(said, by=person, text=given.text, seen=given.seen)


@router.delete("/comments/{pk}", response={204: None}, operation_id="register_remove_comment")
def remove_comment(request: HttpRequest, pk: int) -> Any:
    """Take one's own comment back."""
    person = person_of(request)
    said = get_object_or_404(Comment.objects.select_related(*TIED).filter(in_sight(person, field=UNIT)), pk=pk)
    operations.remove_comment(said, by=person)
    return Status(204, None)


@router.put("/improvements/{pk}/watching", response={204: None}, operation_id="register_watch")
def watch(request: HttpRequest, pk: int, given: WatchIn) -> Any:
    """Get letters about it, or no more."""
    person = person_of(request)
    operations.watch(queries.visible(person, pk), by=person, watching=given.watching)
    return Status(204, None)


@router.get("/improvements/{pk}/links", response=list[LinkOut], operation_id="register_links")
def links(request: HttpRequest, pk: int) -> Any:
    """Changes, problems, knowledge that belong to it."""
    return list(queries.visible(person_of(request), pk).links.order_by("pk"))


@router.post("/improvements/{pk}/links", response={201: LinkOut}, operation_id="register_put_link")
def put_link(request: HttpRequest, pk: int, given: LinkIn) -> Any:
    """Add a link."""
    person = person_of(request)
    return Status(201, operations.put_link(queries.visible(person, pk), by=person, given=given.model_dump()))


@router.delete("/links/{pk}", response={204: None}, operation_id="register_drop_link")
def drop_link(request: HttpRequest, pk: int) -> Any:
    """Remove a link."""
    person = person_of(request)
    operations.drop_link(get_object_or_404(Link.objects.select_related(*TIED).filter(in_sight(person, field=UNIT)), pk=pk),
                         by=person)
    return Status(204, None)


@router.get("/improvements/{pk}/files", response=list[FileOut], operation_id="register_files")
def files(request: HttpRequest, pk: int) -> Any:
    """The files attached to it."""
    return list(queries.visible(person_of(request), pk).attachments.filter(removed_at=None).order_by("pk"))


@router.post("/improvements/{pk}/files", response={201: FileOut}, operation_id="register_attach")
def attach(request: HttpRequest, pk: int, given: FileIn) -> Any:
    """Attach a file."""
    person = person_of(request)
    found = queries.visible(person, pk)
    file = checked(ContentFile(of_base64(given.content, name=given.name)), name=given.name)
    return Status(201, operations.attach(found, by=person, file=file))


def of_base64(content: str, *, name: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Declined("content_is_no_base64", name=name) from error


@router.get("/files/{pk}", operation_id="register_file",
            openapi_extra=file_of("application/octet-stream", told="The file"))
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The content, as a download."""
    row = get_object_or_404(Attachment.objects.filter(in_sight(person_of(request), field=UNIT), removed_at=None), pk=pk)
    return download(row)


@router.delete("/files/{pk}", response={204: None}, operation_id="register_remove_file")
def remove_file(request: HttpRequest, pk: int) -> Any:
    """Remove a file from the record."""
    person = person_of(request)
    row = get_object_or_404(Attachment.objects.select_related(*TIED).filter(in_sight(person, field=UNIT), removed_at=None), pk=pk)
    operations.remove_attachment(row, by=person)
    return Status(204, None)
