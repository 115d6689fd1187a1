"""A course of one's own is taught, drilled and examined like the one that ships; it is its maker's until it is given."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from headway.learn.course import Style
from headway.learn.reading import built_in
from headway.web.accounts.models import AuditLine, User
from headway.web.accounts.operations import erase_person
from headway.web.ground.declined import Declined
from headway.web.learn.models import OwnCourse, SittingKind, Study
from headway.web.learn.operations import courses, drills, sittings
from headway.web.learn.queries.cards import deck
from headway.web.learn.queries.drills import first_open
from headway.web.learn.queries.sittings import questions_of
from headway.web.learn.queries.study import study_of
from headway.web.learn.questions import course_of
from web.asking import Api
from web.learn import examples
from web.people import MARK, Team

As = Callable[[User], Client]
SEED = Path(__file__).resolve().parents[4] / "shared" / "seed" / "continual-improvement-chapter.txt"


def upload(browser: Client, content: bytes, name: str) -> HttpResponse:
    return browser.post("/learn/courses", {"file": SimpleUploadedFile(name, content)}, follow=True)   # type: ignore[return-value]


def zipped(files: dict[str, str], *, within: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as box:
        for name, text in files.items():
            box.writestr(within + name, text)
    return held.getvalue()


def test_a_chapter_written_on_windows_is_one_in_the_course_format(team: Team, as_: As) -> None:
    chapter = examples.OWN_COURSE["01-desk.md"].replace("\n", "\r\n").encode()
    page = upload(as_(team.owner), chapter, "desk.md").content.decode()
    assert "```question id=desk-question" in page   # kept with its own ids, not drafted anew


def test_an_own_course_is_read_recalled_drilled_and_examined(team: Team, as_: As) -> None:
    browser = as_(team.owner)
    assert f"{MARK} course" in upload(browser, zipped(examples.OWN_COURSE, within="folder/"), "own.zip").content.decode()
    page = browser.get("/learn/course").content.decode()
    assert "What it does is utility" in page
    assert "<script>alert" not in page
    study = examples.study(team)
    assert "desk-card" in deck(study)
    drill = drills.begin_drill(study)
    assert first_open(drill) == ("desk-scenario", "trigger")
    assert "waited longer than five minutes" in browser.get(f"/learn/drills/{drill.pk}").content.decode()
    asked = questions_of(sittings.begin_practice(study, sittings.Wish(questions=10)))
    assert "desk-question" in {question.id for question in asked}
    assert {question.chapter for question in asked} == {"desk"}
    for address in ("/learn/", "/learn/cards", "/learn/gaps", "/learn/terms", "/learn/exams/mock", "/learn/export?form=qti3"):
        assert browser.get(address).status_code == 200


def test_what_was_done_in_one_course_stays_when_another_is_opened(team: Team, as_: As) -> None:
    shipped = examples.study(team)
    own = examples.own_course(team)
    here = study_of(team.owner, team.organisation)
    assert here is not None
    assert here.course == own
    as_(team.owner).post("/learn/courses/choose", {"course": ""})
    assert study_of(team.owner, team.organisation) == shipped
    assert course_of(shipped) is built_in()
    assert Study.objects.filter(person=team.owner, chosen=True).count() == 1


@pytest.mark.skipif(not SEED.exists(), reason="the seed's chapter is beside the project, not in it")
def test_an_imported_chapter_gives_a_mock_exam_with_its_own_wording_among_the_missing_words(team: Team, as_: As) -> None:
    page = upload(as_(team.owner), SEED.read_bytes(), "chapter.txt").content.decode()
    assert "reasons are still to be written" in page
    study = examples.study(team)
    assert len(course_of(study).chapters[0].sections) > 20
    asked = questions_of(sittings.begin_mock(study, edition="svs", other_language=False))
    assert len(asked) == 40
    wordings = [question for question in asked if question.id.startswith("wording-")]
    assert wordings
    assert {question.style for question in wordings} == {Style.MISSING_WORD}
    elsewhere = examples.study(team, team.teammate)
    assert not [each for each in questions_of(sittings.begin_mock(elsewhere, edition="svs", other_language=False))
                if each.id.startswith("wording-")]


def test_nobody_else_sees_an_own_course_until_it_is_given_nor_after_it_is_taken_back(team: Team, as_: As) -> None:
    own, other = examples.own_course(team), as_(team.teammate)
    assert other.get(f"/learn/courses/{own.pk}").status_code == 404
    assert other.post("/learn/courses/choose", {"course": own.pk}).status_code == 404
    courses.release(own, person=team.owner, released=True)
    assert other.post("/learn/courses/choose", {"course": own.pk}).status_code == 302
    assert f"{MARK} course" in other.get("/learn/").content.decode()
    with pytest.raises(Declined, match="not_yours"):
        courses.rewrite(own, person=team.teammate, files=examples.OWN_COURSE)
    courses.release(own, person=team.owner, released=False)
    assert f"{MARK} course" not in other.get("/learn/").content.decode()
    assert AuditLine.objects.filter(action="learn.release_course").count() == 2


def test_only_who_teaches_gives_a_course_to_the_organisation(team: Team, as_: As) -> None:
    own = examples.own_course(team, team.teammate)
    assert as_(team.teammate).post(f"/learn/courses/{own.pk}/release", {"released": "yes"}).status_code == 403
    assert not OwnCourse.objects.get().released


def test_a_course_is_kept_only_when_it_is_sound_and_all_that_is_wrong_is_told_by_line(team: Team, as_: As) -> None:
    own, browser = examples.own_course(team), as_(team.owner)
    text = examples.OWN_COURSE["01-desk.md"]
    broken = text.replace("- [ ] Utility", "- [x] Utility").replace("step: now", "step: soon")
    page = browser.post(f"/learn/courses/{own.pk}", {"name": "01-desk.md", "text": broken, "seen": 1}).content.decode()
    assert "01-desk.md:17: 2 options marked [x]" in page
    assert "01-desk.md:27: " in page
    sound = {"name": "01-desk.md", "seen": 1, "text": text.replace("does is utility", "is for is utility")}
    assert browser.post(f"/learn/courses/{own.pk}", sound).status_code == 302
    assert "is for is utility" in browser.get("/learn/course").content.decode()


@pytest.mark.parametrize(("content", "name", "says"), [
    (b"\xff\xfe\x00", "a.txt", "is no text in UTF-8"), (b"nothing here", "a.txt", "holds no headings"),
    (b"PK\x05\x06" + 18 * b"\0", "a.zip", "“a.zip” holds no course"),
    (zipped({"course.md": "---\nid: a\ntitle: A\n---\n"}), "a.zip", "the course has"),
    (zipped({"course.md": "---\nid: a\ntitle: A\n---\n", "1.md": "x" * 2_000_001}), "a.zip", "too large"),
    (b"---\nid: a\ntitle: A\n---\n\n## One\n\n```card id=c\nfront\n```\n", "a.md", "01-chapter.md, line 8"),
])
def test_a_file_that_is_no_course_is_told_what_it_lacks(team: Team, as_: As, content: bytes, name: str, says: str) -> None:
    assert says in upload(as_(team.owner), content, name).content.decode()
    assert not OwnCourse.objects.exists()


def test_a_drill_goes_on_when_its_course_was_written_anew(team: Team, as_: As) -> None:
    own = examples.own_course(team)
    drill = drills.begin_drill(examples.study(team))
    text = examples.OWN_COURSE["01-desk.md"].replace("desk-scenario", "another-scenario")
    courses.rewrite(own, person=team.owner, files={**examples.OWN_COURSE, "01-desk.md": text})
    assert as_(team.owner).get(f"/learn/drills/{drill.pk}").status_code == 200


def test_removing_a_course_takes_its_study_along_and_a_given_one_is_kept(team: Team, as_: As, api: Callable[[User], Api]) -> None:
    own, browser = examples.own_course(team), as_(team.owner)
    browser.post(f"/learn/courses/{own.pk}/release", {"released": "yes"})
    browser.post(f"/learn/courses/{own.pk}/remove")
    assert OwnCourse.objects.exists()
    browser.post(f"/learn/courses/{own.pk}/release", {"released": "no"})
    assert api(team.owner).delete(f"/learn/courses/{own.pk}").status_code == 204
    assert not Study.objects.filter(course__isnull=False).exists()


def test_a_person_who_is_erased_leaves_only_the_courses_that_they_gave(team: Team) -> None:
    examples.own_course(team, team.teammate)
    courses.release(examples.own_course(team), person=team.owner, released=True)
    erase_person(person=team.owner, erased=team.teammate, organisation=team.organisation)
    assert [row.made_by for row in OwnCourse.objects.all()] == [team.owner]


def test_own_exam_wordings_are_asked_in_the_exams_of_the_shipped_course_too(team: Team) -> None:
    from headway.web.learn.operations.wordings import import_wordings

    study = examples.study(team)
    import_wordings(study, text=examples.PLAIN_CHAPTER, source="my book")
    made = sittings.begin_mock(study, edition="svs", other_language=False)
    assert made.kind == SittingKind.MOCK
    assert [question for question in questions_of(made) if question.id.startswith("wording-")]
