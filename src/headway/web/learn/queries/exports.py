"""What a learner takes along: cards and questions for other programs, their own record, the calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from headway.learn.course import Card, Course
from headway.learn.export.anki import anki
from headway.learn.export.calendar import calendar
from headway.learn.export.moodle import gift, moodle_xml
from headway.learn.export.qti import qti_1_2, qti_3
from headway.learn.export.xapi import statements
from headway.learn.path import Path
from headway.web.learn.models import Sitting, Study
from headway.web.learn.queries.cards import deck
from headway.web.learn.queries.knowing import path_of
from headway.web.learn.queries.sittings import result_of
from headway.web.learn.questions import course_of


@dataclass(frozen=True, slots=True)
class Form:
    """A file that another program reads."""

    name: str
    kind: str
    ending: str
    says: str | Promise
    make: Callable[[Course], bytes]


FORMS: Mapping[str, Form] = {form.name: form for form in (
    Form("anki", "application/octet-stream", ".apkg", _("Cards for Anki; taken in again, they update and don't double."),
         lambda told: anki(told, made_at=timezone.now().timestamp())),
    Form("moodle", "application/xml", ".xml", _("Questions for Moodle, a category for each chapter."),
         lambda told: moodle_xml(told, told.questions)),
    Form("gift", "text/plain; charset=utf-8", ".gift.txt", _("Questions as GIFT, a text that people can edit."),
         lambda told: gift(told, told.questions).encode()),
    Form("qti", "application/zip", ".qti12.zip", _("Questions as QTI 1.2, as Canvas takes them."),
         lambda told: qti_1_2(told, told.questions)),
    Form("qti3", "application/zip", ".qti3.zip", _("Questions as QTI 3."), lambda told: qti_3(told, told.questions)),
)}


@dataclass(frozen=True, slots=True)
class File:
    name: str
    kind: str
    content: bytes


def file_of(study: Study | None, name: str) -> File:
    """The course in another form; cards are those of the study, with the learner's own among them."""
    if name not in FORMS:
        raise Http404
    form, told = FORMS[name], course_of(study)
    if name == "anki":
        told = with_own_cards(told, study)
    return File(f"{told.id}{form.ending}", form.kind, form.make(told))


def with_own_cards(told: Course, study: Study | None) -> Course:
    """Own cards stand in the chapter of the card that they reword, else in the first."""
    own: dict[str, list[Card]] = {}
    for card in deck(study).values():
        if card.id.startswith("own-"):
            chapter = card.chapter or told.chapters[0].id
            own.setdefault(chapter, []).append(replace(card, chapter=chapter))
    replaced = {row.instead_of for row in study.own_cards.all()} if study else set()
    return replace(told, chapters=tuple(
        replace(chapter, cards=(*(card for card in chapter.cards if card.id not in replaced), *own.get(chapter.id, ())),
                terms=tuple(term for term in chapter.terms if term.key not in replaced)) for chapter in told.chapters))


def record_of(sitting: Sitting) -> list[dict[str, Any]]:
    """xAPI statements of a sitting that was handed in; the learner is an account of this Headway, by number."""
    if sitting.handed_in_at is None:
        raise Http404
    return statements(course_of(sitting.study), result_of(sitting), learner=f"person-{sitting.study.person_id}",
                      home=settings.ADDRESS, attempt=f"sitting-{sitting.pk}", at=sitting.handed_in_at)


def calendar_of(word: str) -> str:
    """The study path as a calendar; the word in the address is the permission. Raises `Http404`."""
    study = Study.objects.filter(calendar_word=word).first() if word else None
    if study is None or not study.person.is_active:
        raise Http404
    if study.exam_on is None:
        raise Http404
    path = path_of(study) or Path(study.exam_on, (), 0.0)   # after the exam its day alone is left
    return calendar(course_of(study), path, made_at=timezone.now().astimezone(UTC))
