"""A questionnaire is answered by a link, without names; what it says comes with response rate and interval."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from headway.web.accounts.models import AuditValues, User
from headway.web.ground.declined import Declined
from headway.web.measure import operations
from headway.web.measure.models import Answer, Kpi, Question, Survey
from headway.web.register.evidence import EvidenceKind
from headway.web.vision.models import Entity
from web.measure import made
from web.people import MARK, Team

Browser = Callable[[User | None], Client]


def path_of(link: str) -> str:
    return "/answer/" + link.rpartition("/")[2]


def questions(survey: Survey) -> tuple[str, str, str]:
    first, second, third = (str(question.pk) for question in survey.questions.all())
    return first, second, third


def csv_of(survey: Survey, ratings: list[int], *, day: str = "2024-05-06") -> str:
    return "date,1,q2,What else?\n" + "".join(f"{day},{rating},{'yes' if rating > 3 else 'no'},word {place}\n"
                                              for place, rating in enumerate(ratings))


def test_a_link_is_good_for_one_answer(team: Team, as_: Browser) -> None:
    survey = made.survey(team)
    [link] = operations.make_links(person=team.owner, survey=survey, many=1)
    rating, solved, _ = questions(survey)
    browser = as_(None)
    assert MARK in browser.get(path_of(link)).content.decode()
    assert "Your answers are in" in browser.post(path_of(link), {rating: "4", solved: "yes"}).content.decode()
    assert browser.get(path_of(link)).status_code == 410
    assert browser.post(path_of(link), {rating: "5"}).status_code == 410
    with pytest.raises(Declined, match="link_is_used"):
        operations.answer(word=link.rpartition("/")[2], values={rating: "5"}, on=date(2024, 5, 6))
    [answer] = Answer.objects.all()
    assert answer.values == {rating: 4, solved: True}


def test_nothing_tells_who_answered_what(team: Team, as_: Browser) -> None:
    survey = made.survey(team)
    link = operations.open_to_all(person=team.owner, survey=survey)
    _, _, words = questions(survey)
    as_(team.teammate).post(path_of(link), {words: "the printer again"})
    assert Answer.objects.count() == 1
    assert not any("printer" in str(values.after) for values in AuditValues.objects.all())
    assert AuditValues.objects.filter(line__action="measure.answer_survey", line__person_id=None).count() == 1


def test_a_survey_that_is_not_open_takes_no_answer(team: Team, as_: Browser) -> None:
    survey = made.survey(team, opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
    link = operations.open_to_all(person=team.owner, survey=survey)
    assert as_(None).get(path_of(link)).status_code == 410
    assert as_(None).get("/answer/unknown").status_code == 410
    with pytest.raises(Declined, match="survey_is_closed"):
        operations.answer(word=link.rpartition("/")[2], values={}, on=date(2021, 1, 1))


def test_a_new_link_for_all_ends_the_former(team: Team, as_: Browser) -> None:
    survey = made.survey(team)
    first, second = (operations.open_to_all(person=team.owner, survey=survey) for _ in range(2))
    assert as_(None).get(path_of(first)).status_code == 410
    assert as_(None).get(path_of(second)).status_code == 200


def test_many_answers_from_one_address_have_to_wait(team: Team, as_: Browser) -> None:
    survey = made.survey(team)
    link, (rating, *_) = operations.open_to_all(person=team.owner, survey=survey), questions(survey)
    browser = as_(None)
    answers = [browser.post(path_of(link), {rating: "4"}).content.decode() for _ in range(32)]
    assert "Wait ten minutes" in answers[-1]
    assert Answer.objects.count() == 30


def test_results_come_with_response_rate_and_interval(team: Team, as_: Browser) -> None:
    survey = made.survey(team)
    ratings = [5] * 20 + [4] * 12 + [3] * 5 + [1] * 3
    assert operations.import_answers(person=team.owner, survey=survey, text=csv_of(survey, ratings), asked=160) == 40
    made.work()
    results = Survey.objects.get().results
    assert results["response"]["value"] == .25
    first = results["questions"][0]
    assert first["mean"]["value"] == pytest.approx(sum(ratings) / 40)
    assert first["share"]["value"] == .8
    assert first["share"]["low"] < .8 < first["share"]["high"]
    told = as_(team.auditor).get(reverse("measure:survey", args=[survey.pk])).content.decode()
    assert "25.0 %" in told
    assert "40 of 160" in told
    assert "word 7" in told


def test_words_of_few_are_not_shown(team: Team, as_: Browser) -> None:
    survey = made.survey(team)
    operations.import_answers(person=team.owner, survey=survey, text=csv_of(survey, [4, 4, 4]))
    made.work()
    told = as_(team.owner).get(reverse("measure:survey", args=[survey.pk])).content.decode()
    assert "word 1" not in told
    assert "not known how many were asked" in told


def test_the_same_file_twice_adds_nothing_and_a_wrong_row_takes_nothing_in(team: Team) -> None:
    survey = made.survey(team)
    text = csv_of(survey, [4, 4, 2])
    operations.import_answers(person=team.owner, survey=survey, text=text)
    with pytest.raises(Declined, match="no_new_answers"):
        operations.import_answers(person=team.owner, survey=survey, text=text)
    assert operations.import_answers(person=team.owner, survey=survey, text=text + "2024-05-07,5,yes,\n") == 1
    with pytest.raises(Declined, match="answer_unreadable"):
        operations.import_answers(person=team.owner, survey=survey, text=text + "2024-05-08,5,yes,\n2024-05-08,9,yes,\n")
    with pytest.raises(Declined, match="answers_without_questions"):
        operations.import_answers(person=team.owner, survey=survey, text="a,b\n1,2\n")
    with pytest.raises(Declined, match="answer_date_unreadable"):
        operations.import_answers(person=team.owner, survey=survey, text="date,1\nMay,5\n")
    assert Answer.objects.count() == 4


def test_a_question_becomes_a_measure_and_a_baseline_of_its_kind(team: Team) -> None:
    survey = made.survey(team)
    entity: Entity = made.whole(team)
    row = operations.add_kpi(person=team.owner, entity=entity, name="content", family="experience", origin="survey",
                             question=Question.objects.filter(survey=survey).first(), measured_in="score", direction="up")
    for month in range(1, 4):
        text = csv_of(survey, [4, 5, 3 + month % 2], day=f"2024-0{month}-06")
        operations.import_answers(person=team.owner, survey=survey, text=text)
    made.work()
    points = Kpi.objects.get(pk=row.pk).newest
    assert points is not None
    assert [point.n for point in points.points.order_by("starts_on")] == [3, 3, 3]
    frozen = operations.freeze_baseline(person=team.owner, improvement=made.improvement(team), kpi=row)
    assert frozen.kind == EvidenceKind.SURVEY


def test_links_count_as_people_asked(team: Team, as_: Browser) -> None:
    survey = made.survey(team)
    shown = as_(team.owner).post(reverse("measure:make_links", args=[survey.pk]), {"many": "3"}).content.decode()
    assert shown.count("/answer/") == 3
    assert Survey.objects.get().asked == 3
