"""How gunicorn serves Headway, and the worker that it keeps alive beside itself: whoever is killed, nothing is left running."""

from __future__ import annotations

import gc
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
# Python computes one page at a time in a process (project/wsgi.py), so a server takes no more than these: the others wait in the
# system's one queue for whichever server is free first, not behind a slow page. A connection kept open would hold a place.
threads = worker_connections = 6
keepalive = 0
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


def post_worker_init(worker: Any) -> None:
    """What is loaded stays, so rubbish is looked for among what requests leave, and less often: a twentieth of a page's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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
