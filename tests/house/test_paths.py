"""Paths are built so that Windows takes them, and no text is read or written in the machine's own encoding."""

from __future__ import annotations

import ast
import string
import sys
from pathlib import Path, PureWindowsPath

import duckdb
import pytest

from headway import workbench
from headway.connect.text import stem
from headway.engine.rows import literal
from headway.engine.store import Workspace, folder_name
from house.sources import modules, told, tree
from house.test_wheel import RESERVED

ODD = ("CON", "con", "nul.txt", "COM1", "aux", "..", ".", "", " ", "a/b", "a\\b", "C:\\logs", "desk.", "desk ", "Desk", "desk",
       "x" * 300, "Zürich", "服务台", 'a"b', "a|b", "a?b", "a*b", "<a>", "tab\there", "help-desk", "help desk")


@pytest.mark.parametrize("source", ODD)
def test_the_folder_of_a_source_is_one_name_that_windows_takes(source: str) -> None:
    name = folder_name(source)
    assert PureWindowsPath(name).parts == (name,)
    assert set(name) <= set(string.ascii_lowercase + string.digits + "_-")
    assert name not in RESERVED
    assert 0 < len(name) <= 50


def test_unlike_sources_never_share_a_folder_even_where_case_does_not_count() -> None:
    assert len({folder_name(source).lower() for source in ODD}) == len(ODD)


def test_a_source_never_leaves_its_workspace(tmp_path: Path) -> None:
    place = Workspace(tmp_path)
    for source in ODD:
        assert place.source(source).parent == tmp_path / "sources"


@pytest.mark.parametrize("name", ["..\\..\\evil.csv", "../../evil.csv", "C:evil.csv", "a:b.csv", "x" * 300 + ".csv", ""])
def test_what_is_unpacked_lies_in_scratch_under_one_name(name: str) -> None:
    inside = f"0-{stem(name)}"    # as connect/container.py names it
    assert PureWindowsPath(inside).parts == (inside,)
    assert len(inside) <= 100


@pytest.mark.parametrize("path", ["C:\\Users\\O'Neil\\tickets [1].csv", "\\\\server\\share\\new\\table.csv", "D:\\ü\\%TEMP%.csv"])
def test_a_windows_path_reaches_the_engine_as_it_is(path: str) -> None:
    assert duckdb.sql(f"SELECT {literal(str(PureWindowsPath(path)))}").fetchone() == (path,)


def test_the_cache_lies_where_windows_keeps_caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert workbench.cache_folder() == tmp_path / "headway"


def test_no_text_is_read_or_written_without_saying_its_encoding() -> None:
    """On Windows the encoding would be that of its language; the reader of the file may have another."""
    silent = [f"{told(path)}:{node.lineno}" for path in modules() for node in ast.walk(tree(path))
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
              and node.func.attr in ("read_text", "write_text", "open")
              and not any(keyword.arg == "encoding" for keyword in node.keywords) and is_of_text(node)
              and "workbench" not in ast.unparse(node.func)]   # our own, which says it inside
    assert silent == []


def is_of_text(call: ast.Call) -> bool:
    """Whether it opens a text: `open` with a "b" in its mode does not, and what opens other things than paths neither."""
    assert isinstance(call.func, ast.Attribute)
    if call.func.attr != "open":
        return True
    modes = [part.value for part in (*call.args, *(keyword.value for keyword in call.keywords))
             if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    opened = ast.unparse(call.func.value)
    return opened not in ("os", "box", "zipfile", "gzip") and not any("b" in mode for mode in modes)
