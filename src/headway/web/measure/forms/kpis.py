"""Forms about measures: what is measured, points of one's own, expectations."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.framework import Pack
from headway.kpi.catalogue import SHIPPED
from headway.report.words.measures import MEASURES
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import people
from headway.web.ground.declined import Declined
from headway.web.measure.forms.choices import EntityField, QuestionField, choose_entities
from headway.web.measure.models import Asks, Family, Kpi, Origin, Question, Source
from headway.web.measure.operations.kpis import ASPECTS
from headway.web.measure.queries.sight import seen_by
from headway.web.vision.models import Entity, Expectation
from headway.web.vision.queries import pack_of
from headway.web.vision.queries.packs import term_label

CATALOGUE = [(family.label, [(kpi.id, MEASURES[kpi.id].name) for kpi in SHIPPED if kpi.family.value == family.value])
             for family in Family]
CATALOGUE = [(label, choices) for label, choices in CATALOGUE if choices]
USUAL = ("time_to_resolve_median", "time_to_resolve_mean_30d", "within_24h", "sla_kept", "reopened", "first_group", "recurrence",
         "satisfaction", "backlog", "arrivals")


class KpiForm(forms.ModelForm[Kpi]):
    """A measure from tickets, from points of one's own, or from a survey's question."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    entity = EntityField(label=_("Of"), queryset=Entity.objects.none(), empty_label=None)
    origin = forms.ChoiceField(label=_("Its points come from"), choices=Origin, initial=Origin.LOG)
    measure = forms.ChoiceField(label=_("Measure of the catalogue"), required=False, choices=[("", "–"), *CATALOGUE])
    name = forms.CharField(label=_("Name"), max_length=160, required=False, help_text=_("Empty: the catalogue's name."))
    family = forms.ChoiceField(label=_("Family"), choices=Family)
    question = QuestionField(label=_("Question of a survey"), queryset=Question.objects.none(), required=False)
    own_measure = forms.CharField(
        label=_("A measure of tickets of your own"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("As [[measure]] in TOML, instead of one of the catalogue; the documentation lists its parts."))

    class Meta:
        model = Kpi
        fields = ("entity", "origin", "source", "measure", "own_measure", "question", "name", "family", "aspect", "measured_in",
                  "direction", "on_business_clock", "period", "meaning", "owner")

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_entities(self.fields["entity"], person=person, organisation=organisation)
        source, question, owner = (cast("forms.ModelChoiceField[Any]", self.fields[name]) for name in ("source", "question",
                                                                                                      "owner"))
        source.queryset = seen_by(person, Source, organisation=organisation).filter(retired_on=None)
        question.queryset = Question.objects.filter(survey__unit__organisation=organisation).exclude(
            asks=Asks.WORDS).select_related("survey")
        owner.queryset = people(organisation)
        self.fields["aspect"] = self._aspects(pack_of(organisation))
        for name in ("measured_in", "direction"):
            self.fields[name].required = False
            self.fields[name].help_text = _("The catalogue knows it of its own measures.")

    def _aspects(self, chosen: Pack) -> forms.ChoiceField:
        """The framework's aspects of both families, and the one that was chosen when another framework was."""
        groups = [(str(family.label).partition(":")[0], [(term.key, term.label) for term in chosen.of(kind)])
                  for family, kind in ASPECTS.items() if chosen.of(kind)]
        known = {key for _label, terms in groups for key, _name in terms}
        held = [(self.instance.aspect, term_label(self.instance.aspect, chosen=chosen, written_in=self.instance.pack))
                ] if self.instance.aspect and self.instance.aspect not in known else []
        return forms.ChoiceField(label=_("Aspect"), required=False, choices=[("", "–"), *groups, *held],
                                 help_text=_("What of utility or of warranty it tells."))

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not told.get("name") and told.get("measure") in MEASURES:
            told["name"] = MEASURES[told["measure"]].name
        if not told.get("name"):
            self.add_error("name", forms.ValidationError(_("Give it a name."), code="required"))
        return told

    def validate_unique(self) -> None:
        """The operation declines a name that is taken, with a sentence of its own."""

    def validate_constraints(self) -> None:
        """As above."""

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ShippedForm(forms.Form):
    """Several measures of the catalogue for one entity at once."""

    entity = EntityField(label=_("Of"), queryset=Entity.objects.none(), empty_label=None)
    source = forms.ModelChoiceField(label=_("Counted from"), queryset=Source.objects.none(), empty_label=None)
    measures = forms.MultipleChoiceField(label=_("Measures"), choices=CATALOGUE, initial=USUAL,
                                         widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_entities(self.fields["entity"], person=person, organisation=organisation)
        cast("forms.ModelChoiceField[Source]", self.fields["source"]).queryset = seen_by(
            person, Source, organisation=organisation).filter(retired_on=None)


class PointsForm(forms.Form):
    """Points of one's own: typed line by line, or as a file of the same form."""

    lines = forms.CharField(label=_("Points"), required=False, widget=forms.Textarea(attrs={"rows": 8, "class": "mono"}),
                            help_text=_("One period a line: period, value, cases – as in 2024-05-06, 0.93, 120. An empty value "
                                        "removes a point."))
    file = forms.FileField(label=_("Or a file"), required=False, help_text=_("CSV with the header period,value,n."))
    replace_all = forms.BooleanField(label=_("Remove every point that is not given here"), required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if not (given.get("lines") or given.get("file") or given.get("replace_all")) and not self.errors:
            self.add_error("lines", _("Type at least one line, or choose a file."))
        return given

    def text(self) -> str:
        """What was given. Raises `Declined` (`points_unreadable`) for a file that is no text."""
        file = self.cleaned_data.get("file")
        if file is None:
            return str(self.cleaned_data.get("lines") or "")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise Declined("points_unreadable", line=1) from None


class TieForm(forms.Form):
    expectation = forms.ModelChoiceField(label=_("Shows whether this is met"), queryset=Expectation.objects.none(),
                                         empty_label=None)
    tied = forms.BooleanField(required=False, initial=True, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ModelChoiceField[Expectation]", self.fields["expectation"]).queryset = seen_by(
            person, Expectation, organisation=organisation).filter(retired_on=None)
