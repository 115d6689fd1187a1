"""Forms for a record's fields: an idea, step 1, and everything else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.framework import Kind
from headway.web.accounts.queries import in_sight
from headway.web.ground.forms import SeenVersion
from headway.web.register.forms.choices import EntityChoice, NumberField, TermsField, Within, fill, person
from headway.web.register.models import Improvement
from headway.web.vision.models import Entity, Expectation, Objective, ObjectiveState, Stakeholder

DATE = {"type": "date"}
Groups = Sequence[tuple[str | Promise, Sequence[str]]]


class IdeaForm(forms.Form):
    """Two fields; where it belongs is decided later."""

    title = forms.CharField(label=_("What could be better?"), max_length=200,
                            help_text=_("In one line, as you would say it to a colleague."))
    idea = forms.CharField(label=_("How do you notice, and whom does it cost what?"), max_length=20_000,
                           widget=forms.Textarea(attrs={"rows": 6}))


class Grouped(SeenVersion):
    """A long form in parts, each with a heading."""

    GROUPS: Groups = ()

    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.GROUPS]


class VisionForm(Grouped, forms.ModelForm[Improvement]):
    """Step 1: what it serves, for whom, and who stands behind it."""

    GROUPS = (
        (_("What it serves"), ("entity", "level", "objective", "no_objective", "sponsor")),
        (_("For whom"), ("stakeholders", "expectations", "outcome")),
        (_("Both sides"), ("provider_part", "consumer_part", "provider_costs", "consumer_costs", "provider_risks",
                           "consumer_risks")),
    )
    entity = EntityChoice(label=_("Belongs to"), queryset=Entity.objects.none(), empty_label=None)
    level = forms.ChoiceField(label=_("Level"), required=False)
    sponsor = person(_("Sponsor"), _("Who wants it and can give it time and money."))
    stakeholders = forms.ModelMultipleChoiceField(label=_("Stakeholders"), required=False, queryset=Stakeholder.objects.none(),
                                                  widget=forms.CheckboxSelectMultiple)
    expectations = forms.ModelMultipleChoiceField(label=_("Expectations touched"), required=False,
                                                  queryset=Expectation.objects.none(), widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Improvement
        fields = ("entity", "level", "objective", "no_objective", "sponsor", "stakeholders", "expectations", "outcome",
                  "provider_part", "consumer_part", "provider_costs", "consumer_costs", "provider_risks", "consumer_risks")
        widgets: ClassVar = {"outcome": forms.Textarea(attrs={"rows": 4})}
        help_texts: ClassVar = {"no_objective": _("Only where none of the objectives fits; governance gets a list of these."),
                      "outcome": _("What will be different for whom, in words that a measure can be found for.")}

    def __init__(self, *args: Any, within: Within, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)
        sight = in_sight(within.person)
        for name, rows in (("objective", Objective.objects.filter(sight, state=ObjectiveState.OPEN)),
                           ("stakeholders", Stakeholder.objects.filter(sight, retired_on=None)),
                           ("expectations", Expectation.objects.filter(sight, retired_on=None))):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = rows.filter(unit__organisation=within.organisation)
        if not self.fields["objective"].queryset.exists():   # type: ignore[attr-defined]
            self.fields["objective"].help_text = _("No objective is written down yet.")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("objective") and given.get("no_objective"):
            self.add_error("no_objective", _("Choose an objective, or say why none fits."))
        return given


class DetailsForm(Grouped, forms.ModelForm[Improvement]):
    """Everything else that the record holds."""

    GROUPS = (
        (_("What it is"), ("title", "idea", "parent", "previous")),
        (_("Who and when"), ("owner", "coordinator", "approver", "raised_on", "starts_on", "due_on", "review_on")),
        (_("How large, how urgent"), ("size", "effort_days", "timescale", "priority", "urgency", "impact")),
        (_("Where it works"), ("practices", "gain_activities", "work_activities", "dimensions", "principles")),
        (_("Where it came from"), ("origin", "origin_reference", "origin_address")),
    )
    parent = NumberField(label=_("Part of"))
    previous = NumberField(label=_("Next iteration of"))
    owner = person(_("Owner"), _("Who sees it through."))
    coordinator = person(_("Coordinator"))
    approver = person(_("Approver"), _("Never whoever asks."))
    practices = TermsField(Kind.PRACTICE, label=_("Practices"))
    gain_activities = TermsField(Kind.ACTIVITY, label=_("Where the gain falls"))
    work_activities = TermsField(Kind.ACTIVITY, label=_("Where the work is done"))
    dimensions = TermsField(Kind.DIMENSION, label=_("Dimensions"))
    principles = TermsField(Kind.PRINCIPLE, label=_("Principles most in play"))
    origin_address = forms.URLField(label=_("Its address"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Improvement
        fields = ("title", "idea", "owner", "coordinator", "approver", "raised_on", "starts_on", "due_on", "review_on", "size",
                  "effort_days", "timescale", "priority", "urgency", "impact", "practices", "gain_activities", "work_activities",
                  "dimensions", "principles", "origin", "origin_reference", "origin_address")
        widgets: ClassVar = dict.fromkeys(("raised_on", "starts_on", "due_on", "review_on"),
                                          forms.DateInput(format="%Y-%m-%d", attrs=DATE))
        help_texts: ClassVar = dict.fromkeys(("priority", "urgency", "impact"), _("1 is the highest."))

    def __init__(self, *args: Any, within: Within, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)
        self.initial["parent"], self.initial["previous"] = self.instance.parent, self.instance.previous
        self.own = {"effort_days", "priority", "urgency"}
        self.names = tuple(name for name in names if name not in self.own)
        for name in self.names:
            self.fields[f"factor_{name}"] = forms.FloatField(
                label=name.replace("_", " ").capitalize(), required=False, initial=self.instance.factors.get(name),
                min_value=-1e9, max_value=1e9, widget=forms.NumberInput(attrs={"step": "any"}))

    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        found = super().groups()
        found[2][1].extend(self[f"factor_{name}"] for name in self.names)
        return found

    def changes(self) -> dict[str, Any]:
        """What was given, the score's numbers together; numbers of other formulas stay as they are."""
        given: Mapping[str, Any] = self.cleaned_data
        plain = {name: value for name, value in given.items() if name != "seen" and not name.startswith("factor_")}
        kept = {name: value for name, value in self.instance.factors.items() if name not in self.names}
        told = {name: given[f"factor_{name}"] for name in self.names if given.get(f"factor_{name}") is not None}
        return plain | {"factors": kept | told}
