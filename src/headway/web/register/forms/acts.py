"""Small forms: a reason, a closure, a comment, a benefit, a cost, a link, a file, a rule, letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.ground.forms import SeenVersion
from headway.web.register.forms.choices import EntityChoice, NumberField, Within, fill, person
from headway.web.register.letters import Occasion
from headway.web.register.models import Benefit, ConversionRule, Cost, Link
from headway.web.register.states import Closure
from headway.web.vision.models import Entity

DATE = forms.DateInput(attrs={"type": "date"})


class ReasonForm(SeenVersion):
    reason = forms.CharField(label=_("Why?"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}),
                             help_text=_("It stays on the record with your name and the date."))


class TakeOnForm(SeenVersion):
    owner = person(_("Owner"), _("Who sees it through."))

    def __init__(self, *args: Any, within: Within, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)


class HoldForm(ReasonForm):
    until = forms.DateField(label=_("Until"), required=False, widget=DATE, help_text=_("The owner gets a letter on that day."))


class WithdrawForm(ReasonForm):
    same_as = NumberField(label=_("Same as"), help_text=_("The number of the record that goes on, where this is a double."))

    def __init__(self, *args: Any, within: Within, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)


class CloseForm(SeenVersion):
    closure = forms.ChoiceField(label=_("How did it end?"), choices=Closure, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why?"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class AnswerForm(forms.Form):
    granted = forms.TypedChoiceField(label=_("May steps 2, 4 and 6 be left out?"), widget=forms.RadioSelect,
                                     coerce=lambda value: value == "yes",
                                     choices=[("yes", _("Yes; it will claim nothing")), ("no", _("No, measure it"))])
    answer = forms.CharField(label=_("Reason"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class NextForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    idea = forms.CharField(label=_("What is to be better this time?"), max_length=20_000, required=False,
                           widget=forms.Textarea(attrs={"rows": 4}))


class CommentForm(SeenVersion):
    text = forms.CharField(label=_("Comment"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 3}),
                           help_text=_("Markdown, as in **bold** and [a link](https://…)."))


class BenefitForm(SeenVersion, forms.ModelForm[Benefit]):
    class Meta:
        model = Benefit
        fields = ("column", "what", "amount", "low", "high", "unit", "recurrence", "realised", "evidence_kind", "note")


class CostForm(forms.ModelForm[Cost]):
    class Meta:
        model = Cost
        fields = ("what", "amount", "unit", "recurrence", "spent_on")
        widgets: ClassVar = {"spent_on": DATE}


class LinkForm(forms.ModelForm[Link]):
    address = forms.URLField(label=_("Address"), required=False, max_length=500, assume_scheme="https")

    class Meta:
        model = Link
        fields = ("kind", "reference", "title", "address")


class FileForm(forms.Form):
    file = forms.FileField(label=_("File"))


class RuleForm(forms.ModelForm[ConversionRule]):
    class Meta:
        model = ConversionRule
        fields = ("unit", "worth", "currency", "realised", "since", "note")
        widgets: ClassVar = {"since": DATE}


class IdeaLinkForm(forms.Form):
    entity = EntityChoice(label=_("Ideas go to"), queryset=Entity.objects.none(), empty_label=None)
    is_open = forms.BooleanField(label=_("The link is open"), required=False)
    anew = forms.BooleanField(label=_("Make a new link; the old one leads nowhere then"), required=False)

    def __init__(self, *args: Any, within: Within, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)


class LettersForm(forms.Form):
    wanted = forms.MultipleChoiceField(label=_("Send me a letter when"), required=False, choices=Occasion,
                                       widget=forms.CheckboxSelectMultiple)
