"""How gunicorn serves Headway, and the worker that it keeps alive beside itself: whoever is killed, nothing is left running."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from django.conf import settings

from headway.web.project.environment import number

bind = settings.LISTEN
workers = number("HEADWAY_SERVERS")
worker_class = "gthread"
threads = 8
timeout, graceful_timeout = 60, 20
max_requests, max_requests_jitter = 20_000, 2_000
loglevel = "warning"
worker_tmp_dir = str(settings.DATA)
forwarded_allow_ips = "*" if settings.PROXIES else "127.0.0.1"

WORKER = ("-c", "import sys, django; django.setup(); from headway.web.project import worker; "
                "worker.until_stopped(orphaned=worker.parent_is_gone(int(sys.argv[1])))")
_stopping = threading.Event()
# A server forked while the worker is being started would keep the pipe by which Popen hears that it began: Popen would wait
# for as long as that server lives, and nobody would replace a worker that was killed.
_starting = threading.Lock()
os.register_at_fork(before=_starting.acquire, after_in_parent=_starting.release, after_in_child=_starting.release)
_running: list[subprocess.Popen[bytes]] = []


def on_starting(server: Any) -> None:
    """Nobody sends these any more: a server that was killed left them half."""
    for half in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        half.unlink(missing_ok=True)


def when_ready(server: Any) -> None:
    threading.Thread(target=_keep_a_worker, daemon=True).start()


def _keep_a_worker() -> None:
    while not _stopping.is_set():
        with _starting:
            _running[:] = [subprocess.Popen([sys.executable, *WORKER, str(os.getpid())])]
        _running[0].wait()
        _stopping.wait(1.0)


def on_exit(server: Any) -> None:
    _stopping.set()
    for process in _running:
        process.terminate()
