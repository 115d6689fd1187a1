"""Flashcards in time: what is due, what is likely still known, and a plan whose recall peaks on the day of an exam."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fsrs import Card, Scheduler

LEECH_FROM = 8                                   # lapses, as Anki has it
WANTED = .9                                      # recall, where no exam is near
RETENTIONS = (.80, .85, .90, .93, .95, .97)      # among which a plan chooses, the least work first
MINUTES_A_REVIEW = .25
MORNING = time(9, tzinfo=UTC)
MOST_DAYS = 40          # of a forecast: more are no finer to the eye


class Answer(StrEnum):
    """How it went, by one key each."""

    AGAIN = "again"
    HARD = "hard"
    GOOD = "good"
    EASY = "easy"


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known of a learner and a card: the scheduler's state (None before the first answer), answers and lapses.

    >>> first = reviewed(Memory("concept/utility"), Answer.GOOD, at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    >>> Memory.from_dict(first.to_dict()) == first
    True
    """

    card: str
    state: Mapping[str, object] | None = None
    reviews: int = 0
    lapses: int = 0

    @property
    def leech(self) -> bool:
        """A card that keeps being forgotten: it should be split or reworded instead of asked again."""
        return self.lapses >= LEECH_FROM

    @property
    def due_at(self) -> datetime | None:
        """When it should be asked next; None where it never was."""
        return None if self.state is None else datetime.fromisoformat(str(self.state["due"]))

    def to_dict(self) -> dict[str, object]:
        return {"card": self.card, "state": None if self.state is None else dict(self.state), "reviews": self.reviews,
                "lapses": self.lapses}

    @classmethod
    def from_dict(cls, told: Mapping[str, object]) -> Memory:
        """The memory that `to_dict` wrote. Raises `ValueError` where it is none."""
        state, reviews, lapses = told.get("state"), told.get("reviews"), told.get("lapses")
        if not isinstance(told.get("card"), str) or not isinstance(reviews, int) or not isinstance(lapses, int):
            raise ValueError("no memory of a card")
        if state is not None:
            if not isinstance(state, Mapping):
                raise ValueError("no state of a card")
            _card(state)
        return cls(str(told["card"]), dict(state) if state else None, reviews, lapses)


def reviewed(memory: Memory, answer: Answer, *, at: datetime, retention: float = WANTED) -> Memory:
    """The memory after an answer. Intervals are those of FSRS-6 with default parameters, without chance (`fsrs`)."""
    from fsrs import Card, Rating, State

    rating = {Answer.AGAIN: Rating.Again, Answer.HARD: Rating.Hard, Answer.GOOD: Rating.Good, Answer.EASY: Rating.Easy}[answer]
    card = Card(card_id=1, due=at) if memory.state is None else _card(memory.state)
    lapsed = answer is Answer.AGAIN and card.state == State.Review
    after, _ = _scheduler(retention).review_card(card, rating, at)
    return replace(memory, state=dict(after.to_dict()), reviews=memory.reviews + 1, lapses=memory.lapses + lapsed)


def recall(memory: Memory, *, at: datetime) -> float:
    """How likely the card is still known, from 0 (never seen) to 1."""
    if memory.state is None:
        return 0.0
    return float(_scheduler(WANTED).get_card_retrievability(_card(memory.state), at))


def due(memories: Sequence[Memory], *, at: datetime) -> tuple[Memory, ...]:
    """Those that are due, the likeliest to be forgotten first; never those that are leeches, nor those never seen."""
    waiting = [memory for memory in memories if memory.due_at is not None and memory.due_at <= at and not memory.leech]
    return tuple(sorted(waiting, key=lambda memory: recall(memory, at=at)))


@dataclass(frozen=True, slots=True)
class Plan:
    """Cards up to an exam: the retention to schedule by, reviews on each day, and the recall to be expected on the day.

    The last session before the exam goes once over what is least sure. `enough` is false where time is too short.
    """

    retention: float
    reviews_on: tuple[tuple[date, int], ...]
    expected: float
    enough: bool

    @property
    def minutes(self) -> float:
        return MINUTES_A_REVIEW * sum(many for _, many in self.reviews_on)


@dataclass(frozen=True, slots=True)
class Foretold:
    """The mean recall to be expected on a morning: if the plan is kept, and if no card is looked at any more."""

    on: date
    kept: float
    left_alone: float


def deadline_plan(memories: Sequence[Memory], *, from_on: date, exam_on: date, wanted: float = .9,
                  new_a_day: int | None = None) -> Plan:
    """The least work with which the mean recall on the day of the exam reaches `wanted`, if every answer is Good.

    Cards never seen are begun on the first day, or `new_a_day` of them a day where there is time for that. The search is
    over the retention that cards are scheduled by; a final pass the day before takes those that would fall below `wanted`.
    Real learners lapse: the schedule takes that up by itself, with more reviews than are foreseen here. Leeches are left
    out: they are not asked.
    """
    begun = _begun(memories, from_on=from_on, exam_on=exam_on, new_a_day=new_a_day)
    plans = [_plan(begun, retention, from_on=from_on, exam_on=exam_on, wanted=wanted) for retention in RETENTIONS]
    enough = [plan for plan in plans if plan.enough]
    return min(enough, key=lambda plan: plan.minutes) if enough else max(plans, key=lambda plan: plan.expected)


def forecast(memories: Sequence[Memory], *, retention: float, from_on: date, exam_on: date, wanted: float = .9,
             new_a_day: int | None = None) -> tuple[Foretold, ...]:
    """The mean recall up to the morning of the exam, at most `MOST_DAYS` mornings, the first and the last among them.

    Empty where there is no card or no day ahead; leeches are left out. Source of the curve between two reviews: FSRS-6, as
    `recall`.

    >>> told = forecast([Memory("a"), Memory("b")], retention=.9, from_on=date(2026, 3, 2), exam_on=date(2026, 3, 30))
    >>> told[0].kept, told[-1].kept > .9, told[-1].left_alone
    (0.0, True, 0.0)
    """
    days = (exam_on - from_on).days
    begun = _begun(memories, from_on=from_on, exam_on=exam_on, new_a_day=new_a_day)
    if not begun or days < 1:
        return ()
    paths = [(memory, _path(memory, starts_on, retention, exam_on=exam_on, wanted=wanted)) for memory, starts_on in begun]
    told = []
    for number in sorted({*range(0, days, -(-days // MOST_DAYS)), days}):
        at = datetime.combine(from_on + timedelta(days=number), MORNING)
        kept = sum(recall(_known_then(memory, path, at), at=at) for memory, path in paths)
        alone = sum(recall(memory, at=at) for memory, _ in paths)
        told.append(Foretold(at.date(), kept / len(paths), alone / len(paths)))
    return tuple(told)


def new_cards_a_day(new: int, *, days: int, usual: int) -> int:
    """How many cards never seen are begun a day: the usual number, or more where the exam comes before all are begun.

    >>> new_cards_a_day(123, days=30, usual=20), new_cards_a_day(123, days=4, usual=20)
    (20, 41)
    """
    return max(usual, -(-new // max(days - 1, 1)))


def _known_then(memory: Memory, path: Sequence[tuple[datetime, Memory]], at: datetime) -> Memory:
    """What is known of a card by its last review before a moment."""
    return next((after for asked_at, after in reversed(path) if asked_at < at), memory)


def _begun(memories: Sequence[Memory], *, from_on: date, exam_on: date, new_a_day: int | None) -> list[tuple[Memory, date]]:
    """Each card with the day from which it is asked: those never seen one lot after the other, all by the day before the exam."""
    asked = [memory for memory in memories if not memory.leech]
    new = sum(memory.state is None for memory in asked)
    lot = new if new_a_day is None else new_cards_a_day(new, days=(exam_on - from_on).days, usual=new_a_day)
    begun: list[tuple[Memory, date]] = []
    fresh = 0
    for memory in asked:
        begun.append((memory, from_on + timedelta(days=fresh // lot if memory.state is None else 0)))
        fresh += memory.state is None
    return begun


def _path(memory: Memory, starts_on: date, retention: float, *, exam_on: date, wanted: float) -> list[tuple[datetime, Memory]]:
    """Each review of a card up to the exam, with what is known of it afterwards; the final pass among them where it is due."""
    asked = list(_all_good(memory, retention, from_on=starts_on, until=exam_on - timedelta(days=1)))
    last = asked[-1][1] if asked else memory
    if starts_on < exam_on and recall(last, at=datetime.combine(exam_on, MORNING)) < wanted:
        day_before = datetime.combine(exam_on - timedelta(days=1), MORNING)
        asked.append((day_before, reviewed(last, Answer.GOOD, at=day_before, retention=retention)))
    return asked


def _plan(begun: Sequence[tuple[Memory, date]], retention: float, *, from_on: date, exam_on: date, wanted: float) -> Plan:
    reviews: dict[date, int] = {}
    exam_at = datetime.combine(exam_on, MORNING)
    recalls = []
    for memory, starts_on in begun:
        path = _path(memory, starts_on, retention, exam_on=exam_on, wanted=wanted) if from_on < exam_on else []
        for at, _ in path:
            reviews[at.date()] = reviews.get(at.date(), 0) + 1
        recalls.append(recall(path[-1][1] if path else memory, at=exam_at))
    expected = sum(recalls) / len(recalls) if recalls else 0.0
    return Plan(retention, tuple(sorted(reviews.items())), expected, expected >= wanted)


def _all_good(memory: Memory, retention: float, *, from_on: date, until: date) -> Iterator[tuple[datetime, Memory]]:
    """Each review of a card that is known whenever it is asked, up to the day `until` and without that day."""
    day = from_on
    while day < until:
        at = datetime.combine(day, MORNING)
        if memory.due_at is None or memory.due_at <= at:
            memory = reviewed(memory, Answer.GOOD, at=at, retention=retention)
            if memory.due_at is not None and memory.due_at.date() <= day:   # a learning step of minutes: the same morning
                memory = reviewed(memory, Answer.GOOD, at=at + timedelta(minutes=10), retention=retention)
            yield at, memory
        day = max(day + timedelta(days=1), memory.due_at.date() if memory.due_at else day)


def _card(state: Mapping[str, object]) -> Card:
    from fsrs import Card

    try:
        return Card.from_dict(dict(state))   # type: ignore[arg-type]
    except (KeyError, TypeError) as error:
        raise ValueError("no state of a card") from error


@cache
def _scheduler(retention: float) -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(desired_retention=retention, enable_fuzzing=False)
