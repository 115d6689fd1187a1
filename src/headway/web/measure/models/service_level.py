"""Levels agreed on a share, and how often they were kept: counted, not inferred."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit
from headway.web.measure.models.kpi import Kpi
from headway.web.vision.models import Entity


class ServiceLevelPeriod(models.TextChoices):
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


class ServiceLevel(InUnit):
    """A level agreed on a share: of a measure, at least this much in each period. Its keeping is counted, not inferred."""

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="service_levels",
                               verbose_name=_("Of"))
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="service_levels", verbose_name=_("Measure"))
    name = models.CharField(_("Name"), max_length=160)
    target = models.FloatField(_("Agreed share"))
    period = models.CharField(_("Counted by"), max_length=5, choices=ServiceLevelPeriod, default=ServiceLevelPeriod.MONTH)
    agreed_with = models.CharField(_("Agreed with"), max_length=160, blank=True)
    starts_on = models.DateField(_("Holds from"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)


class Attainment(models.Model):
    """What was counted for one period: `kept` of `n`; `over` is false while its last cases are too young to judge."""

    service_level = models.ForeignKey(ServiceLevel, on_delete=models.CASCADE, related_name="attainments")
    starts_on = models.DateField()
    n = models.PositiveBigIntegerField()
    kept = models.FloatField(null=True)
    share = models.FloatField(null=True)
    attained = models.BooleanField(null=True)
    over = models.BooleanField(default=True)
    counted_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-starts_on",)
        constraints = (models.UniqueConstraint(fields=["service_level", "starts_on"], name="a_period_is_counted_once"),)
