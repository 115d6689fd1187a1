"""`./run` keeps the caller's folder, hands arguments on as they are, costs next to nothing, and speaks on stderr only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from house.sources import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="run is a POSIX script; Windows installs with pipx")

MADE_FROM = ("pyproject.toml", "requirements.lock")
FAKE = '#!/bin/sh\npwd\nfor word in "$@"; do printf "<%s>" "$word"; done\nexit 7\n'


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout, in a folder with a space in its name, whose environment is made already and tells what it was given."""
    folder = tmp_path / "a checkout"
    folder.mkdir()
    for name in ("run", *MADE_FROM):
        shutil.copy(ROOT / name, folder)
    for program in ("python", "headway"):
        executable(folder / ".venv" / "bin" / program, FAKE)
    sums = subprocess.run(["cksum", *MADE_FROM], cwd=folder, capture_output=True, text=True, check=True).stdout
    (folder / ".venv" / "stamp-use").write_text(f"{folder.resolve()}\n{sums}", encoding="utf-8")
    return folder


def call(folder: Path, *words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(folder / "run"), *words], cwd=cwd, capture_output=True, text=True, check=False,
                          env={**os.environ, **environment})


def test_it_keeps_the_callers_folder_the_arguments_and_the_exit_code(checkout: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "else where"
    elsewhere.mkdir()
    told = call(checkout, "headway", "assess", "my tickets.csv", "--map", "opened=Created at", "*", "", cwd=elsewhere)
    assert told.stdout == f"{elsewhere.resolve()}\n<assess><my tickets.csv><--map><opened=Created at><*><>"
    assert told.stderr == ""
    assert told.returncode == 7


def test_demo_hands_its_options_on(checkout: Path) -> None:
    assert call(checkout, "demo", "--no-serve", cwd=checkout).stdout.endswith("<demo><--no-serve>")


def test_it_is_found_through_a_symbolic_path(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(checkout, target_is_directory=True)
    assert call(tmp_path / "link", "demo", cwd=tmp_path).returncode == 7


def test_a_call_adds_at_most_a_tenth_of_a_second(checkout: Path) -> None:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        call(checkout, "headway", "--version", cwd=checkout)
        took.append(time.perf_counter() - began)
    assert min(took) < 0.1


def test_a_changed_lock_asks_for_a_new_environment(checkout: Path, tmp_path: Path) -> None:
    """And without a Python that is new enough it says what is needed, on stderr only."""
    with (checkout / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# another line\n")
    old = tmp_path / "old"
    for name in ("python3", "python3.11", "python3.12", "python3.13"):
        executable(old / name, '#!/bin/sh\n[ "$1" = --version ] && echo Python 3.8.10 && exit 0\nexit 1\n')
    told = call(checkout, "headway", "--version", cwd=tmp_path, PATH=f"{old}:{os.environ['PATH']}", PYTHON="")
    assert told.returncode == 1
    assert told.stdout == ""
    assert "Headway needs Python 3.11 or newer; here is Python 3.8.10" in told.stderr


def test_it_says_how_it_is_used(checkout: Path) -> None:
    assert "./run COMMAND" in call(checkout, cwd=checkout).stdout
    wrong = call(checkout, "assess", cwd=checkout)
    assert wrong.returncode == 2
    assert "there is no './run assess'" in wrong.stderr
    assert wrong.stdout == ""
