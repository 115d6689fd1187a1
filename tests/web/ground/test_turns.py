"""Pages take turns in a server, but nobody waits for a page that never ends."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from typing import Any

import pytest

from headway.web.project import wsgi


def test_a_slow_page_keeps_neither_what_is_sent_nor_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, answered = threading.Event(), threading.Event()

    def answer(environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/slow":
            begun.set()
            assert answered.wait(30), "the others were kept waiting"
        return [environ["REQUEST_METHOD"].encode()]

    def ask(method: str, path: str = "/") -> list[bytes]:
        return list(wsgi.application({"REQUEST_METHOD": method, "PATH_INFO": path}, None))

    monkeypatch.setattr(wsgi, "_answer", answer)
    slow = threading.Thread(target=ask, args=("GET", "/slow"))
    slow.start()
    assert begun.wait(30)
    assert ask("POST") == [b"POST"]
    assert wsgi._turn.locked()
    assert ask("GET") == [b"GET"]
    answered.set()
    slow.join()
    assert not wsgi._turn.locked()
