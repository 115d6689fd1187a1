"""What is done, by whom, when, to whom: tasks, pilots, interventions, and other events of the time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import User
from headway.web.ground.versions import Versioned
from headway.web.plan.models import Option
from headway.web.register.models import NO_DATE, Improvement
from headway.web.vision.models import Entity


class TaskState(models.TextChoices):
    OPEN = "open", _("To do")
    DOING = "doing", _("In hand")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class Recording(models.TextChoices):
    """Whether the change also changes how things are recorded; if so, before and after may not count alike."""

    NO = "no", _("No: what is recorded, and how, stays as it was")
    YES = "yes", _("Yes: categories, times or fields are recorded otherwise from then on")
    NOT_KNOWN = "not_known", _("Not known yet")


class Reach(models.TextChoices):
    PILOT = "pilot", _("A pilot")
    ALL = "all", _("Everybody it is meant for")
    ROLL_OUT = "roll_out", _("Roll-out after a pilot")


class Pilot(Versioned):
    """A trial on a part: who is in it, how long, and what would count as working, said beforehand."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="pilots")
    name = models.CharField(_("Pilot"), max_length=160)
    scope = models.TextField(_("Who or what is in it"), max_length=2000)
    left_out = models.CharField(_("Who stays as before"), max_length=400, blank=True)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    works_if = models.CharField(_("It works if"), max_length=400, blank=True)
    outcome = models.TextField(_("What came of it"), max_length=4000, blank=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)

    def __str__(self) -> str:
        return self.name


class Task(Versioned):
    """A piece of work, under the value chain activity that does it. `activity` is a term of the framework `pack`."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("Task"), max_length=200)
    note = models.TextField(_("What has to be known"), max_length=4000, blank=True)
    pack = models.CharField(max_length=40, default="svs", editable=False)
    activity = models.CharField(_("Value chain activity"), max_length=120, blank=True)
    owner = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="tasks",
                              verbose_name=_("Owner"))
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks",
                              verbose_name=_("Part of the pilot"))
    state = models.CharField(_("State"), max_length=8, choices=TaskState, default=TaskState.OPEN)
    state_at = models.DateTimeField(editable=False)
    due_order = models.DateField(default=NO_DATE, editable=False)   # due_on, or what sorts after every date
    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        indexes = (
            models.Index(fields=["improvement", "due_order", "id"], name="tasks_of_an_improvement"),
            models.Index(fields=["owner", "state", "due_order", "id"], name="tasks_of_a_person"),
            models.Index(fields=["state", "due_on"], name="tasks_that_are_due"),
        )

    def __str__(self) -> str:
        return self.title


class Intervention(Versioned):
    """The day on which something changed, and for whom or what. The verdict compares the time before with the time after.

    `in_full_on` is the day from which a change that takes time to bite has all of its effect. `entities` are those of the
    exposed that Headway knows: teams, services, offerings … In force while `withdrawn_at` is null; `undone_on` ends its effect.
    """

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="interventions")
    what = models.CharField(_("What changed"), max_length=200)
    starts_on = models.DateField(_("Since"))
    in_full_on = models.DateField(_("In full since"), null=True, blank=True)
    reach = models.CharField(_("For"), max_length=8, choices=Reach, default=Reach.ALL)
    exposed = models.CharField(_("Who or what was exposed to it"), max_length=400)
    entities = models.ManyToManyField(Entity, blank=True, related_name="+", verbose_name=_("Of these, known here"))
    recording = models.CharField(_("Does this change how things are recorded?"), max_length=9, choices=Recording)
    recording_note = models.CharField(_("What is recorded otherwise"), max_length=400, blank=True)
    option = models.ForeignKey(Option, on_delete=models.PROTECT, null=True, related_name="interventions", editable=False)
    pilot = models.ForeignKey(Pilot, on_delete=models.PROTECT, null=True, blank=True, related_name="interventions",
                              verbose_name=_("The pilot"))
    follows = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="followed_by",
                                editable=False)   # the pilot's intervention that a roll-out carries on
    undone_on = models.DateField(null=True, editable=False)
    undone_because = models.CharField(_("Why it was undone"), max_length=400, blank=True, editable=False)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_because = models.CharField(_("Reason"), max_length=400, blank=True, editable=False)

    class Meta:
        indexes = (models.Index(fields=["improvement", "starts_on"], name="interventions_in_order"),)

    def __str__(self) -> str:
        return self.what


class OtherEvent(Versioned):
    """Something else that happened at the time and could explain a difference as well."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="other_events")
    what = models.CharField(_("What happened"), max_length=200)
    starts_on = models.DateField(_("From"))
    ends_on = models.DateField(_("Until"), null=True, blank=True)
    note = models.CharField(_("How it could show"), max_length=400, blank=True)
    set_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+", editable=False)

    class Meta:
        indexes = (models.Index(fields=["improvement", "starts_on"], name="events_in_order"),)

    def __str__(self) -> str:
        return self.what
