"""What the journeys share: the demo's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from journey.starting import headway


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo, made once."""
    place = tmp_path_factory.mktemp("demo")
    told = headway("demo", "--folder", "desk", "--no-serve", cwd=place)
    assert told.returncode == 0, told.stderr
    assert "Where are we now?" in told.stdout
    assert "report.html" in told.stderr
    return place / "desk"
