"""The wheel holds all that Headway needs beside its code, under names that every file system takes."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

from house.sources import PACKAGE, ROOT, project_files

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
LONGEST = 120   # of 260 that Windows allows without a setting; the rest is the environment's own path


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)], cwd=ROOT, check=True,
                   capture_output=True)
    [wheel] = folder.glob("headway-*-py3-none-any.whl")
    with zipfile.ZipFile(wheel) as box:
        return box.namelist()


def test_every_file_of_the_package_is_in_the_wheel_and_nothing_else(names: list[str]) -> None:
    wanted = {path.relative_to(PACKAGE.parent).as_posix() for path in project_files() if PACKAGE in path.parents}
    assert {name for name in names if ".dist-info/" not in name} == wanted


@pytest.mark.parametrize("ending", [
    "connect/presets/servicenow.toml", "report/assessment.schema.json", "report/style/page.css", "report/style/page.js",
    "report/fonts/sans.woff2", "report/fonts/sans.ttf", "report/fonts/OFL.txt", "py.typed", "licenses/LICENSE",
    "licenses/NOTICE", "entry_points.txt",
])
def test_the_wheel_holds_what_is_not_code(names: list[str], ending: str) -> None:
    assert [name for name in names if name.endswith(ending)]


def test_windows_takes_every_name(names: list[str]) -> None:
    parts = {part for name in names for part in name.split("/")}
    assert {part for part in parts if part.split(".")[0].lower() in RESERVED} == set()
    assert {part for part in parts if set(part) & set('<>:"|?*\\') or part != part.rstrip(". ")} == set()
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) <= LONGEST


def test_windows_takes_every_name_of_the_project() -> None:
    inside = [path.relative_to(ROOT) for path in project_files()]
    assert [path for path in inside if PureWindowsPath(path).stem.lower() in RESERVED] == []
    assert len({str(path).lower() for path in inside}) == len(inside)


def test_the_parts_are_found_where_the_package_lies() -> None:
    """Through the package, not through a path that only a checkout has."""
    program = ("from importlib.resources import files; from headway.connect.preset import presets; "
               "from headway.report.style import picture_stylesheet; assert len(presets()) >= 11; "
               "assert picture_stylesheet(); assert files('headway.report').joinpath('fonts/sans.woff2').is_file()")
    subprocess.run([sys.executable, "-c", program], cwd=Path(sys.prefix), check=True)
