"""The environment of the web tests: a folder of their own, and where it is asked for a PostgreSQL of their own on loopback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

KEPT = {"HEADWAY_CI", "HEADWAY_TESTS_ON"}
on_sqlite_of_its_own = pytest.mark.skipif(os.environ.get("HEADWAY_TESTS_ON") == "postgres",
                                          reason="makes an SQLite of its own whatever is asked: once is enough")


def own_environment() -> Callable[[], None]:
    """Set the environment that Django will read; returns what undoes it. HEADWAY_TESTS_ON=postgres asks for a PostgreSQL."""
    postgres = os.environ.get("HEADWAY_TESTS_ON") == "postgres"
    for name in [name for name in os.environ if name.startswith("HEADWAY_") and name not in KEPT]:
        del os.environ[name]
    folder = Path(tempfile.mkdtemp(prefix="headway-tests-"))
    (folder / "data" / "static").mkdir(parents=True)
    os.environ |= {"DJANGO_SETTINGS_MODULE": "headway.web.project.settings", "HEADWAY_DATA": str(folder / "data"),
                   "HEADWAY_SECRET_KEY": "only for tests " * 5}
    stop = start_postgres(folder / "postgres") if postgres else None

    def undo() -> None:
        if stop is not None:
            stop()
        shutil.rmtree(folder, ignore_errors=True)

    return undo


def start_postgres(folder: Path) -> Callable[[], None]:
    """A server on a free port of loopback, in this folder; sets HEADWAY_DATABASE_URL and returns what stops it."""
    programs = postgres_programs()
    if programs is None:
        raise SystemExit("HEADWAY_TESTS_ON=postgres: there is no PostgreSQL on this machine")
    folder.mkdir()
    as_whom: dict[str, object] = {}
    if os.geteuid() == 0:   # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        folder.parent.chmod(0o755)
        as_whom = {"user": "postgres", "group": "postgres", "extra_groups": []}

    def run(program: str, *words: str) -> None:
        subprocess.run([str(programs / program), *words], check=True, capture_output=True, cwd=folder,   # type: ignore[call-overload]
                       **as_whom)

    cluster, port = folder / "cluster", free_port()
    run("initdb", "-D", str(cluster), "-U", "headway", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-p {port} -h 127.0.0.1 -k {folder} -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    run("pg_ctl", "-D", str(cluster), "-w", "-l", str(folder / "log"), "-o", options, "start")
    os.environ["HEADWAY_DATABASE_URL"] = f"postgresql://headway@127.0.0.1:{port}/postgres"
    return lambda: run("pg_ctl", "-D", str(cluster), "-m", "immediate", "stop")


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, or None."""
    on_path = shutil.which("initdb")
    folders = [Path(on_path).parent] if on_path else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return folders[0] if folders else None


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
