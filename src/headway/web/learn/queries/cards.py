"""Cards: which there are, which is next, and which keep being forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from headway.learn.course import Card, Course
from headway.learn.schedule import WANTED, Answer, Memory, due, new_cards_a_day, reviewed
from headway.web.learn.models import CardMemory, Study
from headway.web.learn.questions import course_of

NEW_A_DAY = 20                       # Anki's default
AHEAD = timedelta(minutes=20)        # a learning step that is due so soon is asked in the same session, as Anki does


@dataclass(frozen=True, slots=True)
class Face:
    """The card to be recalled, and when it would come again after each answer."""

    card: str
    front: str
    back: str
    chapter: str
    new: bool
    again: Mapping[Answer, timedelta]


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many cards wait today, and when the next one comes where none does."""

    due: int
    new: int
    leeches: int
    next_at: datetime | None

    @property
    def many(self) -> int:
        return self.due + self.new


def deck(study: Study | None) -> dict[str, Card]:
    """All cards of a study by id: the course's, those reworded in their own words, and the learner's."""
    cards = {card.id: card for card in course_of(study).cards}
    for own in study.own_cards.order_by("pk") if study else ():
        chapter = cards.pop(own.instead_of).chapter if own.instead_of in cards else ""
        cards[own.card] = Card(own.card, chapter, own.front, own.back)
    return cards


def memories(study: Study | None) -> dict[str, Memory]:
    """What is known of the cards that were seen."""
    rows = study.memories.all() if study else ()
    return {row.card: _memory(row) for row in rows}


def all_memories(study: Study | None) -> list[Memory]:
    """What is known of each card of the deck; of one that was never seen, nothing."""
    known = memories(study)
    return [known.get(card, Memory(card)) for card in deck(study)]


def memory_of(study: Study, card: str) -> Memory:
    row = study.memories.filter(card=card).first()
    return _memory(row) if row else Memory(card)


def _memory(row: CardMemory) -> Memory:
    """The due date stands beside the state, so that a card can be asked earlier than the schedule says."""
    return Memory(row.card, {**row.state, "due": row.due_at.isoformat()}, row.reviews, row.lapses)


@dataclass(frozen=True, slots=True)
class Hand:
    """All that a page about cards looks at, read once: what is known of the deck's cards, and the new ones of today."""

    course: Course
    cards: Mapping[str, Card]
    known: Sequence[Memory]
    new: Sequence[str]
    retention: float
    now: datetime


def hand_of(study: Study | None) -> Hand:
    cards, known = deck(study), memories(study)
    return Hand(course_of(study), cards, [memory for memory in known.values() if memory.card in cards], _new(study, cards, known),
                study.retention if study else WANTED, timezone.now())


def _new(study: Study | None, cards: Mapping[str, Card], known: Mapping[str, Memory]) -> list[str]:
    """Cards not seen yet, those of chapters that were read first, as many as today still has room for."""
    today = next((day for day in study.days.all() if day.on == timezone.localdate()), None) if study else None
    read = {row.section.split("/")[0] for row in study.read.all()} if study else set()
    unseen = [card for card in cards.values() if card.id not in known]
    begun = today.new_cards if today else 0
    room = max(_new_a_day(study, len(unseen) + begun) - begun, 0)
    unseen.sort(key=lambda card: not (card.id.startswith("own-") or card.chapter in read))
    return [card.id for card in unseen[:room]]


def _new_a_day(study: Study | None, new: int) -> int:
    """More than usual where the exam would come before all cards were begun."""
    days = (study.exam_on - timezone.localdate()).days if study and study.exam_on else 0
    return new_cards_a_day(new, days=days, usual=NEW_A_DAY) if days > 0 else NEW_A_DAY


def waiting(hand: Hand) -> Waiting:
    coming = sorted(memory.due_at for memory in hand.known
                    if memory.due_at and memory.due_at > hand.now and not memory.leech)
    return Waiting(len(due(hand.known, at=hand.now)), len(hand.new), sum(memory.leech for memory in hand.known),
                   coming[0] if coming else None)


def next_face(hand: Hand) -> Face | None:
    """What is due, the likeliest forgotten first; then new ones; then what was seen minutes ago."""
    ids = [memory.card for memory in due(hand.known, at=hand.now)] or hand.new or [
        memory.card for memory in due(hand.known, at=hand.now + AHEAD)]
    return _face(hand, ids[0]) if ids else None


def _face(hand: Hand, id: str) -> Face:
    card = hand.cards[id]
    memory = next((memory for memory in hand.known if memory.card == id), None)
    chapter = hand.course.chapter(card.chapter)
    after = {answer: reviewed(memory or Memory(id), answer, at=hand.now, retention=hand.retention).due_at for answer in Answer}
    return Face(id, card.front, card.back, chapter.title if chapter else "", memory is None,
                {answer: at - hand.now for answer, at in after.items() if at is not None})


def leeches(study: Study | None) -> list[tuple[Card, int]]:
    """Cards that are no longer asked because they keep being forgotten, and how often they were."""
    cards = deck(study)
    return [(cards[memory.card], memory.lapses) for memory in memories(study).values() if memory.leech and memory.card in cards]
