"""The record of an improvement and what hangs on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, Organisation, Unit
from headway.web.ground.versions import Versioned
from headway.web.register.evidence import EvidenceKind, Grade
from headway.web.register.indexes import OF_BENEFITS, OF_IMPROVEMENTS
from headway.web.register.states import (
    LIVE,
    Came,
    Closure,
    Column,
    FormulaKind,
    LinkKind,
    RaisedFrom,
    Realised,
    Recurrence,
    Size,
    State,
    StepState,
    Timescale,
)
from headway.web.register.tallies import BenefitTally as BenefitTally
from headway.web.register.tallies import Tally as Tally
from headway.web.vision.models import Entity, Expectation, Objective, Stakeholder

PERSON = settings.AUTH_USER_MODEL
SCALE = [(number, str(number)) for number in range(1, 6)]
STEPS = range(1, 8)
UNTOUCHED = "." * len(STEPS)
NO_SCORE, NO_DATE = -1e300, date(9999, 12, 31)   # lists are read by key, and a key is never null


def person(label: Any = None) -> models.ForeignKey:   # type: ignore[type-arg]
    return models.ForeignKey(PERSON, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=label)


class Improvement(InUnit):
    """One improvement, from idea to closed.

    `route` tells the seven steps in one word of seven letters ("." open, "d" done, "s" skipped), `step` the first that is
    open (7 when none is): both follow from the step records and stand here so that lists read one row. `score` likewise
    follows from `factors` by the formula of the entity's backlog; it is null where the formula lacks a number.
    """

    # None of these three has an index of its own: it would lead to all rows of a place, where a list wants its first few.
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name=_("Unit"))
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.CharField(_("Number"), max_length=12, editable=False)   # "I-000123", one row of numbers an organisation
    title = models.CharField(_("Title"), max_length=200)
    idea = models.TextField(_("What is wrong, or could be better"), blank=True)

    # where it belongs
    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, db_index=False, related_name="improvements",
                               verbose_name=_("Belongs to"))
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, db_index=False,
                               related_name="children", verbose_name=_("Part of"))
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, db_index=False,
                                 related_name="next_ones", verbose_name=_("Next iteration of"))
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, db_index=False,
                                related_name="doubles", verbose_name=_("Same as"))
    pack = models.CharField(max_length=40, default="svs", editable=False)   # the terms below are this pack's
    level = models.CharField(_("Level"), max_length=80, blank=True)
    practices = models.JSONField(_("Practices"), default=list, blank=True)
    gain_activities = models.JSONField(_("Where the gain falls"), default=list, blank=True)
    work_activities = models.JSONField(_("Where the work is done"), default=list, blank=True)
    dimensions = models.JSONField(_("Dimensions"), default=list, blank=True)
    principles = models.JSONField(_("Principles most in play"), default=list, blank=True)

    # step 1: the vision it serves
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, null=True, blank=True, related_name="improvements",
                                  verbose_name=_("Objective served"))
    no_objective = models.CharField(_("Why no objective fits"), max_length=400, blank=True)
    stakeholders = models.ManyToManyField(Stakeholder, blank=True, related_name="+", verbose_name=_("Stakeholders"))
    expectations = models.ManyToManyField(Expectation, blank=True, related_name="+", verbose_name=_("Expectations touched"))
    outcome = models.TextField(_("Value expected"), blank=True)
    provider_part = models.CharField(_("What we do"), max_length=400, blank=True)
    consumer_part = models.CharField(_("What they do"), max_length=400, blank=True)
    provider_costs = models.CharField(_("What it costs us"), max_length=400, blank=True)
    consumer_costs = models.CharField(_("What it costs them"), max_length=400, blank=True)
    provider_risks = models.CharField(_("What we risk"), max_length=400, blank=True)
    consumer_risks = models.CharField(_("What they risk"), max_length=400, blank=True)

    # people
    raised_by = person(_("Raised by"))
    owner = person(_("Owner"))
    sponsor = person(_("Sponsor"))
    coordinator = person(_("Coordinator"))
    approver = person(_("Approver"))

    # how large, how soon, how urgent
    size = models.CharField(_("Size"), max_length=2, choices=Size, blank=True)
    effort_days = models.DecimalField(_("Effort in days"), max_digits=8, decimal_places=1, null=True, blank=True)
    timescale = models.CharField(_("Timescale"), max_length=10, choices=Timescale, blank=True)
    priority = models.PositiveSmallIntegerField(_("Priority"), choices=SCALE, null=True, blank=True)   # 1 is the highest
    urgency = models.PositiveSmallIntegerField(_("Urgency"), choices=SCALE, null=True, blank=True)
    impact = models.PositiveSmallIntegerField(_("Impact"), choices=SCALE, null=True, blank=True)
    factors = models.JSONField(_("Numbers of the score"), default=dict, blank=True)
    score = models.FloatField(_("Score"), null=True, editable=False)
    score_order = models.FloatField(default=NO_SCORE, editable=False)   # the score, or what sorts after every score
    rank = models.BigIntegerField(default=0, editable=False)   # the order in the backlog, smallest first

    # dates and where it came from
    raised_on = models.DateField(_("Raised on"))
    starts_on = models.DateField(_("Starts on"), null=True, blank=True)
    due_on = models.DateField(_("Due on"), null=True, blank=True)
    due_order = models.DateField(default=NO_DATE, editable=False)   # due_on, or what sorts after every date
    review_on = models.DateField(_("Review on"), null=True, blank=True)
    origin = models.CharField(_("Raised from"), max_length=20, choices=RaisedFrom, default=RaisedFrom.IDEA)
    origin_reference = models.CharField(_("Source record"), max_length=120, blank=True)
    origin_address = models.URLField(_("Its address"), max_length=500, blank=True)
    imported = models.JSONField(default=dict, editable=False)   # what an import found no field for, by column

    # the route and the states beside it
    state = models.CharField(_("State"), max_length=12, choices=State, default=State.IDEA, editable=False)
    state_since = models.DateTimeField(editable=False)
    state_reason = models.CharField(_("Reason"), max_length=400, blank=True, editable=False)
    on_hold_until = models.DateField(_("On hold until"), null=True, blank=True, editable=False)
    closure = models.CharField(_("Closed as"), max_length=20, choices=Closure, blank=True, editable=False)
    route = models.CharField(max_length=len(STEPS), default=UNTOUCHED, editable=False)
    step = models.PositiveSmallIntegerField(default=1, editable=False)
    step_since = models.DateTimeField(editable=False)
    is_quick_win = models.BooleanField(_("Quick win"), default=False, editable=False)
    # the database sets these: with the first lesson, and with each benefit (migrations 0002 of sustain and register)
    left_lesson = models.BooleanField(default=False, editable=False)
    came = models.PositiveSmallIntegerField(choices=Came, default=Came.UNTOLD, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "number"], name="a_number_is_given_once"),)
        indexes = OF_IMPROVEMENTS

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def steps_are_over(self) -> bool:
        return "." not in self.route


class Numbering(models.Model):
    """The last number that an organisation gave; locked while the next is given."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, primary_key=True, related_name="+")
    last = models.PositiveIntegerField(default=0)


class StepRecord(models.Model):
    """What became of a step, when, by whom, with what. Never changed: a step that is visited again gets a further row."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="step_records")
    step = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=StepState)
    reason = models.CharField(max_length=400, blank=True)
    by = person()
    at = models.DateTimeField()
    evidence_kind = models.CharField(max_length=12, choices=EvidenceKind, blank=True)
    grade = models.CharField(max_length=10, choices=Grade, blank=True)
    says = models.CharField(max_length=200, blank=True)   # the line under the stop
    digest = models.CharField(max_length=128, blank=True)
    facts = models.JSONField(default=dict)
    href = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (models.Index(fields=["improvement", "step", "-id"], name="newest_of_a_step"),)


class Correction(models.Model):
    """What a person says an idea is about, where Headway proposed something: kept whether they agree or not, to learn from."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="corrections")
    task = models.CharField(max_length=10)     # of headway.triage.Task
    label = models.CharField(max_length=40)
    proposed = models.CharField(max_length=40)
    sure = models.BooleanField()               # false where Headway abstained
    by = person()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["improvement", "task"], name="a_reading_is_corrected_once"),)


class Double(models.Model):
    """Another record that says much the same, as it was found when the idea came in."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="likely_doubles")
    other = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="+")
    likeness = models.FloatField()
    shared = models.JSONField(default=list)    # the words that both have


class Learnt(models.Model):
    """A version of an organisation's own weights: the corrections it follows from, and what they were worth."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    examples = models.JSONField()              # [{"text", "labels": {task: label}}], frozen
    digest = models.CharField(max_length=64)
    worth = models.JSONField()                 # [{"task", "n", "before", "after"}]
    in_force = models.BooleanField(default=False)
    by = person()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "number"], name="learnt_versions_count"),)


class QuickWin(models.Model):
    """The question whether steps 2, 4 and 6 may be skipped together, and one approver's answer."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="quick_wins")
    asked_by = person()
    asked_at = models.DateTimeField()
    reason = models.CharField(_("Why no measurement is worth its while"), max_length=400)
    answered_by = person()
    answered_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.CharField(_("Reason"), max_length=400, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["improvement"], condition=models.Q(granted=None),
                                               name="one_question_at_a_time"),)


class Benefit(Versioned):
    """One line in one of three columns: expected, forecast, verified. The range is as wide as the evidence leaves it."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="benefits")
    column = models.CharField(_("Column"), max_length=10, choices=Column)
    what = models.CharField(_("What"), max_length=200)
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    low = models.DecimalField(_("At least"), max_digits=16, decimal_places=2, null=True, blank=True)
    high = models.DecimalField(_("At most"), max_digits=16, decimal_places=2, null=True, blank=True)
    unit = models.CharField(_("Unit"), max_length=40, help_text=_("“hours”, “incidents”, or a currency such as EUR."))
    recurrence = models.CharField(_("Comes"), max_length=10, choices=Recurrence, default=Recurrence.YEARLY)
    realised = models.CharField(_("Becomes"), max_length=10, choices=Realised, default=Realised.NEITHER)
    evidence_kind = models.CharField(_("Evidence"), max_length=12, choices=EvidenceKind, default=EvidenceKind.ESTIMATE)
    note = models.CharField(_("Where the number comes from"), max_length=400, blank=True)
    by = person()

    class Meta:
        indexes = OF_BENEFITS


class Cost(Versioned):
    """What was spent."""

    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="costs")
    what = models.CharField(_("What"), max_length=200)
    amount = models.DecimalField(_("Amount"), max_digits=16, decimal_places=2)
    unit = models.CharField(_("Unit"), max_length=40, help_text=_("A currency such as EUR, or “hours”."))
    recurrence = models.CharField(_("Comes"), max_length=10, choices=Recurrence, default=Recurrence.ONE_OFF)
    spent_on = models.DateField(_("Spent on"), null=True, blank=True)
    by = person()


class ConversionRule(models.Model):
    """What one unit is worth in another, as finance signed it. Never changed: a new rule takes over from its day on."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    unit = models.CharField(_("One of"), max_length=40)
    worth = models.DecimalField(_("Is worth"), max_digits=14, decimal_places=4)
    currency = models.CharField(_("Currency"), max_length=3)
    realised = models.CharField(_("Becomes"), max_length=10, choices=Realised, default=Realised.CAPACITY)
    since = models.DateField(_("From"))
    rule_version = models.PositiveIntegerField(default=1)
    note = models.CharField(_("How it was found"), max_length=400)
    signed_by = person()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "unit", "rule_version"], name="a_rule_has_one_version"),)


class Backlog(Versioned):
    """How the backlog of an entity is kept: its formula, what is small enough for a quick win, when waiting is too long."""

    entity = models.OneToOneField(Entity, on_delete=models.CASCADE, related_name="backlog")
    formula = models.CharField(_("Formula"), max_length=12, choices=FormulaKind, default=FormulaKind.VALUE_EFFORT)
    expression = models.CharField(_("Own formula"), max_length=300, blank=True)
    quick_win_days = models.DecimalField(_("A quick win takes at most (days)"), max_digits=5, decimal_places=1, default=5)
    stale_days = models.PositiveSmallIntegerField(_("A step may wait (days)"), default=60)


class SavedView(models.Model):
    """A filter and an order that somebody keeps; shared ones are seen by everybody in the organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("Name"), max_length=80)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(_("For everybody here"), default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["organisation", "person", "name"], name="a_view_has_one_name"),)


class Link(models.Model):
    """A record elsewhere that belongs to it: change, problem, knowledge …"""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("Kind"), max_length=10, choices=LinkKind)
    reference = models.CharField(_("Reference"), max_length=120)
    title = models.CharField(_("Title"), max_length=200, blank=True)
    address = models.URLField(_("Address"), max_length=500, blank=True)
    by = person()
    at = models.DateTimeField()


class Comment(Versioned):
    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="comments")
    by = person()
    at = models.DateTimeField()
    text = models.TextField(_("Comment"), max_length=20_000)   # markdown
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)   # its text is emptied then


class Watcher(models.Model):
    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="watchers")
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=["improvement", "person"], name="one_watches_once"),)


class Attachment(models.Model):
    improvement = models.ForeignKey(Improvement, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)   # sha256; the file lies under it
    by = person()
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)


class LetterChoice(models.Model):
    """An occasion on which a person wants no letter."""

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=20)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["person", "occasion"], name="a_choice_is_made_once"),)


class IdeaLink(Versioned):
    """The link by which ideas come in from people who don't sign in; closed until an administrator opens it."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+", verbose_name=_("Ideas go to"))
    word = models.CharField(max_length=64, unique=True)
    is_open = models.BooleanField(_("Open"), default=False)


class Sheet(models.Model):
    """A table that waits to be imported: read once, looked at, then written whole or not at all."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")   # for rows that name none
    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    columns = models.JSONField()                   # names as they stand in the file
    rows = models.JSONField()                      # of texts, in the columns' order
    mapping = models.JSONField(default=dict)       # column → field
    day_first = models.BooleanField(null=True)
    leave_out = models.BooleanField(default=False)   # whether faulty rows are left out, once somebody said so
    read_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True)
    made = models.PositiveIntegerField(default=0)
