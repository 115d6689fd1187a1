"""Signatures after the Standard Webhooks convention, so that its libraries verify them in any language.

The secret is not kept: it follows from the webhook's salt and Headway's secret key. A copy of the database signs nothing.
Source: https://github.com/standard-webhooks/standard-webhooks, specification 1.0.
"""

from __future__ import annotations

import base64
import hmac
import secrets
from collections.abc import Sequence

PREFIX = "whsec_"


def new_salt() -> str:
    return secrets.token_hex(32)


def secret_of(salt: str, *, key: str) -> bytes:
    """32 bytes that nobody can tell without the secret key."""
    return hmac.digest(key.encode(), f"headway webhook {salt}".encode(), "sha256")


def told(secret: bytes) -> str:
    """The secret as a person copies it.

    >>> told(bytes(4))
    'whsec_AAAAAA=='
    """
    return PREFIX + base64.b64encode(secret).decode()


def headers(*, id: str, timestamp: int, body: bytes, secrets: Sequence[bytes]) -> dict[str, str]:
    """What a delivery is signed with: a signature by each secret, the newest first.

    >>> headers(id="1", timestamp=2, body=b"{}", secrets=[b"k"])["webhook-signature"]
    'v1,0vr2lR1sQLVj8F1ZrFHv3aWSgFrMt0Vg+vmqrQ6yltg='
    """
    signed = f"{id}.{timestamp}.".encode() + body
    found = [f"v1,{base64.b64encode(hmac.digest(secret, signed, 'sha256')).decode()}" for secret in secrets]
    return {"webhook-id": id, "webhook-timestamp": str(timestamp), "webhook-signature": " ".join(found)}
