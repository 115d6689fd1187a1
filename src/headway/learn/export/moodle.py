"""Questions for Moodle: its XML, and GIFT. Each option keeps its reason as feedback; the id number is the question's id.

Source of both forms: docs.moodle.org, "Moodle XML format" and "GIFT format".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from headway.learn.course import Course, Question

_SPECIAL = re.compile(r"([~=#{}:\\])")


def moodle_xml(course: Course, questions: Sequence[Question]) -> bytes:
    """A question bank with a category for each chapter."""
    quiz = Xml.Element("quiz")
    for chapter in course.chapters:
        mine = [question for question in questions if question.chapter == chapter.id]
        if mine:
            category = Xml.SubElement(Xml.SubElement(quiz, "question", type="category"), "category")
            _text(category, f"$course$/top/{_path(course.title)}/{chapter.number:02d} {_path(chapter.title)}")
        for question in mine:
            _question(quiz, question)
    Xml.indent(quiz, space=" ")
    return bytes(Xml.tostring(quiz, encoding="utf-8", xml_declaration=True))


def _question(quiz: Xml.Element, question: Question) -> None:
    made = Xml.SubElement(quiz, "question", type="multichoice")
    _text(Xml.SubElement(made, "name"), question.id)
    _text(Xml.SubElement(made, "questiontext", format="plain_text"), question.stem)
    Xml.SubElement(made, "defaultgrade").text = "1"
    Xml.SubElement(made, "penalty").text = "0"
    Xml.SubElement(made, "hidden").text = "0"
    Xml.SubElement(made, "idnumber").text = question.id
    Xml.SubElement(made, "single").text = "true"
    Xml.SubElement(made, "shuffleanswers").text = "true"
    Xml.SubElement(made, "answernumbering").text = "ABCD"
    for option in question.options:
        answer = Xml.SubElement(made, "answer", fraction="100" if option.right else "0", format="plain_text")
        Xml.SubElement(answer, "text").text = option.text
        _text(Xml.SubElement(answer, "feedback", format="plain_text"), option.reason)
    tags = Xml.SubElement(made, "tags")
    for tag in (question.style.value, question.difficulty.value):
        _text(Xml.SubElement(tags, "tag"), tag)


def _text(parent: Xml.Element, text: str) -> None:
    Xml.SubElement(parent, "text").text = text


def _path(text: str) -> str:
    """A slash parts categories; a double one is a slash."""
    return text.replace("/", "//")


def gift(course: Course, questions: Sequence[Question]) -> str:
    """The same in GIFT, a text form that people can edit."""
    parts = []
    for chapter in course.chapters:
        mine = [question for question in questions if question.chapter == chapter.id]
        if mine:
            parts.append(f"$CATEGORY: $course$/top/{_path(course.title)}/{chapter.number:02d} {_path(chapter.title)}\n")
        for question in mine:
            options = "\n".join(f"\t{'=' if option.right else '~'}{_plain(option.text)}#{_plain(option.reason)}"
                                for option in question.options)
            parts.append(f"// [id:{question.id}]\n::{_plain(question.id)}::[plain]{_plain(question.stem)}{{\n{options}\n}}\n")
    return "\n".join(parts)


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text).replace("\n", r"\n")
