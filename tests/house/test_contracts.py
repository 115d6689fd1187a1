"""The architecture in .importlinter is kept, and each of its contracts bites: a planted sin breaks it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from house.sources import ROOT

SINS = [
    ("steps", "eventlog/__init__.py", "import headway.kpi.series"),
    ("steps", "baseline/__init__.py", "from headway import report"),
    ("steps", "connect/__init__.py", "import headway.engine"),
    ("pure", "kpi/__init__.py", "import duckdb"),
    ("pure", "stats/__init__.py", "import django"),
    ("pure", "sample/__init__.py", "import pandas"),
    ("only engine/query.py speaks ibis", "connect/__init__.py", "import ibis"),
    ("steps", "eventlog/__init__.py", "from headway import verdict"),
    ("nothing inside imports the package's root", "eventlog/__init__.py", "from headway import read"),
    ("nothing inside imports the package's root", "cli/__init__.py", "import headway"),
    ("slices", "web/ground/layout.py", "import headway.web.accounts.models"),
    ("inside", "web/accounts/models.py", "import headway.web.accounts.queries"),
    ("slices", "web/accounts/roles.py", "import headway.web.vision.models"),
    ("slices", "web/board/__init__.py", "import headway.web.webhooks.models"),
    ("inside", "web/vision/models/stream.py", "import headway.web.vision.queries.sight"),
    ("the pure library and the edges know no application", "report/__init__.py", "import django"),
    ("steps", "framework/__init__.py", "import headway.eventlog"),
    ("steps", "triage/result.py", "import headway.sample"),
    ("pure", "triage/result.py", "import typer"),
    ("no cycle between siblings", "kpi/definition.py", "import headway.kpi.series"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run([sys.executable, "-c", program, "--no-cache"], cwd=folder, capture_output=True, text=True,
                          env={"PYTHONPATH": str(folder / "src"), "PATH": "", "COLUMNS": "200"}, check=False)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("headway")
    shutil.copytree(ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "*.woff2"))
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_every_contract_is_kept(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "0 broken" in result.stdout


@pytest.mark.parametrize(("contract", "module", "sin"), SINS, ids=[f"{c}-{s}" for c, _, s in SINS])
def test_a_planted_sin_breaks_its_contract(copy: Path, contract: str, module: str, sin: str) -> None:
    path = copy / "src" / "headway" / module
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{sin}\n", encoding="utf-8")
    try:
        result = lint(copy)
    finally:
        path.write_text(before, encoding="utf-8")
    broken = [line for line in result.stdout.splitlines() if line.endswith("BROKEN")]
    assert result.returncode == 1, result.stdout + result.stderr
    assert f"{contract} BROKEN" in broken, result.stdout
