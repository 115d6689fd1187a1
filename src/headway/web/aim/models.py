"""Targets and balancing measures as rows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import User
from headway.web.ground.versions import Versioned
from headway.web.measure.models import Baseline, Kpi
from headway.web.register.models import Improvement


class Side(models.TextChoices):
    """The two sides of a service's worth; each wants a target, or a reason why it has none."""

    UTILITY = "utility", _("Utility: does it do what is needed")
    WARRANTY = "warranty", _("Warranty: can it be relied on")


class Realism(models.TextChoices):
    """Where a target lies beside the natural limits of its baseline (headway.baseline.target_safe)."""

    WILL_BE_MET = "will_be_met", _("Inside what is usual: it is met every time already")
    BY_CHANCE = "by_chance", _("Within the natural limits: met now and then by chance, kept only after a real change")
    WILL_BE_MISSED = "will_be_missed", _("Beyond the natural limits: missed every time until something changes")
    CANNOT_TELL = "", _("Can't be told: too few points, or no natural limits")


class Target(Versioned):
    """What is wanted of a measure by when, on the baseline that step 2 froze; or, without a value, why a family has none.

    `value` and `level` are in the unit of the measure. `smallest` is the smallest change worth having as the verdict takes
    it: a difference for shares and scores, else a share of the level (.2 = a fifth). `kpi` is null where the baseline was
    stated or assessed. In force while `withdrawn_at` is null.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="targets")
    family = models.CharField(_("Family"), max_length=8, choices=Side)
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, null=True, related_name="targets")
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, null=True, related_name="targets")
    definition = models.PositiveIntegerField(default=1)      # of the measure, as the baseline has it
    what = models.CharField(max_length=200, blank=True)      # the measure's name as it was then
    direction = models.CharField(max_length=8, blank=True)   # which way is good
    given = models.CharField(_("Target"), max_length=40, blank=True)   # as it was typed: "95%", "16h"
    value = models.FloatField(null=True)
    due_on = models.DateField(_("By when"), null=True)
    smallest_given = models.CharField(_("Smallest change worth having"), max_length=40, blank=True)
    smallest = models.FloatField(null=True)
    realism = models.CharField(max_length=14, choices=Realism, default=Realism.CANNOT_TELL, blank=True)
    facts = models.JSONField(default=dict)                   # finished values for reading: level, usual, gap, change, visible
    no_target = models.CharField(_("Why there is no target"), max_length=400, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["improvement", "withdrawn_at"], name="targets_in_force"),)
        constraints = (
            models.UniqueConstraint(fields=["improvement", "baseline"], name="a_baseline_has_one_target",
                                    condition=models.Q(withdrawn_at=None, baseline__isnull=False)),
            models.UniqueConstraint(fields=["improvement", "family"], condition=models.Q(withdrawn_at=None, value=None),
                                    name="a_family_has_one_reason"),
            models.CheckConstraint(condition=models.Q(value=None, baseline=None) & ~models.Q(no_target="")
                                   | models.Q(value__isnull=False, baseline__isnull=False, no_target=""),
                                   name="a_target_or_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.what}: {self.given}" if self.given else self.no_target


class Balancing(Versioned):
    """A measure that must not get worse for it, and how much worse is tolerated.

    `tolerated` is a size as the verdict takes it: a difference for shares and scores, else a share of the level.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="balancings")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="balancings", verbose_name=_("Measure"))
    given = models.CharField(_("Tolerated worsening"), max_length=40)
    tolerated = models.FloatField()
    why = models.CharField(_("Why it could suffer"), max_length=400, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["improvement", "kpi"], condition=models.Q(withdrawn_at=None),
                                               name="a_measure_balances_once"),)
