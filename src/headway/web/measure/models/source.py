"""What people give: sources, and the files that were uploaded to them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, User


class Holds(models.TextChoices):
    """What a file holds."""

    TICKETS = "tickets", _("Tickets or events")
    OUTAGES = "outages", _("Outages: service, lost, back")
    CHANGES = "changes", _("Changes: opened, service, failed")


class UploadState(models.TextChoices):
    WAITING = "waiting", _("Waits for its turn")
    ASKS = "asks", _("Asks how it is to be read")
    TAKEN_IN = "taken_in", _("Taken in")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Set aside")


class Source(InUnit):
    """A ticket system whose exports belong together. Its log lies in the event store of the organisation.

    `wishes` is how its files are read (fields, date order, zone), as people have answered; later uploads take it over.
    """

    name = models.CharField(_("Name"), max_length=120)
    zone = models.CharField(_("Time zone"), max_length=64, blank=True)
    hours = models.CharField(_("Business hours"), max_length=120, blank=True)
    country = models.CharField(_("Public holidays of"), max_length=8, blank=True)
    wishes = models.JSONField(default=dict, editable=False)
    read_as = models.JSONField(default=dict, editable=False)     # how the newest file was read, see `told_reading`
    tickets = models.PositiveBigIntegerField(default=0, editable=False)
    opened_from = models.DateField(null=True, editable=False)
    opened_to = models.DateField(null=True, editable=False)
    as_of = models.DateTimeField(null=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)     # of the whole log as it stands
    fields_known = models.JSONField(default=dict, editable=False)            # field → observed, derived …
    retired_on = models.DateField(null=True, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "name"], name="a_source_is_named_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def folder(self) -> str:
        """Its name in the event store, which no renaming changes."""
        return f"source-{self.pk}"


class Upload(models.Model):
    """A file that somebody gave, and the account of what became of its rows: read = used + rejected."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="uploads")
    holds = models.CharField(_("It holds"), max_length=10, choices=Holds, default=Holds.TICKETS)
    name = models.CharField(max_length=200)
    stored_as = models.CharField(max_length=130)    # under the data folder's uploads/, outside of every web root
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)        # of the file's bytes
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=UploadState, default=UploadState.WAITING)
    attempt = models.PositiveIntegerField(default=1)
    job = models.UUIDField(null=True)
    refused_code = models.CharField(max_length=60, blank=True)
    refused_facts = models.JSONField(default=dict)
    columns = models.JSONField(default=list)        # what the file has, for the mapping page
    proposed = models.JSONField(default=list)       # [{"field", "column"}] recognised by content only, to be confirmed
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_used = models.PositiveBigIntegerField(default=0)
    rejected = models.JSONField(default=dict)       # reason → rows
    rejected_file = models.CharField(max_length=120, blank=True)
    new = models.PositiveBigIntegerField(default=0)
    changed = models.PositiveBigIntegerField(default=0)
    same = models.PositiveBigIntegerField(default=0)
    findings = models.JSONField(default=list)       # what the import found, in the library's codes
    taken_in_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["source", "-at"], name="uploads_of_a_source"),)

    @property
    def rows_rejected(self) -> int:
        return self.rows_read - self.rows_used
