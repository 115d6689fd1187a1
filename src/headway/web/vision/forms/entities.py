"""Forms of entities, the people of a team, steps of a value stream, the framework."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.framework import Kind
from headway.web.accounts import queries as accounts
from headway.web.accounts.models import Organisation, User
from headway.web.vision.forms.record import RecordForm
from headway.web.vision.models import Entity, EntityKind
from headway.web.vision.operations.entities import PARENTS
from headway.web.vision.queries.packs import choices_of, pack_of
from headway.web.vision.queries.sight import seen_by


class EntityForm(RecordForm):
    """The fields that an entity of this kind has."""

    class Meta:
        model = Entity
        fields = ("name", "description", "term", "parent", "consumer_group", "owner", "unit")
        labels: ClassVar = {"term": _("Practice of the framework")}
        help_texts: ClassVar = {
            "description": _("What it is good for, in words that its users would use."),
            "parent": _("Where it stands in the tree."),
            "owner": _("Who answers for it being good enough."),
            "consumer_group": _("The group of consumers that this offering is made for."),
        }

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == EntityKind.PRACTICE:
            self.terms("term", Kind.PRACTICE)
        else:
            del self.fields["term"]
        if kind != EntityKind.OFFERING:
            del self.fields["consumer_group"]
        if kind == EntityKind.ORGANISATION:
            del self.fields["unit"]
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        if PARENTS[kind]:
            assert parent.queryset is not None
            parent.queryset = parent.queryset.filter(kind__in=PARENTS[kind]).exclude(pk=self.instance.pk)
            parent.required = kind == EntityKind.OFFERING
            parent.empty_label = "–"
        else:
            del self.fields["parent"]


class MemberForm(forms.Form):
    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none(), empty_label=None)
    part = forms.CharField(label=_("Part in the team"), max_length=120, required=False)
    since_on = forms.DateField(label=_("Since"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = accounts.people(organisation)


class StepForm(forms.Form):
    """One step; without a name it is none."""

    name = forms.CharField(label=_("Step"), max_length=120, required=False)
    description = forms.CharField(label=_("What happens"), max_length=1000, required=False)
    activity = forms.ChoiceField(label=_("Value chain activity"), required=False)
    practice = forms.ModelChoiceField(label=_("Practice"), queryset=Entity.objects.none(), required=False, empty_label="–")
    team = forms.ModelChoiceField(label=_("Team"), queryset=Entity.objects.none(), required=False, empty_label="–")

    def __init__(self, *args: Any, lists: StepLists, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["activity"] = forms.ChoiceField(label=_("Value chain activity"), required=False, choices=lists.activities)
        for name, rows in (("practice", lists.practices), ("team", lists.teams)):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = Entity.objects.filter(pk__in=[row.pk for row in rows]).select_related("unit")
            field.choices = [("", "–"), *((row.pk, row.name) for row in rows)]


class StepLists:
    """What the fields of all steps choose from, read once for the page."""

    def __init__(self, *, person: User, organisation: Organisation, held: dict[str, str]) -> None:
        rows = list(seen_by(person, Entity, organisation=organisation).filter(
            kind__in=(EntityKind.PRACTICE, EntityKind.TEAM), retired_on=None).order_by("name"))
        self.practices = [row for row in rows if row.kind == EntityKind.PRACTICE]
        self.teams = [row for row in rows if row.kind == EntityKind.TEAM]
        choices = choices_of(Kind.ACTIVITY, chosen=pack_of(organisation))
        self.activities = [("", "–"), *choices, *((key, label) for key, label in held.items() if key not in dict(choices))]


class BaseSteps(forms.BaseFormSet[StepForm]):
    """The steps of a stream in the order of their numbers."""

    def ordered(self, move: str = "") -> list[dict[str, Any]]:
        """By their numbers; `move` is what a button of one step says, as in "3 up": the form's place, and which way it goes."""
        written = sorted((form.cleaned_data.get("ORDER") or 10_000, place) for place, form in enumerate(self.forms)
                         if form.cleaned_data.get("name"))
        places = [place for _order, place in written]
        told, _mark, way = move.partition(" ")
        if told.isdecimal() and len(told) < 4 and int(told) in places:
            at = places.index(int(told))
            to = min(max(0, at + (1 if way == "down" else -1)), len(places) - 1)
            places[at], places[to] = places[to], places[at]
        return [self.forms[place].cleaned_data for place in places]


StepFormSet = forms.formset_factory(StepForm, formset=BaseSteps, extra=3, can_order=True, max_num=60, absolute_max=80)


class FrameworkForm(forms.Form):
    name = forms.ChoiceField(label=_("Framework"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.ChoiceField(label=_("Framework"), widget=forms.RadioSelect, choices=choices)


class OwnFrameworkForm(forms.Form):
    file = forms.FileField(label=_("File"), max_length=200, widget=forms.FileInput(attrs={"accept": ".toml"}), help_text=_(
        "A TOML file, perhaps with “extends = \"svs\"” and only what differs. One with the id of an earlier takes its place."))

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > 1_000_000:
            raise forms.ValidationError(_("The file is longer than 1 MB; a framework takes some 50 kB. Look which file it is."))
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(_("The file holds no UTF-8 text. Save it as UTF-8 and choose it again.")) from error


