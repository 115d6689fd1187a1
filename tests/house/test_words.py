"""Every code that the program can raise or tell has its words, and every word is of use."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from headway.engine.rejected import LINE_ERRORS
from headway.engine.rows import reason
from headway.eventlog import Field, Moment, Reading, Shape
from headway.eventlog.quality import Finding
from headway.eventlog.refused import Refused
from headway.kpi.catalogue import SHIPPED
from headway.report.words.measures import MEASURES
from headway.report.words.opening import OPENING
from headway.report.words.quality import FINDINGS, REJECTED, account
from headway.report.words.refusals import REFUSALS, refusal
from headway.report.words.unsaid import UNSAID
from house.sources import PACKAGE, modules, tree

WORDS = [path for path in modules() if path.is_relative_to(PACKAGE / "report" / "words")]
SOURCES = [path for path in modules() if path not in WORDS]
NOTES = re.compile(r'"(duplicate_column_names|unnamed_columns|title_lines|other_sheets|truncated_file|undecodable_bytes|'
                   r'sla_meaning_inferred|dates_only)"')


def first_arguments(call: str) -> set[str]:
    """The texts with which a name is called anywhere outside the words."""
    return {code for path in SOURCES for node in ast.walk(tree(path)) if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name) and node.func.id == call and node.args for code in texts_in(node.args[0])}


def texts_in(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*texts_in(node.body), *texts_in(node.orelse))


def test_every_refusal_has_words_and_all_words_are_used() -> None:
    raised = first_arguments("Refused") | {"disk_full", "cannot_write"}   # chosen by the system's error number
    assert raised - {"odd_thing"} == set(REFUSALS)


def test_every_finding_has_words_and_all_words_are_used() -> None:
    told = first_arguments("Finding") | {"daylight_saving_gap", "daylight_saving_twice"}   # told in a loop
    told |= {note for path in SOURCES for note in NOTES.findall(path.read_text(encoding="utf-8"))}
    assert told == set(FINDINGS)


def test_every_reason_for_rejecting_a_row_has_words_and_all_words_are_used() -> None:
    moment = Moment(formats=("%Y-%m-%d",), order="year_first", decided_by="format")
    mapping = {Field.TICKET: "id", Field.OPENED: "opened", Field.RESOLVED: "resolved"}
    reading = Reading(shape=Shape.TICKETS, columns=tuple(mapping.values()), mapping=mapping,
                      moments={Field.OPENED: moment, Field.RESOLVED: moment})
    told = set(re.findall(r"code: '([a-z_]+)'", reason(reading, "2024-01-01")))
    assert told | set(LINE_ERRORS.values()) | {"broken_line", "duplicate_row", "repeated_ticket"} == set(REJECTED)


def test_every_statement_has_words() -> None:
    said = first_arguments("Said")
    assert said - {"level", "level_share"} <= set(OPENING) | set(UNSAID) | {"odd_thing", "odd"}


def test_every_measure_has_a_name() -> None:
    assert {kpi.id for kpi in SHIPPED} == set(MEASURES)


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_refusal_says_what_is_wrong_and_what_to_do_without_blame(code: str) -> None:
    words = REFUSALS[code]
    assert not re.search(r"!|\bplease\b|\boops\b|\byou must\b|\binvalid\b|\berror\b", words, re.IGNORECASE)
    sentences = [part for part in re.split(r"\. |\.$", re.sub(r"\[[^]]*\]|“[^”]*”", "", words)) if part.strip()]
    assert 1 <= len(sentences) <= 2, "what is wrong and where; what to do"


def test_a_code_without_words_is_said_with_its_facts_and_never_hidden() -> None:
    assert "Odd thing" in refusal(Refused("odd_thing", row=3))
    assert account(Finding("odd_thing", 3)).found == "Odd thing"
