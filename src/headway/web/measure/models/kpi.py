"""Measures of an entity, each state of their definition, and their points."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, User
from headway.web.measure.models.source import Source
from headway.web.measure.models.survey import Question
from headway.web.vision.models import Entity


class Family(models.TextChoices):
    UTILITY = "utility", _("Utility: does it do what is needed")
    WARRANTY = "warranty", _("Warranty: can it be relied on")
    EXPERIENCE = "experience", _("Experience: how it is felt")
    FLOW = "flow", _("Flow: how the work moves")
    DEMAND = "demand", _("Demand: how much is asked")


class Origin(models.TextChoices):
    """Where a measure's points come from."""

    LOG = "log", _("Tickets")
    OWN = "own", _("Points of one's own")
    SURVEY = "survey", _("A survey")


class UnitOfMeasure(models.TextChoices):
    HOURS = "hours", _("Hours")
    SHARE = "share", _("A share, 0 to 1")
    COUNT = "count", _("A count")
    SCORE = "score", _("A score")


class Direction(models.TextChoices):
    UP = "up", _("Higher is better")
    DOWN = "down", _("Lower is better")
    NEITHER = "neither", _("Neither is better")


class PeriodLength(models.TextChoices):
    FITTING = "", _("As the volume bears")
    DAY = "day", _("Day")
    WEEK = "week", _("Week")
    MONTH = "month", _("Month")


class Kpi(InUnit):
    """A measure of an entity. `definition` counts the changes of what is measured: figures of two never compare.

    Of the log: `measure` is the library's id, `source` where the tickets are; the tickets are those whose values are
    tied to the entity (vision's SourceMapping). Its own points or a survey's question: the three fields of the unit.
    """

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="kpis", verbose_name=_("Of"))
    name = models.CharField(_("Name"), max_length=160)
    family = models.CharField(_("Family"), max_length=12, choices=Family)
    pack = models.CharField(max_length=40, default="svs", editable=False)   # the aspect is a term of this one
    aspect = models.CharField(_("Aspect of utility or warranty"), max_length=120, blank=True)   # "warranty_aspect/security"
    origin = models.CharField(_("From"), max_length=8, choices=Origin, default=Origin.LOG)
    measure = models.CharField(_("Measure"), max_length=60, blank=True)
    own_measure = models.TextField(_("A measure of one's own"), max_length=4000, blank=True)   # TOML, see headway.kpi.custom
    source = models.ForeignKey(Source, on_delete=models.PROTECT, null=True, blank=True, related_name="kpis",
                               verbose_name=_("Source"))
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, blank=True, related_name="kpis")
    on_business_clock = models.BooleanField(_("On the clock of the source's business hours"), default=False)
    period = models.CharField(_("Period"), max_length=5, choices=PeriodLength, default=PeriodLength.FITTING, blank=True)
    measured_in = models.CharField(_("Unit"), max_length=8, choices=UnitOfMeasure)
    direction = models.CharField(_("Which way is good"), max_length=8, choices=Direction)
    meaning = models.CharField(_("What it counts, in your words"), max_length=400, blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
                              verbose_name=_("Owner"))
    definition = models.PositiveIntegerField(default=1, editable=False)
    retired_on = models.DateField(null=True, editable=False)
    newest = models.ForeignKey("PointSet", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["entity", "name"], condition=models.Q(retired_on=None),
                                               name="a_measure_is_named_once"),)
        indexes = (models.Index(fields=["entity", "family"], name="measures_of_an_entity"),)

    def __str__(self) -> str:
        return self.name


class KpiDefinition(models.Model):
    """Each state of what a measure measures, kept for good: who set it, when, and the library's definition in full."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="definitions")
    number = models.PositiveIntegerField()
    told = models.JSONField()
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kpi", "number"], name="a_definition_is_numbered_once"),)


class OwnPoint(models.Model):
    """A point that somebody typed or uploaded for a measure of their own."""

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="own_points")
    starts_on = models.DateField(_("Period begins on"))
    value = models.FloatField(_("Value"))
    n = models.PositiveBigIntegerField(_("Cases behind it"), null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["kpi", "starts_on"], name="an_own_period_has_one_point"),)


class PointSet(models.Model):
    """A measure as one job measured it: its points, and their natural state (`state`, the library's `Baseline`).

    `kept` is set by whoever stands on it (a baseline, a verdict); others make room for newer ones.
    """

    kpi = models.ForeignKey(Kpi, on_delete=models.CASCADE, related_name="point_sets")
    definition = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)            # of definition and points: the same figures have the same digest
    data_digest = models.CharField(max_length=64, blank=True)   # of the log or file they were counted from
    measured_at = models.DateTimeField(auto_now_add=True)
    as_of = models.DateTimeField(null=True)
    period = models.CharField(max_length=5)
    n = models.PositiveBigIntegerField()
    value = models.FloatField(null=True)                # as recorded, over the whole log: for reading, not for claiming
    settle_hours = models.FloatField(null=True)
    empty_because = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)              # for the sentence why it is empty; the library's notes
    # the natural state of the last phase in single figures, so that lists need not unfold `state`
    now = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    stable = models.BooleanField(null=True)
    moving = models.CharField(max_length=10, blank=True)
    n_points = models.PositiveIntegerField(default=0)
    library = models.CharField(max_length=20)
    told = models.JSONField()                           # the library's definition of the measure, in full
    state = models.JSONField()                          # headway.baseline.Baseline: centre, limits, stable, visible …
    course = models.JSONField(default=list)             # a few dozen values for the small drawing of lists
    findings = models.JSONField(default=list)           # of data quality, in the library's codes
    kept = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=["kpi", "-measured_at"], name="point_sets_of_a_measure"),)


class Point(models.Model):
    """One period: `n` cases behind `value` (null: no data, which is never zero)."""

    set = models.ForeignKey(PointSet, on_delete=models.CASCADE, related_name="points")
    starts_on = models.DateField()
    n = models.PositiveBigIntegerField()
    value = models.FloatField(null=True)
    sum = models.FloatField(null=True)
    sum_squares = models.FloatField(null=True)
    settled = models.BooleanField(default=True)
    thin = models.BooleanField(default=False)
    partial = models.BooleanField(default=False)
    suspect = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["set", "starts_on"], name="a_period_has_one_point"),)
