"""Where an improvement starts from, frozen; and which measure shows whether an expectation is met."""

from __future__ import annotations

from django.db import models

from headway.web.accounts.models import User
from headway.web.measure.models.capability import CapabilityAssessment
from headway.web.measure.models.kpi import Kpi, PointSet
from headway.web.register.evidence import EvidenceKind
from headway.web.register.models import Improvement
from headway.web.vision.models import Expectation


class Baseline(models.Model):
    """Where an improvement starts from: frozen, never changed; a rebasing adds another and keeps this one.

    `level` with its natural `lower` and `upper`; `stable` is null where it can't be told. `visible` is the library's
    list of {change, weeks, reason}. In force while `replaced_at` is null.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="baselines")
    kind = models.CharField(max_length=12, choices=EvidenceKind, default=EvidenceKind.SERIES)
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, null=True, related_name="baselines")
    definition = models.PositiveIntegerField(default=1)
    point_set = models.ForeignKey(PointSet, on_delete=models.PROTECT, null=True, related_name="baselines")
    assessment = models.ForeignKey(CapabilityAssessment, on_delete=models.PROTECT, null=True, related_name="baselines")
    what = models.CharField(max_length=200)             # the measure's name as it was then
    measured_in = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)            # of the figures and the data behind them
    data_digest = models.CharField(max_length=64, blank=True)
    window_from = models.DateField(null=True)
    window_to = models.DateField(null=True)
    period = models.CharField(max_length=5, blank=True)
    n = models.PositiveBigIntegerField(default=0)       # cases
    n_points = models.PositiveIntegerField(default=0)
    level = models.FloatField(null=True)
    spread = models.FloatField(null=True)               # half the width of the natural limits
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    chart = models.CharField(max_length=10, blank=True)
    stable = models.BooleanField(null=True)
    moving = models.CharField(max_length=10, blank=True)
    visible = models.JSONField(default=list)
    notes = models.JSONField(default=list)              # data quality: {code, count, unit, facts}
    state = models.JSONField(default=dict)
    library = models.CharField(max_length=20)
    remark = models.CharField(max_length=400, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(auto_now_add=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=400, blank=True)     # why it replaces another
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["improvement", "kpi"], condition=models.Q(replaced_at=None),
                                               name="one_baseline_of_a_measure_in_force"),)


class ExpectationMeasure(models.Model):
    """An expectation of a stakeholder tied to the measure that shows whether it is met."""

    expectation = models.ForeignKey(Expectation, on_delete=models.CASCADE, related_name="measures")
    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="expectations")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["expectation", "kpi"], name="an_expectation_is_tied_once"),)
