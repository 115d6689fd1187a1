"""Questions as a sitting keeps them, and the course that is taught."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from headway.learn.course import Course, Difficulty, Option, Question, Style
from headway.learn.reading import built_in, of_files
from headway.web.learn.models import OwnCourse, Study

# beside a question that is asked for the sake of a wrong answer: the place in the same sitting, or the sitting it was given in
AGAIN_OF, AGAIN_FROM = "again_of", "again_from"
EDITIONS = {"svs": "ITIL 4", "itil5": "ITIL Version 5"}


def course_of(study: Study | None) -> Course:
    """The course that a study is about: the one that ships, or one's own."""
    row = study.course if study else None
    return built_in() if row is None else taught(row)


def taught(row: OwnCourse) -> Course:
    """An own course as it stands; it was checked when it was kept."""
    return _read(tuple(sorted(row.files.items())))


@lru_cache(maxsize=32)
def _read(files: tuple[tuple[str, str], ...]) -> Course:
    return of_files(dict(files))


def as_json(question: Question) -> dict[str, Any]:
    """
    >>> of_json(as_json(built_in().questions[0])) == built_in().questions[0]
    True
    """
    return {"id": question.id, "chapter": question.chapter, "style": question.style.value,
            "difficulty": question.difficulty.value, "stem": question.stem, "about": list(question.about),
            "options": [[option.text, option.right, option.reason] for option in question.options]}


def of_json(kept: Mapping[str, Any]) -> Question:
    return Question(kept["id"], kept["chapter"], Style(kept["style"]), Difficulty(kept["difficulty"]), kept["stem"],
                    tuple(Option(text, right, reason) for text, right, reason in kept["options"]), tuple(kept["about"]))
