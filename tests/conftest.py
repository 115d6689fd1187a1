"""What several tests stand on."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Generator
from pathlib import Path

import pytest

import database_server

ROOT = Path(__file__).resolve().parents[1]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


# Settings come from the environment only, and Django reads it once: the tests get one of their own before anything else.
# A process of pytest-xdist inherits it from its controller.
UNDO = database_server.own_environment() if "PYTEST_XDIST_WORKER" not in os.environ else None


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_postgres: starts a real PostgreSQL")
    if UNDO is not None:
        config.add_cleanup(UNDO)
        signal.signal(signal.SIGTERM, signal.default_int_handler)   # ends as by Ctrl-C: nothing is left running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no process is left alone with one of them at the end."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/journey/"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where HEADWAY_CI is set (.ci/run), a test that is skipped for want of Chromium or PostgreSQL has failed."""
    report = yield
    wanted = [name for name in ("needs_chromium", "needs_postgres") if item.get_closest_marker(name)]
    if report.skipped and wanted and os.environ.get("HEADWAY_CI"):
        report.outcome = "failed"
        report.longrepr = f"skipped, though .ci/run promises what it needs ({', '.join(wanted)}): {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real logs beside the project; tests that need it skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the shared real data is not beside the project (../shared/data)")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; mark the test `needs_chromium`. Start it with `--no-sandbox --disable-gpu` as root."""
    found = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if found is None:
        pytest.skip("there is no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs (initdb, pg_ctl); mark the test `needs_postgres`."""
    found = database_server.postgres_programs()
    if found is None:
        pytest.skip("there is no PostgreSQL on this machine")
    return found
