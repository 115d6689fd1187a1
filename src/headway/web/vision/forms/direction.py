"""Forms of stakeholders, expectations and objectives."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.framework import Kind
from headway.web.vision.forms.record import RecordForm
from headway.web.vision.models import Expectation, Objective, ObjectiveState, Stakeholder


class StakeholderForm(RecordForm):
    class Meta:
        model = Stakeholder
        fields = ("name", "kind", "description", "unit")
        help_texts: ClassVar = {"name": _("A group that wants the same, as in “students in their exams”.")}


class ChangeStakeholderForm(RecordForm):
    class Meta:
        model = Stakeholder
        fields = ("name", "kind", "description", "retired_on", "unit")


class ExpectationForm(RecordForm):
    class Meta:
        model = Expectation
        fields = ("stakeholder", "entity", "statement", "family", "aspect", "unit")
        help_texts: ClassVar = {
            "entity": _("Leave it empty for an expectation of the organisation as a whole."),
            "statement": _("So that a later measure can say whether it is met: what, for whom, how soon, how often."),
            "aspect": _("Only for warranty."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms("aspect", Kind.WARRANTY_ASPECT)


class ChangeExpectationForm(ExpectationForm):
    class Meta(ExpectationForm.Meta):
        fields = ("stakeholder", "entity", "statement", "family", "aspect", "retired_on", "unit")   # type: ignore[assignment]


class ObjectiveForm(RecordForm):
    class Meta:
        model = Objective
        fields = ("title", "outcome", "for_whom", "by_when", "parent", "level", "entity", "owner", "provider_part",
                  "consumer_part", "provider_costs", "consumer_costs", "provider_risks", "consumer_risks", "unit")
        help_texts: ClassVar = {
            "outcome": _("What will be different for them, not what you will do."),
            "parent": _("The larger objective that this one serves."),
            "entity": _("The service, practice or team whose objective it is; empty for the organisation's."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms("level", Kind.LEVEL)
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ModelChoiceField)
        if self.instance.pk and parent.queryset is not None:
            parent.queryset = parent.queryset.exclude(pk=self.instance.pk)


class CloseObjectiveForm(forms.Form):
    state = forms.ChoiceField(label=_("How it ended"), choices=[choice for choice in ObjectiveState.choices
                                                                if choice[0] != ObjectiveState.OPEN])
    reason = forms.CharField(label=_("Why"), max_length=500, help_text=_(
        "How you know that it is reached, or why it is no longer wanted."))
