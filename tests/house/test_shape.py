"""Files and functions stay short, names say what is inside, and nothing tells of the machine it was written on."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from house.sources import PACKAGE, ROOT, library_modules, modules, project_files, texts, told, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
# Names, and why they may be longer. A table of data reads best in one piece.
LONG_FILES: dict[str, str] = {f"src/headway/web/{name}/migrations/0001_initial.py": "made by Django, one table after another"
                              for name in ("measure", "register")}
LONG_FUNCTIONS = {"src/headway/cli/planning.py:plan_check": "each option is a parameter, one a line",
                  "src/headway/cli/main.py:assess": "each option is a parameter, one a line",
                  "src/headway/cli/judging.py:verdict": "each option is a parameter, one a line"}

DRAWERS = re.compile(r"(^|/)(utils?|helpers?|common|misc|core|managers?)(\.py)?(/|$)")
# Assembled from pieces, so that this file holds none of them.
FOLDERS = "|".join(("ho" + "me", "ro" + "ot", "Us" + "ers", "wo" + "rk", "fa" + "rm"))
MACHINE_PATHS = re.compile(rf"(?<![\w.~/])/(?:{FOLDERS})/[A-Za-z]|\b[A-Z]:\\Us" + "ers")
ADDRESSES = re.compile("|".join(("index-" + "url", "pythonhosted" + r"\.org", r"pypi" + r"\.org/simple",
                                 "/sim" + "ple/", "registry" + r"\.npmjs", "deb" + r"\.debian\.org")))


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    long = {told(path): many for path in modules() if (many := len(path.read_text(encoding="utf-8").splitlines()))
            > LONGEST_FILE}
    assert {name: many for name, many in long.items() if name not in LONG_FILES} == {}
    assert set(LONG_FILES) <= set(long), "an exception that is no longer needed"


def functions(path_tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(path_tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def lines_of_code(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the end, without the docstring: what explains a function does not make it longer."""
    first = function.body[0]
    explained = ast.get_docstring(function) is not None and first.end_lineno is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if explained else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def test_no_function_is_longer_than_a_screen() -> None:
    long = {f"{told(path)}:{function.name}": lines for path in modules() for function in functions(tree(path))
            if (lines := lines_of_code(function)) > LONGEST_FUNCTION}
    assert {name: many for name, many in long.items() if name not in LONG_FUNCTIONS} == {}
    assert set(LONG_FUNCTIONS) <= set(long), "an exception that is no longer needed"


def test_the_measure_of_a_function_sees_a_long_one() -> None:
    body = "\n".join("    x = 1" for _ in range(41))
    assert lines_of_code(functions(ast.parse(f'def f():\n    """One\n    two."""\n{body}\n'))[0]) == 42


def test_there_are_no_drawers() -> None:
    assert [told(path) for path in project_files() if DRAWERS.search(told(path))] == []


def test_the_library_knows_no_any() -> None:
    """At a foreign library's border `Any` may be needed; the library has no such border but numpy, which is typed."""
    users = [told(path) for path in library_modules() for node in ast.walk(tree(path))
             if isinstance(node, ast.ImportFrom) and node.module == "typing"
             and any(name.name == "Any" for name in node.names)]
    assert users == []


@pytest.mark.parametrize(("what", "pattern"), [("a machine's path", MACHINE_PATHS), ("a registry", ADDRESSES)])
def test_no_file_names_a_place_outside_the_project(what: str, pattern: re.Pattern[str]) -> None:
    found = [f"{told(path)}: {match.group(0)}" for path in texts()
             for match in [pattern.search(path.read_text(encoding="utf-8", errors="replace"))] if match]
    assert found == [], f"{what} is named"


def test_the_patterns_bite() -> None:
    assert MACHINE_PATHS.search("see /ho" + "me/anna/x")
    assert MACHINE_PATHS.search("C:\\Us" + "ers\\anna")
    assert not MACHINE_PATHS.search("https://example.org/ho" + "me/x")
    assert ADDRESSES.search("--index-" + "url x")
    assert DRAWERS.search("src/headway/utils.py")
    assert not DRAWERS.search("src/headway/score.py")


def test_every_module_says_what_it_is() -> None:
    empty = [told(path) for path in modules() if path.stat().st_size and not ast.get_docstring(tree(path))]
    assert empty == []


def test_nothing_is_left_to_be_done() -> None:
    words = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "raise NotImplemented" + "Error")) + r")\b")
    assert [told(path) for path in project_files() if path.suffix == ".py"
            and words.search(path.read_text(encoding="utf-8"))] == []


def test_the_licence_and_the_notice_are_there_and_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "PeopleCert" in (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert set(project["license-files"]) == {"LICENSE", "NOTICE"}
    for fonts in PACKAGE.rglob("*.woff2"):
        assert (fonts.parent / "OFL.txt").is_file(), f"{fonts.name} without its licence"


def test_the_readme_shows_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "./run demo" in readme
    assert "./run test" in readme


def test_run_and_ci_can_be_executed() -> None:
    for name in ("run", ".ci/run"):
        told_mode = (ROOT / name).stat().st_mode
        assert told_mode & 0o111, f"{name} is not executable"
