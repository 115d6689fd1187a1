"""Every write goes through an operation, which ends in the audit; what a page does, a program does by the same operation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from house.sources import PACKAGE, modules, tree

WEB = PACKAGE / "web"
WRITES = frozenset({"save", "create", "bulk_create", "update", "bulk_update", "delete", "update_or_create", "get_or_create"})
KEPT_APART = {   # what writes outside of an operation, and why that is no person's write to the organisation's records
    "accounts/audit.py": "the audit itself",
    "accounts/models.py": "makes the row that an operation then tells of",
    "accounts/tokens.py:authenticate": "the day on which a token was used last",
    "accounts/erasing.py": "inside of the erasure's transaction",
    "ground/jobs.py": "jobs are machinery: who asked is told by what they do",
    "learn/": "a study is its learner's own; no line of the audit tells of it (docs/explanation/learning.md)",
    "register/operations/backlogs.py:score_anew": "scores follow from numbers whose change is in the audit",
    "register/operations/filing.py:new_record": "called by operations that tell of the record",
    "register/operations/filing.py:next_number": "called by operations that tell of the record",
    "register/operations/reading.py:keep_doubles": "found by a job from records; nobody's word",
    "review/operations/looking.py:found_nothing_new": "which points were looked at last",
    "vision/founding.py": "inside of the operation that founds an organisation",
    "webhooks/jobs.py": "deliveries are machinery", "webhooks/operations.py:record": "deliveries are machinery",
    "webhooks/telling.py": "deliveries are machinery: follows the audit",
}
# What only a page does with a person's browser, and what programs ask in another way.
PAGES_ONLY = {
    "accounts": {"accept": "joining sets a password in a browser", "open_invitation": "likewise"},
    "measure": {"answer": "its word in the link is the permission", "digest_of_secret": "likewise"},
    "register": {"file_public_idea": "its word in the link is the permission"},
}


def in_operation(function: ast.FunctionDef) -> bool:
    return any(isinstance(call := item.context_expr, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "operation"
               for node in ast.walk(function) if isinstance(node, ast.With) for item in node.items)


def writes(function: ast.FunctionDef) -> Iterator[str]:
    """Calls that write rows: `row.save()`, `Kind.objects.create()`, `rows.update(field=…)`; not those of a dict or a digest."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES:
            on, keywords = ast.unparse(node.func.value), [word.arg for word in node.keywords]
            is_other = (node.func.attr == "update" and not (keywords and not node.args)) or on in ("router", "default_storage")
            if not is_other:
                yield f"{on}.{node.func.attr}"


def outside(path: Path) -> Iterator[str]:
    """Functions that write and open no operation; a private one of `operations` is called by one that does."""
    name = path.relative_to(WEB).as_posix()
    for function in ast.walk(tree(path)):
        if not isinstance(function, ast.FunctionDef) or in_operation(function) or not any(writes(function)):
            continue
        if "operations" in name and function.name.startswith("_"):
            continue
        yield f"{name}:{function.name}"


@cache
def found() -> list[str]:
    return [place for path in modules() if WEB in path.parents and "migrations" not in path.parts for place in outside(path)]


def test_what_is_written_is_written_in_an_operation() -> None:
    assert [place for place in found() if not any(place.startswith(known) for known in KEPT_APART)] == []


def test_what_is_kept_apart_is_there() -> None:
    assert [known for known in KEPT_APART if known != "accounts/erasing.py" and not any(
        place.startswith(known) for place in found())] == []


def test_the_search_for_writes_bites() -> None:
    planted = ast.parse("def f():\n  told.update({1: 2})\n  row.save()\n  rows.filter(a=1).update(b=2)\n  digest.update(piece)")
    function = planted.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert list(writes(function)) == ["row.save", "rows.filter(a=1).update"]


def called(path: Path) -> set[str]:
    """The operations that a module of views or of the API calls."""
    names = {alias.asname or alias.name: alias.name for node in ast.walk(tree(path)) if isinstance(node, ast.ImportFrom)
             and node.module and ".operations" in node.module for alias in node.names}
    through = {"operations", *names}
    named = {node.attr for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute)
             and isinstance(node.value, ast.Name) and node.value.id in through}
    return named | {names[node.id] for node in ast.walk(tree(path)) if isinstance(node, ast.Name) and node.id in names}


def writing(slice_name: str) -> set[str]:
    """The operations of a slice: public functions that open one, wherever they stand in its `operations`."""
    return {function.name for path in modules() if WEB / slice_name in path.parents and "operations" in path.as_posix()
            for function in tree(path).body if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
            and in_operation(function)}


SLICES = sorted({path.relative_to(WEB).parts[0] for path in modules() if WEB in path.parents
                 and len(path.relative_to(WEB).parts) > 1 and "operations" in path.as_posix()})


@pytest.mark.parametrize("slice_name", SLICES)
def test_what_a_page_does_a_program_does_and_the_other_way_round(slice_name: str) -> None:
    by: dict[str, set[str]] = {"views": set(), "api": set()}
    for path in modules():
        if WEB / slice_name in path.parents:
            part = path.relative_to(WEB / slice_name).parts[0].removesuffix(".py")
            if part in by:
                by[part] |= called(path) & writing(slice_name)
    assert by["views"] - by["api"] - set(PAGES_ONLY.get(slice_name, {})) == set(), "pages do it, programs can't"
    assert by["api"] - by["views"] == set(), "programs do it, pages can't"
