"""Webhooks as their administrators see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.functional import Promise

from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import may, root, standing
from headway.web.accounts.roles import May
from headway.web.ground.cursor import Page, page_of
from headway.web.webhooks.models import Attempt, Delivery, DeliveryState, Webhook
from headway.web.webhooks.words import ENDED


def demand_administrator(person: User, organisation: Organisation) -> None:
    """Webhooks tell of the whole organisation: only its administrators see them."""
    if not may(person, May.ADMINISTER, unit=root(organisation)):
        raise PermissionDenied


def webhooks(organisation: Organisation) -> QuerySet[Webhook]:
    return Webhook.objects.filter(organisation=organisation).order_by("name", "pk")


def visible_webhook(person: User, pk: int) -> Webhook:
    found = (Webhook.objects.select_related("organisation")
             .filter(pk=pk, organisation__in=standing(person).organisations()).first())
    if found is None:
        raise Http404
    demand_administrator(person, found.organisation)
    return found


def visible_delivery(person: User, pk: UUID) -> Delivery:
    found = Delivery.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    found.webhook = visible_webhook(person, found.webhook_id)
    return found


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery as a page shows it; `ended` says how the last attempt went, empty before the first."""

    id: UUID
    event: str
    at: datetime
    state: str
    state_label: str
    tries: int
    next_at: datetime | None
    status: int | None
    ended: str | Promise
    answer: str
    tried_at: datetime | None
    milliseconds: int | None
    body: str
    over: bool


def sent(webhook: Webhook, *, after: str | None = None) -> Page[Sent]:
    """What was told, the newest first, each with its last attempt."""
    newest = Attempt.objects.order_by("-pk")
    page = page_of(webhook.deliveries.prefetch_related(Prefetch("attempts", queryset=newest, to_attr="newest_first")),
                   order=("-at", "-pk"), after=after)
    return Page(items=[_shown(row, row.newest_first) for row in page.items], next=page.next)   # type: ignore[attr-defined]


def _shown(row: Delivery, attempts: Sequence[Attempt]) -> Sent:
    last = attempts[0] if attempts else None
    return Sent(id=row.pk, event=row.event, at=row.at, state=row.state, state_label=str(DeliveryState(row.state).label),
                tries=len(attempts), next_at=row.next_at, status=last.status if last else None,
                ended=ENDED[last.code] if last else "", answer=last.answer if last else "",
                tried_at=last.at if last else None, milliseconds=last.milliseconds if last else None, body=row.body,
                over=row.state != DeliveryState.WAITING)
