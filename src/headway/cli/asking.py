"""Asking at the keyboard: a question, its options by number, and the reasons afterwards."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import typer

from headway.cli.speaking import terminal

if TYPE_CHECKING:
    from headway.learn.course import Course, Question
    from headway.learn.exam import Given, Result


def tell(text: str) -> None:
    """A line on stdout."""
    sys.stdout.write(f"{text}\n")


def wrapped(text: str, *, indent: int = 0) -> str:
    """Paragraphs no wider than the terminal."""
    return "\n".join(textwrap.fill(line, terminal().width, subsequent_indent=" " * indent) for line in text.splitlines())


def columns(name: str, figures: str) -> str:
    """A name and its figures, these at the right edge of what can be read; on a line of their own where both find no room."""
    width = min(terminal().width, 80)
    if len(name) + 2 + len(figures) <= width:
        return f"{name}{figures:>{width - len(name)}}"
    return f"{wrapped(name)}\n{figures:>{width}}"


def ask(question: str, options: Sequence[str], *, across: bool = False) -> int:
    """The place of the chosen option, from 0; asked again until it is one of them."""
    tell(f"{question}  " + "   ".join(f"{number} {option}" for number, option in enumerate(options, start=1)) if across else
         "\n".join([question, *(f"  {number} {option}" for number, option in enumerate(options, start=1))]))
    while True:
        told = str(typer.prompt(f"1 to {len(options)}")).strip()
        if told.isdigit() and 1 <= int(told) <= len(options):
            return int(told) - 1


def ask_all(questions: Sequence[Question], *, clock: Callable[[], datetime]) -> Mapping[str, Given]:
    """The answers to all questions, without a word on which were right; Enter leaves one out, q ends."""
    from headway.learn.exam import Given

    answers: dict[str, Given] = {}
    for number, question in enumerate(questions, start=1):
        tell("\n" + wrapped(f"{number} of {len(questions)}. {question.stem}"))
        for place, option in enumerate(question.options, start=1):
            tell(wrapped(f"  {place} {option.text}", indent=4))
        while True:
            told = str(typer.prompt("Answer", default="", show_default=False)).strip().lower()
            if told in ("", "q") or (told.isdigit() and 1 <= int(told) <= len(question.options)):
                break
        if told == "q":
            break
        if told:
            answers[question.id] = Given(int(told) - 1, clock())
    return answers


def show_reasons(course: Course, result: Result) -> None:
    """The points, then each question that was not right with the reason for every option, then the chapters."""
    of = len(result.marked)
    tell(f"\n{result.points} of {of}: {'passed' if result.passed else 'not passed'}."
         + (f" {result.late} answers came after time." if result.late else ""))
    for number, each in enumerate(result.marked, start=1):
        if each.right:
            continue
        tell("\n" + wrapped(f"{number}. {each.question.stem}"))
        for place, option in enumerate(each.question.options):
            sign = "✓" if option.right else "✗" if place == each.choice else " "
            tell(wrapped(f" {sign} {option.text} – {option.reason}", indent=5))
    tell("")
    for id, (right, many) in result.by_chapter.items():
        chapter = course.chapter(id)
        tell(columns(chapter.title if chapter else id, f"{right} of {many}"))
