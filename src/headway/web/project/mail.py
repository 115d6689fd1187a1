"""HEADWAY_SMTP_URL → Django's settings for outgoing mail."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from headway.web.project.environment import WrongSetting

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def outgoing(url: str) -> dict[str, Any]:
    """Django's EMAIL_* settings; without an address nothing is sent.

    >>> outgoing("smtp+tls://ann:pw@mail.example.org")["EMAIL_PORT"]
    587
    """
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        raise WrongSetting(f"HEADWAY_SMTP_URL is “{parts.scheme}:…”, which names no mail server. "
                           "Write smtp+tls://user:password@host:587, smtps://host or smtp://host.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or PORTS[parts.scheme], "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""), "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtps", "EMAIL_TIMEOUT": 20,
    }
