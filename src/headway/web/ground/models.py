"""Work over a second: a row in the database until it is done."""

from __future__ import annotations

import uuid

from django.db import models


class State(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(models.Model):
    """One piece of work. `lease` counts who has held it: only the newest holder may write the end."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    key = models.CharField(max_length=200, null=True)   # null: never the same as another
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    lease = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    result = models.JSONField(default=dict)
    failure_code = models.CharField(max_length=80, default="")
    failure_facts = models.JSONField(default=dict)
    leads_to = models.CharField(max_length=300, default="")
    person_id = models.BigIntegerField(null=True, db_index=True)   # no foreign key: the ground knows no persons
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kind", "key"], name="a_key_is_worked_once"),)
        indexes = (models.Index(fields=["state", "not_before"], name="job_next"),)
