"""A real Headway for tests: `headway up` as a process of its own, on a free port of loopback, with its own data and worker."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.error import URLError
from urllib.request import urlopen

from database_server import free_port

Found = TypeVar("Found")
HEADWAY = Path(sys.executable).with_name("headway")
OFTEN = .05   # seconds between two looks at a condition


def until(condition: Callable[[], Found], *, within: float = 60, what: str = "") -> Found:
    """Look again and again until the condition holds something true; returns it."""
    looks = threading.Event()
    for _ in range(round(within / OFTEN)):
        if found := condition():
            return found
        looks.wait(OFTEN)
    raise AssertionError(f"not within {within} s: {what or condition}")


def environment(data: Path, **more: str) -> dict[str, str]:
    """The environment of a Headway of its own, whatever the tests' own one says."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HEADWAY_")}
    return kept | {"HEADWAY_DATA": str(data), "DJANGO_SETTINGS_MODULE": "headway.web.project.settings",
                   "PYTHONIOENCODING": "utf-8", **more}


@dataclass(slots=True)
class Server:
    """A Headway that answers. `password` is the first administrator's, where this start made one."""

    data: Path
    address: str
    process: subprocess.Popen[str]
    password: str
    told: list[str] = field(default_factory=list)

    def children(self) -> list[int]:
        """The processes that it keeps: those that answer and the worker."""
        lists = Path(f"/proc/{self.process.pid}/task").glob("*/children")   # each thread's own
        return [int(word) for listed in lists for word in listed.read_text(encoding="ascii").split()]

    def worker(self) -> int | None:
        """The process that does jobs; None while there is none."""
        return next((pid for pid in self.children() if b"project import worker" in _command(pid)), None)

    def kill(self) -> None:
        """kill -9 of everything at once, as when a machine loses its power."""
        for pid in [self.process.pid, *self.children()]:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(timeout=30)


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:   # it ended meanwhile
        return b""


@contextmanager
def served(data: Path, *, administrator: str = "founder@example.org", organisation: str = "Ours",
           servers: int = 1) -> Iterator[Server]:
    """`headway up` on this data folder until the end of the block, then ended as an operator ends it."""
    address = f"127.0.0.1:{free_port()}"
    process = subprocess.Popen(
        [str(HEADWAY), "up", "--administrator", administrator, "--organisation", organisation], text=True, encoding="utf-8",
        env=environment(data, HEADWAY_LISTEN=address, HEADWAY_SERVERS=str(servers), COLUMNS="200"),
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    told: list[str] = []
    reading = threading.Thread(target=_read, args=(process, told), daemon=True)
    reading.start()
    try:
        until(lambda: process.poll() is not None or _answers(f"http://{address}"), within=90, what="headway up answers")
        assert process.poll() is None, "".join(told)
        made = re.search(r"with the password (\S+)", "".join(told))
        yield Server(data=data, address=f"http://{address}", process=process, password=made[1] if made else "", told=told)
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=60)
        reading.join(timeout=30)


def _read(process: subprocess.Popen[str], told: list[str]) -> None:
    assert process.stdout is not None
    with process.stdout:
        told.extend(process.stdout)


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
