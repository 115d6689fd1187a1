"""The door that a WSGI server calls."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "headway.web.project.settings")
_answer = get_wsgi_application()
# Threads that compute at the same time only take the interpreter from each other, at every row that SQLite hands over.
_turn, AT_MOST_SECONDS = threading.Lock(), 0.5


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """Pages are computed one after the other; nobody waits long for a slow one, and what is sent to us is read at any time."""
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
        return _answer(environ, start_response)
    mine = _turn.acquire(timeout=AT_MOST_SECONDS)
    try:
        return _answer(environ, start_response)
    finally:
        if mine:
            _turn.release()
