"""What administrators do with webhooks, and what becomes of a delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Membership, Organisation, User
from headway.web.accounts.queries import demand, root
from headway.web.accounts.roles import May, Role
from headway.web.ground import outbox
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.webhooks import signing
from headway.web.webhooks.events import NAMES, TEST
from headway.web.webhooks.models import Attempt, Delivery, DeliveryState, Webhook
from headway.web.webhooks.reaching import Allowed, Outcome, place
from headway.web.webhooks.telling import ask, keep
from headway.web.webhooks.words import OFF

TOLD = ("id", "organisation", "name", "address", "events", "is_on", "off_because")   # never the salt
MOST = 20
BOTH_SIGN = timedelta(days=1)   # after a change of secret the former one signs too
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360, 720, 1440))   # eight tries within two days


def allowed() -> Allowed:
    """What the settings let a webhook lead to."""
    return Allowed(hosts=settings.WEBHOOK_HOSTS, http=settings.WEBHOOK_HTTP)


def secret(salt: str) -> bytes:
    return signing.secret_of(salt, key=settings.SECRET_KEY)


def secrets_of(webhook: Webhook, *, now: datetime) -> list[bytes]:
    """By which a delivery is signed now."""
    both = webhook.former_salt and now < webhook.salt_since + BOTH_SIGN
    return [secret(salt) for salt in ([webhook.salt, webhook.former_salt] if both else [webhook.salt])]


def add_webhook(*, person: User, organisation: Organisation, name: str, address: str,
                events: Sequence[str] = ()) -> tuple[Webhook, str]:
    """A webhook and its secret, which is shown once; a test is sent to it at once. `events` empty: all of them."""
    demand(person, May.ADMINISTER, unit=root(organisation))
    _check(address, events)
    now, salt = timezone.now(), signing.new_salt()
    with operation("webhooks.add", by=person, organisation=organisation) as audit:
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if Webhook.objects.filter(organisation=organisation).count() >= MOST:
            raise Declined("too_many_webhooks", most=MOST)
        made = Webhook.objects.create(organisation=organisation, name=name, address=address, events=list(events), salt=salt,
                                      salt_since=now, made_by=person)
        audit.line(made, after=facts_of(made, *TOLD))
        _send_test(made, now=now)
    return made, signing.told(secret(salt))


def change_webhook(webhook: Webhook, *, person: User, name: str, address: str, events: Sequence[str], is_on: bool,
                   seen: int | None = None) -> Webhook:
    """Change what it is for, where it leads and what it wants; switching it off gives up what waits."""
    demand(person, May.ADMINISTER, unit=root(webhook.organisation))
    _check(address, events)
    with operation("webhooks.change", by=person, organisation=webhook.organisation) as audit:
        newest = locked(webhook, seen=seen)
        before = facts_of(newest, *TOLD)
        if is_on and not newest.is_on:
            newest.failing_since = None
        newest.name, newest.address, newest.events, newest.is_on = name, address, list(events), is_on
        newest.off_because = "" if is_on else newest.off_because
        newest.save()
        if not is_on:
            _give_up(newest)
        audit.line(newest, before=before, after=facts_of(newest, *TOLD))
    return newest


def _check(address: str, events: Sequence[str]) -> None:
    place(address, allowed=allowed())
    for event in events:
        if event not in NAMES:
            raise Declined("webhook_unknown_event", event=event)


def change_secret(webhook: Webhook, *, person: User, seen: int | None = None) -> tuple[Webhook, str]:
    """Another secret, shown once. For a day deliveries are signed by the former one too."""
    demand(person, May.ADMINISTER, unit=root(webhook.organisation))
    with operation("webhooks.change_secret", by=person, organisation=webhook.organisation) as audit:
        newest = locked(webhook, seen=seen)
        newest.former_salt, newest.salt, newest.salt_since = newest.salt, signing.new_salt(), timezone.now()
        newest.save()
        audit.line(newest, after={"secret": "changed"})
    return newest, signing.told(secret(newest.salt))


def remove_webhook(webhook: Webhook, *, person: User) -> None:
    """It and its log are gone; the audit keeps what it was."""
    demand(person, May.ADMINISTER, unit=root(webhook.organisation))
    with operation("webhooks.remove", by=person, organisation=webhook.organisation) as audit:
        audit.line(webhook, before=facts_of(webhook, *TOLD))
        webhook.delete()


def send_test(webhook: Webhook, *, person: User) -> Delivery:
    """Tell it of nothing but that it is told."""
    demand(person, May.ADMINISTER, unit=root(webhook.organisation))
    with operation("webhooks.send_test", by=person, organisation=webhook.organisation) as audit:
        newest = locked(webhook)
        if not newest.is_on:
            raise Declined("webhook_is_off")
        audit.line(newest, after={"test": True})
        return _send_test(newest, now=timezone.now())


def _send_test(webhook: Webhook, *, now: datetime) -> Delivery:
    return keep(webhook, event=TEST, at=now, about={"organisation": webhook.organisation_id, "webhook": webhook.pk})


def redeliver(delivery: Delivery, *, person: User) -> Delivery:
    """Send it once more under the same id, with as many tries as at first."""
    demand(person, May.ADMINISTER, unit=root(delivery.webhook.organisation))
    with operation("webhooks.redeliver", by=person, organisation=delivery.webhook.organisation) as audit:
        webhook = Webhook.objects.select_for_update().get(pk=delivery.webhook_id)
        if not webhook.is_on:
            raise Declined("webhook_is_off")
        newest = Delivery.objects.select_for_update().get(pk=delivery.pk)
        if newest.state == DeliveryState.WAITING:
            raise Declined("webhook_delivery_waits")
        newest.state, newest.tries, newest.round, newest.next_at = DeliveryState.WAITING, 0, newest.round + 1, timezone.now()
        newest.save()
        audit.line(webhook, after={"delivery": str(newest.pk), "round": newest.round})
        ask(newest)
    return newest


def record(delivery: Delivery, outcome: Outcome, *, now: datetime) -> None:
    """Keep how an attempt ended and what follows; inside the job's last transaction.

    Attempts stand in the log beside them, not in the audit: Headway's own knocking at doors is no write of anybody.
    """
    webhook = Webhook.objects.select_for_update().select_related("organisation").get(pk=delivery.webhook_id)
    row = Delivery.objects.select_for_update().get(pk=delivery.pk)
    Attempt.objects.create(delivery=row, at=now, status=outcome.status, code=outcome.code,
                           milliseconds=outcome.milliseconds, answer=outcome.answer)
    row.tries += 1
    taken, last = outcome.code == "delivered", row.tries > len(PAUSES)
    row.state = DeliveryState.DONE if taken else DeliveryState.GIVEN_UP if last or not webhook.is_on else DeliveryState.WAITING
    row.next_at = now + PAUSES[row.tries - 1] if row.state == DeliveryState.WAITING else None
    row.save()
    if taken:
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=None)
        return
    if webhook.failing_since is None:
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=now)
    if outcome.code == "gone" and webhook.is_on:
        _switch_off(webhook, because="gone")
    elif last and webhook.is_on and webhook.failing_since is not None and webhook.failing_since <= now - sum(PAUSES, timedelta()):
        _switch_off(webhook, because="kept_failing")
    elif row.state == DeliveryState.WAITING:
        ask(row)


def _switch_off(webhook: Webhook, *, because: str) -> None:
    """Headway tries no more, and tells the organisation's administrators."""
    with operation("webhooks.switch_off", by=None, organisation=webhook.organisation) as audit:
        newest = locked(webhook)
        before = facts_of(newest, *TOLD)
        newest.is_on, newest.off_because = False, because
        newest.save()
        _give_up(newest)
        audit.line(newest, before=before, after=facts_of(newest, *TOLD))
        link = settings.ADDRESS + reverse("webhooks:webhook", args=[newest.pk])
        held = Membership.objects.filter(unit=root(webhook.organisation), role=Role.ADMINISTRATOR, person__is_active=True)
        for membership in held.select_related("person"):
            outbox.post(to=membership.person.email, key=f"webhook-{newest.pk}-{newest.version}-to-{membership.person_id}",
                        subject=_("A webhook is off: %(name)s") % {"name": newest.name},
                        text=_("%(why)s\n\nLook at what was tried, then switch it on again:\n%(link)s\n")
                        % {"why": OFF[because], "link": link})


def _give_up(webhook: Webhook) -> None:
    Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING).update(
        state=DeliveryState.GIVEN_UP, next_at=None)
