"""Questions as a sitting keeps them, and the course that is taught."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.learn.course import Course, Difficulty, Option, Question, Style
from headway.learn.reading import built_in

EDITIONS = {"svs": "ITIL 4", "itil5": "ITIL Version 5"}


def course() -> Course:
    """The course that ships."""
    return built_in()


def as_json(question: Question) -> dict[str, Any]:
    """
    >>> of_json(as_json(course().questions[0])) == course().questions[0]
    True
    """
    return {"id": question.id, "chapter": question.chapter, "style": question.style.value,
            "difficulty": question.difficulty.value, "stem": question.stem, "about": list(question.about),
            "options": [[option.text, option.right, option.reason] for option in question.options]}


def of_json(kept: Mapping[str, Any]) -> Question:
    return Question(kept["id"], kept["chapter"], Style(kept["style"]), Difficulty(kept["difficulty"]), kept["stem"],
                    tuple(Option(text, right, reason) for text, right, reason in kept["options"]), tuple(kept["about"]))
