"""Forms of the backlog: its ways, saved views, many records at once, tables to import."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.web.accounts.queries import in_sight
from headway.web.ground.forms import SeenVersion
from headway.web.register.columns import FACTOR
from headway.web.register.forms.choices import EntityChoice, NumberField, Within, fill, person
from headway.web.register.forms.records import DATE
from headway.web.register.models import SCALE, Backlog
from headway.web.register.sheet_rows import choices
from headway.web.register.states import Size, Timescale
from headway.web.register.worth_columns import is_further, label_of
from headway.web.vision.models import Entity, Objective

SAME = ("", _("as it is"))


class BacklogForm(SeenVersion, forms.ModelForm[Backlog]):
    class Meta:
        model = Backlog
        fields = ("formula", "expression", "quick_win_days", "stale_days")
        help_texts: ClassVar = {
            "expression": _("For an own formula: numbers by name with + − × ÷ written as + - * /, brackets, min and max; "
                            "as in (value + urgency) / effort. Each name becomes a field of the record."),
            "quick_win_days": _("Smaller improvements may leave out measuring, once an approver agrees."),
            "stale_days": _("After that an improvement turns bold in every list.")}


class ViewForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    query = forms.CharField(widget=forms.HiddenInput, required=False, max_length=1000)
    shared = forms.BooleanField(label=_("For everybody here"), required=False)


class BulkForm(forms.Form):
    """What is left empty stays as it is."""

    entity = EntityChoice(label=_("Belongs to"), required=False, queryset=Entity.objects.none(), empty_label=str(SAME[1]))
    objective = forms.ModelChoiceField(label=_("Objective served"), required=False, queryset=Objective.objects.none(),
                                       empty_label=str(SAME[1]))
    owner = person(_("Owner"))
    sponsor = person(_("Sponsor"))
    coordinator = person(_("Coordinator"))
    approver = person(_("Approver"))
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[SAME, *Size.choices])
    timescale = forms.ChoiceField(label=_("Timescale"), required=False, choices=[SAME, *Timescale.choices])
    priority = forms.TypedChoiceField(label=_("Priority"), required=False, choices=[SAME, *SCALE], coerce=int, empty_value=None)
    urgency = forms.TypedChoiceField(label=_("Urgency"), required=False, choices=[SAME, *SCALE], coerce=int, empty_value=None)
    impact = forms.TypedChoiceField(label=_("Impact"), required=False, choices=[SAME, *SCALE], coerce=int, empty_value=None)
    starts_on = forms.DateField(label=_("Starts on"), required=False, widget=forms.DateInput(attrs=DATE))
    due_on = forms.DateField(label=_("Due on"), required=False, widget=forms.DateInput(attrs=DATE))
    review_on = forms.DateField(label=_("Review on"), required=False, widget=forms.DateInput(attrs=DATE))
    parent = NumberField(label=_("Part of"))
    emptied = forms.MultipleChoiceField(label=_("Empty these"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, within: Within, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)
        emptied = self.fields["emptied"]
        assert isinstance(emptied, forms.MultipleChoiceField)
        emptied.choices = [(name, str(self.fields[name].label)) for name in self.fields if name not in ("entity", "emptied")]
        objective = self.fields["objective"]
        assert isinstance(objective, forms.ModelChoiceField)
        objective.queryset = Objective.objects.filter(in_sight(within.person), unit__organisation=within.organisation)
        for name in ("owner", "sponsor", "coordinator", "approver"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.empty_label = str(SAME[1])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for name in given.get("emptied", ()):
            if given.get(name) not in (None, ""):
                self.add_error(name, _("Either give something here or empty it."))
        return given

    def changes(self) -> dict[str, Any]:
        """What is given is set in all of them, what is ticked is emptied."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "emptied" and value not in (None, "")}
        texts = ("size", "timescale")
        return given | {name: "" if name in texts else None for name in self.cleaned_data["emptied"]}


class SheetForm(forms.Form):
    file = forms.FileField(label=_("Table"), help_text=_("CSV or .xlsx, the names of the columns in the first row; at most "
                                                         "10,000 rows and 20 MB."))
    entity = EntityChoice(label=_("Rows that name no service, practice or team go to"), queryset=Entity.objects.none(),
                          empty_label=None)

    def __init__(self, *args: Any, within: Within, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fill(self, within)


class MappingForm(forms.Form):
    """A field for every column of a table."""

    day_first = forms.TypedChoiceField(
        label=_("Dates such as 03/04/2026"), required=False, coerce=lambda value: {"day": True, "month": False}[value],
        empty_value=None, choices=[("", _("don't occur, or the rows decide")), ("day", _("3 April: the day stands first")),
                                   ("month", _("4 March: the month stands first"))])
    leave_out = forms.BooleanField(label=_("Leave out the rows that can't be read"), required=False)

    def __init__(self, *args: Any, columns: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = columns
        for place, column in enumerate(columns):
            own = [(column, _("number of the score: %(name)s") % {"name": column.removeprefix(FACTOR)})
                   ] if column.startswith(FACTOR) else [(column, label_of(column))]
            self.fields[f"column_{place}"] = forms.ChoiceField(label=column, required=False, choices=[
                ("", _("keep as text")), *choices(), *(own if column.startswith(FACTOR) or is_further(column) else [])])

    def mapped(self) -> list[forms.BoundField]:
        return [self[f"column_{place}"] for place in range(len(self.columns))]

    def mapping(self) -> dict[str, str]:
        return {column: self.cleaned_data[f"column_{place}"] for place, column in enumerate(self.columns)
                if self.cleaned_data[f"column_{place}"]}
