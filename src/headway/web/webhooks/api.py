"""Webhooks for programs, for administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.ground.cursor import PageOf
from headway.web.webhooks import operations, queries
from headway.web.webhooks.events import EVENTS

router = Router(tags=["webhooks"])


class ToldEventOut(Schema):
    name: str
    label: str


class WebhookIn(Schema):
    name: Annotated[str, Field(min_length=1, max_length=80)]
    address: Annotated[str, Field(min_length=1, max_length=500)]
    events: Annotated[list[str], Field(default_factory=list, max_length=100)]


class WebhookChange(WebhookIn):
    is_on: bool = True
    seen: int | None = None


class WebhookOut(WebhookIn):
    id: int
    version: int
    is_on: bool
    off_because: str
    failing_since: datetime | None


class SecretOut(Schema):
    """The secret, told once."""

    id: int
    secret: str


class SentOut(Schema):
    id: UUID
    event: str
    at: datetime
    state: str
    tries: int
    next_at: datetime | None
    status: int | None
    ended: str
    tried_at: datetime | None
    milliseconds: int | None

    @staticmethod
    def resolve_ended(row: queries.Sent) -> str:
        return str(row.ended)


class DeliveryAskedOut(Schema):
    """A delivery that was asked for."""

    id: UUID


@router.get("/events", response=list[ToldEventOut], operation_id="webhooks_events")
def events(request: HttpRequest) -> Any:
    """What a webhook can be told of."""
    return [ToldEventOut(name=event.name, label=str(event.label)) for event in EVENTS]


@router.get("", response=list[WebhookOut], operation_id="webhooks_all")
def all_webhooks(request: HttpRequest) -> Any:
    """The organisation's webhooks."""
    organisation = organisation_of(request)
    queries.demand_administrator(person_of(request), organisation)
    return list(queries.webhooks(organisation))


@router.post("", response={201: SecretOut}, operation_id="webhooks_add")
def add(request: HttpRequest, given: WebhookIn) -> Any:
    """Add one; its secret is told only now, and a test is sent."""
    made, secret = operations.add_webhook(person=person_of(request), organisation=organisation_of(request), **given.model_dump())
    return Status(201, SecretOut(id=made.pk, secret=secret))


@router.get("/{pk}", response=WebhookOut, operation_id="webhooks_one")
def one(request: HttpRequest, pk: int) -> Any:
    """One webhook."""
    return queries.visible_webhook(person_of(request), pk)


@router.put("/{pk}", response=WebhookOut, operation_id="webhooks_change")
def change(request: HttpRequest, pk: int, given: WebhookChange) -> Any:
    """Change it, switch it off or on."""
    person = person_of(request)
    return operations.change_webhook(queries.visible_webhook(person, pk), person=person, **given.model_dump())


@router.delete("/{pk}", response={204: None}, operation_id="webhooks_remove")
def remove(request: HttpRequest, pk: int) -> Any:
    """Remove it with its log."""
    person = person_of(request)
    operations.remove_webhook(queries.visible_webhook(person, pk), person=person)
    return Status(204, None)


@router.post("/{pk}/secret", response={201: SecretOut}, operation_id="webhooks_change_secret")
def change_secret(request: HttpRequest, pk: int) -> Any:
    """Another secret, told only now; for a day the former one signs too."""
    person = person_of(request)
    changed, secret = operations.change_secret(queries.visible_webhook(person, pk), person=person)
    return Status(201, SecretOut(id=changed.pk, secret=secret))


@router.post("/{pk}/test", response={202: DeliveryAskedOut}, operation_id="webhooks_send_test")
def send_test(request: HttpRequest, pk: int) -> Any:
    """Send a test."""
    person = person_of(request)
    return Status(202, operations.send_test(queries.visible_webhook(person, pk), person=person))


@router.get("/{pk}/deliveries", response=PageOf[SentOut], operation_id="webhooks_deliveries")
def deliveries(request: HttpRequest, pk: int, after: str | None = None) -> Any:
    """What was told of the last month, newest first."""
    return queries.sent(queries.visible_webhook(person_of(request), pk), after=after)


@router.post("/deliveries/{pk}/again", response={202: DeliveryAskedOut}, operation_id="webhooks_redeliver")
def redeliver(request: HttpRequest, pk: UUID) -> Any:
    """Send a delivery again, under the same id."""
    person = person_of(request)
    return Status(202, operations.redeliver(queries.visible_delivery(person, pk), person=person))
