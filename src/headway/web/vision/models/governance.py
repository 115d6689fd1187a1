"""Governance: reviews with their agenda, what was decided, and the policies in force."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, User
from headway.web.ground.versions import Versioned
from headway.web.vision.models.entity import Entity


class Cadence(models.TextChoices):
    ONCE = "once", _("Once")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every quarter")
    HALF_YEARLY = "half_yearly", _("Every half-year")
    YEARLY = "yearly", _("Every year")


class ReviewState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class GovernanceReview(InUnit):
    """A look at everything in `unit` and beneath it, planned for a day. Its agenda fills itself until it is held."""

    title = models.CharField(_("Name"), max_length=120)
    planned_on = models.DateField(_("Planned for"))
    cadence = models.CharField(_("Comes round"), max_length=20, choices=Cadence, default=Cadence.QUARTERLY)
    chair = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("Chair"))
    state = models.CharField(_("State"), max_length=20, choices=ReviewState, default=ReviewState.PLANNED)
    held_on = models.DateField(null=True, blank=True)
    minutes = models.TextField(_("What was said"), max_length=20000, blank=True)
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")

    class Meta:
        indexes = (models.Index(fields=["unit", "state", "planned_on"], name="review_of_unit"),)

    def __str__(self) -> str:
        return self.title


class AgendaPoint(Versioned):
    """A point put on the agenda by a person, or one that filled in by itself and was kept when the review was held.

    `code` is "by_hand" or the contributor's code; `key` tells the thing apart within the code; `address` is where it is shown.
    """

    review = models.ForeignKey(GovernanceReview, on_delete=models.CASCADE, related_name="points")
    code = models.CharField(max_length=60, default="by_hand")
    key = models.CharField(max_length=120, blank=True)
    title = models.CharField(_("Point"), max_length=300)
    note = models.CharField(_("Note"), max_length=2000, blank=True)
    address = models.CharField(max_length=300, blank=True)
    entity = models.ForeignKey(Entity, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
                               verbose_name=_("About"))
    put_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")


class DecisionState(models.TextChoices):
    OPEN = "open", _("Open")
    DONE = "done", _("Done")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class GovernanceDecision(InUnit):
    """What a review decided, why, who sees to it by when."""

    review = models.ForeignKey(GovernanceReview, on_delete=models.PROTECT, related_name="decisions")
    point = models.ForeignKey(AgendaPoint, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions",
                              verbose_name=_("On the point"))
    decision = models.CharField(_("What is decided"), max_length=500)
    reason = models.TextField(_("Why"), max_length=2000, blank=True)
    entity = models.ForeignKey(Entity, on_delete=models.SET_NULL, null=True, blank=True, related_name="governance_decisions",
                               verbose_name=_("About"))
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
                              verbose_name=_("Who sees to it"))
    due_on = models.DateField(_("By when"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=DecisionState, default=DecisionState.OPEN)

    def __str__(self) -> str:
        return self.decision


class Policy(InUnit):
    """A rule that holds from a day on, for one entity or for all in its unit."""

    title = models.CharField(_("Name"), max_length=120)
    statement = models.TextField(_("What holds"), max_length=8000)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="policies",
                               verbose_name=_("Holds for"))
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
                              verbose_name=_("Who answers for it"))
    in_force_on = models.DateField(_("In force from"))
    look_again_on = models.DateField(_("Look at it again on"), null=True, blank=True)
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.title
