"""The worker: does jobs until it is told to stop, and ends the one in hand first."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

from headway.web.ground import jobs


def once() -> int:
    """Do all that is due; returns how many jobs were done."""
    return jobs.run_until_idle()


def until_stopped(*, orphaned: Callable[[], bool] | None = None) -> None:
    """Work until SIGTERM or SIGINT, or until whoever started it is gone."""
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    if orphaned is not None:
        threading.Thread(target=_stop_when, args=(orphaned, stop), daemon=True).start()
    jobs.work(stop)


def _stop_when(orphaned: Callable[[], bool], stop: threading.Event) -> None:
    while not stop.wait(2.0):
        if orphaned():
            stop.set()


def parent_is_gone(parent: int) -> Callable[[], bool]:
    return lambda: os.getppid() != parent
