"""Forms about sources: what they are, what comes in, and how it is to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from headway.eventlog.fields import MOMENTS, Field
from headway.eventlog.reading import Milestone
from headway.report.words.quality import field_name
from headway.web.accounts.forms import UnitChoice
from headway.web.accounts.models import Organisation, Unit, User
from headway.web.accounts.queries import visible_units
from headway.web.ground.forms import SeenVersion
from headway.web.measure.models import Holds, Upload
from headway.web.measure.queries.uploads import asked_fields, asks_for_dates

ABSENT = "-"   # "set this field aside", which is not "leave it as it is"
HOURS_HELP = _("As in Mon-Fri 08:00-17:00; empty for the calendar's own hours.")


class SourceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("The ticket system, as people call it here."))
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None)
    zone = forms.CharField(label=_("Time zone"), max_length=64, required=False,
                           help_text=_("As in Europe/Rome, where the export's times are local; empty if it says."))
    hours = forms.CharField(label=_("Business hours"), max_length=120, required=False, help_text=HOURS_HELP)
    country = forms.CharField(label=_("Public holidays of"), max_length=8, required=False,
                              help_text=_("Two letters, as in IT, or DE-BY for a part."))

    def __init__(self, *args: Any, person: User, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(UnitChoice, self.fields["unit"]).queryset = visible_units(person, organisation=organisation)


class HoursForm(SeenVersion):
    hours = forms.CharField(label=_("Business hours"), max_length=120, required=False, help_text=HOURS_HELP)
    country = forms.CharField(label=_("Public holidays of"), max_length=8, required=False,
                              help_text=_("Two letters, as in IT, or DE-BY for a part."))


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV, .xlsx, Parquet or XES, also packed as .zip or .gz."))
    holds = forms.ChoiceField(label=_("It holds"), choices=Holds, initial=Holds.TICKETS, required=False)

    def clean_holds(self) -> str:
        return str(self.cleaned_data["holds"] or Holds.TICKETS)


class ReadingForm(forms.Form):
    """How a file is to be read. What a file asks stands first; the rest can stay as it is.

    A field for each field of a ticket: a column of the file, "as it is", or set aside.
    """

    dates = forms.ChoiceField(label=_("Dates such as 03/04"), required=False, choices=[
        ("", _("As the file shows")), ("day-first", _("Day first: 3 April")), ("month-first", _("Month first: 4 March"))])
    zone = forms.CharField(label=_("Time zone"), max_length=64, required=False)
    sla_inverted = forms.NullBooleanField(label=_("The SLA column records breaches"), required=False)

    def __init__(self, *args: Any, upload: Upload, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wishes, read_as = upload.source.wishes, upload.source.read_as
        columns = list(upload.columns or read_as.get("all_columns", []))
        known: Mapping[str, str] = {**read_as.get("columns", {}), **{one["field"]: one["column"] for one in upload.proposed},
                                    **wishes.get("columns", {})}
        asked = asked_fields(upload)
        for field in (*asked, *(field for field in Field if field not in asked)):
            told = known.get(field.value, "")
            absent = wishes.get("columns", {}).get(field.value) == ""
            self.fields[f"field_{field.value}"] = forms.ChoiceField(
                label=field_name(field), required=False, initial=ABSENT if absent else told if told in columns else "",
                choices=[("", _("As it is recognised")), (ABSENT, _("Not in this file")), *((name, name) for name in columns)],
                help_text=_("A time.") if field in MOMENTS else "")
        for place, (label, mark) in enumerate(sorted(read_as.get("milestones", {}).items())):
            self.fields[f"milestone_{place}"] = forms.ChoiceField(
                label=_("“%(label)s” means") % {"label": label}, required=False, initial=mark,
                choices=[(one.value, one.value.replace("_", " ")) for one in Milestone])
        self.labels = [label for label, _mark in sorted(read_as.get("milestones", {}).items())]
        self.initial.update({"dates": wishes.get("dates") or "", "zone": wishes.get("zone") or upload.source.zone,
                         "sla_inverted": wishes.get("sla_inverted")})
        self.asked = [f"field_{field.value}" for field in asked] + (["dates"] if asks_for_dates(upload) else []) + (
            ["zone"] if upload.refused_code in ("unknown_zone", "zone_differs") else [])

    @property
    def asked_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.asked]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name not in self.asked]

    def answers(self) -> dict[str, Any]:
        """What `operations.answer_reading` takes."""
        told = self.cleaned_data
        columns = {name.removeprefix("field_"): "" if value == ABSENT else value for name, value in told.items()
                   if name.startswith("field_") and value}
        milestones = {self.labels[int(name.removeprefix("milestone_"))]: value for name, value in told.items()
                      if name.startswith("milestone_") and value}
        return {"columns": columns, "dates": told["dates"] or None, "zone": told["zone"] or None, "milestones": milestones,
                "sla_inverted": told["sla_inverted"]}
