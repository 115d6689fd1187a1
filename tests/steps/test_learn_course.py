"""Courses as text: what ships is whole and flawless, and what is wrong in one of your own is told with its line."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from headway.framework import Kind, pack
from headway.learn.gates import flaws
from headway.learn.importing import imported
from headway.learn.reading import built_in, check, load
from headway.learn.rendering import rendered
from headway.learn.wording import exam_wording, wording_items
from headway.refused import Refused
from headway.report.words.learning import FLAWS, PROBLEMS, problem
from headway.triage import Task
from steps.foundation_papers import FIRST, SECOND, Row

HEAD = "---\nid: own\ntitle: Own\n---\n"
CHAPTER = "---\nid: one\ntitle: One\n---\n\n## First\n\nProse.\n\n"
GOOD = ("```question id=q about=step/now\nWhat is it?\n- [ ] this\n  because of that\n- [x] that\n  because of this\n"
        "- [ ] other\n  because of both\n```\n")


def test_the_course_that_ships_has_no_problem_and_no_flaw() -> None:
    assert check(files("headway.learn") / "courses" / "model") == ()
    assert {question.id: flaws(question) for question in built_in().questions if flaws(question)} == {}


def test_every_chapter_is_read_thought_about_asked_and_recalled() -> None:
    course = built_in()
    assert len(course.chapters) >= 12
    for chapter in course.chapters:
        assert chapter.minutes >= 5
        assert len(chapter.questions) >= 4
        assert chapter.exercises
        assert chapter.cards
        assert chapter.terms
        assert all(section.prose or section.practised for section in chapter.sections)


def test_every_term_that_is_taught_is_a_card_and_each_core_kind_is_taught_whole() -> None:
    course = built_in()
    cards = {card.id for card in course.cards}
    for kind in (Kind.STEP, Kind.ACTIVITY, Kind.PRINCIPLE, Kind.COMPONENT, Kind.DIMENSION, Kind.WARRANTY_ASPECT, Kind.LEVEL):
        assert {term.key for term in pack().of(kind)} <= cards
    assert len(cards) == len(course.cards)


def test_every_step_activity_and_principle_is_asked_about() -> None:
    asked = {key for question in built_in().questions for key in question.about}
    assert {term.key for term in (*pack().steps, *pack().activities)} <= asked
    assert len([term for term in pack().principles if term.key in asked]) >= 5


def test_every_option_has_a_reason_of_its_own() -> None:
    for question in built_in().questions:
        assert len({option.reason for option in question.options}) == len(question.options), question.id


def test_scenarios_are_labelled_in_the_vocabulary_with_reasons() -> None:
    for scenario in built_in().scenarios:
        assert list(scenario.findings) == ["trigger", "step", "activity", "level"]
        assert {task.value for task in Task} == set(scenario.findings)
        assert all(finding.reason for finding in scenario.findings.values())


def own(folder: Path, chapter: str, *, head: str = HEAD) -> Path:
    (folder / "course.md").write_text(head, encoding="utf-8")
    (folder / "01.md").write_text(chapter, encoding="utf-8")
    return folder


def test_a_course_of_ones_own_is_read(tmp_path: Path) -> None:
    course = load(own(tmp_path, CHAPTER + GOOD + "```card id=c\nFront\n---\nBack\n```\n\n```python\nprint()\n```\n"))
    assert [question.id for question in course.questions] == ["q"]
    assert [card.front for card in course.cards] == ["Front"]
    assert "print()" in course.chapters[0].sections[0].prose
    assert "Front" not in course.chapters[0].sections[0].prose


@pytest.mark.parametrize(("chapter", "code", "line"), [
    (CHAPTER + GOOD.replace("[ ] this", "[x] this"), "keys_not_one", 10),
    (CHAPTER + GOOD.replace("[x]", "[ ]"), "keys_not_one", 10),
    (CHAPTER + GOOD.replace("  because of this\n", ""), "reason_missing", 14),
    (CHAPTER + GOOD.replace("What is it?\n", ""), "stem_missing", 10),
    (CHAPTER + GOOD.replace("- [ ] other\n  because of both\n", ""), "options_too_few", 10),
    (CHAPTER + GOOD.replace("other", "this"), "option_twice", 10),
    (CHAPTER + GOOD.replace("step/now", "step/never"), "term_unknown", 10),
    (CHAPTER + GOOD.replace("id=q", "id=Q!"), "id_unreadable", 10),
    (CHAPTER + GOOD.replace("id=q ", ""), "attribute_missing", 10),
    (CHAPTER + GOOD.replace("id=q", "id=q colour=red"), "attribute_unknown", 10),
    (CHAPTER + GOOD.replace("id=q", "id=q style=odd"), "not_one_of", 10),
    (CHAPTER + GOOD.replace("id=q", 'id="q'), "attributes_unreadable", 10),
    (CHAPTER + GOOD.replace("- [ ] other", "or other"), "line_out_of_place", 16),
    (CHAPTER + GOOD + GOOD, "id_twice", 19),
    (CHAPTER + "```card id=c\nno back\n```\n", "half_missing", 10),
    (CHAPTER.replace("## First", "```card id=c\nfront\n---\nback\n```\n\n## First"), "block_before_section", 6),
    (CHAPTER + "```carrd id=c\nfront\n---\nback\n```\n", "block_unknown", 10),
    (CHAPTER + "```card id=c\nfront\n---\nback\n", "block_not_closed", 10),
    (CHAPTER + "```card id=c\nfront\n---\nback\n\n```card id=d\nfront\n---\nback\n```\n", "block_not_closed", 10),
    (CHAPTER + "```exercise id=e minutes=many\na\n---\nb\n```\n", "minutes_unreadable", 10),
    (CHAPTER + "```scenario id=s\ntext\n---\nstep: now | why\n```\n", "finding_missing", 10),
    (CHAPTER + "```scenario id=s\ntext\n---\nstep now why\n```\n", "finding_unreadable", 10),
    (CHAPTER + "```term key=step/never\n```\n", "term_unknown", 10),
    ("no head\n## A\n", "front_matter_missing", 1),
    ("---\nid: one\ncolour: red\n---\n## A\nx\n", "front_matter_unknown", 3),
    ("---\nid: one\n---\n## A\nx\n", "front_matter_lacks", 1),
    ("---\nid: one\ntitle: One\nterms: step/never\n---\n## A\nx\n", "term_unknown", 1),
    ("---\nid: one\ntitle: One\n---\nnothing beneath a heading\n", "no_section", 5),
])
def test_a_broken_course_is_told_with_its_line(tmp_path: Path, chapter: str, code: str, line: int) -> None:
    found = check(own(tmp_path, chapter))
    assert (code, "01.md", line) in [(each.code, each.file, each.line) for each in found]
    assert problem(code, dict(found[0].facts)) if found[0].code == code else True
    with pytest.raises(Refused):
        load(tmp_path)


def test_every_problem_has_words_and_every_flaw_too() -> None:
    sources = [path.read_text(encoding="utf-8") for path in (Path(str(files("headway.learn"))).rglob("*.py"))]
    import re
    raised = {code for text in sources for code in re.findall(r'(?:Wrong\(|\.wrong\(|Problem\()"([a-z0-9_]+)"', text)}
    assert raised == set(PROBLEMS)
    assert {code for text in sources for code in re.findall(r'\(\("?([a-z_]+)"?,\)', text)} <= set(FLAWS)


def test_bytes_that_are_no_text_and_a_folder_without_a_course_are_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="no_course"):
        check(tmp_path)
    own(tmp_path, "")
    (tmp_path / "01.md").write_bytes(b"---\nid: one\n\xff\xfe\n")
    assert next((each.code, each.line) for each in check(tmp_path)) == ("not_utf8", 3)
    (tmp_path / "01.md").unlink()
    assert [each.code for each in check(tmp_path)] == ["no_chapter"]
    own(tmp_path, CHAPTER, head=HEAD.replace("title", "pack: nowhere\ntitle"))
    assert [each.code for each in check(tmp_path)] == ["pack_unknown"]


def test_script_in_prose_never_runs() -> None:
    made = rendered("<script>x()</script> [a](javascript:x()) <img src=x onerror=x()>")
    assert "<script" not in made
    assert "<img" not in made
    assert 'href="javascript' not in made


def test_a_plain_text_becomes_a_draft_that_can_be_read(tmp_path: Path) -> None:
    text = ("A chapter\n\nWhat it is\n\nProse about it.\n\nQuiz 1: Which?\n\nCheck yourself.\n\nWhich of these is it?\n\n"
            "  1. red\n  2. green\n  3. blue\nShow Answer\n\nAnswer: B) green\n\nGreen it is, for a reason.\n\n"
            "Flashcards\n\nApple (definition)\nA fruit of a tree.\nPear\nAnother fruit.\n\n"
            "Key Terms\n\nutility\nWhat it does for you.\n")
    draft = imported(text, id="draft")
    assert (draft.questions, draft.cards, draft.terms) == (1, 2, 1)
    for name, content in draft.files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    course = load(tmp_path)
    assert course.questions[0].options[1].right
    assert course.questions[0].options[1].reason == "Green it is, for a reason."


def test_a_markdown_text_becomes_a_draft_too(tmp_path: Path) -> None:
    text = ("# Incidents\nProse.\n## What one is\n\nMore prose.\n\n## Key terms\n\n- **Incident**: a stop nobody planned\n"
            "- Owner – who answers for it: always a person\n\n## Quiz\n\n1. What is it?\nA. red\nB. green\nC. blue\n"
            "Answer: B\nGreen, by the book.\n\n2) And this?\nA) one\nB) two\nC) three\nAnswer: C) three\n")
    draft = imported(text, id="draft")
    assert (draft.questions, draft.terms) == (2, 2)
    for name, content in draft.files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    course = load(tmp_path)
    assert course.title == "Incidents"
    assert [question.stem for question in course.questions] == ["What is it?", "And this?"]
    assert [question.key for question in course.questions] == [1, 2]
    assert course.questions[0].options[1].reason == "Green, by the book."
    assert [term.label for chapter in course.chapters for term in chapter.terms] == ["Incident", "Owner"]


def test_an_answer_without_options_stays_prose_as_it_was_written() -> None:
    text = "Riddles\n\nFirst paragraph.\n\nAnswer: nobody knows.\n\nLast paragraph.\n\nMore\n\nWords about it.\n"
    assert "First paragraph.\n\nAnswer: nobody knows.\n\nLast paragraph." in imported(text, id="x").files["01-chapter.md"]


@pytest.mark.parametrize("text", ["", "one line", "حسن " * 200, "```\n" * 50, "a\n" * 100])
def test_a_text_with_nothing_recognisable_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="nothing_recognised"):
        imported(text, id="x")


def test_what_the_usual_chapter_has_stands_here_better() -> None:
    """The table in docs/explanation/learning.md: every id in it is one of the course."""
    import re
    page = (Path(__file__).resolve().parents[2] / "docs" / "explanation" / "learning.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:3] for line in page.splitlines() if line.startswith("| ")][2:]
    course = built_in()
    ids = {each.id for chapter in course.chapters for each in (*chapter.questions, *chapter.cards, *chapter.exercises,
                                                              *chapter.scenarios)}
    ids |= {term.key for chapter in course.chapters for term in chapter.terms} | {chapter.id for chapter in course.chapters}
    named = {id for _, here in rows for id in re.findall(r"`([^`]+)`", here) if not id.startswith("headway ")}
    assert named - ids == set()
    assert sum(there.strip().startswith("card") for there, _ in rows) == 10
    assert sum("term" in there for there, _ in rows) == 10


@pytest.fixture
def seed_chapter() -> str:
    path = Path(__file__).resolve().parents[3] / "shared" / "seed" / "continual-improvement-chapter.txt"
    if not path.is_file():
        pytest.skip("the chapter that the importer is tried on is not beside the project (../shared/seed)")
    return path.read_text(encoding="utf-8")


def test_a_real_chapter_is_imported_with_all_its_cards_terms_and_quizzes(seed_chapter: str, tmp_path: Path) -> None:
    draft = imported(seed_chapter, id="seed")
    assert (draft.cards, draft.terms, draft.questions, draft.exercises) == (10, 10, 2, 1)
    for name, content in draft.files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    course = load(tmp_path)
    assert [question.options[question.key].text[:11] for question in course.questions] == ["A recurring", "Did we get "]


def test_imported_wording_becomes_missing_word_questions_and_never_ships(seed_chapter: str, tmp_path: Path) -> None:
    draft = imported(seed_chapter, id="seed")
    for name, content in draft.files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    wordings = exam_wording(load(tmp_path), pack=pack(), source="my chapter")
    assert {"concept/utility", "concept/warranty", "concept/service"} <= {wording.key for wording in wordings}
    made = list(wording_items(wordings, pack=pack(), seed=1))
    assert len(made) >= 5
    shipped = "\n".join(card.back for card in built_in().cards)
    assert not any(wording.text in shipped for wording in wordings)


def test_no_sentence_of_the_chapter_stands_in_the_course_or_the_vocabulary(seed_chapter: str) -> None:
    import re
    sentences = {part.strip() for line in seed_chapter.splitlines() for part in re.split(r"(?<=[.:])\s", line)
                 if len(part.split()) >= 7} - {step.label for step in pack().steps}   # the questions keep their own names
    course = built_in()
    ours = " ".join([*(section.prose for chapter in course.chapters for section in chapter.sections),
                     *(card.back for card in course.cards), *(term.definition for term in pack().terms.values()),
                     *(option.text + option.reason for question in course.questions for option in question.options)])
    assert [sentence for sentence in sentences if sentence.rstrip(".") in ours] == []


@pytest.mark.parametrize("paper", [FIRST, SECOND], ids=["first", "second"])
def test_each_fact_of_a_foundation_paper_has_its_section_term_and_item(paper: tuple[Row, ...]) -> None:
    course = built_in()
    prose = {f"{chapter.id}/{section.id}": " ".join(section.prose.split()) for chapter in course.chapters
             for section in chapter.sections}
    terms = {term.key for chapter in course.chapters for term in chapter.terms}
    asked = {each.id for each in (*course.questions, *course.cards)}
    assert len({row[0] for row in paper}) == 40
    assert [fact for fact, section, words, term, item in paper
            if words not in prose.get(section, "") or term not in terms or item not in asked] == []
