"""Forms of step 7."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.models import User
from headway.web.ground.forms import SeenVersion
from headway.web.measure.forms.baselines import DayInput
from headway.web.measure.forms.choices import KpiField, choose_kpis
from headway.web.measure.models import Kpi
from headway.web.register.models import Improvement
from headway.web.register.queries.records import members
from headway.web.sustain.models import Alarm, Lesson, Recognition, StandardWork


class KeptForm(SeenVersion, forms.ModelForm):   # type: ignore[type-arg]
    """A form of a row that hangs on an improvement; the operation saves it."""

    def __init__(self, *args: Any, person: User, improvement: Improvement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.improvement = person, improvement
        if self.instance.pk:
            self.initial["seen"] = self.instance.version

    def given(self) -> dict[str, Any]:
        """What was filled in, without the version that was seen."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}

    def _post_clean(self) -> None:
        """Leave the row as it is: the operation reads the newest one, changes that and checks it."""


class AlarmForm(KeptForm):
    kpi = KpiField(label=_("Measure that is watched"), queryset=Kpi.objects.none(), required=False,
                   empty_label=_("none: something else, named below"))

    class Meta:
        model = Alarm
        fields = ("kpi", "watches", "watcher", "every", "threshold", "response")
        help_texts = {   # noqa: RUF012
            "threshold": _("As in: two months running under 90 %."),
            "response": _("As in: the desk lead calls the vendor the same day.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_kpis(self.fields["kpi"], person=self.person, organisation=self.improvement.organisation)
        watcher = self.fields["watcher"]
        assert isinstance(watcher, forms.ModelChoiceField)
        watcher.queryset, watcher.required = members(self.improvement.organisation), True
        for name in ("threshold", "response"):
            self.fields[name].required = True


class LessonForm(KeptForm):
    class Meta:
        model = Lesson
        fields = ("title", "happened", "advice")
        help_texts = {"title": _("One sentence that makes sense to somebody who was not there.")}   # noqa: RUF012


class StandardWorkForm(KeptForm):
    address = forms.URLField(label=_("Where it is written"), max_length=500, required=False, assume_scheme="https")

    class Meta:
        model = StandardWork
        fields = ("kind", "name", "change", "address", "owner", "changed_on")
        widgets = {"changed_on": DayInput(format="%Y-%m-%d")}   # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = members(self.improvement.organisation)


class RecognitionForm(KeptForm):
    class Meta:
        model = Recognition
        fields = ("whom", "what", "how", "on")
        widgets = {"on": DayInput(format="%Y-%m-%d")}   # noqa: RUF012


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
