"""What the journeys share: the demo's files, its application as a real server, a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from journey.starting import demo_made_once
from serving import Server, served

expect.set_options(timeout=20_000)   # milliseconds: a machine with much to do is slow, not broken


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo."""
    place = tmp_path_factory.mktemp("demo")
    told = demo_made_once(tmp_path_factory, into=place)
    assert "Where are we now?" in told
    assert "report.html" in told
    return place / "headway-demo"


@pytest.fixture(scope="session")
def demo_server(demo: Path) -> Iterator[Server]:
    """The demo's application, served; `password` is everybody's there."""
    with served(demo / "application") as server:
        server.password = json.loads((server.data / "sign-in.json").read_text(encoding="utf-8"))["password"]
        yield server


@pytest.fixture(scope="module")   # not longer: while its event loop runs, Django refuses its database to tests after it
def browser(chromium: str) -> Iterator[Browser]:
    """Debian's Chromium, driven; mark the test `needs_chromium`."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=[
            "--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield started
        started.close()
