"""Sign-in by allauth, joined to Headway's rules: nobody signs up unasked."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from headway.web.accounts import operations
from headway.web.accounts.models import User
from headway.web.accounts.sign_on import WithNonce
from headway.web.ground import outbox


class ByInvitation(DefaultAccountAdapter):   # type: ignore[misc]
    """Accounts begin with an invitation; letters go out by the durable queue."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letter = self.render_mail(template_prefix, email, context)
        outbox.post(to=email, subject=letter.subject, text=letter.body)

    def send_notification_mail(self, template_prefix: str, user: User, context: dict[str, Any] | None = None,
                               email: str | None = None) -> None:
        """Allauth comes by here whenever a password, a second factor or an address was changed: it goes into the audit."""
        operations.note_security(user, event=template_prefix.rpartition("/")[2])
        super().send_notification_mail(template_prefix, user, context=context, email=email)


class ByIssuer(DefaultSocialAccountAdapter):   # type: ignore[misc]
    """Single sign-on lets in whom an invitation has brought or awaits, by a mail address that the issuer has verified."""

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        found = super().get_provider(request, provider, client_id=client_id)
        return WithNonce(request, app=found.app) if isinstance(found, OpenIDConnectProvider) else found

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: dict[str, Any]) -> Any:
        person = super().populate_user(request, sociallogin, data)
        person.name = data.get("name") or " ".join(filter(None, (data.get("first_name"), data.get("last_name"))))
        return person

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        if sociallogin.is_existing:
            return
        verified = {address.email.lower() for address in sociallogin.email_addresses if address.verified}
        person = (User.objects.filter(email__in=verified, is_active=True).first()
                  or operations.accept_by_address(verified, name=str(sociallogin.user.name or "")[:120]))
        if person is None:
            messages.error(request, _("Nobody with this address has been invited. Ask an administrator for an invitation."))
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, person)
