"""Cards in time: state that round-trips, what is due, leeches, and a plan whose recall peaks on the day."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime, timedelta

import pytest

from headway.learn.schedule import (
    LEECH_FROM,
    MORNING,
    MOST_DAYS,
    Answer,
    Memory,
    deadline_plan,
    due,
    forecast,
    recall,
    reviewed,
)
from headway.report.chart.recall import recall_course
from headway.report.words.learning import NO_CARDS, recall_lines

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def learnt(id: str, *, at: datetime = AT) -> Memory:
    """Past the first steps of a few minutes."""
    memory = reviewed(Memory(id), Answer.GOOD, at=at)
    return reviewed(memory, Answer.GOOD, at=at + timedelta(minutes=10))


def test_what_is_known_round_trips_through_json() -> None:
    rng = random.Random(1)
    memory, at = Memory("c"), AT
    for _ in range(30):
        memory = reviewed(memory, rng.choice(list(Answer)), at=at)
        assert Memory.from_dict(json.loads(json.dumps(memory.to_dict()))) == memory
        at += timedelta(days=rng.randrange(1, 20))
    assert memory.reviews == 30


@pytest.mark.parametrize("told", [{}, {"card": "c"}, {"card": "c", "state": {"x": 1}, "reviews": 1, "lapses": 0},
                                  {"card": "c", "state": 3, "reviews": 1, "lapses": 0}])
def test_what_is_no_memory_is_not_taken_for_one(told: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="no"):
        Memory.from_dict(told)


def test_easier_answers_wait_longer() -> None:
    waits = [reviewed(learnt("c"), answer, at=AT + timedelta(days=3)).due_at for answer in Answer]
    assert waits == sorted(waits, key=lambda moment: moment or AT)
    assert waits[0] != waits[-1]


def test_recall_falls_with_time_and_is_nothing_before_the_first_look() -> None:
    memory = learnt("c")
    recalls = [recall(memory, at=AT + timedelta(days=days)) for days in (1, 5, 30, 200)]
    assert recalls == sorted(recalls, reverse=True)
    assert recall(Memory("new"), at=AT) == 0


def test_the_likeliest_to_be_forgotten_is_asked_first_and_a_leech_never() -> None:
    weak, strong = learnt("weak"), reviewed(learnt("strong"), Answer.EASY, at=AT + timedelta(days=1))
    leech = learnt("leech")
    at = AT
    for _ in range(2 * LEECH_FROM):
        at += timedelta(days=30)
        leech = reviewed(leech, Answer.AGAIN, at=at)
        leech = reviewed(leech, Answer.GOOD, at=at + timedelta(minutes=10))
    assert leech.leech
    assert not weak.leech
    later = at + timedelta(days=400)
    assert [memory.card for memory in due([strong, weak, leech, Memory("new")], at=later)] == ["weak", "strong"]


def test_a_deadline_plan_reaches_the_wanted_recall_with_the_least_work() -> None:
    cards = [Memory(str(number)) for number in range(20)]
    plan = deadline_plan(cards, from_on=date(2026, 3, 2), exam_on=date(2026, 4, 1))
    assert plan.enough
    assert plan.expected >= .9
    assert 2 <= sum(many for _, many in plan.reviews_on) / len(cards) <= 6
    short = deadline_plan(cards, from_on=date(2026, 3, 2), exam_on=date(2026, 3, 2))
    assert not short.enough
    assert short.expected == 0


@pytest.mark.parametrize("days", [1, 3, 14, 300])
def test_a_forecast_ends_where_the_plan_does_and_falls_where_nothing_is_done(days: int) -> None:
    cards = [learnt("seen"), *(Memory(str(number)) for number in range(50))]
    start, exam = AT.date() + timedelta(days=2), AT.date() + timedelta(days=2 + days)
    plan = deadline_plan(cards, from_on=start, exam_on=exam, new_a_day=10)
    told = forecast(cards, retention=plan.retention, from_on=start, exam_on=exam, new_a_day=10)
    assert (told[0].on, told[-1].on) == (start, exam)
    assert len(told) <= MOST_DAYS + 1
    assert told[-1].kept == pytest.approx(plan.expected)
    assert told[0].kept == told[0].left_alone == pytest.approx(recall(cards[0], at=datetime.combine(start, MORNING)) / len(cards))
    alone = [each.left_alone for each in told]
    assert alone == sorted(alone, reverse=True)
    assert all(each.kept >= each.left_alone for each in told)
    assert recall_course(told).count("<svg") == 2
    assert " % with the reviews" in recall_lines(told)[1]


def test_without_cards_or_days_recall_cannot_be_told() -> None:
    assert forecast([], retention=.9, from_on=AT.date(), exam_on=date(2026, 4, 1)) == ()
    assert forecast([learnt("c")], retention=.9, from_on=AT.date(), exam_on=AT.date()) == ()
    assert forecast([Memory("c", lapses=LEECH_FROM)], retention=.9, from_on=AT.date(), exam_on=date(2026, 4, 1)) == ()
    assert recall_course(()) == ""
    assert recall_lines(()) == [NO_CARDS]


@pytest.mark.parametrize("days", [14, 30, 60])
def test_simulated_learners_recall_nine_in_ten_on_the_day(days: int) -> None:
    """They know each card with the chance that the model gives it; on the day before, what is least sure is passed over."""
    rng = random.Random(days)
    start, exam = date(2026, 3, 2), date(2026, 3, 2) + timedelta(days=days)
    recalls = []
    for learner in range(5):
        plan = deadline_plan([Memory(str(number)) for number in range(12)], from_on=start, exam_on=exam)
        for number in range(12):
            memory = followed(Memory(f"{learner}-{number}"), plan.retention, rng, start=start, exam=exam)
            recalls.append(recall(memory, at=datetime.combine(exam, MORNING)))
    assert sum(recalls) / len(recalls) >= .9


def followed(memory: Memory, retention: float, rng: random.Random, *, start: date, exam: date) -> Memory:
    for number in range((exam - start).days):
        at = datetime.combine(start + timedelta(days=number), MORNING)
        last = start + timedelta(days=number + 1) == exam
        waiting = memory.due_at is None or memory.due_at <= at
        if waiting or (last and recall(memory, at=at + timedelta(days=1)) < .9):
            knew = memory.state is None or rng.random() < recall(memory, at=at)
            memory = reviewed(memory, Answer.GOOD if knew else Answer.AGAIN, at=at, retention=retention)
            if memory.due_at is not None and memory.due_at - at < timedelta(hours=1):   # once more, the same morning
                memory = reviewed(memory, Answer.GOOD, at=at + timedelta(minutes=10), retention=retention)
    return memory
