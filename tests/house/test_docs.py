"""The documentation is complete, its reference is what the sources say, its links lead somewhere, its blocks run."""

from __future__ import annotations

import ast
import importlib.util
import re
from datetime import date
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from typer.testing import CliRunner

from headway.cli.main import app
from headway.sample import HelpDesk, KnownEffect, help_desk
from headway.sample.rows import change_rows, outage_rows, ticket_rows
from headway.workbench import csv_text
from house.pages import Command, blocks, commands, lacking, pages
from house.sources import ROOT, modules, told, tree

REFERENCE = ROOT / "docs" / "reference"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
RUNS = [page for page in pages() if any(block.language in ("console", "python") for block in blocks(page))]
CODES = {"Refused": "refusals", "Finding": "findings", "Said": "said"}
EXAMPLES = {"odd_thing"}   # in docstrings: what is said of a code without words


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def desk() -> HelpDesk:
    """A quarter of the demo's help desk, so that the pages run in seconds; with a change in it."""
    effect = KnownEffect(starts_on=date(2025, 10, 20), factor=0.6)
    return help_desk(rng=np.random.default_rng(15), starts_on=date(2025, 9, 1), weeks=16, change=effect)


def test_the_reference_is_what_the_sources_say(generator: ModuleType) -> None:
    stale = [told(path) for path, text in generator.written().items()
             if not path.is_file() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: python docs/generate.py"


def test_nothing_is_left_in_the_reference_that_the_sources_no_longer_say(generator: ModuleType) -> None:
    made = {path.name for path in generator.written()}
    assert {path.name for path in REFERENCE.iterdir()} - made == set()


@pytest.mark.parametrize(("kind", "page"), CODES.items())
def test_every_code_that_the_sources_raise_is_in_the_reference(kind: str, page: str) -> None:
    raised = {node.args[0].value for path in modules() for node in ast.walk(tree(path))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == kind and node.args
              and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)}
    text = (REFERENCE / f"{page}.md").read_text(encoding="utf-8")
    assert raised
    assert {code for code in raised - EXAMPLES if f"`{code}`" not in text} == set()


def test_every_link_leads_somewhere() -> None:
    dead = [f"{told(page)}: {target}" for page in pages() for target in LINK.findall(page.read_text(encoding="utf-8"))
            if "://" not in target and not (page.parent / target).exists()]
    assert dead == []


def test_every_page_is_reached_from_the_first() -> None:
    seen: set[Path] = set()
    waiting = [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen:
            continue
        seen.add(page)
        waiting += [page.parent / target for target in LINK.findall(page.read_text(encoding="utf-8"))
                    if target.endswith(".md") and "://" not in target]
    assert [told(page) for page in pages() if page.resolve() not in seen] == []


@pytest.mark.parametrize("page", RUNS, ids=told)
def test_every_block_of_a_page_runs_and_says_what_the_page_says(
        page: Path, desk: HelpDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rows in (("tickets", ticket_rows), ("outages", outage_rows), ("changes", change_rows)):
        (tmp_path / f"{name}.csv").write_text(csv_text(rows(desk)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    names: dict[str, object] = {"__name__": "page"}
    for block in blocks(page):
        if block.name is not None:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            exec(compile(block.text, f"{told(page)}:{block.line}", "exec"), names)
        elif block.language == "console":
            run_all(commands(block), monkeypatch=monkeypatch)


def run_all(typed: list[Command], *, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the lines of a console block; one that is refused must be followed by `echo $?`."""
    ended = 0
    for command in typed:
        if command.words == ["echo", "$?"]:
            assert command.shown == [str(ended)]
            ended = 0
            continue
        assert ended == 0, f"refused, and the page does not say so; next is {command.words}"
        ended = run(command, monkeypatch=monkeypatch)
    assert ended == 0, "refused, and the page does not say so"


def run(command: Command, *, monkeypatch: pytest.MonkeyPatch) -> int:
    """Run the line of a console block, hold its output against the page, and return its exit code."""
    if command.words == ["./run", "test"]:
        return 0    # this is a part of it
    words = command.words[1:] if command.words[:2] != ["./run", "headway"] else command.words[2:]
    assert command.words[0] in ("headway", "./run"), f"the page shows another program: {command.words}"
    monkeypatch.setattr("sys.argv", ["headway", *words])
    result = CliRunner().invoke(app, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 2), result.output
    assert lacking(command.shown, output=result.output) == [], result.output
    return result.exit_code
