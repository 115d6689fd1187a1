"""What keeps a gain, and what is kept of an improvement beyond it: alarms, lessons, standard work, recognition."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import User
from headway.web.ground.versions import Versioned
from headway.web.measure.models import Kpi
from headway.web.register.models import Improvement


class HowOften(models.TextChoices):
    DAILY = "daily", _("Every day")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    YEARLY = "yearly", _("Every year")


class WorkKind(models.TextChoices):
    PROCEDURE = "procedure", _("Procedure or work instruction")
    KNOWLEDGE = "knowledge", _("Knowledge article")
    TEMPLATE = "template", _("Form or template")
    SETTING = "setting", _("Setting of a tool")
    TRAINING = "training", _("Training or induction")
    AGREEMENT = "agreement", _("Agreement or contract")
    OTHER = "other", _("Other")


class Alarm(Versioned):
    """Who watches a gain, by what, how often, from where on it is lost, and what is done then; or why nobody needs to.

    A record of people's arrangement. It measures nothing by itself. In force while `ended_at` is null.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="alarms")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, null=True, blank=True, related_name="alarms",
                            verbose_name=_("Measure that is watched"))
    watches = models.CharField(_("What is watched, where it is no measure"), max_length=200, blank=True)
    watcher = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="alarms",
                                verbose_name=_("Who watches"))
    every = models.CharField(_("How often"), max_length=10, choices=HowOften, default=HowOften.MONTHLY)
    threshold = models.CharField(_("The gain is lost when"), max_length=200, blank=True)
    response = models.CharField(_("What is done then"), max_length=400, blank=True)
    no_alarm = models.CharField(_("Why none is needed"), max_length=400, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_because = models.CharField(_("Why it ends"), max_length=400, blank=True, editable=False)

    class Meta:
        indexes = (models.Index(fields=["improvement", "ended_at"], name="alarms_in_force"),)
        constraints = (
            models.UniqueConstraint(fields=["improvement"], condition=models.Q(ended_at=None) & ~models.Q(no_alarm=""),
                                    name="one_reason_for_no_alarm"),
            models.CheckConstraint(condition=models.Q(no_alarm="") & ~models.Q(threshold="") & ~models.Q(response="")
                                   | ~models.Q(no_alarm=""), name="an_alarm_or_a_reason"),
        )


class Lesson(Versioned):
    """What somebody else should know before trying the like."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="lessons")
    title = models.CharField(_("Lesson"), max_length=200)
    happened = models.TextField(_("What happened"), max_length=4000)
    advice = models.TextField(_("What to do next time"), max_length=4000)
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        indexes = (models.Index(fields=["-created_at", "-id"], name="lessons_newest"),)

    def __str__(self) -> str:
        return self.title


class StandardWork(Versioned):
    """What is done in another way from now on, and where that is written."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="standard_work")
    kind = models.CharField(_("It is a"), max_length=10, choices=WorkKind, default=WorkKind.PROCEDURE)
    name = models.CharField(_("What was changed"), max_length=200)
    change = models.TextField(_("What is different now"), max_length=4000)
    address = models.URLField(_("Where it is written"), max_length=500, blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
                              verbose_name=_("Who keeps it true"))
    changed_on = models.DateField(_("Since"))
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)


class Recognition(Versioned):
    """Thanks to those who did it. By role or team, unless somebody likes to be named."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="recognitions")
    whom = models.CharField(_("Whom"), max_length=200, help_text=_("A team or a role; a name only if they like to be named."))
    what = models.CharField(_("For what"), max_length=400)
    how = models.CharField(_("How it was said"), max_length=200, blank=True)
    on = models.DateField(_("On"))
    by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
