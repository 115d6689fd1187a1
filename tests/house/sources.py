"""What the house rules look at: the project's own files."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "headway"
# pure: no edge of the world
LIBRARY = ("analyse", "baseline", "kpi", "eventlog", "framework", "learn", "refused.py", "sample", "stats", "triage")
TEXT = {".py", ".toml", ".md", ".lock", ".sh", ".css", ".js", ".html", ".svg", ".txt", ".yml", ".yaml", ".json", ""}


@cache
def project_files() -> tuple[Path, ...]:
    """Every file that is in the repository or on its way into it."""
    told = subprocess.run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT,
                          capture_output=True, text=True, encoding="utf-8", check=True).stdout
    return tuple(ROOT / name for name in sorted(told.split("\0")) if name and (ROOT / name).is_file())


def texts() -> list[Path]:
    return [path for path in project_files() if path.suffix in TEXT]


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def library_modules() -> list[Path]:
    return [path for path in modules() if path.relative_to(PACKAGE).parts[0] in LIBRARY]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()
