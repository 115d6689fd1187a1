"""Forms of reviews, points, decisions, policies, risks, investments and the roadmap."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.vision.forms.record import RecordForm
from headway.web.vision.models import (
    AgendaPoint,
    GovernanceDecision,
    GovernanceReview,
    Investment,
    Policy,
    Risk,
    RiskAppetite,
    RoadmapItem,
)
from headway.web.vision.queries.sight import seen_by


class ReviewForm(RecordForm):
    class Meta:
        model = GovernanceReview
        fields = ("title", "planned_on", "cadence", "chair", "unit")
        help_texts: ClassVar = {"cadence": _("When it is held, the next is planned by itself.")}


class HoldForm(forms.Form):
    on = forms.DateField(label=_("Held on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    minutes = forms.CharField(label=_("What was said"), max_length=20000, required=False,
                              widget=forms.Textarea(attrs={"rows": 6}))


class PointForm(forms.ModelForm[AgendaPoint]):
    class Meta:
        model = AgendaPoint
        fields = ("title", "note", "entity")

    def __init__(self, *args: Any, entities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entity = self.fields["entity"]
        assert isinstance(entity, forms.ModelChoiceField)
        entity.queryset, entity.empty_label = entities, "–"


class DecisionForm(RecordForm):
    """On a point of the agenda where `code` and `key`, or `point`, name one."""

    code = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    key = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)

    class Meta:
        model = GovernanceDecision
        fields = ("point", "decision", "reason", "entity", "owner", "due_on")
        widgets: ClassVar = {"point": forms.HiddenInput}
        help_texts: ClassVar = {"decision": _("What will be done or kept, so that somebody absent could carry it out.")}

    def __init__(self, *args: Any, review: GovernanceReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["unit"]
        point = self.fields["point"]
        assert isinstance(point, forms.ModelChoiceField)
        point.queryset = seen_by(self.person, AgendaPoint).filter(review=review)


class ChangeDecisionForm(RecordForm):
    class Meta:
        model = GovernanceDecision
        fields = ("decision", "reason", "entity", "owner", "due_on", "state")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["unit"]


class PolicyForm(RecordForm):
    class Meta:
        model = Policy
        fields = ("title", "statement", "entity", "owner", "in_force_on", "look_again_on", "unit")
        help_texts: ClassVar = {"entity": _("Leave it empty for a policy that holds everywhere in the unit.")}


class ChangePolicyForm(PolicyForm):
    class Meta(PolicyForm.Meta):
        fields = (*PolicyForm.Meta.fields[:-1], "withdrawn_on", "unit")   # type: ignore[assignment]


class AppetiteForm(RecordForm):
    class Meta:
        model = RiskAppetite
        fields = ("sort", "statement", "limit", "unit")
        help_texts: ClassVar = {
            "sort": _("As in “interruption in exam time” or “loss of personal data”."),
            "limit": _("From 1 (bear nothing) to 25 (bear everything). A risk above it comes before the next review."),
        }


class ChangeAppetiteForm(AppetiteForm):
    class Meta(AppetiteForm.Meta):
        fields = ("sort", "statement", "limit", "withdrawn_on", "unit")   # type: ignore[assignment]


class RiskForm(RecordForm):
    class Meta:
        model = Risk
        fields = ("title", "description", "entity", "objective", "appetite", "likelihood", "effect", "response", "treatment",
                  "owner", "look_again_on", "unit")
        help_texts: ClassVar = {"appetite": _("Says how much of it the organisation bears."),
                                "likelihood": _("1 hardly ever, 5 almost surely."), "effect": _("1 hardly felt, 5 ruinous.")}


class ChangeRiskForm(RiskForm):
    class Meta(RiskForm.Meta):
        fields = (*RiskForm.Meta.fields[:-1], "closed_on", "unit")   # type: ignore[assignment]


class InvestmentForm(RecordForm):
    class Meta:
        model = Investment
        fields = ("title", "purpose", "amount", "currency", "recurring", "from_on", "until_on", "entity", "objective", "unit")
        help_texts: ClassVar = {"currency": _("Three letters, as in EUR or USD.")}


class DecideInvestmentForm(forms.Form):
    why = forms.CharField(label=_("Why"), max_length=500, required=False, help_text=_("A refusal wants a reason."))


class RoadmapForm(RecordForm):
    class Meta:
        model = RoadmapItem
        fields = ("title", "description", "from_on", "until_on", "state", "entity", "objective", "unit")
