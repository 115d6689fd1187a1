"""What is typed and chosen in step 3."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import User
from headway.web.aim import queries
from headway.web.aim.models import Balancing, Side, Target
from headway.web.aim.operations import Wanted
from headway.web.ground.forms import SeenVersion
from headway.web.measure.forms.choices import KpiField, choose_kpis
from headway.web.measure.models import Baseline, Kpi
from headway.web.register.models import Improvement

WAYS = [("", _("As the measure says")), ("up", _("Higher is better")), ("down", _("Lower is better"))]


class TargetForm(SeenVersion):
    """A target: of which measure, how much, by when, and what would be too little to be worth it."""

    family = forms.ChoiceField(label=_("Family"), choices=Side.choices)
    measure = forms.ChoiceField(label=_("Measure"), help_text=_("The one that step 2 froze: what is compared must be alike."))
    given = forms.CharField(label=_("Target"), max_length=40, help_text=_("A figure in the unit of the measure: 95%, 16h, 20."))
    due_on = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    smallest = forms.CharField(label=_("Smallest change worth having"), max_length=40, required=False, help_text=_(
        "Less than this would not be worth the work: 10 points, 20%, 2h. A later verdict can then say that it did not come."))
    direction = forms.ChoiceField(label=_("Which way is good"), choices=WAYS, required=False, help_text=_(
        "Only for a baseline that somebody stated."))

    def __init__(self, *args: Any, improvement: Improvement, person: User, target: Target | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        frozen = queries.frozen(improvement)
        self.measures: dict[str, Baseline | Kpi] = {f"baseline-{row.pk}": row for row in frozen}
        own = [(f"baseline-{row.pk}", row.what) for row in frozen]
        held = {row.kpi_id for row in frozen}
        others = [(f"measure-{kpi.pk}", f"{kpi.name} ({kpi.entity.name})") for kpi in queries.measures_near(improvement, person)
                  if kpi.pk not in held and (kpi.entity_id == improvement.entity_id)]
        self.measures |= {f"measure-{kpi.pk}": kpi for kpi in queries.measures_near(improvement, person)}
        groups = [(str(_("Frozen in step 2")), own), (str(_("Without a baseline here")), others)]
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [group for group in groups if group[1]]
        if all(row.kpi_id for row in frozen):
            del self.fields["direction"]
        if target is not None:
            self.initial = {"family": target.family, "measure": f"baseline-{target.baseline_id}", "given": target.given,
                            "due_on": target.due_on, "smallest": target.smallest_given, "direction": target.direction,
                            "seen": target.version}

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(family=Side(data["family"]), measure=self.measures[data["measure"]], given=data["given"],
                      due_on=data["due_on"], smallest=data["smallest"], direction=data.get("direction", ""))


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why there is no target"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=_("As in: the service stays as reliable as it is; only what it does changes."))


class BalancingForm(SeenVersion):
    kpi = KpiField(label=_("Measure"), queryset=Kpi.objects.none(), empty_label=None)
    given = forms.CharField(label=_("Tolerated worsening"), max_length=40, help_text=_(
        "How much worse it may get before the gain is not worth it: 5%, 2 points, 1h."))
    why = forms.CharField(label=_("Why it could suffer"), max_length=400, required=False)

    def __init__(self, *args: Any, improvement: Improvement, person: User, balancing: Balancing | None = None,
                 **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_kpis(self.fields["kpi"], person=person, organisation=improvement.organisation)
        if balancing is not None:
            self.initial = {"kpi": balancing.kpi_id, "given": balancing.given, "why": balancing.why, "seen": balancing.version}
