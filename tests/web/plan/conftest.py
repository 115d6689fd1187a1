"""Every test here has a data folder of its own: row ids begin anew with each test, and event stores are named by them."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_folder(settings: object, tmp_path: Path) -> None:
    settings.DATA = tmp_path   # type: ignore[attr-defined]
