"""What happens by itself: a write becomes deliveries, a delivery is sent, what got lost is asked for again, old ones go."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from headway.web.accounts.audit import follows_writes
from headway.web.ground.declined import Declined
from headway.web.ground.jobs import Job, Run, State, job
from headway.web.ground.version import VERSION
from headway.web.webhooks import operations, reaching, signing
from headway.web.webhooks.models import Delivery, DeliveryState
from headway.web.webhooks.reaching import Outcome
from headway.web.webhooks.telling import JOB, ask, tell

follows_writes(tell)
KEPT = timedelta(days=30)
LOST = timedelta(minutes=10)   # a delivery so long overdue without a job: its worker was killed again and again


@job(JOB)
def deliver(run: Run, *, delivery: str) -> None:
    """Send once and keep how it ended. A worker that dies in between leaves the job to another, which sends the same again."""
    row = Delivery.objects.select_related("webhook").filter(pk=delivery, state=DeliveryState.WAITING).first()
    if row is None or not row.webhook.is_on:
        return
    outcome = sent(row)
    with run.ending():
        operations.record(row, outcome, now=timezone.now())


def sent(row: Delivery) -> Outcome:
    now, body = timezone.now(), row.body.encode()
    headers = signing.headers(id=str(row.pk), timestamp=int(now.timestamp()), body=body,
                              secrets=operations.secrets_of(row.webhook, now=now))
    headers |= {"content-type": "application/json", "user-agent": f"Headway/{VERSION}"}
    try:
        to = reaching.place(row.webhook.address, allowed=operations.allowed())
    except Declined:   # the settings allow less than when it was made
        return Outcome(None, "private_address", 0)
    return reaching.send(to, body=body, headers=headers, allowed=operations.allowed())


@job("webhooks.find_lost", every=timedelta(minutes=15))
def find_lost(run: Run) -> None:
    """Ask again for what waits without a job."""
    for row in Delivery.objects.filter(state=DeliveryState.WAITING, next_at__lt=timezone.now() - LOST).order_by("next_at")[:500]:
        of_it = Job.objects.filter(kind=JOB, key__startswith=f"{row.pk} ")
        if not of_it.filter(state__in=(State.WAITING, State.RUNNING)).exists():
            row.round += 1
            row.save(update_fields=["round"])
            ask(row)


@job("webhooks.forget", every=timedelta(days=1))
def forget(run: Run) -> None:
    """The log reaches back a month."""
    Delivery.objects.filter(at__lt=timezone.now() - KEPT).exclude(state=DeliveryState.WAITING).delete()
