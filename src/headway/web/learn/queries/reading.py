"""Chapters with progress, a section as it is read, key terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404
from django.utils.safestring import SafeString, mark_safe

from headway.framework import pack
from headway.learn.course import Chapter, Exercise, KeyTerm
from headway.learn.rendering import rendered
from headway.learn.wording import ExamWording, exam_wording
from headway.web.learn.models import Reflection, Study
from headway.web.learn.questions import course_of


@dataclass(frozen=True, slots=True)
class ChapterRow:
    """A chapter in the list: how much of it was read, and where reading goes on."""

    id: str
    number: int
    title: str
    minutes: int
    sections: int
    read: int
    go_on: str

    @property
    def share(self) -> int:
        return round(100 * self.read / self.sections)


@dataclass(frozen=True, slots=True)
class Stop:
    """A section in the strip above the text."""

    id: str
    title: str
    read: bool
    here: bool


@dataclass(frozen=True, slots=True)
class Thought:
    """An exercise with its suggested answer, and one's own where it was kept."""

    id: str
    task: SafeString
    suggestion: SafeString
    minutes: int
    becomes_improvement: bool
    answer: str
    held: int | None
    improvement: int | None


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section with what is practised in it, and what comes after it (None at the end of the chapter)."""

    chapter: Chapter
    id: str
    title: str
    number: int
    prose: SafeString
    minutes: int
    stops: Sequence[Stop]
    terms: Sequence[KeyTerm]
    thoughts: Sequence[Thought]
    questions: int
    scenarios: int
    read: bool
    next: str | None
    next_chapter: Chapter | None


def read_keys(study: Study | None) -> set[str]:
    return {row.section for row in study.read.all()} if study else set()


def chapters(study: Study | None) -> list[ChapterRow]:
    """All chapters, with how far one is."""
    done = read_keys(study)
    told = []
    for chapter in course_of(study).chapters:
        open_ones = [section.id for section in chapter.sections if f"{chapter.id}/{section.id}" not in done]
        told.append(ChapterRow(chapter.id, chapter.number, chapter.title, round(chapter.minutes), len(chapter.sections),
                               len(chapter.sections) - len(open_ones), (open_ones or [chapter.sections[0].id])[0]))
    return told


def section_page(study: Study | None, chapter: str | None, section: str | None) -> SectionPage:
    """A section of a chapter, the first of each where none is named; 404 where there is none such."""
    course = course_of(study)
    held = course.chapter(chapter or course.chapters[0].id)
    if held is None:
        raise Http404
    ids = [each.id for each in held.sections]
    if section and section not in ids:
        raise Http404
    place = ids.index(section) if section else 0
    found, done = held.sections[place], read_keys(study)
    stops = [Stop(each.id, each.title, f"{held.id}/{each.id}" in done, each is found) for each in held.sections]
    practised = set(found.practised)
    return SectionPage(
        held, found.id, found.title, place + 1, mark_safe(rendered(found.prose)), max(round(found.minutes), 1), stops,
        [term for term in held.terms if term.key in practised] or (list(held.terms) if place == len(ids) - 1 else []),
        _thoughts(study, [exercise for exercise in held.exercises if exercise.id in practised]),
        len(held.questions), len(held.scenarios), f"{held.id}/{found.id}" in done,
        ids[place + 1] if place + 1 < len(ids) else None,
        next((each for each in course.chapters if each.number == held.number + 1), None))


def _thoughts(study: Study | None, exercises: Sequence[Exercise]) -> list[Thought]:
    kept = {row.exercise: row for row in study.reflections.all()} if study else {}
    return [thought_of(exercise, kept.get(exercise.id)) for exercise in exercises]


def thought_of(exercise: Exercise, row: Reflection | None = None) -> Thought:
    """An exercise as a page shows it."""
    return Thought(exercise.id, mark_safe(rendered(exercise.task)), mark_safe(rendered(exercise.suggestion)),
                   round(exercise.minutes), exercise.becomes == "improvement", row.answer if row else "",
                   row.held if row else None, row.improvement_id if row else None)


@dataclass(frozen=True, slots=True)
class TermRow:
    """A key term, where it is taught, and how the learner's exam words it, where that was imported."""

    label: str
    definition: str
    chapter: str
    title: str
    wording: str
    source: str


@dataclass(frozen=True, slots=True)
class WordingRow:
    """An imported wording with the name of its term."""

    label: str
    text: str
    source: str


def wordings_of(study: Study | None) -> list[WordingRow]:
    known = pack(course_of(study).pack).terms
    rows = study.wordings.order_by("key") if study else ()
    return [WordingRow(known[row.key].label if row.key in known else row.key, row.text, row.source) for row in rows]


def wordings_held(study: Study) -> list[ExamWording]:
    """How an exam words terms: what was taken in, and what the learner's own course says."""
    rows = study.wordings.order_by("key")
    held = [ExamWording(row.key, row.text, row.source) for row in rows]
    if study.course is None:
        return held
    told, known = course_of(study), {each.key for each in held}
    own = exam_wording(told, pack=pack(told.pack), source=told.title)
    return [*held, *(each for each in own if each.key not in known)]


def terms(study: Study | None, asked: str) -> list[TermRow]:
    """Key terms in which every asked word stands, by name; each once, where it is taught first."""
    wordings = {row.key: row for row in study.wordings.all()} if study else {}
    words = asked.casefold().split()
    found: dict[str, TermRow] = {}
    for chapter in course_of(study).chapters:
        for term in chapter.terms:
            own = wordings.get(term.key)
            row = TermRow(term.label, term.definition, chapter.id, chapter.title, own.text if own else "",
                          own.source if own else "")
            text = f"{row.label} {row.definition} {row.wording}".casefold()
            if all(word in text for word in words):
                found.setdefault(term.key, row)
    return sorted(found.values(), key=lambda row: row.label.casefold())
