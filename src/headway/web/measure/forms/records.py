"""Forms about questionnaires, capability and service levels."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.forms import UnitChoice
from headway.web.accounts.models import Organisation, Unit, User
from headway.web.accounts.queries import visible_units
from headway.web.ground.forms import SeenVersion
from headway.web.measure.forms.baselines import day
from headway.web.measure.forms.choices import CriteriaField, EntityField, KpiField, choose_entities, choose_kpis
from headway.web.measure.models import (
    Asks,
    CriteriaSet,
    Kpi,
    Origin,
    Question,
    ServiceLevelPeriod,
    Survey,
    UnitOfMeasure,
)
from headway.web.measure.queries.sight import seen_by
from headway.web.vision.models import Entity, EntityKind

QUESTIONS = 5


class SurveyForm(forms.Form):
    entity = EntityField(label=_("About"), queryset=Entity.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=160)
    greeting = forms.CharField(label=_("Line above the questions"), max_length=400, required=False)
    opens_on = day(_("Opens on"), required=True)
    closes_on = day(_("Closes on"), required=True)
    asked = forms.IntegerField(label=_("How many people are asked"), min_value=1, required=False,
                               help_text=_("Without it nobody can say how many answered; links for one answer count "
                                           "by themselves."))

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_entities(self.fields["entity"], person=person, organisation=organisation)
        for place in range(1, QUESTIONS + 1):
            self.fields[f"question_{place}"] = forms.CharField(
                label=_("Question %(place)s") % {"place": place}, max_length=240, required=place == 1)
            self.fields[f"asks_{place}"] = forms.ChoiceField(
                label=_("Answered by"), choices=Asks, required=False, initial=Asks.RATING)

    def given(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {name: told[name] for name in ("entity", "title", "greeting", "opens_on", "closes_on", "asked")} | {
            "questions": [(told[f"asks_{place}"] or Asks.RATING, told[f"question_{place}"])
                          for place in range(1, QUESTIONS + 1) if told[f"question_{place}"]]}


class SurveyEditForm(SeenVersion, forms.ModelForm[Survey]):
    opens_on = day(_("Opens on"), required=True)
    closes_on = day(_("Closes on"), required=True)

    class Meta:
        model = Survey
        fields = ("title", "greeting", "opens_on", "closes_on", "asked")


class LinksForm(forms.Form):
    many = forms.IntegerField(label=_("Links for one answer each"), min_value=1, max_value=2000, initial=20)


class ImportForm(forms.Form):
    file = forms.FileField(label=_("File of answers"),
                           help_text=_("CSV with a column for each question, headed by its words or its number, and date "
                                       "if it is known."))
    asked = forms.IntegerField(label=_("How many people were asked"), min_value=1, required=False)


class AnswerForm(forms.Form):
    """A questionnaire as whoever answers sees it."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[str(question.pk)] = self._field(question)

    @staticmethod
    def _field(question: Question) -> forms.Field:
        if question.asks == Asks.WORDS:
            return forms.CharField(label=question.text, required=False, max_length=1000,
                                   widget=forms.Textarea(attrs={"rows": 3}))
        choices = [("5", _("5 – very good")), ("4", "4"), ("3", "3"), ("2", "2"), ("1", _("1 – very bad"))]
        if question.asks == Asks.YES_NO:
            choices = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(label=question.text, required=False, choices=choices, widget=forms.RadioSelect)


class AssessForm(forms.Form):
    entity = EntityField(label=_("Practice"), queryset=Entity.objects.none(), empty_label=None)
    on = day(_("Assessed on"), required=True)
    criteria = CriteriaField(label=_("Criteria"), queryset=CriteriaSet.objects.none(), required=False,
                             empty_label=_("Headway's own"))

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_entities(self.fields["entity"], person=person, organisation=organisation, kind=EntityKind.PRACTICE)
        cast(CriteriaField, self.fields["criteria"]).queryset = seen_by(
            person, CriteriaSet, organisation=organisation)


class FindingForm(SeenVersion):
    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    met = forms.TypedChoiceField(label=_("Met"), required=False, empty_value=None, coerce=lambda told: told == "yes", choices=[
        ("", _("Not looked at")), ("yes", _("Met")), ("no", _("Not met"))])
    evidence = forms.CharField(label=_("What shows it"), required=False, max_length=400)


class CriteriaForm(forms.Form):
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=120)
    lines = forms.CharField(label=_("Criteria"), max_length=20000, widget=forms.Textarea(attrs={"rows": 14}),
                            help_text=_("One a line: a level from 2 to 5, a space, its words."))

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitChoice, self.fields["unit"]).queryset = visible_units(person, organisation=organisation)


class LevelForm(forms.Form):
    entity = EntityField(label=_("Of"), queryset=Entity.objects.none(), empty_label=None)
    kpi = KpiField(label=_("Measure"), queryset=Kpi.objects.none(), empty_label=None)
    name = forms.CharField(label=_("Name"), max_length=160)
    target = forms.FloatField(label=_("Agreed share, in per cent"), min_value=0, max_value=100)
    period = forms.ChoiceField(label=_("Counted by"), choices=ServiceLevelPeriod, initial=ServiceLevelPeriod.MONTH)
    agreed_with = forms.CharField(label=_("Agreed with"), max_length=160, required=False)
    starts_on = day(_("Holds from"), required=True)
    ends_on = day(_("Until"))

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_entities(self.fields["entity"], person=person, organisation=organisation)
        choose_kpis(self.fields["kpi"], person=person, organisation=organisation, measured_in=UnitOfMeasure.SHARE,
                    origin=Origin.LOG)

    def clean_target(self) -> float:
        return float(self.cleaned_data["target"]) / 100


class LevelEditForm(SeenVersion):
    name = forms.CharField(label=_("Name"), max_length=160)
    agreed_with = forms.CharField(label=_("Agreed with"), max_length=160, required=False)
    ends_on = day(_("Until"))
