"""What is typed and chosen in step 4."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.framework import Kind
from headway.web.accounts.queries import in_sight
from headway.web.aim.queries import targets_in_force
from headway.web.ground.forms import SeenVersion
from headway.web.plan.models import ApprovalPolicy, Option
from headway.web.register.forms.choices import EntityChoice, TermsField, Within, fill
from headway.web.register.models import Improvement
from headway.web.vision.models import Entity, EntityKind

COST = ("cost", "cost_low", "cost_high", "cost_unit", "cost_recurrence", "effort_days")
BENEFIT = ("benefit", "benefit_low", "benefit_high", "benefit_unit", "benefit_recurrence", "benefit_realised", "benefit_note")
RISK = ("risk", "likelihood", "harm", "answer_to_risk")
WORK = ("gain_activities", "work_activities", "stream")
SIGHT = ("target", "hope_given")


class OptionForm(SeenVersion, forms.ModelForm[Option]):
    """An option in parts, each with a heading."""

    GROUPS: ClassVar[tuple[tuple[str | Promise, tuple[str, ...]], ...]] = (
        (_("What it is"), ("name", "description")), (_("Which target, how far"), SIGHT), (_("What it costs"), COST),
        (_("What it is expected to bring"), BENEFIT), (_("What could go wrong"), RISK), (_("Where it touches the work"), WORK))
    gain_activities = TermsField(Kind.ACTIVITY, label=_("Where the gain falls"))
    work_activities = TermsField(Kind.ACTIVITY, label=_("Where the work is done"), help_text=_(
        "The two are often not the same: work in obtaining and building, gain in supporting."))
    stream = EntityChoice(label=_("Value stream that it changes"), queryset=Entity.objects.none(), required=False,
                          empty_label="–", help_text=_("How it would be is drawn afterwards, beside how it is."))

    class Meta:
        model = Option
        fields = ("name", "description", *SIGHT, *COST, *BENEFIT, *RISK, *WORK)
        labels: ClassVar = {
            "cost_low": _("It costs at least"), "cost_high": _("It costs at most"), "cost_unit": _("Costs are in"),
            "cost_recurrence": _("Costs come"), "benefit_low": _("It brings at least"), "benefit_high": _("It brings at most"),
            "benefit_unit": _("Benefits are in"), "benefit_recurrence": _("Benefits come"),
            "benefit_realised": _("The benefit becomes"), "risk": _("Risk")}
        widgets: ClassVar = {"description": forms.Textarea(attrs={"rows": 4}), "risk": forms.Textarea(attrs={"rows": 3})}
        help_texts: ClassVar = {
            "hope_given": _("As in 20%, 10 points or 4h. From it Headway works out how long until it could be seen."),
            "benefit": _("A number that somebody types is “expected”: it is never added to what is verified."),
            "cost_high": _("The approval policy goes by this one where it is given."),
        }

    def __init__(self, *args: Any, within: Within, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)
        stream, target = self.fields["stream"], self.fields.get("target")
        assert isinstance(stream, forms.ModelChoiceField)
        stream.queryset = Entity.objects.filter(in_sight(within.person), unit__organisation=within.organisation, retired_on=None,
                                                kind=EntityKind.VALUE_STREAM).select_related("unit")
        if isinstance(target, forms.ModelChoiceField):
            target.queryset = targets_in_force(improvement).exclude(value=None)
            target.empty_label = "–"
        if self.instance.pk:
            self.initial["seen"] = self.instance.version

    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField]]]:
        return [(heading, [self[name] for name in names if name in self.fields]) for heading, names in self.GROUPS]

    def given(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def _post_clean(self) -> None:
        """The operation writes the row and checks it; here only the fields are read."""


class NothingForm(OptionForm):
    """Doing nothing has no name to choose, no target and no work; it has a cost, and risks."""

    GROUPS = ((_("What happens then"), ("description",)), (_("What it costs"), COST), (_("What could go wrong"), RISK))

    class Meta(OptionForm.Meta):
        fields = ("description", *COST, *RISK)   # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WORK:
            del self.fields[name]


class WhyForm(SeenVersion):
    reason = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=_("It stays on the record with your name."))


class AskForm(forms.Form):
    words = forms.CharField(label=_("What the approver should know"), max_length=1000, required=False,
                            widget=forms.Textarea(attrs={"rows": 4}))


class AnswerForm(forms.Form):
    granted = forms.TypedChoiceField(label=_("May it go ahead?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
                                     choices=[("yes", _("Yes, as it stands")), ("no", _("No"))])
    answer = forms.CharField(label=_("Reason"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class PolicyForm(SeenVersion):
    """From which size on an approver is asked."""

    entity = EntityChoice(label=_("Backlog"), queryset=Entity.objects.none(), required=False,
                          empty_label=str(_("the whole organisation")))
    from_days = forms.DecimalField(label=_("From so many days of effort"), max_digits=8, decimal_places=1, min_value=0,
                                   required=False, help_text=_("0 asks of every plan; empty asks nothing by effort."))
    from_cost = forms.DecimalField(label=_("From this cost"), max_digits=16, decimal_places=2, min_value=0, required=False)
    cost_unit = forms.CharField(label=_("In"), max_length=40, required=False, help_text=_("A currency such as EUR, or “hours”."))

    def __init__(self, *args: Any, within: Within, policy: ApprovalPolicy | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)
        if policy is not None:
            self.initial = {"entity": policy.entity_id, "from_days": policy.from_days, "from_cost": policy.from_cost,
                            "cost_unit": policy.cost_unit, "seen": policy.version}
