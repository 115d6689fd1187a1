"""Exams, what they say of questions and of learners, and the path to the day: drawn, marked, judged, planned."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from statistics import fmean

import pytest

from headway.learn.course import Style
from headway.learn.diagnosis import (
    beta_quantile,
    brier,
    chance_of_passing,
    diagnostic,
    gaps,
    known,
    weights_of,
)
from headway.learn.exam import CERTIFICATE, Form, Given, Paper, Result, deadline, draw, mark, share_covered
from headway.learn.item_statistics import item_statistics
from headway.learn.path import study_path
from headway.learn.reading import built_in
from headway.refused import Refused

START = datetime(2026, 5, 4, 10, tzinfo=UTC)
CHAPTERS = [chapter.id for chapter in built_in().chapters]


def answered(paper: Paper, *, right: int, at: datetime = START) -> dict[str, Given]:
    """The first so many right, the others wrong."""
    return {question.id: Given(question.key if place < right else (question.key + 1) % len(question.options), at)
            for place, question in enumerate(paper.questions)}


def test_a_mock_exam_has_the_certificates_form() -> None:
    paper = draw(built_in(), seed=1)
    assert len(paper.questions) == 40
    assert paper.minutes == 60
    assert draw(built_in(), seed=1, other_language=True).minutes == 75
    assert {question.style for question in paper.questions} == set(Style)
    assert sum(question.style is Style.NEGATIVE for question in paper.questions) <= 4
    assert len({question.id for question in paper.questions}) == 40
    assert len({question.stem for question in paper.questions}) == 40
    assert len({question.chapter for question in paper.questions}) >= 10


def test_each_attempt_is_fresh_and_the_same_seed_is_the_same_paper() -> None:
    first = draw(built_in(), seed=1)
    assert draw(built_in(), seed=1) == first
    seen = {question.id for question in first.questions} | set(first.fragments)
    second = draw(built_in(), seed=2, avoid=seen)
    assert len({question.id for question in second.questions} & seen) <= 4


def test_a_practice_exam_keeps_to_its_chapters_and_styles() -> None:
    paper = draw(built_in(), seed=3, form=Form(8, 12, 6, styles=(Style.STANDARD,)), chapters=("aiming", "quality"))
    assert {question.chapter for question in paper.questions} <= {"aiming", "quality"}
    assert {question.style for question in paper.questions} == {Style.STANDARD}
    with pytest.raises(Refused, match="too_few_questions"):
        draw(built_in(), seed=3, form=Form(200, 60, 26), chapters=("editions",))


@pytest.mark.parametrize(("right", "passed"), [(40, True), (26, True), (25, False), (0, False)])
def test_twenty_six_points_pass_and_nothing_is_taken_off(right: int, passed: bool) -> None:
    paper = draw(built_in(), seed=4)
    result = mark(paper, answered(paper, right=right), started_at=START)
    assert (result.points, result.passed) == (right, passed)
    assert sum(of for _, of in result.by_chapter.values()) == 40


def test_what_comes_late_does_not_count_and_handing_in_twice_changes_nothing() -> None:
    paper = draw(built_in(), seed=5)
    answers = answered(paper, right=40, at=deadline(paper, started_at=START))
    late = dict(list(answers.items())[:3])
    answers |= {id: Given(given.choice, given.at + timedelta(minutes=1)) for id, given in late.items()}
    result = mark(paper, answers, started_at=START)
    assert (result.points, result.late) == (37, 3)
    assert mark(paper, answers, started_at=START) == result
    assert mark(paper, {}, started_at=START).points == 0


def test_an_answer_to_another_paper_is_refused() -> None:
    paper = draw(built_in(), seed=6)
    for id, choice in (("nowhere", 0), (paper.questions[0].id, 9)):
        with pytest.raises(Refused, match="foreign_answer"):
            mark(paper, {id: Given(choice, START)}, started_at=START)


def test_the_share_of_the_syllabus_is_told() -> None:
    assert 0 < share_covered() < 1


def sat(paper: Paper, ability: float, rng: random.Random) -> Result:
    """A learner who knows each answer with this chance and else never takes the last wrong option."""
    answers = {}
    for question in paper.questions:
        wrong = [place for place, option in enumerate(question.options) if not option.right]
        answers[question.id] = Given(question.key if rng.random() < ability else rng.choice(wrong[:-1]), START)
    return mark(paper, answers, started_at=START)


def test_dead_distractors_and_weak_questions_are_found() -> None:
    rng = random.Random(1)
    paper = draw(built_in(), seed=7, form=Form(10, 15, 7))
    found = item_statistics([sat(paper, rng.choice((.2, .9)), rng) for _ in range(200)])
    assert len(found) == 10
    for each in found:
        assert each.enough
        assert len(each.dead) == 1
        assert each.discrimination is not None
        assert each.discrimination > .3
    assert item_statistics([sat(paper, .5, rng)])[0].dead == ()


def test_beta_quantiles_are_those_of_tables() -> None:
    assert beta_quantile(.95, 2, 3) == pytest.approx(.751395, abs=1e-5)   # R: qbeta(.95, 2, 3)
    assert beta_quantile(.05, 8, 3) == pytest.approx(.493101, abs=1e-5)   # R: qbeta(.05, 8, 3)


def test_a_diagnostic_asks_about_every_chapter() -> None:
    questions = diagnostic(built_in(), seed=1)
    assert len(questions) == 20
    assert {question.chapter for question in questions} == set(CHAPTERS)
    assert len({question.id for question in questions}) == 20
    assert diagnostic(built_in(), seed=1) == questions


def test_the_guide_puts_first_what_is_worth_most() -> None:
    answers = [("aiming", False)] * 6 + [("honest", True)] * 6 + [("quality", True), ("quality", False)] * 4
    found = {each.chapter: each for each in known(answers, chapters=CHAPTERS)}
    guide = gaps(built_in(), list(found.values()))
    assert [gap.worth for gap in guide] == sorted((gap.worth for gap in guide), reverse=True)
    told = {gap.known.chapter: gap for gap in guide}
    assert told["aiming"].todo == "read"
    assert told["honest"].todo == "keep"
    assert told["why"].todo == "read"
    assert found["aiming"].low < found["aiming"].mean < found["aiming"].high < .5


def test_the_chance_of_passing_is_what_simulated_exams_say() -> None:
    rng = random.Random(2)
    abilities = {id: .5 + .03 * place for place, id in enumerate(CHAPTERS)}
    many = [(id, rng.random() < abilities[id]) for id in CHAPTERS for _ in range(4000)]   # as good as known
    chance = chance_of_passing(built_in(), known(many, chapters=CHAPTERS))
    weights = weights_of(built_in())
    passed = 0
    for _ in range(3000):
        points = sum(rng.random() < abilities[id] for id in rng.choices(list(weights), list(weights.values()), k=40))
        passed += points >= CERTIFICATE.to_pass
    assert chance.chance == pytest.approx(passed / 3000, abs=.05)
    unknown = chance_of_passing(built_in(), known([], chapters=CHAPTERS))
    assert unknown.high - unknown.low > .5


def test_honest_chances_have_the_smaller_brier_score() -> None:
    rng = random.Random(3)
    chances = [rng.random() for _ in range(500)]
    came = [rng.random() < chance for chance in chances]
    honest, bold = brier(list(zip(chances, came, strict=True))), brier([(float(chance > .5), it) for chance, it in zip(
        chances, came, strict=True)])
    assert honest is not None
    assert bold is not None
    assert honest < bold
    assert brier([]) is None


def test_a_path_does_what_is_worth_most_first_and_ends_before_the_exam() -> None:
    guide = gaps(built_in(), known([], chapters=CHAPTERS))
    path = study_path(built_in(), guide, from_on=date(2026, 9, 1), exam_on=date(2026, 10, 16), weekdays=(0, 2, 5), minutes=45)
    assert path.enough
    assert all(session.on < path.exam_on and session.on.weekday() in (0, 2, 5) for session in path.sessions)
    first = next(task for task in path.sessions[0].tasks if task.chapter)
    assert first.chapter == guide[0].known.chapter
    assert sum(task.kind == "mock" for session in path.sessions for task in session.tasks) == 2
    assert all(session.minutes <= 60.01 for session in path.sessions)
    read = sum(task.minutes for session in path.sessions for task in session.tasks if task.kind == "read")
    assert read == pytest.approx(sum(chapter.minutes for chapter in built_in().chapters), abs=len(CHAPTERS))


def test_a_path_without_room_says_by_how_much() -> None:
    guide = gaps(built_in(), known([], chapters=CHAPTERS))
    path = study_path(built_in(), guide, from_on=date(2026, 9, 1), exam_on=date(2026, 9, 5), weekdays=(2,), minutes=20)
    assert not path.enough
    assert path.short_by > 60
    for exam, days in ((date(2026, 9, 1), (0,)), (date(2026, 9, 3), ())):
        with pytest.raises(Refused):
            study_path(built_in(), guide, from_on=date(2026, 9, 1), exam_on=exam, weekdays=days, minutes=20)


def test_minutes_are_those_of_reading_and_doing() -> None:
    assert 60 <= sum(chapter.minutes for chapter in built_in().chapters) <= 400
    assert fmean(chapter.minutes for chapter in built_in().chapters) > 5
