"""Questionnaires of one's own and what was answered; answers have no names."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit
from headway.web.vision.models import Entity


class Survey(InUnit):
    """A short questionnaire of one's own, or results of one asked elsewhere."""

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="surveys", verbose_name=_("About"))
    title = models.CharField(_("Title"), max_length=160)
    greeting = models.CharField(_("Line above the questions"), max_length=400, blank=True)
    opens_on = models.DateField(_("Opens on"))
    closes_on = models.DateField(_("Closes on"))
    asked = models.PositiveIntegerField(_("How many people are asked"), null=True, blank=True)
    open_link = models.CharField(max_length=64, blank=True, editable=False)   # digest of the word in the link for everybody
    results = models.JSONField(default=dict, editable=False)                  # counted by a job, see measure/counting.py
    counted_at = models.DateTimeField(null=True, editable=False)

    def __str__(self) -> str:
        return self.title


class Asks(models.TextChoices):
    RATING = "rating", _("A rating from 1 to 5")
    YES_NO = "yes_no", _("Yes or no")
    WORDS = "words", _("A few words")


class Question(models.Model):
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField()
    asks = models.CharField(max_length=10, choices=Asks, default=Asks.RATING)
    text = models.CharField(max_length=240)

    class Meta:
        ordering = ("place",)
        constraints = (models.UniqueConstraint(fields=["survey", "place"], name="a_question_has_its_place"),)


class SurveyLink(models.Model):
    """A link for one answer. Only its digest is kept, and nothing of whom it was given to: answers have no names."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    used = models.BooleanField(default=False)


class Answer(models.Model):
    """One person's answers: {question id: 1 to 5, true or false, or words}. Imported ones bear their row's digest."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answers")
    on = models.DateField()
    values = models.JSONField()
    imported_as = models.CharField(max_length=80, null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["survey", "imported_as"], name="a_row_is_imported_once"),)
        indexes = (models.Index(fields=["survey", "on"], name="answers_by_day"),)
