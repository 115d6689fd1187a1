"""Every answer, reason and check of a verdict has its words, and one without them is still said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from headway.kpi.catalogue import SHIPPED
from headway.kpi.definition import Unit
from headway.report.verdict_document import KEYS
from headway.report.words import grounds, planning, verdict
from headway.verdict import Answer
from headway.verdict.result import Kept
from house.sources import PACKAGE, ROOT, modules, tree

SOURCES = [path for path in modules() if path.is_relative_to(PACKAGE / "verdict")]
CODE = re.compile(r"[a-z]+(_[a-z]+)+")
ENUMS = {*Answer, *Kept}


def named() -> set[str]:
    """The texts in the sources of a verdict that look like a code, other than refusals, names of things and of facts."""
    found: set[str] = set()
    for path in SOURCES:
        aside = set(asides(tree(path)))
        found |= {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant) and node not in aside
                  and isinstance(node.value, str) and CODE.fullmatch(node.value)}
    return found - ENUMS


def asides(whole: ast.Module) -> Iterator[ast.AST]:
    """Refusals have words of their own; what `__all__` names is no code, nor is the key of a fact."""
    for node in ast.walk(whole):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused":
            yield from node.args
        elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            yield from ast.walk(node.value)
        elif isinstance(node, ast.Dict):
            yield from (key for key in node.keys if key is not None)


def checked() -> set[str]:
    """The codes with which a check is made, those of a single word among them."""
    return {node.args[0].value for path in SOURCES for node in ast.walk(tree(path))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Check" and node.args
            and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)}


def test_every_code_of_a_verdict_has_words() -> None:
    assert named() - {*verdict.REASONS, *grounds.CHECKS, *planning.REASONS} == set()
    assert checked() - set(grounds.CHECKS) == set()


def test_no_words_are_left_for_a_code_that_is_gone() -> None:
    assert set(verdict.REASONS) - named() == set()
    assert set(grounds.CHECKS) - checked() == set()
    assert set(planning.REASONS) - named() == set()


def test_every_reason_is_a_ground_too() -> None:
    assert {*grounds.REASONS, *grounds.ELSEWHERE} == set(verdict.REASONS)


def test_every_answer_has_a_word_and_a_meaning() -> None:
    assert set(verdict.ANSWERS) == set(verdict.MEANINGS) == set(Answer)


def test_every_share_of_tickets_can_be_told_as_a_count() -> None:
    shares = {kpi.id for kpi in SHIPPED if kpi.unit is Unit.SHARE}
    assert shares - {*verdict.NOW, *verdict.SUBJECTS} == set()


@pytest.mark.parametrize("words", [*verdict.REASONS.values(), *verdict.MEANINGS.values(),
                                   *(part for told in grounds.REASONS.values() for part in told[1:])])
def test_the_words_avoid_what_a_verdict_never_says(words: str) -> None:
    assert not re.search(r"significan|hypothes|\bp[ -]value|massive|great|!", words, re.IGNORECASE)


def test_the_reference_tells_every_answer_reason_check_and_key() -> None:
    text = (ROOT / "docs" / "reference" / "verdicts.md").read_text(encoding="utf-8")
    assert [code for code in (*Answer, *verdict.REASONS, *grounds.CHECKS, *KEYS) if f"`{code}`" not in text] == []
