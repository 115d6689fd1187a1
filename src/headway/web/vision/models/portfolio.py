"""What governance weighs: risk appetite and the risk register, investments, the roadmap."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, User
from headway.web.vision.models.direction import Objective
from headway.web.vision.models.entity import Entity

FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class RiskAppetite(InUnit):
    """How much risk of one sort is borne: risks whose likelihood x effect is above `limit` are over it."""

    sort = models.CharField(_("Sort of risk"), max_length=120)
    statement = models.CharField(_("What we are ready to bear"), max_length=1000)
    limit = models.PositiveSmallIntegerField(_("Highest likelihood × effect"), validators=[
        MinValueValidator(1), MaxValueValidator(25)])
    withdrawn_on = models.DateField(_("Withdrawn on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.sort


class Response(models.TextChoices):
    REDUCE = "reduce", _("Reduce it")
    AVOID = "avoid", _("Avoid it")
    SHARE = "share", _("Share it")
    ACCEPT = "accept", _("Accept it")


class Risk(InUnit):
    """An event that may come, from which cause and to which effect; judged on two scales of five."""

    title = models.CharField(_("What may happen"), max_length=200)
    description = models.TextField(_("Cause and effect"), max_length=4000, blank=True)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="risks",
                               verbose_name=_("To what"))
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="risks",
                                  verbose_name=_("Endangers the objective"))
    appetite = models.ForeignKey(RiskAppetite, on_delete=models.PROTECT, null=True, blank=True, related_name="risks",
                                 verbose_name=_("Sort of risk"))
    likelihood = models.PositiveSmallIntegerField(_("Likelihood, 1 to 5"), validators=FIVE)
    effect = models.PositiveSmallIntegerField(_("Effect, 1 to 5"), validators=FIVE)
    score = models.PositiveSmallIntegerField(default=0, editable=False)   # likelihood x effect, kept so that lists can be ordered
    response = models.CharField(_("Response"), max_length=20, choices=Response, default=Response.REDUCE)
    treatment = models.TextField(_("What is done about it"), max_length=4000, blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
                              verbose_name=_("Owner"))
    look_again_on = models.DateField(_("Look at it again on"), null=True, blank=True)
    closed_on = models.DateField(_("Closed on"), null=True, blank=True)

    def __str__(self) -> str:
        return self.title


class InvestmentState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class Investment(InUnit):
    """Money for a purpose over a time; proposed by one person and approved by another."""

    title = models.CharField(_("What for"), max_length=200)
    purpose = models.TextField(_("What it should bring"), max_length=4000, blank=True)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="investments",
                               verbose_name=_("Goes into"))
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="investments",
                                  verbose_name=_("Serves the objective"))
    amount = models.DecimalField(_("Amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(0)])
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    recurring = models.BooleanField(_("Comes again every year"), default=False)
    from_on = models.DateField(_("From"))
    until_on = models.DateField(_("Until"), null=True, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=InvestmentState, default=InvestmentState.PROPOSED)
    proposed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_why = models.CharField(max_length=500, blank=True)

    def __str__(self) -> str:
        return self.title


class RoadmapState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class RoadmapItem(InUnit):
    """Something that is meant to be there by a time, and what it serves."""

    title = models.CharField(_("What"), max_length=200)
    description = models.TextField(_("What will be there then"), max_length=4000, blank=True)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="roadmap",
                               verbose_name=_("For"))
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="roadmap",
                                  verbose_name=_("Serves the objective"))
    from_on = models.DateField(_("Begins"))
    until_on = models.DateField(_("There by"))
    state = models.CharField(_("State"), max_length=20, choices=RoadmapState, default=RoadmapState.PLANNED)

    def __str__(self) -> str:
        return self.title
