"""Exams: drawn afresh, kept as they are answered, with a deadline that only the server keeps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from headway.learn.exam import CERTIFICATE
from headway.web.accounts.models import AuditLine, User
from headway.web.ground.declined import Declined
from headway.web.learn.models import AT_ONCE, Sitting, SittingKind, Study
from headway.web.learn.operations import sittings
from headway.web.learn.operations.sittings import Wish
from headway.web.learn.queries.sittings import questions_of
from web.asking import Api
from web.learn import examples
from web.people import Team


def keys_of(sitting: Sitting) -> list[int]:
    return [question.key for question in questions_of(sitting)]


def test_a_mock_exam_has_the_certificates_form(team: Team) -> None:
    made = examples.mock(team)
    assert len(made.questions) == CERTIFICATE.questions
    assert made.ends_at is not None
    assert (made.ends_at - made.started_at).total_seconds() == 60 * CERTIFICATE.minutes
    assert made.to_pass == CERTIFICATE.to_pass
    assert made.foretold is not None


def test_another_language_gives_a_quarter_more_time(team: Team) -> None:
    made = sittings.begin_mock(examples.study(team), edition="svs", other_language=True)
    assert made.ends_at is not None
    assert (made.ends_at - made.started_at).total_seconds() == 60 * 75


def test_the_edition_is_asked_first_and_one_without_questions_is_declined(team: Team, as_: Callable[[User], Client]) -> None:
    browser = as_(team.owner)
    asked = browser.get("/learn/exams/mock")
    assert "55 %" in asked.content.decode()
    assert 'class="error"' in browser.post("/learn/exams/mock", {"other_language": "on"}).content.decode()
    answer = browser.post("/learn/exams/mock", {"edition": "itil5"})
    assert "no questions on that edition" in answer.content.decode()
    assert not Sitting.objects.exists()


def test_a_second_paper_asks_other_questions(team: Team) -> None:
    first = examples.mock(team)
    sittings.hand_in(first)
    second = examples.mock(team)
    assert first.seed != second.seed
    again = {question["stem"] for question in first.questions} & {question["stem"] for question in second.questions}
    assert len(again) <= len(first.questions) / 2


def test_answers_are_kept_as_given_and_can_be_changed_until_the_paper_is_handed_in(team: Team) -> None:
    made = examples.practice(team)
    wrong = (keys_of(made)[0] + 1) % len(made.questions[0]["options"])
    sittings.answer(made, place=0, choice=wrong)
    sittings.answer(made, place=0, choice=keys_of(made)[0])
    sittings.answer(made, place=1, flagged=True)
    done = sittings.hand_in(made)
    assert (done.right, done.passed) == (1, False)
    with pytest.raises(Declined) as declined:
        sittings.answer(made, place=2, choice=0)
    assert declined.value.code == "handed_in_already"


def test_handed_in_twice_it_counts_once(team: Team, api: Callable[..., Api]) -> None:
    made = examples.practice(team)
    program = api(team.owner)
    first = program.post(f"/learn/sittings/{made.pk}/hand-in").json()
    second = program.post(f"/learn/sittings/{made.pk}/hand-in").json()
    assert first == second
    assert Sitting.objects.filter(handed_in_at__isnull=False).count() == 1


def test_what_comes_late_is_refused_with_a_code_and_what_was_given_in_time_counts(team: Team, api: Callable[..., Api]) -> None:
    made = examples.practice(team)
    sittings.answer(made, place=0, choice=keys_of(made)[0])
    made.answers.update(at=made.started_at)
    examples.past(made)
    made.answers.update(at=made.started_at)
    program = api(team.owner)
    late = program.post(f"/learn/sittings/{made.pk}/answers", {"place": 1, "choice": 0})
    assert (late.status_code, late.json()["code"]) == (409, "time_is_up")
    assert "1 answers" in late.json()["message"]
    submitted = program.post(f"/learn/sittings/{made.pk}/hand-in")
    assert (submitted.status_code, submitted.json()["code"]) == (409, "time_is_up")
    kept = Sitting.objects.get(pk=made.pk)
    assert (kept.handed_in_at, kept.right) == (kept.ends_at, 1)


def test_a_browser_that_comes_back_late_finds_the_paper_closed(team: Team, as_: Callable[[User], Client]) -> None:
    made = examples.past(examples.practice(team))
    answer = as_(team.owner).post(f"/learn/sittings/{made.pk}/answer", {"place": 0, "choice": 0}, follow=True)
    assert answer.redirect_chain[-1][0].endswith("/review")
    assert "Time was up" in answer.content.decode()


def test_an_exam_tells_no_key_before_it_is_handed_in(team: Team, as_: Callable[[User], Client], api: Callable[..., Api]) -> None:
    made = examples.practice(team)
    sittings.answer(made, place=0, choice=0)
    reasons = [option[2] for option in made.questions[0]["options"]]
    page = as_(team.owner).get(f"/learn/sittings/{made.pk}?at=1").content.decode()
    told = api(team.owner).get(f"/learn/sittings/{made.pk}").content.decode()
    assert not [reason for reason in reasons if reason in page or reason in told]
    assert api(team.owner).get(f"/learn/sittings/{made.pk}/review").json()["code"] == "not_handed_in"
    sittings.hand_in(made)
    review = api(team.owner).get(f"/learn/sittings/{made.pk}/review").json()
    assert [option["reason"] for option in review["marked"][0]["options"]] == reasons


def test_a_quiz_tells_its_reasons_at_once_and_keeps_the_first_answer(team: Team, api: Callable[..., Api]) -> None:
    made = examples.quiz(team)
    program = api(team.owner)
    told = program.post(f"/learn/sittings/{made.pk}/answers", {"place": 0, "choice": 0}).json()
    assert all(option["reason"] for option in told["options"])
    again = program.post(f"/learn/sittings/{made.pk}/answers", {"place": 0, "choice": 1}).json()
    assert again["choice"] == 0


def test_a_wrong_answer_in_a_quiz_brings_a_like_question_later_in_the_same_quiz(team: Team) -> None:
    made = sittings.begin_quiz(examples.study(team), chapters=["activities"])
    missed, many = made.questions[0], len(made.questions)
    sittings.answer(made, place=1, choice=keys_of(made)[1])
    sittings.answer(made, place=0, choice=(keys_of(made)[0] + 1) % len(missed["options"]))
    kept = Sitting.objects.get(pk=made.pk)
    again = kept.questions[many]
    assert len(kept.questions) == many + 1
    assert again["again_of"] == 0
    assert again["stem"] not in {question["stem"] for question in made.questions}
    assert again["chapter"] == missed["chapter"]
    sittings.answer(kept, place=many, choice=(keys_of(kept)[many] + 1) % len(again["options"]))
    assert len(Sitting.objects.get(pk=made.pk).questions) == many + 1      # wrong twice: another day


def test_what_went_wrong_in_an_exam_is_due_in_other_words_until_it_was_taken(team: Team, as_: Callable[[User], Client]) -> None:
    made = examples.practice(team)
    sittings.answer(made, place=0, choice=keys_of(made)[0])
    sittings.hand_in(made)
    browser = as_(team.owner)
    again = f"/learn/sittings/{made.pk}/again"
    assert again in browser.get("/learn/").content.decode()
    browser.post(again)
    quiz = Sitting.objects.exclude(pk=made.pk).get()
    assert quiz.kind == SittingKind.QUIZ
    assert {question["stem"] for question in quiz.questions}.isdisjoint(question["stem"] for question in made.questions)
    assert again not in browser.get("/learn/").content.decode()


def test_a_quiz_is_over_with_its_last_answer(team: Team) -> None:
    made = examples.quiz(team)
    for place, key in enumerate(keys_of(made)):
        sittings.answer(made, place=place, choice=key)
    kept = Sitting.objects.get(pk=made.pk)
    assert (kept.right, kept.passed) == (len(made.questions), None)
    assert Study.objects.get(pk=made.study_id).chance is not None


def test_nobody_sits_two_exams_at_once(team: Team) -> None:
    examples.practice(team)
    with pytest.raises(Declined) as declined:
        examples.mock(team)
    assert declined.value.code == "exam_is_under_way"


def test_a_practice_exam_has_the_wished_chapters_styles_and_difficulty(team: Team) -> None:
    from headway.learn.course import Style

    made = sittings.begin_practice(examples.study(team), Wish(["aiming"], [Style.STANDARD], questions=3, timed=False))
    assert {(question["chapter"], question["style"]) for question in made.questions} == {("aiming", "standard")}
    assert made.ends_at is None


def test_a_foretold_chance_is_held_against_what_came(team: Team, as_: Callable[[User], Client]) -> None:
    made = examples.mock(team)
    for place, key in enumerate(keys_of(made)):
        made.answers.create(place=place, choice=key, at=made.started_at, chapter=made.questions[place]["chapter"], was_right=True)
    done = sittings.hand_in(made)
    assert done.passed
    page = as_(team.owner).get("/learn/exams").content.decode()
    assert f"{(1 - (done.foretold or 0)) ** 2:.2f}" in page


@pytest.mark.parametrize("given", [{"place": 0, "choice": 99}, {"place": 99, "choice": 0}])
def test_an_option_that_is_not_there_is_declined(team: Team, api: Callable[..., Api], given: dict[str, int]) -> None:
    made = examples.practice(team)
    assert api(team.owner).post(f"/learn/sittings/{made.pk}/answers", given).json()["code"] == "no_such_option"


def test_too_few_questions_is_said_in_words(team: Team, api: Callable[..., Api]) -> None:
    program = api(team.owner)
    few = program.post("/learn/sittings", {"kind": "practice", "questions": 90, "chapters": ["editions"]})
    assert (few.status_code, few.json()["code"]) == (409, "too_few_questions")
    assert program.post("/learn/sittings", {"kind": "quiz", "chapters": ["nowhere"]}).json()["code"] == "unknown_chapter"


def test_a_sitting_is_its_owners_alone(team: Team, api: Callable[..., Api], as_: Callable[[User], Client]) -> None:
    """Not even an administrator or an auditor of the same organisation reads it, and the audit tells nothing of it."""
    made = examples.practice(team, team.teammate)
    sittings.answer(made, place=0, choice=0)
    sittings.hand_in(made)
    assert api(team.owner).get(f"/learn/sittings/{made.pk}").status_code == 404
    assert as_(team.auditor).get(f"/learn/sittings/{made.pk}/review").status_code == 404
    assert not AuditLine.objects.filter(action__startswith="learn.").exists()


def test_a_record_is_made_of_xapi_statements(team: Team, api: Callable[..., Api]) -> None:
    told = api(team.owner).get(f"/learn/sittings/{examples.handed_in(team).pk}/record").json()
    assert [each["verb"]["display"]["en"] for each in told][-1] == "failed"
    assert {each["actor"]["account"]["name"] for each in told} == {f"person-{team.owner.pk}"}


def test_only_graded_kinds_hold_their_reasons_back() -> None:
    assert {SittingKind.MOCK, SittingKind.PRACTICE, SittingKind.DIAGNOSTIC}.isdisjoint(AT_ONCE)
