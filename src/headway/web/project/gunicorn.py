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
_running: list[subprocess.Popen[bytes]] = []


def on_starting(server: Any) -> None:
    """Nobody sends these any more: a server that was killed left them half."""
    for half in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        half.unlink(missing_ok=True)


def when_ready(server: Any) -> None:
    threading.Thread(target=_keep_a_worker, daemon=True).start()


def _keep_a_worker() -> None:
    while not _stopping.is_set():
        _running[:] = [subprocess.Popen([sys.executable, *WORKER, str(os.getpid())])]
        _running[0].wait()
        _stopping.wait(1.0)


def on_exit(server: Any) -> None:
    _stopping.set()
    for process in _running:
        process.terminate()
