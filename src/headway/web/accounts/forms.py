"""Forms about people."""

from __future__ import annotations

from django import forms
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from headway.web.accounts import queries
from headway.web.accounts.models import Organisation, Scope, Unit, User
from headway.web.accounts.roles import May, Role
from headway.web.ground.forms import SeenVersion


class UnitChoice(forms.ModelChoiceField[Unit]):
    """Units, indented by their depth."""

    def label_from_instance(self, unit: Unit) -> str:
        return "\u2003" * (unit.path.count("/") - 2) + unit.name


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=Role, initial=Role.CONTRIBUTOR)
    unit = UnitChoice(label=_("Unit"), queryset=Unit.objects.none(), empty_label=None,
                      help_text=_("The role holds here and in every unit beneath."))

    def __init__(self, *args: object, person: User, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)   # type: ignore[arg-type]
        units = self.fields["unit"]
        assert isinstance(units, UnitChoice)
        units.queryset = queries.units_where(person, May.ADMINISTER, organisation=organisation)


class JoinForm(forms.Form):
    name = forms.CharField(label=_("Your name"), max_length=120,
                           widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(label=_("Password"), strip=False, help_text=_("At least 12 characters."),
                               widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))

    def __init__(self, *args: object, email: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)   # type: ignore[arg-type]
        self.email = email

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, User(email=self.email, name=self.cleaned_data.get("name", "")))
        return password


class UnitForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    parent = UnitChoice(label=_("Beneath"), queryset=Unit.objects.none(), empty_label=None)

    def __init__(self, *args: object, person: User, organisation: Organisation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)   # type: ignore[arg-type]
        parents = self.fields["parent"]
        assert isinstance(parents, UnitChoice)
        parents.queryset = queries.units_where(person, May.ADMINISTER, organisation=organisation)


class UnitNameForm(SeenVersion):
    name = forms.CharField(label=_("Name"), max_length=120)


class GrantForm(InviteForm):
    email = None   # type: ignore[assignment]


class OwnSettingsForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name", "theme", "single_keys")


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=80)
    scope = forms.ChoiceField(label=_("May"), choices=Scope, initial=Scope.READ)
    ends_on = forms.DateField(label=_("Ends on"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
                              help_text=_("Leave empty for a token without an end."))
