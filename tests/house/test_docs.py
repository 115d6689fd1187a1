"""The documentation is complete, its reference is what the sources say, its links lead somewhere, its blocks run."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
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
from house.pages import RUN, Block, blocks, lacking, pages
from house.sources import ROOT, modules, told, tree
from journey.starting import demo_made_once

REFERENCE = ROOT / "docs" / "reference"
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
RUNS = [page for page in pages() if any(block.language in RUN for block in blocks(page))]
CODES = {"Refused": "refusals", "Finding": "findings", "Said": "said"}
DEMO = (["./run", "demo"], ["./run", "demo", "--no-serve"], ["headway", "demo"], ["headway", "demo", "--no-serve"])
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
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop().resolve()
        if page in seen:
            continue
        seen.add(page)
        waiting += [page.parent / target for target in LINK.findall(page.read_text(encoding="utf-8"))
                    if target.endswith(".md") and "://" not in target]
    assert [told(page) for page in pages() if page.resolve() not in seen] == []


@pytest.mark.parametrize("page", RUNS, ids=told)
def test_every_block_of_a_page_runs_and_gives_what_the_page_shows(
        page: Path, desk: HelpDesk, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory,
        monkeypatch: pytest.MonkeyPatch) -> None:
    for name, rows in (("tickets", ticket_rows), ("outages", outage_rows), ("changes", change_rows)):
        (tmp_path / f"{name}.csv").write_text(csv_text(rows(desk)), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    for block in blocks(page):
        if block.name is not None and block.is_file:
            (tmp_path / block.name).write_text(block.text, encoding="utf-8")
    output, under = "", 0
    for block in blocks(page):
        if block.heading != under:
            output, under = "", block.heading
        if block.language == "python":
            output = printed(block, page=page)
        elif block.language in RUN:
            output = "".join(
                demo_made_once(tmp_path_factory, into=Path.cwd()) if words in DEMO
                else run(words, refused=block.name == "refused", monkeypatch=monkeypatch) for words in block.commands())
        elif block.language == "text" and output:
            assert lacking(block.text, output=output) == [], output


def printed(block: Block, *, page: Path) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as told_out:
        exec(compile(block.text, f"{told(page)}:{block.line}", "exec"), {"__name__": "page"})
    return told_out.getvalue()


def run(words: list[str], *, refused: bool, monkeypatch: pytest.MonkeyPatch) -> str:
    """Run a command as a page shows it, and return what it says on stdout and stderr."""
    if words == ["./run", "test"]:
        return ""    # this is a part of it
    if words[0] == "cd":
        monkeypatch.chdir(words[1])
        return ""
    assert words[0] in ("headway", "./run"), f"the page shows another program: {words}"
    words = words[2:] if words[:2] == ["./run", "headway"] else words[1:]
    monkeypatch.setattr("sys.argv", ["headway", *words])
    result = CliRunner().invoke(app, words)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == (2 if refused else 0), result.output
    return result.output
