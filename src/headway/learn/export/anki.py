"""A deck for Anki (`.apkg`), by `genanki`: a card's guid is made from its id, so that importing again updates it."""

from __future__ import annotations

import hashlib
import html
import io
from typing import TYPE_CHECKING

from headway.learn.course import Card, Course

if TYPE_CHECKING:
    import genanki

STYLE = ".card { font-family: sans-serif; font-size: 18px; text-align: left; max-width: 36em; margin: auto; }"


def anki(course: Course, *, made_at: float) -> bytes:
    """The cards of a course, one deck a chapter beneath the course's. `made_at`: seconds since 1970, as Anki keeps them."""
    import genanki

    model = _model(course)
    decks = [genanki.Deck(_number(f"deck {course.id} {chapter.id}"), f"{course.title}::{chapter.number:02d} {chapter.title}")
             for chapter in course.chapters]
    by_chapter = {chapter.id: deck for chapter, deck in zip(course.chapters, decks, strict=True)}
    for card in course.cards:
        by_chapter[card.chapter].add_note(_note(course, card, model))
    held = io.BytesIO()
    genanki.Package(decks).write_to_file(held, timestamp=made_at)
    return held.getvalue()


def _note(course: Course, card: Card, model: genanki.Model) -> genanki.Note:
    import genanki

    return genanki.Note(model=model, fields=[_html(card.front), _html(card.back), card.id],
                        guid=genanki.guid_for(course.id, card.id), tags=[card.chapter])


def _model(course: Course) -> genanki.Model:
    import genanki

    return genanki.Model(
        _number(f"model {course.id}"), "Headway", fields=[{"name": "Front"}, {"name": "Back"}, {"name": "Id"}],
        templates=[{"name": "Recall", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}], css=STYLE)


def _html(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")


def _number(name: str) -> int:
    """The same number for the same name, within what Anki takes for an id."""
    return int(hashlib.sha256(f"headway {name}".encode()).hexdigest()[:8], 16) % (1 << 30) + (1 << 30)
