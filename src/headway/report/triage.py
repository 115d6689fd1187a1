"""Triage for a terminal: two candidates a question with the cues that decided, what is shown, what is missing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from headway.framework import Kind, pack
from headway.report.words import triage as words
from headway.report.words.template import fill
from headway.triage.cues import Task
from headway.triage.result import Candidate, Triage

BESIDE = 12


def told(triage: Triage, *, width: int = 80) -> str:
    """The answer as lines no wider than `width`."""
    lines: list[str] = []
    for label, text in _rows(triage):
        lines += textwrap.wrap(text, width, initial_indent=f"{label:<{BESIDE}}", subsequent_indent=" " * BESIDE) or [label]
    return "\n".join(lines) + "\n"


def _rows(triage: Triage) -> Iterator[tuple[str, str]]:
    if not triage.principles and not triage.present:
        yield "", words.TOO_LITTLE
    for task, question in words.QUESTIONS.items():
        answer = triage.answer(task)
        first, second = (_candidate(task, candidate) for candidate in answer.two)
        unsure = "" if answer.sure else f" ({words.UNSURE})"
        yield question, f"{first}{unsure}; or {second}"
        yield "", _cues(answer.first)
    if triage.principles:
        yield "Principles", ", ".join(str(candidate.label) for candidate in triage.principles)
    for shown in triage.present:
        if shown.task is Task.STEP:
            yield f"Shows {shown.label}", f"“{_one_line(shown.span.text)}”"
    for gap in triage.missing:
        said = f": “{_one_line(gap.span.text)}”" if gap.span else ""
        yield f"Missing {gap.label}", f"{_step(gap.id)} – {words.GAPS[gap.gap]}{said}"
    if triage.read < triage.length:
        yield "", fill(words.CUT, {"read": triage.read, "length": triage.length})


def _candidate(task: Task, candidate: Candidate) -> str:
    name = {Task.STEP: lambda: f"{candidate.label} {_step(candidate.id)}",
            Task.LEVEL: lambda: words.LEVELS[candidate.id],
            Task.TRIGGER: lambda: _term(Kind.TRIGGER, candidate.id).lower()}.get(task, lambda: str(candidate.label))()
    return f"{name} {100 * candidate.score:.0f} %"


def _step(id: str) -> str:
    return _term(Kind.STEP, id)


def _term(kind: Kind, id: str) -> str:
    term = pack().find(kind, id)
    return term.label if term else id


def _cues(candidate: Candidate) -> str:
    return ", ".join(f"“{_one_line(cue)}”" for cue in candidate.cues) or words.NO_CUES


def _one_line(text: str) -> str:
    return textwrap.shorten(text, 90, placeholder=" …")
