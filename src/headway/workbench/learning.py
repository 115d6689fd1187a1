"""Courses at the edge: read from a folder, drafted from a plain text, written for other programs, and progress kept."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from headway.learn.course import Course
from headway.learn.schedule import Memory
from headway.refused import Refused
from headway.workbench.files import write_text

FORMS = {"anki": ".apkg", "moodle": ".xml", "gift": ".gift.txt", "qti": ".qti12.zip", "qti3": ".qti3.zip"}


def course_of(folder: Path | None) -> Course:
    """The course in a folder, or the one that ships. Raises `Refused`: no_course, bad_course, unknown_chapter."""
    from headway.learn.reading import built_in, load

    return built_in() if folder is None else load(folder)


def import_course(file: Path, folder: Path) -> Mapping[str, int]:
    """A draft course from a plain text, written to a new folder; how many of each thing were found.

    Raises `Refused`: folder_for_text, file_not_found, not_text, nothing_recognised, cannot_write.
    """
    from headway.learn.importing import imported

    if file.is_dir():
        raise Refused("folder_for_text", file=file.name)
    if not file.is_file():
        raise Refused("file_not_found", file=file.name)
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refused("not_text", file=file.name) from None
    if (folder / "course.md").exists():
        raise Refused("cannot_write", file=folder.name, why="there is a course in it already")
    name = "".join(sign if sign.isalnum() else "-" for sign in file.stem.lower()).strip("-") or "draft"
    made = imported(text, id=name)
    for path, content in made.files.items():
        write_text(folder / path, content)
    return {"sections": made.sections, "terms": made.terms, "cards": made.cards, "questions": made.questions,
            "exercises": made.exercises}


def export_course(course: Course, form: str, path: Path | None) -> Path:
    """The course's questions or cards as a file of another program. Raises `Refused`: unknown_form, cannot_write."""
    from headway.learn.export.anki import anki
    from headway.learn.export.moodle import gift, moodle_xml
    from headway.learn.export.qti import qti_1_2, qti_3

    makers = {
        "anki": lambda: anki(course, made_at=datetime.now(UTC).timestamp()),
        "moodle": lambda: moodle_xml(course, course.questions), "gift": lambda: gift(course, course.questions).encode(),
        "qti": lambda: qti_1_2(course, course.questions), "qti3": lambda: qti_3(course, course.questions)}
    if form not in makers:
        raise Refused("unknown_form", given=form, known=tuple(makers))
    where = path or Path(f"{course.id}{FORMS[form]}")
    try:
        where.write_bytes(makers[form]())
    except OSError as error:
        raise Refused("cannot_write", file=where.name, why=error.strerror) from None
    return where


def progress_file(given: Path | None) -> Path:
    """Where answers to cards are kept between sessions. Raises `Refused`: cannot_write, told before a card is answered."""
    if given is not None:
        if given.is_dir():
            raise Refused("cannot_write", file=str(given), why="it is a folder")
        return given
    base = os.environ.get("XDG_DATA_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".local" / "share")
    return Path(base) / "headway" / "cards.json"


def memories(course: Course, path: Path) -> tuple[Memory, ...]:
    """What is known of each card of the course; a card never seen has an empty memory. Raises `Refused`: bad_progress."""
    kept: dict[str, Memory] = {}
    if path.is_file():
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            kept = {entry["card"]: Memory.from_dict(entry) for entry in told["courses"].get(course.id, [])}
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Refused("bad_progress", file=path.name) from None
    return tuple(kept.get(card.id, Memory(card.id)) for card in course.cards)


def keep_answers(course: Course, answers: Sequence[tuple[str, bool]], path: Path) -> None:
    """Write what a diagnosis came to, for a plan. Raises `Refused`: cannot_write."""
    try:
        write_text(path, json.dumps({"course": course.id, "answers": [
            {"chapter": chapter, "right": right} for chapter, right in answers]}, indent=1) + "\n")
    except OSError as error:
        raise Refused("cannot_write", file=path.name, why=error.strerror) from None


def answers_kept(course: Course, path: Path) -> tuple[tuple[str, bool], ...]:
    """The (chapter, right) answers that a diagnosis of this course left. Raises `Refused`: file_not_found, bad_diagnosis."""
    if not path.is_file():
        raise Refused("file_not_found", file=path.name)
    chapters = {chapter.id for chapter in course.chapters}
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        answers = tuple((entry["chapter"], entry["right"]) for entry in told["answers"])
        fits = told["course"] == course.id and all(chapter in chapters and isinstance(right, bool) for chapter, right in answers)
    except (ValueError, KeyError, TypeError):
        raise Refused("bad_diagnosis", file=path.name) from None
    if not fits:
        raise Refused("bad_diagnosis", file=path.name)
    return answers


def keep(course: Course, told: Sequence[Memory], path: Path) -> None:
    """Write what is known, beside that of other courses."""
    whole: dict[str, object] = {}
    if path.is_file():
        whole = dict(json.loads(path.read_text(encoding="utf-8"))["courses"])
    whole[course.id] = [memory.to_dict() for memory in told if memory.state is not None]
    write_text(path, json.dumps({"courses": whole}, indent=1) + "\n")
