"""The forms of signing in, in Headway's words; what they do is allauth's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class _InOurWords:
    """Labels instead of placeholders, which are gone as soon as one types."""

    LABELS: ClassVar[Mapping[str, Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields   # type: ignore[attr-defined]
        for name, field in fields.items():
            field.label = self.LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
        for name in {"password", "oldpassword"} & set(fields):
            fields[name].help_text = ""


class SignInForm(_InOurWords, LoginForm):   # type: ignore[misc]
    LABELS: ClassVar = {"login": _("Mail address")}


class NewPasswordForm(_InOurWords, ChangePasswordForm):   # type: ignore[misc]
    LABELS: ClassVar = {"oldpassword": _("Password until now"), "password1": _("New password"),
                        "password2": _("The new one once more")}


class OnceMoreForm(_InOurWords, ReauthenticateForm):   # type: ignore[misc]
    LABELS: ClassVar = {"password": _("Password")}


class CodeForm(_InOurWords, AuthenticateForm):   # type: ignore[misc]
    LABELS: ClassVar = {"code": _("Code")}


class FirstCodeForm(_InOurWords, ActivateTOTPForm):   # type: ignore[misc]
    LABELS: ClassVar = {"code": _("Code that the app shows")}
