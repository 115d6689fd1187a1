"""Capability on levels 1 to 5, with what shows it for each criterion."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, User
from headway.web.vision.models import Entity


class CriteriaSet(InUnit):
    """Criteria of one's own for levels 2 to 5, as data: [{"code", "level", "text"}]."""

    name = models.CharField(_("Name"), max_length=120)
    criteria = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["unit", "name"], name="criteria_are_named_once"),)


class CapabilityAssessment(InUnit):
    """A practice on levels 1 to 5 by criteria of one's own: a level holds only if all lower ones hold."""

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="assessments",
                               verbose_name=_("Practice"))
    on = models.DateField(_("Assessed on"))
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    criteria = models.CharField(_("Criteria"), max_length=120)
    level = models.PositiveSmallIntegerField(default=1, editable=False)
    held_back_by = models.PositiveSmallIntegerField(null=True, editable=False)   # the lowest level that does not hold
    ended_at = models.DateTimeField(null=True, editable=False)


class CriterionFinding(models.Model):
    """One criterion in one assessment: its words as they were then, whether it is met, and what shows it."""

    assessment = models.ForeignKey(CapabilityAssessment, on_delete=models.CASCADE, related_name="findings")
    code = models.CharField(max_length=60)
    level = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    met = models.BooleanField(null=True)     # null: nobody has looked yet
    evidence = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("level", "pk")
        constraints = (models.UniqueConstraint(fields=["assessment", "code"], name="a_criterion_is_found_once"),)
