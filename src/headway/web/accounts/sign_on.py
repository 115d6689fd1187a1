"""Single sign-on by OpenID Connect, with a word (nonce) that only the token of this sign-in can bring back."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest

WORDS, MOST = "sign_on_nonces", 5   # as many sign-ins as may be open in tabs of one browser


class WithNonce(OpenIDConnectProvider):   # type: ignore[misc]
    """Asks with a nonce and takes no identity without it (OpenID Connect Core 1.0, 3.1.3.7, item 11)."""

    def get_auth_params_from_request(self, request: HttpRequest, action: Any) -> dict[str, Any]:
        word = secrets.token_urlsafe(24)
        request.session[WORDS] = [*request.session.get(WORDS, []), word][-MOST:]
        return {**self.get_auth_params(), "nonce": word}

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> Any:
        brought = response.get("id_token", {}).get("nonce")
        known = request.session.get(WORDS, [])
        if brought not in known:
            raise ProviderException("the issuer's token was not made for this sign-in")
        request.session[WORDS] = [word for word in known if word != brought]
        return super().sociallogin_from_response(request, response)
