"""A real receiver of webhooks on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(slots=True)
class Receiver:
    """Keeps what it is sent; answers `status`, to which `head` may add a header, after `before` was called."""

    address: str = ""
    status: int = 204
    head: tuple[str, str] | None = None
    before: Callable[[], None] | None = None
    taken: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.taken]


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.taken.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if receiver.before is not None:
                receiver.before()
            self.send_response(receiver.status)
            if receiver.head is not None:
                self.send_header(*receiver.head)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    receiver.address = f"http://127.0.0.1:{server.server_address[1]}/in?room=1"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": .02})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
