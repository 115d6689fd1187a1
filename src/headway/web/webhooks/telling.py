"""From a write to deliveries: which events it is, what is told of it, and for which webhooks."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from headway.web.accounts.audit import Written
from headway.web.ground import jobs
from headway.web.register.models import Improvement
from headway.web.review.models import Verdict
from headway.web.webhooks.events import BY_LINE
from headway.web.webhooks.models import Delivery, Webhook

JOB = "webhooks.deliver"


def tell(written: Written) -> None:
    """Keep a delivery of each event for each webhook that wants it, in the transaction of the write."""
    lines = [(BY_LINE[written.action, line[0]].name, line) for line in written.lines if (written.action, line[0]) in BY_LINE]
    if not lines or written.organisation is None:
        return
    webhooks = list(Webhook.objects.filter(organisation=written.organisation, is_on=True))
    for event, (subject, pk, before, after) in lines if webhooks else ():
        row = apps.get_model(subject)._base_manager.filter(pk=pk).first()
        name = _named(event, row)
        about = {"organisation": written.organisation.pk, "by": written.by, "subject": {"kind": subject, "id": pk},
                 "improvement": _told(improvement_of(row)), "before": before, "after": after}
        for webhook in webhooks:
            if not webhook.events or name in webhook.events:
                keep(webhook, event=name, at=written.at, about=about)


def keep(webhook: Webhook, *, event: str, at: datetime, about: dict[str, Any]) -> Delivery:
    """A delivery and the job that sends it."""
    body = json.dumps({"type": event, "timestamp": at.astimezone(UTC).isoformat(), "data": about}, cls=DjangoJSONEncoder)
    made = Delivery.objects.create(webhook=webhook, event=event, at=at, body=body, next_at=at)
    ask(made)
    return made


def ask(delivery: Delivery) -> None:
    """Ask for the next sending; the key lets each try of each round be asked once."""
    jobs.ask(JOB, key=f"{delivery.pk} {delivery.round} {delivery.tries}", not_before=delivery.next_at, delivery=str(delivery.pk))


def _named(event: str, row: models.Model | None) -> str:
    """A verdict that answers other than the one before it is an event of its own."""
    if isinstance(row, Verdict):
        former = Verdict.objects.filter(question=row.question_id, pk__lt=row.pk).order_by("pk").last()
        return "verdict.changed" if former is not None and former.answer != row.answer else event
    return event


def improvement_of(row: models.Model | None) -> Improvement | None:
    """What a row belongs to, by one or two steps."""
    for way in ("", "improvement", "option.improvement", "question.improvement"):
        found: Any = row
        for word in filter(None, way.split(".")):
            found = getattr(found, word, None)
        if isinstance(found, Improvement):
            return found
    return None


def _told(improvement: Improvement | None) -> dict[str, Any] | None:
    if improvement is None:
        return None
    return {"id": improvement.pk, "number": improvement.number, "title": improvement.title, "state": improvement.state,
            "step": improvement.step, "entity": improvement.entity_id, "unit": improvement.unit_id,
            "address": settings.ADDRESS + reverse("register:improvement", args=[improvement.pk])}
