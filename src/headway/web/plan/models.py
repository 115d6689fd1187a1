"""Options, what was asked of an approver, and from which size on somebody is asked."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import Organisation, User
from headway.web.aim.models import Target
from headway.web.ground.versions import Versioned
from headway.web.register.models import SCALE, Improvement
from headway.web.register.states import Realised, Recurrence
from headway.web.vision.models import Entity


class Option(Versioned):
    """One way to get there. Doing nothing is always one of them, and is never withdrawn.

    Amounts typed by hand are expected, never more. `target` is the target that it works on and `hope` the size of change
    hoped for there, as the verdict takes it. `plan_check` is what headway.plan_check said of that when a job asked it, empty
    until then; `plan_checked_for` tells what it was asked for, so that a page can say when it no longer holds.
    The to-be picture of `stream` has the name that `picture` gives.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="options")
    does_nothing = models.BooleanField(default=False, editable=False)
    name = models.CharField(_("Option"), max_length=160)
    description = models.TextField(_("How it would work"), max_length=8000, blank=True)
    cost = models.DecimalField(_("Cost"), max_digits=16, decimal_places=2, null=True, blank=True)
    cost_low = models.DecimalField(_("At least"), max_digits=16, decimal_places=2, null=True, blank=True)
    cost_high = models.DecimalField(_("At most"), max_digits=16, decimal_places=2, null=True, blank=True)
    cost_unit = models.CharField(_("In"), max_length=40, blank=True, help_text=_("A currency such as EUR, or “hours”."))
    cost_recurrence = models.CharField(_("Comes"), max_length=10, choices=Recurrence, default=Recurrence.ONE_OFF)
    effort_days = models.DecimalField(_("Effort in days"), max_digits=8, decimal_places=1, null=True, blank=True)
    benefit = models.DecimalField(_("Benefit expected"), max_digits=16, decimal_places=2, null=True, blank=True)
    benefit_low = models.DecimalField(_("At least"), max_digits=16, decimal_places=2, null=True, blank=True)
    benefit_high = models.DecimalField(_("At most"), max_digits=16, decimal_places=2, null=True, blank=True)
    benefit_unit = models.CharField(_("In"), max_length=40, blank=True,
                                    help_text=_("“hours”, “incidents”, or a currency such as EUR."))
    benefit_recurrence = models.CharField(_("Comes"), max_length=10, choices=Recurrence, default=Recurrence.YEARLY)
    benefit_realised = models.CharField(_("Becomes"), max_length=10, choices=Realised, default=Realised.NEITHER)
    benefit_note = models.CharField(_("Where the numbers come from"), max_length=400, blank=True)
    risk = models.TextField(_("What could go wrong"), max_length=4000, blank=True)
    likelihood = models.PositiveSmallIntegerField(_("How likely"), choices=SCALE, null=True, blank=True)
    harm = models.PositiveSmallIntegerField(_("How bad"), choices=SCALE, null=True, blank=True)
    answer_to_risk = models.CharField(_("What is done about it"), max_length=400, blank=True)
    pack = models.CharField(max_length=40, default="svs", editable=False)
    gain_activities = models.JSONField(_("Where the gain falls"), default=list, blank=True)
    work_activities = models.JSONField(_("Where the work is done"), default=list, blank=True)
    stream = models.ForeignKey(Entity, on_delete=models.PROTECT, null=True, blank=True, related_name="options",
                               verbose_name=_("Value stream that it changes"))
    target = models.ForeignKey(Target, on_delete=models.PROTECT, null=True, blank=True, related_name="options",
                               verbose_name=_("Target that it works on"))
    hope_given = models.CharField(_("Change hoped for"), max_length=40, blank=True)
    hope = models.FloatField(null=True, editable=False)
    plan_check = models.JSONField(default=dict, editable=False)
    plan_checked_for = models.JSONField(default=dict, editable=False)
    plan_checked_at = models.DateTimeField(null=True, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    chosen_at = models.DateTimeField(null=True, editable=False)
    chosen_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    chosen_because = models.CharField(_("Why this one"), max_length=400, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.CharField(_("Why not"), max_length=400, blank=True, editable=False)

    class Meta:
        indexes = (models.Index(fields=["improvement", "withdrawn_at"], name="options_in_force"),)
        constraints = (
            models.UniqueConstraint(fields=["improvement"], condition=models.Q(does_nothing=True), name="nothing_is_done_once"),
            models.UniqueConstraint(fields=["improvement"], condition=models.Q(chosen_at__isnull=False),
                                    name="one_option_is_chosen"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def picture(self) -> str:
        return f"option-{self.pk}"


class Approval(models.Model):
    """The question whether a plan may go ahead, with the plan as it was then, and an approver's answer. Never changed after."""

    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="approvals")
    asked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    words = models.CharField(_("What the approver should know"), max_length=1000, blank=True)
    digest = models.CharField(max_length=64)         # of the plan that is asked about: a changed plan is asked about again
    asked_about = models.JSONField(default=dict)     # that plan
    because = models.JSONField(default=dict)         # what of the policy asks for it
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.CharField(_("Reason"), max_length=1000, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["option"], condition=models.Q(granted=None, answered_at=None),
                                               name="one_approval_is_asked_at_a_time"),)


class ApprovalPolicy(Versioned):
    """From which size on a plan wants an approval: for one backlog, or, where `entity` is null, for the whole organisation.

    A plan wants one when it reaches either limit, or when it does not say its size; a limit that is null asks nothing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="approval_policies")
    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, null=True, blank=True, related_name="approval_policy",
                                  verbose_name=_("Backlog"))
    from_days = models.DecimalField(_("From so many days of effort"), max_digits=8, decimal_places=1, null=True, blank=True)
    from_cost = models.DecimalField(_("From this cost"), max_digits=16, decimal_places=2, null=True, blank=True)
    cost_unit = models.CharField(_("In"), max_length=40, blank=True, help_text=_("A currency such as EUR, or “hours”."))
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation"], condition=models.Q(entity=None),
                                               name="an_organisation_has_one_policy"),)
