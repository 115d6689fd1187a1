"""Forms of step 6."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.report.words.numbers import day
from headway.web.accounts.models import User
from headway.web.act.models import Intervention
from headway.web.measure.forms.baselines import DayInput
from headway.web.measure.forms.choices import KpiField, choose_kpis
from headway.web.measure.models import Kpi
from headway.web.register.models import Improvement
from headway.web.review.models import DecisionKind
from headway.web.review.operations.asking import MOST_CONTROLS
from headway.web.review.queries.inputs import usable_controls


class InterventionField(forms.ModelChoiceField[Intervention]):
    """Changes, each with its day."""

    def label_from_instance(self, change: Intervention) -> str:
        return f"{change.what}, {day(change.starts_on)}"


class ControlsField(forms.ModelMultipleChoiceField[Kpi]):
    """The same measure elsewhere, by whose it is."""

    def label_from_instance(self, kpi: Kpi) -> str:
        return kpi.entity.name


def changes_of(improvement: Improvement) -> Any:
    return Intervention.objects.filter(improvement=improvement, withdrawn_at=None).order_by("-starts_on", "-pk")


class AboutForm(forms.Form):
    """Which change, by which measure."""

    intervention = InterventionField(label=_("Change"), queryset=Intervention.objects.none(), empty_label=None)
    kpi = KpiField(label=_("Measure"), queryset=Kpi.objects.none(), empty_label=None,
                   help_text=_("The measure that the baseline is of. Another one is refused, and shown as refused."))

    def __init__(self, *args: Any, person: User, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changes = self.fields["intervention"]
        assert isinstance(changes, InterventionField)
        changes.queryset = changes_of(improvement)
        choose_kpis(self.fields["kpi"], person=person, organisation=improvement.organisation, newest__isnull=False)


class AskForm(AboutForm):
    """All of the question; what it is about was chosen before."""

    controls = ControlsField(
        label=_("Hold it against"), queryset=Kpi.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("The same measure where the change did not come. Those that never moved alike, or that moved with the "
                    "change, are set aside by themselves, and named."))
    looks_planned = forms.IntegerField(
        label=_("Looks planned"), required=False, min_value=1, max_value=200,
        help_text=_("Empty: judged again with all newer data, at a price that holds however often. With a number, the chance of "
                    "a false alarm is spent over that many looks, and you ask for each."))
    picked_from = forms.IntegerField(
        label=_("Picked as the worst of"), initial=1, min_value=1, max_value=1000,
        help_text=_("If it was chosen for being the worst of so many, some of it comes back by itself. 1 if it was not."))

    def __init__(self, *args: Any, person: User, improvement: Improvement, kpi: Kpi, intervention: Intervention,
                 **kwargs: Any) -> None:
        super().__init__(*args, person=person, improvement=improvement, **kwargs)
        for name in ("intervention", "kpi"):
            self.fields[name].widget = forms.HiddenInput()
        found = usable_controls(person, kpi, change=intervention)
        controls = self.fields["controls"]
        assert isinstance(controls, ControlsField)
        controls.queryset = found
        self.initial = {**self.initial, "kpi": kpi.pk, "intervention": intervention.pk,
                        "controls": [one.pk for one in found[:MOST_CONTROLS]]}
        if not found:
            controls.widget = forms.MultipleHiddenInput()


class DecideForm(forms.Form):
    kind = forms.ChoiceField(label=_("What becomes of the change"), choices=DecisionKind, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    happened_on = forms.DateField(
        label=_("Rolled out, or undone, since"), required=False, widget=DayInput(format="%Y-%m-%d"),
        help_text=_("Only for these two, and once it has happened. A roll-out becomes a second change, judged by itself; "
                    "without a day, step 5 opens again for it."))
    exposed = forms.CharField(label=_("Rolled out to whom"), max_length=400, required=False)
