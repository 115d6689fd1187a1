"""What is wanted: who has a stake, what they expect, and the objectives in a tree."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, User
from headway.web.vision.models.entity import Entity


class StakeholderKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    USER = "user", _("User")
    SPONSOR = "sponsor", _("Sponsor")
    STAFF = "staff", _("Staff")
    SUPPLIER = "supplier", _("Supplier or partner")
    REGULATOR = "regulator", _("Regulator")
    SOCIETY = "society", _("Society")
    OTHER = "other", _("Other")


class Stakeholder(InUnit):
    """A group, or a person in a part, who has a stake in what the services do."""

    name = models.CharField(_("Who"), max_length=120)
    kind = models.CharField(_("Stake"), max_length=20, choices=StakeholderKind)
    description = models.TextField(_("What matters to them"), max_length=4000, blank=True)
    retired_on = models.DateField(_("No longer since"), null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class ExpectedFamily(models.TextChoices):
    """What kind of thing is expected, in the families that measures come in."""

    UTILITY = "utility", _("Utility: it does what is needed")
    WARRANTY = "warranty", _("Warranty: it can be relied on")
    EXPERIENCE = "experience", _("Experience: how it feels to use")


class Expectation(InUnit):
    """What a stakeholder expects of an entity, or of the whole where `entity` is null. The slice `measure` ties it to a KPI."""

    stakeholder = models.ForeignKey(Stakeholder, on_delete=models.PROTECT, related_name="expectations", verbose_name=_("Who"))
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="expectations",
                               verbose_name=_("Of what"))
    statement = models.CharField(_("What they expect"), max_length=500)
    family = models.CharField(_("Utility, warranty or experience"), max_length=20, choices=ExpectedFamily)
    aspect = models.CharField(_("Aspect of warranty"), max_length=120, blank=True)   # a term's key: "warranty_aspect/…"
    retired_on = models.DateField(_("No longer since"), null=True, blank=True)

    def __str__(self) -> str:
        return self.statement


class ObjectiveState(models.TextChoices):
    OPEN = "open", _("Open")
    REACHED = "reached", _("Reached")
    DROPPED = "dropped", _("Dropped")


class Objective(InUnit):
    """The outcome wanted, for whom, by when, under which parent. Value is made by both sides: both have a part, costs, risks.

    `level` is the key of a term of the organisation's framework, as in "level/strategy"; `entity` is whose objective it is.
    """

    title = models.CharField(_("Name"), max_length=120)
    outcome = models.TextField(_("Outcome wanted"), max_length=4000)
    for_whom = models.CharField(_("For whom"), max_length=200, blank=True)
    by_when = models.DateField(_("By when"), null=True, blank=True)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name=_("Serves the objective"))
    level = models.CharField(_("Level"), max_length=120, blank=True)
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="objectives",
                               verbose_name=_("Whose objective"))
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+",
                              verbose_name=_("Who answers for it"))
    provider_part = models.TextField(_("What we do"), max_length=2000, blank=True)
    consumer_part = models.TextField(_("What they do"), max_length=2000, blank=True)
    provider_costs = models.TextField(_("What it costs us"), max_length=2000, blank=True)
    consumer_costs = models.TextField(_("What it costs them"), max_length=2000, blank=True)
    provider_risks = models.TextField(_("What we risk"), max_length=2000, blank=True)
    consumer_risks = models.TextField(_("What they risk"), max_length=2000, blank=True)
    state = models.CharField(_("State"), max_length=20, choices=ObjectiveState, default=ObjectiveState.OPEN)
    state_reason = models.CharField(_("Why"), max_length=500, blank=True)
    state_on = models.DateField(null=True, blank=True)

    class Meta:
        indexes = (models.Index(fields=["unit", "state"], name="objective_of_unit"),)

    def __str__(self) -> str:
        return self.title
