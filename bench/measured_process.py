"""A process from start to end: CPU seconds with its children, and peak memory."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    cpu_s: float
    peak_mb: float
    stdout: str


def cost_of(command: Sequence[str | Path], *, cwd: Path | None = None) -> Cost:
    """Run a command to its end. Raises `RuntimeError` with its last words where it fails."""
    with subprocess.Popen([str(word) for word in command], cwd=cwd, text=True, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        out = process.stdout.read()
        err = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {err[-400:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, out)
