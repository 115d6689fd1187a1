"""headway learn and headway triage, as a person at a keyboard uses them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from headway.cli.main import app
from headway.learn.diagnosis import diagnostic
from headway.learn.exam import Form, draw
from headway.learn.reading import built_in


def run(*words: str, keys: str = "") -> Result:
    result = CliRunner().invoke(app, list(words), input=keys)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_text_is_read_and_its_json_is_whole() -> None:
    told = run("triage", "We compare waiting times with the target that had been agreed.")
    assert "6 Did we get there?" in told.output
    assert json.loads(run("triage", "--json", "-", keys="We compare results with the target.").output)["step"][0]["label"] == 6
    assert "Too little" in run("triage", "早く").output
    no_text = CliRunner().invoke(app, ["triage", "-"], input=b"\xff\xfe\x00")
    assert (no_text.exit_code, "The pipe is no text in UTF-8." in no_text.output) == (2, True)


def test_a_chapter_is_read_by_its_id_or_its_number() -> None:
    contents = run("learn", "read").output
    assert all(chapter.id in contents and chapter.title in contents for chapter in built_in().chapters)
    told = run("learn", "read", "why").output
    first = built_in().chapters[0]
    for part in (*(section.title for section in first.sections), *(term.label for term in first.terms), "Think", "- It recurs."):
        assert part in told
    assert "**" not in told
    assert run("learn", "read", "1").output == told
    assert "Choose one of why" in run("learn", "read", "nowhere").output


def test_whoever_stops_is_told_what_is_kept(tmp_path: Path) -> None:
    told = run("learn", "cards", "--progress", str(tmp_path / "cards.json"), keys="\n3\n")
    assert (told.exit_code, "Every card that was answered is kept." in told.output) == (130, True)
    assert run("learn", "exam", keys="1\n").exit_code == 130
    folder = run("learn", "cards", "--progress", str(tmp_path))
    assert (folder.exit_code, "it is a folder" in folder.output) == (2, True)


def test_a_drill_explains_each_of_the_four_steps() -> None:
    told = run("learn", "drill", "--many", "1", "--seed", "3", keys="1\n1\n1\n9\n1\n").output
    for question in ("Trigger?", "Step?", "Activity?", "Level?"):
        assert question in told
    assert "of 4 right" in told


def test_cards_are_kept_between_sessions(tmp_path: Path) -> None:
    path = tmp_path / "cards.json"
    assert "1 of 2" in run("learn", "cards", "--many", "2", "--progress", str(path), keys="\n3\n\n4\n").output
    kept = json.loads(path.read_text(encoding="utf-8"))["courses"]["model"]
    assert [entry["reviews"] for entry in kept] == [1, 1]
    run("learn", "cards", "--many", "1", "--progress", str(path), keys="\n1\n")
    assert sum(entry["reviews"] for entry in json.loads(path.read_text(encoding="utf-8"))["courses"]["model"]) == 3
    path.write_text("{}", encoding="utf-8")
    broken = run("learn", "cards", "--progress", str(path))
    assert broken.exit_code == 2
    assert "no record of cards" in broken.output


def test_an_exam_is_sat_and_its_reasons_are_read() -> None:
    paper = draw(built_in(), seed=2, form=Form(5, 8, 4))
    keys = "".join(f"{question.key + 1}\n" for question in paper.questions[:4]) + f"{(paper.questions[4].key + 1) % 3 + 1}\n"
    told = run("learn", "exam", "--questions", "5", "--seed", "2", keys=keys).output
    assert "4 of 5: passed" in told or "5 of 5: passed" in told
    assert "about 55 %" in told
    assert "0 of 5: not passed" in run("learn", "exam", "--questions", "5", "--seed", "2", keys="q\n").output
    assert run("learn", "exam", "--chapter", "nowhere").exit_code == 2


def test_a_diagnosis_says_what_to_do_and_a_plan_when(tmp_path: Path) -> None:
    told = run("learn", "diagnose", "--seed", "1", keys="1\n" * 20).output
    assert "Chance of 26 of 40" in told
    assert "read the chapter" in told
    calendar = tmp_path / "plan.ics"
    plan = run("learn", "plan", "--exam", "2026-12-18", "--from", "2026-11-02", "--ics", str(calendar))
    assert plan.output.count("mock exam") == 2
    assert calendar.read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")
    assert "with the reviews" in plan.output
    for options in (["--exam", "2020-01-01"], ["--exam", "soon"], ["--exam", "2099-01-01", "--days", "noday"]):
        assert run("learn", "plan", *options).exit_code == 2


def test_a_plan_takes_up_what_a_diagnosis_found(tmp_path: Path) -> None:
    path = tmp_path / "answers.json"
    keys = "".join(f"{question.key + 1}\n" for question in diagnostic(built_in(), seed=1))
    run("learn", "diagnose", "--seed", "1", "--answers", str(path), keys=keys)
    dates = ("--exam", "2026-12-18", "--from", "2026-11-02")
    blind = run("learn", "plan", *dates).output
    known = run("learn", "plan", *dates, "--answers", str(path)).output
    asked = run("learn", "plan", *dates, "--diagnose", "--seed", "1", keys=keys).output
    assert "read " in blind
    assert known.count("read ") < blind.count("read ")
    assert known in asked
    path.write_text('{"course": "another", "answers": []}', encoding="utf-8")
    assert "no answers to a diagnosis of this course" in run("learn", "plan", *dates, "--answers", str(path)).output
    for wrong in ('{"answers": 3}', "[]", '{"course": "model", "answers": [{"chapter": "nowhere", "right": true}]}', "x"):
        path.write_text(wrong, encoding="utf-8")
        assert run("learn", "plan", *dates, "--answers", str(path)).exit_code == 2
    assert run("learn", "plan", *dates, "--answers", str(tmp_path / "none")).exit_code == 2


@pytest.mark.parametrize("form", ["anki", "moodle", "gift", "qti", "qti3"])
def test_the_course_is_written_for_other_programs(tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    assert run("learn", "export", form, "--out", str(path)).exit_code == 0
    assert path.stat().st_size > 10_000


def test_an_unknown_form_and_an_unwritable_place_are_refused(tmp_path: Path) -> None:
    assert run("learn", "export", "scorm").exit_code == 2
    assert run("learn", "export", "gift", "--out", str(tmp_path / "no" / "folder")).exit_code == 2


def test_a_course_of_ones_own_is_checked_drafted_and_used(tmp_path: Path) -> None:
    text = tmp_path / "chapter.txt"
    text.write_text("Quiz\n\nWhich of these colours is it?\n  1. red\n  2. green\n  3. blue\n\nAnswer: B\n\nGreen it is.\n\n"
                    "Flashcards\n\nApple\nA fruit.\n", encoding="utf-8")
    folder = tmp_path / "course"
    assert "1 questions" in run("learn", "import", str(text), "--out", str(folder)).output
    assert run("learn", "check", str(folder)).exit_code == 0
    assert run("learn", "import", str(text), "--out", str(folder)).exit_code == 2
    (folder / "01-chapter.md").write_text("---\nid: one\ntitle: One\n---\n## A\n```card id=c\nno back\n```\n", encoding="utf-8")
    broken = run("learn", "check", str(folder))
    assert broken.exit_code == 2
    assert "01-chapter.md:6: a card has two halves" in broken.output
    assert run("learn", "drill", "--course", str(folder)).exit_code == 2
    assert run("learn", "check", str(tmp_path)).exit_code == 2
    text.write_bytes(b"\xff\xfe")
    assert run("learn", "import", str(text), "--out", str(tmp_path / "x")).exit_code == 2
    assert run("learn", "import", str(tmp_path / "none.txt")).exit_code == 2
