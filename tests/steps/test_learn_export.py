"""Courses in the forms of other programs: whole, well-formed, with ids that stay the same."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest

from headway.learn.diagnosis import gaps, known
from headway.learn.exam import Form, Given, draw, mark
from headway.learn.export.anki import anki
from headway.learn.export.calendar import calendar
from headway.learn.export.moodle import gift, moodle_xml
from headway.learn.export.qti import CONTENT_1, CONTENT_3, QTI_1_2, QTI_3, qti_1_2, qti_3
from headway.learn.export.xapi import VERBS, statements
from headway.learn.path import study_path
from headway.learn.reading import built_in

COURSE = built_in()
AT = datetime(2026, 5, 4, 10, tzinfo=UTC)


def notes(deck: bytes, folder: Path) -> dict[str, str]:
    """The guid of each note, by the card's id."""
    with zipfile.ZipFile(io.BytesIO(deck)) as box:
        path = folder / "collection.anki2"
        path.write_bytes(box.read("collection.anki2"))
    with sqlite3.connect(path) as database:
        found = {fields.split("\x1f")[2]: guid for guid, fields in database.execute("select guid, flds from notes")}
    database.close()
    return found


def test_an_anki_deck_holds_every_card_and_its_guids_stay(tmp_path: Path) -> None:
    first, again = (notes(anki(COURSE, made_at=moment), tmp_path) for moment in (1.0, 2e9))
    assert set(first) == {card.id for card in COURSE.cards}
    assert first == again
    assert len(set(first.values())) == len(first)


def test_moodle_xml_holds_every_question_with_a_reason_for_every_option() -> None:
    quiz = Xml.fromstring(moodle_xml(COURSE, COURSE.questions))
    made = [each for each in quiz if each.get("type") == "multichoice"]
    assert [each.findtext("idnumber") for each in made] == [question.id for question in COURSE.questions]
    for each, question in zip(made, COURSE.questions, strict=True):
        answers = each.findall("answer")
        assert [answer.get("fraction") for answer in answers] == ["100" if option.right else "0" for option in question.options]
        assert [answer.findtext("feedback/text") for answer in answers] == [option.reason for option in question.options]
        assert each.findtext("questiontext/text") == question.stem
    assert sum(each.get("type") == "category" for each in quiz) == len(COURSE.chapters)


def test_gift_escapes_what_is_special_and_can_be_read_back() -> None:
    text = gift(COURSE, COURSE.questions)
    found = re.findall(r"::((?:[^:\\]|\\.)+)::\[plain\]((?:[^{\\]|\\.)+)\{\n((?:[^}\\]|\\.)*)\}", text, re.DOTALL)
    assert [id for id, _, _ in found] == [question.id for question in COURSE.questions]
    for (_, _, options), question in zip(found, COURSE.questions, strict=True):
        lines = [line.strip() for line in options.strip().splitlines()]
        assert [line[0] == "=" for line in lines] == [option.right for option in question.options]


@pytest.mark.parametrize(("made", "namespace", "content"), [(qti_1_2, QTI_1_2, CONTENT_1), (qti_3, QTI_3, CONTENT_3)])
def test_a_qti_package_names_what_it_holds_and_every_part_is_of_its_version(made: object, namespace: str, content: str) -> None:
    assert callable(made)
    package = made(COURSE, COURSE.questions)
    assert package == made(COURSE, COURSE.questions), "the same bytes again"
    with zipfile.ZipFile(io.BytesIO(package)) as box:
        manifest = Xml.fromstring(box.read("imsmanifest.xml"))
        assert manifest.tag == f"{{{content}}}manifest"
        assert manifest[0].tag == f"{{{content}}}metadata", "packages say first of which schema they are"
        hrefs = [each.get("href") for each in manifest.iter(f"{{{content}}}file")]
        assert set(hrefs) == set(box.namelist()) - {"imsmanifest.xml"}
        parts = [Xml.fromstring(box.read(str(href))) for href in hrefs]
    assert all(part.tag.startswith(f"{{{namespace}}}") for part in parts)


def test_each_qti_3_item_has_one_correct_response_among_its_choices() -> None:
    with zipfile.ZipFile(io.BytesIO(qti_3(COURSE, COURSE.questions))) as box:
        for question in COURSE.questions:
            item = Xml.fromstring(box.read(f"items/{question.id}.xml"))
            space = f"{{{QTI_3}}}"
            choices = [choice.get("identifier") for choice in item.iter(f"{space}qti-simple-choice")]
            assert item.findtext(f"{space}qti-response-declaration/{space}qti-correct-response/{space}qti-value") == choices[
                question.key]
            reasons = ["".join(each.itertext()) for each in item.iter(f"{space}qti-feedback-inline")]
            assert reasons == [option.reason for option in question.options]


def test_xapi_statements_keep_their_ids_and_hold_no_address() -> None:
    paper = draw(COURSE, seed=1, form=Form(5, 8, 3))
    result = mark(paper, {question.id: Given(question.key, AT) for question in paper.questions}, started_at=AT)
    first, again = (statements(COURSE, result, learner="a1b2", home="https://learn.example", attempt="7", at=AT) for _ in "12")
    assert first == again
    assert len(first) == 6
    assert len({str(each["id"]) for each in first}) == 6
    assert json.loads(json.dumps(first[-1]))["verb"]["id"] == VERBS["passed"]
    assert "@" not in json.dumps(first)


def test_a_calendar_has_an_event_a_session_in_short_lines() -> None:
    guide = gaps(COURSE, known([], chapters=[chapter.id for chapter in COURSE.chapters]))
    path = study_path(COURSE, guide, from_on=date(2026, 9, 1), exam_on=date(2026, 10, 1), weekdays=(0, 3), minutes=30)
    text = calendar(COURSE, path, made_at=AT)
    lines = text.split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == len(path.sessions) + 1
    uids = re.findall(r"UID:(\S+)", text)
    assert len(set(uids)) == len(uids)
    assert calendar(COURSE, path, made_at=AT) == text
