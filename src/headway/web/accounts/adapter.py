"""Sign-in by allauth, joined to Headway's rules: nobody signs up unasked."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from headway.web.accounts.models import User
from headway.web.ground import outbox


class ByInvitation(DefaultAccountAdapter):   # type: ignore[misc]
    """Accounts begin with an invitation; letters go out by the durable queue."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letter = self.render_mail(template_prefix, email, context)
        outbox.post(to=email, subject=letter.subject, text=letter.body)


class ByIssuer(DefaultSocialAccountAdapter):   # type: ignore[misc]
    """Single sign-on lets in whom an invitation has brought, by a mail address that the issuer has verified."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        verified = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        person = User.objects.filter(email__in=verified, is_active=True).first()
        if person is None:
            messages.error(request, _("Nobody with this address has been invited. Ask an administrator for an invitation."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)
