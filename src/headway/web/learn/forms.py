"""Forms of learning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.framework import pack
from headway.learn.course import Course, Difficulty, Style
from headway.learn.schedule import Answer
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import may
from headway.web.accounts.roles import May
from headway.web.ground.forms import SeenVersion
from headway.web.learn.models import Held, Study
from headway.web.learn.operations.sittings import Wish
from headway.web.learn.operations.wordings import LARGEST
from headway.web.learn.questions import EDITIONS
from headway.web.register.queries.records import entities
from headway.web.vision.models import Entity

WEEKDAYS = [(0, _("Monday")), (1, _("Tuesday")), (2, _("Wednesday")), (3, _("Thursday")), (4, _("Friday")),
            (5, _("Saturday")), (6, _("Sunday"))]
STYLES = [(Style.STANDARD.value, _("one right answer")), (Style.NEGATIVE.value, _("which is NOT")),
          (Style.LIST.value, _("two of four statements")), (Style.MISSING_WORD.value, _("missing word"))]
DIFFICULTIES = [(Difficulty.EASY.value, _("easy")), (Difficulty.MEDIUM.value, _("medium")), (Difficulty.HARD.value, _("hard"))]


def ticks(label: Any, choices: Sequence[tuple[Any, Any]]) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, required=False, help_text=_("None ticked means all."),
                                     widget=forms.CheckboxSelectMultiple)


def chapter_choices(course: Course) -> list[tuple[str, str]]:
    return [(chapter.id, f"{chapter.number} {chapter.title}") for chapter in course.chapters]


class ReflectionForm(forms.Form):
    exercise = forms.CharField(max_length=120)
    answer = forms.CharField(max_length=4000, required=False)
    held = forms.TypedChoiceField(choices=Held, coerce=lambda value: Held(int(value)), required=False, empty_value=None)


class SketchForm(forms.Form):
    """The seven steps for an activity of one's own."""

    title = forms.CharField(label=_("What would you improve?"), max_length=120)
    entity = forms.ModelChoiceField(label=_("Whose backlog"), queryset=Entity.objects.none())

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_to = [entity.pk for entity in entities(person, organisation) if may(person, May.SUGGEST, unit=entity.unit)]
        self.fields["entity"].queryset = entities(person, organisation).filter(pk__in=open_to)   # type: ignore[attr-defined]
        for term in pack().steps:
            self.fields[f"step_{term.id}"] = forms.CharField(
                label=term.label, help_text=term.definition, required=False, max_length=2000,
                widget=forms.Textarea(attrs={"rows": 2}))

    def steps(self) -> dict[str, str]:
        return {term.id: self.cleaned_data[f"step_{term.id}"] for term in pack().steps}


class RecallForm(forms.Form):
    card = forms.CharField(max_length=120)
    answer = forms.ChoiceField(choices=[(answer.value, answer.value) for answer in Answer])


class CardForm(forms.Form):
    front = forms.CharField(label=_("What is asked"), max_length=400)
    back = forms.CharField(label=_("The answer"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class MockForm(forms.Form):
    edition = forms.ChoiceField(label=_("Which edition is your certificate for?"), choices=list(EDITIONS.items()),
                                widget=forms.RadioSelect)
    other_language = forms.BooleanField(label=_("It is not in my first language: a quarter more time"), required=False)


class PracticeForm(forms.Form):
    """An exam of one's own choice."""

    chapters = ticks(_("Chapters"), [])
    styles = ticks(_("Kinds of question"), STYLES)
    difficulties = ticks(_("Difficulty"), DIFFICULTIES)
    questions = forms.IntegerField(label=_("How many questions"), min_value=1, max_value=100, initial=10)
    timed = forms.BooleanField(label=_("Against the clock: a minute and a half each"), required=False, initial=True)
    other_language = forms.BooleanField(label=_("It is not in my first language: a quarter more time"), required=False)

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapters"].choices = chapter_choices(course)   # type: ignore[attr-defined]

    def wish(self) -> Wish:
        told = self.cleaned_data
        return Wish(told["chapters"], [Style(each) for each in told["styles"]],
                    [Difficulty(each) for each in told["difficulties"]], told["questions"], told["other_language"], told["timed"])


class QuizForm(forms.Form):
    chapter = forms.ChoiceField(choices=[])

    def __init__(self, *args: Any, course: Course, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chapter"].choices = chapter_choices(course)   # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """A choice, and what the button asked for: to flag, or to go to a place."""

    place = forms.IntegerField(min_value=0)
    choice = forms.IntegerField(min_value=0, required=False)
    flag = forms.ChoiceField(choices=[("on", ""), ("off", "")], required=False)
    go = forms.IntegerField(required=False)


class DrillAnswerForm(forms.Form):
    scenario = forms.CharField(max_length=120)
    asked = forms.CharField(max_length=10)
    label = forms.CharField(max_length=60)


class DisagreeForm(forms.Form):
    scenario = forms.CharField(max_length=120)
    asked = forms.CharField(max_length=10)
    why = forms.CharField(max_length=400)


class PathForm(forms.Form):
    exam_on = forms.DateField(label=_("Day of the exam"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    weekdays = forms.TypedMultipleChoiceField(label=_("Days on which you study"), choices=WEEKDAYS, coerce=int,
                                              widget=forms.CheckboxSelectMultiple)
    minutes = forms.IntegerField(label=_("Minutes a day"), min_value=5, max_value=600)
    other_language = forms.BooleanField(label=_("The exam is not in my first language"), required=False)

    @classmethod
    def of(cls, study: Study | None) -> dict[str, Any]:
        """What the form begins with."""
        if study is None or study.exam_on is None:
            return {"weekdays": [0, 2, 4], "minutes": 20}
        return {"exam_on": study.exam_on, "weekdays": study.weekdays, "minutes": study.minutes,
                "other_language": study.other_language}


class WordingForm(forms.Form):
    """A plain chapter, pasted or as a file."""

    source = forms.CharField(label=_("Where it is from"), max_length=120,
                             help_text=_("A book and its edition, a course; it is told with each question."))
    text = forms.CharField(label=_("The text"), required=False, max_length=LARGEST, widget=forms.Textarea(attrs={"rows": 8}),
                           help_text=_("Flashcards and key terms as pairs of lines: the word, then what it means."))
    file = forms.FileField(label=_("Or a text file"), required=False)

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or {}
        given = told.get("file")
        if given is not None:
            try:
                told["text"] = given.read(LARGEST).decode("utf-8-sig")
            except UnicodeDecodeError:
                self.add_error("file", _("This file is no text in UTF-8. Save it as UTF-8, or paste the text."))
        if not told.get("text") and not self.errors:
            self.add_error("text", _("Paste a text, or choose a file."))
        return told


class CourseFileForm(forms.Form):
    """A course as a file."""

    file = forms.FileField(label=_("File"), max_length=200, help_text=_(
        "A zip of a course’s folder, a chapter in the course format (.md), or a plain text with headings, quizzes and cards."),
        widget=forms.FileInput(attrs={"accept": ".zip,.md,.txt"}))


class CourseTextForm(SeenVersion):
    """One file of a course; emptied, it goes."""

    name = forms.RegexField(r"^[A-Za-z0-9][A-Za-z0-9_-]*\.md$", label=_("File"), max_length=80, error_messages={
        "invalid": _("A name such as 02-chapter.md: letters, digits, - and _.")})
    text = forms.CharField(label=_("Text"), required=False, max_length=LARGEST, strip=False,
                           widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "true", "class": "mono"}))


class ReleaseForm(forms.Form):
    released = forms.ChoiceField(choices=[("yes", ""), ("no", "")])


class MaskForm(forms.Form):
    words = forms.CharField(max_length=120)
