"""Where Headway listens and what people type to come there; told to be wrong before anything is made."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from headway.web.project.environment import WrongSetting, value

EXAMPLE = "127.0.0.1:8000"


def place() -> tuple[str, int]:
    """The host and the port to listen on. Raises `WrongSetting` where they are not both said."""
    given = value("HEADWAY_LISTEN")
    host, colon, port = given.rpartition(":")
    if not (host and colon and port.isdecimal() and 0 < int(port) < 65_536):
        raise WrongSetting(f"HEADWAY_LISTEN is “{given}”. Give a host and a port, as in {EXAMPLE}.")
    return host.strip("[]"), int(port)


def address() -> str:
    """What people type to come here, without a slash at its end. Raises `WrongSetting` where a browser could not open it."""
    given = value("HEADWAY_ADDRESS")
    if not given:
        place()
        return f"http://{value('HEADWAY_LISTEN')}"
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise WrongSetting(f"HEADWAY_ADDRESS is “{given}”. Give what people type, without a path, as in "
                           "https://headway.example.org.")
    return given.rstrip("/")


def sure_to_listen() -> None:
    """Raises `WrongSetting` where nothing can listen: said before the first password is told, which is told only once."""
    host, port = place()
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(where)
    except OSError as error:
        raise WrongSetting(f"Nothing can listen on {value('HEADWAY_LISTEN')} ({error.strerror}). Give another host and port "
                           "in HEADWAY_LISTEN, or end what listens there.") from None
