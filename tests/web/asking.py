"""The API as a program sees it."""

from __future__ import annotations

from typing import Any

from django.test import Client

ROOT = "/api/v1"


class Api:
    """Calls with a token; answers are Django's, with `.json()`."""

    def __init__(self, secret: str | None) -> None:
        self.client = Client(headers={"Authorization": f"Bearer {secret}"} if secret else {})

    def get(self, path: str, **query: Any) -> Any:
        return self.client.get(ROOT + path, query)

    def send(self, method: str, path: str, body: Any = None) -> Any:
        return self.client.generic(method, ROOT + path, "" if body is None else _json(body), content_type="application/json")

    def post(self, path: str, body: Any = None) -> Any:
        return self.send("POST", path, body)

    def patch(self, path: str, body: Any = None) -> Any:
        return self.send("PATCH", path, body)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)


def _json(body: Any) -> str:
    import json

    return json.dumps(body, default=str)
