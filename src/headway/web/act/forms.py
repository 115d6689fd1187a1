"""What is typed and chosen in step 5."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.queries import in_sight
from headway.web.act.models import Intervention, OtherEvent, Pilot, Reach, Recording, Task
from headway.web.act.operations.interventions import Change
from headway.web.ground.forms import SeenVersion
from headway.web.register.forms.choices import Within, fill, person
from headway.web.register.models import Improvement
from headway.web.vision.models import Entity, EntityKind

EXPOSED_KINDS = (EntityKind.TEAM, EntityKind.SERVICE, EntityKind.OFFERING, EntityKind.PRACTICE)


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class Row(SeenVersion):
    """A form whose operation writes and checks the row."""

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def _post_clean(self) -> None:
        """Only the fields are read here."""


class TaskForm(Row, forms.ModelForm[Task]):
    activity = forms.ChoiceField(label=_("Value chain activity"), required=False, help_text=_("Which part of the work does it."))
    owner = person(_("Owner"), _("Gets a letter now, and on the day it is due."))

    class Meta:
        model = Task
        fields = ("title", "activity", "owner", "due_on", "note", "pilot")
        widgets: ClassVar = {"due_on": DayInput(), "note": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, within: Within, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)
        activity, pilot = self.fields["activity"], self.fields["pilot"]
        assert isinstance(activity, forms.ChoiceField)
        assert isinstance(pilot, forms.ModelChoiceField)
        choices = [(term.key, term.label) for term in within.pack.activities]
        held = self.instance.activity
        activity.choices = [("", "–"), *choices, *([(held, held)] if held and held not in dict(choices) else [])]
        pilot.queryset = Pilot.objects.filter(improvement=improvement)
        pilot.empty_label = "–"
        if not pilot.queryset.exists():
            del self.fields["pilot"]
        if self.instance.pk:
            self.initial["seen"] = self.instance.version


class PilotForm(Row, forms.ModelForm[Pilot]):
    class Meta:
        model = Pilot
        fields = ("name", "scope", "left_out", "starts_on", "ends_on", "works_if")
        widgets: ClassVar = {"starts_on": DayInput(), "ends_on": DayInput(), "scope": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "scope": _("Teams, sites, kinds of request: so that others could tell who is in it."),
            "left_out": _("Those who stay as before are what the pilot can be held against later."),
            "works_if": _("Said beforehand, so that it can't be found afterwards."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.version


class EndPilotForm(forms.Form):
    ended_on = forms.DateField(label=_("Ended on"), widget=DayInput())
    outcome = forms.CharField(label=_("What came of it"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), help_text=_(
        "What was seen and learnt. Whether it did any good is the verdict's to say."))


class ChangeForm(SeenVersion):
    """What changed, since when, for whom, and whether it changes how things are recorded."""

    what = forms.CharField(label=_("What changed"), max_length=200)
    starts_on = forms.DateField(label=_("Since"), widget=DayInput(), help_text=_(
        "The first day on which it was so. Before and after are parted by it."))
    in_full_on = forms.DateField(label=_("In full since"), widget=DayInput(), required=False, help_text=_(
        "Only for what takes time to bite: the day from which all of it is there."))
    reach = forms.ChoiceField(label=_("For"), choices=Reach.choices, widget=forms.RadioSelect)
    pilot = forms.ModelChoiceField(label=_("The pilot"), queryset=Pilot.objects.none(), required=False, empty_label="–")
    exposed = forms.CharField(label=_("Who or what was exposed to it"), max_length=400, help_text=_(
        "As in: all incidents of the exam weeks; the first line of the north campus."))
    entities = forms.ModelMultipleChoiceField(label=_("Of these, known here"), queryset=Entity.objects.none(), required=False,
                                              widget=forms.CheckboxSelectMultiple(attrs={"class": "many"}))
    recording = forms.ChoiceField(label=_("Does this change how things are recorded?"), choices=Recording.choices,
                                  widget=forms.RadioSelect, help_text=_(
        "A new category, another clock, a field that is now filled: then before and after may not count alike."))
    recording_note = forms.CharField(label=_("What is recorded otherwise"), max_length=400, required=False)

    def __init__(self, *args: Any, within: Within, improvement: Improvement, intervention: Intervention | None = None,
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pilot, entities = self.fields["pilot"], self.fields["entities"]
        assert isinstance(pilot, forms.ModelChoiceField)
        assert isinstance(entities, forms.ModelMultipleChoiceField)
        pilot.queryset = Pilot.objects.filter(improvement=improvement)
        entities.queryset = Entity.objects.filter(
            in_sight(within.person), unit__organisation=within.organisation, retired_on=None, kind__in=EXPOSED_KINDS,
        ).select_related("unit").order_by("kind", "name")
        if not pilot.queryset.exists():
            del self.fields["pilot"]
        if not entities.queryset.exists():
            del self.fields["entities"]
        if intervention is not None:
            self.initial = {name: getattr(intervention, name) for name in (
                "what", "starts_on", "in_full_on", "reach", "exposed", "recording", "recording_note")} | {
                "pilot": intervention.pilot_id, "entities": list(intervention.entities.values_list("pk", flat=True)),
                "seen": intervention.version}

    def change(self) -> Change:
        data = self.cleaned_data
        return Change(what=data["what"], starts_on=data["starts_on"], in_full_on=data["in_full_on"], reach=Reach(data["reach"]),
                      pilot=data.get("pilot"), exposed=data["exposed"], entities=list(data.get("entities", ())),
                      recording=Recording(data["recording"]), recording_note=data["recording_note"])


class UndoForm(forms.Form):
    undone_on = forms.DateField(label=_("Undone on"), widget=DayInput())
    because = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}), help_text=_(
        "For an entry that was a mistake. What was really done and then undone is undone, not taken back."))


class EventForm(Row, forms.ModelForm[OtherEvent]):
    class Meta:
        model = OtherEvent
        fields = ("what", "starts_on", "ends_on", "note")
        widgets: ClassVar = {"starts_on": DayInput(), "ends_on": DayInput()}
        help_texts: ClassVar = {"what": _("A freeze, a move, a new system, a strike: whatever could show in the same figures.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = self.instance.version
