"""What was asked of a change, the verdicts on it, the comparisons that were refused, and what people decided."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import Organisation, User
from headway.web.act.models import Intervention
from headway.web.aim.models import Target
from headway.web.ground.versions import Versioned
from headway.web.measure.models import Baseline, Kpi, PointSet
from headway.web.register.models import Improvement


class Answer(models.TextChoices):
    """The library's answers (headway.verdict.Answer), as lists filter by them."""

    REACHED = "reached", _("Reached")
    IMPROVED = "improved", _("Improved")
    SIGNS_ONLY = "signs_only", _("Signs only")
    NO_EVIDENCE = "no_evidence", _("No evidence")
    WORSE = "worse", _("Worse")
    CANNOT_TELL_YET = "cannot_tell_yet", _("Cannot tell yet")


GAINS: Final = (Answer.REACHED, Answer.IMPROVED)


class DecisionKind(models.TextChoices):
    KEEP = "keep", _("Keep it")
    ROLL_OUT = "roll_out", _("Roll it out to more")
    ADJUST = "adjust", _("Adjust it and look again")
    UNDO = "undo", _("Undo it")
    STOP = "stop", _("Stop here")


class Role(models.TextChoices):
    """What a series was in a verdict."""

    MEASURE = "measure", _("What was judged")
    CONTROL = "control", _("Held against it")
    BALANCE = "balance", _("Must not get worse")


class Question(Versioned):
    """Did we get there: asked of one change by one measure. New points are judged by it until `ended_at`.

    `baseline` is where the improvement starts from; of another measure than `kpi`, the comparison is refused. With
    `looks_planned` null, every newer data is a look and the verdict spends as a test that holds at any time does; else
    somebody asks for each look. `seen` is the point set that was tried last.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="questions")
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, related_name="questions", verbose_name=_("Change"))
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="questions", verbose_name=_("Measure"))
    baseline = models.ForeignKey(Baseline, on_delete=models.PROTECT, related_name="questions")
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, related_name="questions")
    controls = models.ManyToManyField(Kpi, blank=True, related_name="+", verbose_name=_("Hold it against"))
    looks_planned = models.PositiveSmallIntegerField(_("Looks planned"), null=True, blank=True)
    picked_from = models.PositiveSmallIntegerField(_("Picked as the worst of"), default=1)
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    seen = models.BigIntegerField(null=True)

    class Meta:
        indexes = (models.Index(fields=["improvement", "ended_at"], name="questions_that_are_open"),)
        constraints = (models.UniqueConstraint(fields=["intervention", "kpi"], condition=models.Q(ended_at=None),
                                               name="a_change_is_asked_once_of_a_measure"),)


LONG: Final = ("told", "drawn", "circumstances", "counted")   # what a list of verdicts reads no row's of


class Verdict(models.Model):
    """One look: the answer with everything it rests on. Never changed but for `replaced_at`, when a later look replaces it.

    `told` is the library's document (headway.report.verdict_document); `drawn` is the judgement that it is drawn from
    again; `circumstances` is what else was known: other events, whether recording changed. `counted` are the closing rates
    of a measure that was judged by them from its log, empty where points were judged. `digest` is of the inputs.
    """

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="verdicts")
    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="verdicts")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")   # of the record
    look = models.PositiveIntegerField()
    answer = models.CharField(max_length=16, choices=Answer)
    measure = models.CharField(max_length=160)          # its name as it was then
    headline = models.CharField(max_length=120)
    says = models.CharField(max_length=600)
    before = models.FloatField(null=True)
    after = models.FloatField(null=True)
    after_low = models.FloatField(null=True)
    after_high = models.FloatField(null=True)
    target = models.FloatField(null=True)
    level_kept = models.BooleanField(null=True)          # a contractual level, counted; null where none is counted
    look_again_on = models.DateField(null=True)
    digest = models.CharField(max_length=64)
    library = models.CharField(max_length=20)
    judged_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    decided = models.CharField(max_length=8, choices=DecisionKind, blank=True)   # the newest decision on it
    # long texts stand last, so that a list reads a row without them
    told = models.JSONField()
    drawn = models.JSONField()
    circumstances = models.JSONField(default=dict)
    counted = models.JSONField(default=dict)

    class Meta:
        indexes = (
            # A row is as long as what it tells: those that pages choose from many are chosen by an index alone.
            *(models.Index(fields=[*fields], name=f"verdicts_{name}", condition=models.Q(replaced_at=None)) for name, fields in (
                ("in_force", ("improvement", "answer", "decided", "look_again_on", "judged_at", "question",
                              "replaced_at")),
                ("counted", ("organisation", "answer", "judged_at", "improvement", "replaced_at")),
                ("to_look_at_again", ("look_again_on", "question", "improvement")),
                ("newest", ("organisation", "-judged_at", "-id", "improvement", "answer")))),
        )
        constraints = (
            models.UniqueConstraint(fields=["question", "look"], name="a_look_has_one_verdict"),
            models.UniqueConstraint(fields=["question"], condition=models.Q(replaced_at=None), name="one_verdict_is_in_force"),
        )

    def __str__(self) -> str:
        return f"{self.measure}: {self.headline}"


class VerdictInput(models.Model):
    """A series that a verdict rests on; its points are kept as long as the verdict is."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="inputs")
    role = models.CharField(max_length=8, choices=Role)
    name = models.CharField(max_length=200)
    point_set = models.ForeignKey(PointSet, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    tolerated = models.FloatField(null=True)


class RefusedComparison(models.Model):
    """What Headway did not compare, kept in the open: both figures and the reason (a code with its facts)."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="refused")
    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="refused_comparisons")
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    before_what = models.CharField(max_length=200)
    before_figure = models.CharField(max_length=60)
    before_note = models.CharField(max_length=120, blank=True)
    after_what = models.CharField(max_length=200)
    after_figure = models.CharField(max_length=60)
    after_note = models.CharField(max_length=120, blank=True)
    digest = models.CharField(max_length=64)
    library = models.CharField(max_length=20)
    at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=["improvement", "replaced_at"], name="refusals_in_force"),)
        constraints = (models.UniqueConstraint(fields=["question"], condition=models.Q(replaced_at=None),
                                               name="one_refusal_is_in_force"),)


class Decision(models.Model):
    """What somebody decided on a verdict, and why. Never changed; a further one follows it."""

    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="decisions")
    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(_("Decision"), max_length=8, choices=DecisionKind)
    reason = models.CharField(_("Why"), max_length=1000)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    intervention = models.ForeignKey(Intervention, on_delete=models.PROTECT, null=True, related_name="+")   # a roll-out's own

    class Meta:
        indexes = (models.Index(fields=["improvement", "-id"], name="decisions_newest"),)
