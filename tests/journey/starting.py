"""The command as a person starts it, and the demo that it makes."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HEADWAY = Path(sys.executable).with_name("headway")


def headway(*arguments: str | Path, cwd: Path, input: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"XDG_CACHE_HOME": str(cwd / "cache"), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    return subprocess.run([str(HEADWAY), *map(str, arguments)], cwd=cwd, input=input or "", capture_output=True, text=True,
                          encoding="utf-8", env=environment, timeout=300, check=False)


def demo_made_once(tmp_path_factory: pytest.TempPathFactory, *, into: Path) -> str:
    """A copy of what `headway demo --no-serve` makes, in `into`/headway-demo; returns what the command said.

    It runs once, whatever process of pytest-xdist asks first: the others wait for it.
    """
    own = tmp_path_factory.getbasetemp()
    made = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demo-of-all"
    made.mkdir(exist_ok=True)
    with (made / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (made / "told.json").is_file():
            shutil.rmtree(made / "headway-demo", ignore_errors=True)
            told = headway("demo", "--no-serve", cwd=made)
            assert told.returncode == 0, told.stderr
            (made / "told.json").write_text(json.dumps([told.stdout, told.stderr]), encoding="utf-8")
    shutil.copytree(made / "headway-demo", into / "headway-demo")
    return "".join(json.loads((made / "told.json").read_text(encoding="utf-8")))
