"""Forms about baselines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import Organisation, User
from headway.web.measure.forms.choices import KpiField, choose_kpis
from headway.web.measure.models import Kpi
from headway.web.register.evidence import EvidenceKind

STATED = [(kind.value, kind.label) for kind in (EvidenceKind.SAMPLE, EvidenceKind.AUDIT_CHECK, EvidenceKind.ESTIMATE)]


class DayInput(forms.DateInput):
    input_type = "date"


def day(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DayInput(format="%Y-%m-%d"))


class FreezeForm(forms.Form):
    kpi = KpiField(label=_("Measure"), queryset=Kpi.objects.none(), empty_label=None)
    since = day(_("Baseline from"), help_text=_("Empty: the steady time at the end that Headway proposes."))
    until = day(_("Until"), help_text=_("The last day before anything was changed; empty for all there is."))
    remark = forms.CharField(label=_("Remark"), max_length=400, required=False)

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_kpis(self.fields["kpi"], person=person, organisation=organisation, newest__isnull=False)


class RebaseForm(forms.Form):
    reason = forms.CharField(label=_("Why another baseline"), max_length=400,
                             help_text=_("As in: the measure was recorded in another way from May on. The former one is kept."))
    since = day(_("Baseline from"))
    until = day(_("Until"))
    remark = forms.CharField(label=_("Remark"), max_length=400, required=False)


class StatedForm(forms.Form):
    """What a person states where nothing was counted over time."""

    kind = forms.ChoiceField(label=_("It is"), choices=STATED,
                             help_text=_("An estimate can open the step; a benefit is never verified by one."))
    what = forms.CharField(label=_("What was looked at"), max_length=200)
    level = forms.FloatField(label=_("Level"))
    measured_in = forms.CharField(label=_("Unit"), max_length=40)
    n = forms.IntegerField(label=_("Cases looked at"), min_value=0, required=False)
    lower = forms.FloatField(label=_("At least"), required=False)
    upper = forms.FloatField(label=_("At most"), required=False)
    remark = forms.CharField(label=_("What shows it"), max_length=400)

    def given(self) -> dict[str, Any]:
        return self.cleaned_data | {"n": self.cleaned_data["n"] or 0}
