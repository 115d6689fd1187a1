"""The command as a person starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

HEADWAY = Path(sys.executable).with_name("headway")


def headway(*arguments: str | Path, cwd: Path, input: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"XDG_CACHE_HOME": str(cwd / "cache"), "PYTHONIOENCODING": "utf-8", "COLUMNS": "80"}
    return subprocess.run([str(HEADWAY), *map(str, arguments)], cwd=cwd, input=input or "", capture_output=True, text=True,
                          encoding="utf-8", env=environment, timeout=300, check=False)
