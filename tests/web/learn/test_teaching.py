"""A class is seen in sums only; questions from closed improvements wait for a reviewer and never come into an exam."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from headway.web.accounts.models import AuditLine, User
from headway.web.accounts.operations import grant
from headway.web.accounts.roles import Role
from headway.web.ground.declined import Declined
from headway.web.learn.models import OwnQuestion
from headway.web.learn.operations import own_questions, sittings
from headway.web.learn.queries import classes
from headway.web.learn.queries.own_questions import released
from web.asking import Api
from web.learn import examples
from web.people import MARK, Team, new_person


def class_of(team: Team, many: int) -> None:
    """So many learners who answered the same paper, one of them well."""
    seed = 7
    for number in range(many):
        person = new_person(f"learner{number}")
        grant(person=team.owner, to=person, unit=team.root, role=Role.READER)
        made = examples.practice(team, person)
        made.seed = seed
        made.save()
        sittings.answer(made, place=0, choice=number % 3)
        sittings.hand_in(made)


def test_a_class_is_told_in_sums_and_only_from_five_learners_on(team: Team, as_: Callable[[User], Client]) -> None:
    class_of(team, 4)
    browser = as_(team.owner)
    page = browser.get("/learn/class").content.decode()
    assert "Too few learners" in page
    class_of_one_more = new_person("fifth")
    grant(person=team.owner, to=class_of_one_more, unit=team.root, role=Role.READER)
    examples.handed_in(team, class_of_one_more)
    page = browser.get("/learn/class").content.decode()
    assert "5 learners" in page
    assert "learner0" not in page


def test_items_are_judged_from_twenty_answers_on(team: Team) -> None:
    first = examples.practice(team, team.owner)
    for number in range(24):
        person = new_person(f"learner{number}")
        grant(person=team.owner, to=person, unit=team.root, role=Role.READER)
        made = examples.practice(team, person)
        made.questions, made.fragments = first.questions, first.fragments
        made.save()
        for place, asked in enumerate(first.questions):
            key = next(spot for spot, option in enumerate(asked["options"]) if option[1])
            strong = number % 2 == 0
            sittings.answer(made, place=place, choice=key if strong else (key + 1) % len(asked["options"]))
        sittings.hand_in(made)
    page = classes.class_page(team.owner, team.organisation)
    assert len(page.items) == len(first.questions)
    assert all(row.statistics.discrimination == pytest.approx(1) for row in page.items)
    assert all(len(row.statistics.dead) == len(first.questions[0]["options"]) - 2 for row in page.items)


@pytest.mark.parametrize("who", ["teammate", "auditor", "approver"])
def test_only_who_teaches_sees_a_class(team: Team, who: str, api: Callable[..., Api], as_: Callable[[User], Client]) -> None:
    person = getattr(team, who)
    assert as_(person).get("/learn/class").status_code == 403
    assert api(person).get("/learn/class").status_code == 403
    assert api(person).get("/learn/class/questions").status_code == 403


def test_an_instructor_may(team: Team, as_: Callable[[User], Client]) -> None:
    person = new_person("instructor")
    grant(person=team.owner, to=person, unit=team.root, role=Role.INSTRUCTOR)
    assert as_(person).get("/learn/class").status_code == 200


def test_a_question_from_a_closed_improvement_is_masked_and_waits_for_a_reviewer(team: Team) -> None:
    row = examples.own_question(team)
    assert row.step == "vision"
    assert row.masked >= 2
    assert MARK not in row.question["stem"]
    assert released(team.owner, team.organisation) == []
    own_questions.release(row, person=team.owner, released=True)
    assert len(released(team.teammate, team.organisation)) == 1
    own_questions.release(row, person=team.owner, released=False)
    assert released(team.teammate, team.organisation) == []
    assert AuditLine.objects.filter(action="learn.release_question").count() == 2


def test_released_questions_never_come_into_an_exam(team: Team) -> None:
    row = examples.own_question(team)
    own_questions.release(row, person=team.owner, released=True)
    assert row.question["id"] not in {asked["id"] for asked in examples.mock(team).questions}
    asked = own_questions.begin_own_quiz(examples.study(team), person=team.owner)
    assert [each["id"] for each in asked.questions] == [row.question["id"]]
    sittings.answer(asked, place=0, choice=0)
    from headway.web.learn.queries.knowing import answers_of

    assert answers_of(asked.study) == [], "what people wrote may be wrong, so it says nothing of a learner"


def test_a_reviewer_masks_what_the_program_missed(team: Team, as_: Callable[[User], Client]) -> None:
    row = examples.own_question(team)
    browser = as_(team.owner)
    browser.post(f"/learn/class/questions/{row.pk}/mask", {"words": "All wards"})
    kept = OwnQuestion.objects.get()
    assert "wards" not in kept.question["stem"]
    assert kept.question["stem"].endswith("In which step of the improvement model was this written?")
    assert kept.masked == row.masked + 1
    answer = browser.post(f"/learn/class/questions/{row.pk}/mask", {"words": "nobody said this"}, follow=True)
    assert "stand in the text" in answer.content.decode()


def test_a_class_is_whom_one_teaches(team: Team) -> None:
    person = new_person("instructor")
    grant(person=team.owner, to=person, unit=team.desk, role=Role.INSTRUCTOR)
    class_of(team, 6)
    assert classes.class_page(team.owner, team.organisation).learners == 6
    assert classes.class_page(person, team.organisation).learners == 0


def test_nothing_is_made_twice_of_an_improvement(team: Team) -> None:
    examples.own_question(team)
    with pytest.raises(Declined) as declined:
        own_questions.propose_questions(person=team.owner, organisation=team.organisation)
    assert declined.value.code == "nothing_to_propose"
    assert OwnQuestion.objects.count() == 1


def test_a_contributor_releases_nothing(team: Team, api: Callable[..., Api]) -> None:
    row = examples.own_question(team)
    answer = api(team.teammate).post(f"/learn/class/questions/{row.pk}", {"released": True})
    assert answer.status_code == 403
    assert OwnQuestion.objects.get().released is None


def test_people_outside_a_unit_are_not_asked_its_questions(team: Team) -> None:
    row = examples.own_question(team)
    own_questions.release(row, person=team.owner, released=True)
    OwnQuestion.objects.update(unit=team.network)
    assert released(team.desk_member, team.organisation) == []
