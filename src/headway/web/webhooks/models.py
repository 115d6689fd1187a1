"""Who is told, what was told, and how each attempt ended."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import Organisation
from headway.web.ground.versions import Versioned


class Webhook(Versioned):
    """An address that is told of events of the whole organisation. Its secret follows from `salt` and the secret key."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("What it is for"), max_length=80)
    address = models.CharField(_("Address"), max_length=500)
    events = models.JSONField(_("Events"), default=list, blank=True)   # empty: all
    is_on = models.BooleanField(_("Is on"), default=True)
    off_because = models.CharField(max_length=40, blank=True, editable=False)   # a code, where Headway switched it off
    failing_since = models.DateTimeField(null=True, editable=False)
    salt = models.CharField(max_length=64, editable=False)
    former_salt = models.CharField(max_length=64, blank=True, editable=False)   # signs too, for a day after the change
    salt_since = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Delivered")
    GIVEN_UP = "given_up", _("Given up")


class Delivery(models.Model):
    """One event for one webhook. The id and the body stay the same however often it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=40)
    at = models.DateTimeField()
    body = models.TextField()
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)   # of this round; a redelivery begins anew
    round = models.PositiveSmallIntegerField(default=1)
    next_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["webhook", "-at"], name="deliveries_newest"),
                   models.Index(fields=["state", "next_at"], name="deliveries_due"))


class Attempt(models.Model):
    """How one sending ended: the answer's status, or a code where there was none."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    code = models.CharField(max_length=40)
    milliseconds = models.PositiveIntegerField()
    answer = models.CharField(max_length=200, blank=True)
