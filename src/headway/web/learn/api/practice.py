"""Cards and drills for programs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.learn.schedule import Answer
from headway.web.accounts.queries import person_of
from headway.web.learn.api.router import begun_study, router, seen_study
from headway.web.learn.api.study import FiledOut
from headway.web.learn.models import Drill
from headway.web.learn.operations import cards as card_acts
from headway.web.learn.operations import drills as drill_acts
from headway.web.learn.queries import cards as card_pages
from headway.web.learn.queries import drills as drill_pages
from headway.web.learn.queries.study import own


class FaceOut(Schema):
    card: str
    front: str
    back: str
    new: bool


class CardsOut(Schema):
    """`card` is what is next, or null; `due`, `new` and `leeches` are numbers of cards."""

    due: int
    new: int
    leeches: int
    next_at: datetime | None
    card: FaceOut | None


class RecallIn(Schema):
    card: str
    answer: Literal["again", "hard", "good", "easy"]


class RecallOut(Schema):
    card: str
    due_at: datetime
    reviews: int
    lapses: int


class FlashcardIn(Schema):
    front: str = Field(min_length=1, max_length=400)
    back: str = Field(min_length=1, max_length=1000)


class RewordIn(FlashcardIn):
    card: str


class AgainIn(Schema):
    card: str


class FlashcardOut(FlashcardIn):
    card: str


class DrillIn(Schema):
    scenarios: int = Field(6, ge=1, le=30)
    chapter: str | None = None


class DrillChoiceOut(Schema):
    id: str
    label: str


class ToldOut(DrillChoiceOut):
    reason: str
    is_key: bool
    picked: bool


class DrillQuestionOut(Schema):
    """The first open question of a drill; `scenario` and `asked` name it in an answer."""

    scenario: str
    asked: str
    text: str
    choices: list[DrillChoiceOut]


class DrillOut(Schema):
    id: int
    scenarios: list[str]
    ended_at: datetime | None
    open: DrillQuestionOut | None


class DrillAnswerIn(Schema):
    scenario: str
    asked: str
    label: str


class DrillAnswerOut(Schema):
    right: bool
    choices: list[ToldOut]
    cues: list[str]


class DisagreeIn(Schema):
    scenario: str
    asked: str
    why: str = Field(min_length=1, max_length=400)


@router.get("/cards", response=CardsOut, operation_id="learn_cards")
def cards(request: HttpRequest) -> Any:
    """What waits today, and the card that is next."""
    hand = card_pages.hand_of(seen_study(request))
    waiting = card_pages.waiting(hand)
    return {"due": waiting.due, "new": waiting.new, "leeches": waiting.leeches, "next_at": waiting.next_at,
            "card": card_pages.next_face(hand)}


@router.post("/cards/recalls", response={201: RecallOut}, operation_id="learn_recall")
def recall(request: HttpRequest, given: RecallIn) -> Any:
    """Say how it went: again, hard, good or easy."""
    return Status(201, card_acts.recall(begun_study(request), card=given.card, answer=Answer(given.answer)))


@router.post("/cards", response={201: FlashcardOut}, operation_id="learn_make_card")
def make_card(request: HttpRequest, given: FlashcardIn) -> Any:
    """Make a card of one's own."""
    return Status(201, card_acts.make_card(begun_study(request), front=given.front, back=given.back))


@router.post("/cards/rewordings", response={201: FlashcardOut}, operation_id="learn_reword_card")
def reword(request: HttpRequest, given: RewordIn) -> Any:
    """Word a card anew; it is learned from its beginning."""
    return Status(201, card_acts.reword(begun_study(request), card=given.card, front=given.front, back=given.back))


@router.post("/cards/again", response={204: None}, operation_id="learn_ask_again")
def ask_again(request: HttpRequest, given: AgainIn) -> Any:
    """Ask a card again that was forgotten too often."""
    card_acts.ask_again(begun_study(request), card=given.card)
    return Status(204, None)


@router.post("/drills", response={201: DrillOut}, operation_id="learn_begin_drill")
def begin_drill(request: HttpRequest, given: DrillIn) -> Any:
    """Draw scenarios, those not seen lately first."""
    return Status(201, _drill(drill_acts.begin_drill(begun_study(request), many=given.scenarios, chapter=given.chapter)))


@router.get("/drills/{pk}", response=DrillOut, operation_id="learn_drill")
def drill(request: HttpRequest, pk: int) -> Any:
    """A drill with its first open question."""
    return _drill(own(person_of(request), Drill, pk))


@router.post("/drills/{pk}/answers", response={201: DrillAnswerOut}, operation_id="learn_answer_drill")
def answer_drill(request: HttpRequest, pk: int, given: DrillAnswerIn) -> Any:
    """Answer a question; the first answer counts, and the reasons come with it."""
    found = own(person_of(request), Drill, pk)
    row = drill_acts.answer_drill(found, scenario=given.scenario, asked=given.asked, label=given.label)
    page = drill_pages.drill_page(found, given.scenario, given.asked)
    return Status(201, {"right": row.was_right, "choices": page.choices, "cues": list(page.cues)})


@router.post("/drills/{pk}/disagreements", response={201: FiledOut}, operation_id="learn_disagree")
def disagree(request: HttpRequest, pk: int, given: DisagreeIn) -> Any:
    """Say why one's own answer is the better one; whoever teaches reads it without a name."""
    found = own(person_of(request), Drill, pk)
    return Status(201, drill_acts.disagree(found, scenario=given.scenario, asked=given.asked, why=given.why))


def _drill(found: Drill) -> dict[str, Any]:
    following = drill_pages.first_open(found)
    page = drill_pages.drill_page(found, *following) if following else None
    return {"id": found.pk, "scenarios": found.scenarios, "ended_at": found.ended_at, "open": page and {
        "scenario": page.scenario.id, "asked": page.asked, "text": page.scenario.text, "choices": page.choices}}
