"""How many records and benefits stand where, so that a page that counts them reads no records.

The database writes each change here itself (migration 0002), whoever makes it: a row says by how much a count rose or fell
in one place and state. What is asked for is the sum of rows; a job folds them (`operations.folding`). Rows are only added,
never changed, so that two writers never wait for each other's counts.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from headway.web.accounts.models import Organisation, Unit
from headway.web.register.states import Column, Recurrence, State
from headway.web.vision.models import Entity

HUNDREDTHS = 100


def place(of: type[models.Model]) -> models.ForeignKey:   # type: ignore[type-arg]
    """A place that is counted in. What remains of one that is gone adds up to nothing."""
    return models.ForeignKey(of, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+")


class Counted(models.Model):
    """By how much a count changed, and where."""

    organisation = place(Organisation)
    entity = place(Entity)
    unit = place(Unit)
    state = models.CharField(max_length=12, choices=State)
    many = models.IntegerField()

    class Meta:
        abstract = True


class Tally(Counted):
    """Improvements by state and step."""

    step = models.PositiveSmallIntegerField()
    is_quick_win = models.BooleanField()

    class Meta:
        indexes = (
            models.Index(fields=["organisation", "state", "step", "is_quick_win", "unit", "many"], name="tally_by_state"),
            models.Index(fields=["entity", "state", "step", "is_quick_win", "unit", "many"], name="tally_by_entity"))


class BenefitTally(Counted):
    """Benefits by grade and unit of measure. Amounts are whole hundredths, which a float adds without rounding."""

    column = models.CharField(max_length=10, choices=Column)
    measured_in = models.CharField(max_length=40)
    recurrence = models.CharField(max_length=10, choices=Recurrence)
    amount: Any = models.FloatField()
    low: Any = models.FloatField()
    high: Any = models.FloatField()

    class Meta:
        indexes = (models.Index(fields=["organisation", "state", "column"], name="benefit_tally_by_state"),
                   models.Index(fields=["entity"], name="benefit_tally_by_entity"))
