"""A study is one person's, in one organisation: what was read, recalled and answered. Nobody else sees it.

What a sitting asked is kept as it was asked, so that a course may change without touching an old paper.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import InUnit, Organisation, User
from headway.web.ground.versions import Versioned
from headway.web.register.models import Improvement


class OwnCourse(InUnit):
    """A course that was written or taken in here: its maker's alone, until whoever teaches gives it to the organisation."""

    made_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    title = models.CharField(max_length=200)
    files = models.JSONField()                                 # name → text, in the form of headway.learn.reading; checked
    released = models.BooleanField(default=False)


class Study(Versioned):
    """A person's study of one course: the exam that is aimed at, and the time that is given to it.

    `course` is None for the course that ships; `chosen` is the one that pages are about.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="studies")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    course = models.ForeignKey(OwnCourse, on_delete=models.CASCADE, null=True, related_name="studies")
    chosen = models.BooleanField(default=True)
    edition = models.CharField(max_length=10, blank=True)      # the id of a framework pack; empty until it was asked
    exam_on = models.DateField(_("Exam on"), null=True, blank=True)
    weekdays = models.JSONField(_("Days of the week"), default=list, blank=True)   # Monday is 0
    minutes = models.PositiveSmallIntegerField(_("Minutes a day"), default=20)
    retention = models.FloatField(default=.9)                  # the recall that cards are scheduled by
    other_language = models.BooleanField(_("The exam is not in my first language"), default=False)
    chance = models.FloatField(null=True)                      # of passing, reckoned when answers came; with its 90 % interval
    chance_low = models.FloatField(null=True)
    chance_high = models.FloatField(null=True)
    calendar_word = models.CharField(max_length=64, blank=True, db_index=True)     # the secret of the calendar's address

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["person", "organisation"], condition=models.Q(course=None),
                                    name="one_study_a_person"),
            models.UniqueConstraint(fields=["person", "course"], name="one_study_an_own_course"))


class SectionRead(models.Model):
    """A section was read; `section` is "chapter/section"."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="read")
    section = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "section"], name="a_section_is_read_once"),)


class Held(models.IntegerChoices):
    """How one's own answer held against the suggested one; for oneself, never scored."""

    MISSED = 1, _("I missed the point")
    PARTLY = 2, _("I had part of it")
    HAD_IT = 3, _("I had it")


class Reflection(models.Model):
    """One's own answer to a thought exercise."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="reflections")
    exercise = models.CharField(max_length=120)
    answer = models.TextField(_("Your answer"), max_length=4000, blank=True)
    held = models.PositiveSmallIntegerField(_("Against the suggestion"), choices=Held, null=True, blank=True)
    improvement = models.ForeignKey(Improvement, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "exercise"], name="an_exercise_has_one_answer"),)


class OwnCard(models.Model):
    """A card that a learner made, or their own wording of a course's card (`instead_of`)."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="own_cards")
    front = models.CharField(_("Front"), max_length=400)
    back = models.CharField(_("Back"), max_length=1000)
    instead_of = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    @property
    def card(self) -> str:
        return f"own-{self.pk}"


class CardMemory(models.Model):
    """How well a card is known, as the schedule keeps it; see `headway.learn.schedule.Memory`."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="memories")
    card = models.CharField(max_length=120)
    state = models.JSONField()
    reviews = models.PositiveIntegerField()
    lapses = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "card"], name="a_card_has_one_memory"),)
        indexes = (models.Index(fields=["study", "due_at"], name="cards_due"),)


class Worked(models.Model):
    """Minutes of a day, counted by what was done in them."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    minutes = models.FloatField(default=0)
    new_cards = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "on"], name="a_day_is_counted_once"),)


class SittingKind(models.TextChoices):
    """What a sitting is for. Reasons come at once in a quiz and in questions of one's own organisation, else at the end."""

    QUIZ = "quiz", _("Quiz")
    OWN = "own", _("From our own improvements")
    WORDING = "wording", _("Exam wording")
    DIAGNOSTIC = "diagnostic", _("Diagnostic")
    PRACTICE = "practice", _("Practice exam")
    MOCK = "mock", _("Mock exam")


AT_ONCE = (SittingKind.QUIZ, SittingKind.OWN, SittingKind.WORDING)
# what is said about chapters rests on these
COUNTING = (SittingKind.QUIZ, SittingKind.DIAGNOSTIC, SittingKind.PRACTICE, SittingKind.MOCK)


class Sitting(models.Model):
    """One attempt at a paper, drawn afresh by its seed. `ends_at` is the deadline, which only the server keeps."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="sittings")
    kind = models.CharField(max_length=10, choices=SittingKind)
    course = models.CharField(max_length=60)
    edition = models.CharField(max_length=10, blank=True)
    chapters = models.JSONField(default=list)
    seed = models.PositiveIntegerField()
    questions = models.JSONField()                  # as asked: see questions.py
    fragments = models.JSONField(default=list)      # what generated ones were made of, for the next draw to avoid
    to_pass = models.PositiveSmallIntegerField(default=0)      # 0: nothing to pass
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)       # None: no hurry
    handed_in_at = models.DateTimeField(null=True)
    right = models.PositiveSmallIntegerField(null=True)
    passed = models.BooleanField(null=True)
    foretold = models.FloatField(null=True)         # the chance of passing, as it stood before the first question
    foretold_low = models.FloatField(null=True)
    foretold_high = models.FloatField(null=True)

    class Meta:
        indexes = (models.Index(fields=["study", "-started_at"], name="sittings_newest"),)


class SittingAnswer(models.Model):
    """The choice at one place of a paper, kept as it is given. `was_right` is known once reasons may be shown."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="answers")
    place = models.PositiveSmallIntegerField()
    choice = models.PositiveSmallIntegerField(null=True)       # None: only flagged
    flagged = models.BooleanField(default=False)
    at = models.DateTimeField()
    chapter = models.CharField(max_length=60)
    was_right = models.BooleanField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["sitting", "place"], name="a_place_has_one_answer"),)


class Drill(models.Model):
    """Scenarios to be read in four steps, in the order drawn."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="drills")
    seed = models.PositiveIntegerField()
    scenarios = models.JSONField()
    brought = models.JSONField(default=dict)        # by id: the scenario whose wrong answer brought this one
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class DrillAnswer(models.Model):
    """One of the four answers to a scenario."""

    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="answers")
    scenario = models.CharField(max_length=120)
    asked = models.CharField(max_length=10)
    label = models.CharField(max_length=60)
    was_right = models.BooleanField()
    at = models.DateTimeField()
    disagrees = models.CharField(max_length=400, blank=True)   # why the learner holds their answer for the better one

    class Meta:
        constraints = (models.UniqueConstraint(fields=["drill", "scenario", "asked"], name="a_question_is_answered_once"),)


class Wording(models.Model):
    """How an exam words a term, from the learner's own material; never leaves their study."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="wordings")
    key = models.CharField(max_length=120)
    text = models.TextField(max_length=2000)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["study", "key"], name="a_term_has_one_wording"),)


class OwnQuestion(InUnit):
    """A question from a closed improvement, masked; asked of learners once a reviewer has released it, never in an exam."""

    improvement = models.ForeignKey(Improvement, on_delete=models.CASCADE, related_name="+")
    step = models.CharField(max_length=40)
    question = models.JSONField()
    masked = models.PositiveSmallIntegerField()
    read_as = models.CharField(max_length=40, blank=True)      # the step that triage reads, where it is another
    answered_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    released = models.BooleanField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["improvement", "step"], name="one_question_a_step"),)
