"""What is loaded when: the library alone stays pure at run time too, and the command starts without its heavy parts."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from house.sources import dotted, library_modules, modules

EDGES = ("duckdb", "ibis", "pandas", "pyarrow", "typer", "rich", "scipy", "django")
HEAVY = ("duckdb", "ibis", "numpy", "pandas", "pyarrow", "scipy", "rich", "holidays", "python_calamine", "resvg_py")


def loaded_after(program: str, *, watched: tuple[str, ...]) -> list[str]:
    """Which of the watched packages a fresh interpreter holds after the program."""
    end = f"\nimport sys\nprint('loaded:', *[name for name in {watched!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", program + end], capture_output=True, text=True, check=True).stdout
    return told.splitlines()[-1].split()[1:]


def test_the_library_never_loads_an_edge_of_the_world() -> None:
    imports = "\n".join(f"import {dotted(path)}" for path in library_modules())
    assert loaded_after(imports, watched=EDGES) == []


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["assess", "--help"]], ids=" ".join)
def test_the_command_explains_itself_without_its_heavy_parts(arguments: list[str]) -> None:
    program = f"""
import sys
from headway.cli.main import run
sys.argv = ["headway", *{arguments!r}]
try:
    run()
except SystemExit as ended:
    assert not ended.code, ended.code
"""
    assert loaded_after(program, watched=HEAVY) == []


def test_importing_headway_loads_nothing_heavy() -> None:
    assert loaded_after("import headway", watched=HEAVY) == []


def test_scipy_is_never_imported() -> None:
    sins = re.compile(r"^\s*(import|from) scipy", re.MULTILINE)   # its import alone takes longer than a whole assessment
    assert [dotted(path) for path in modules() if sins.search(path.read_text(encoding="utf-8"))] == []
