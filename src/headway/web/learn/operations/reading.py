"""Reading, thinking, and making an improvement of what was thought."""

from __future__ import annotations

from django.db import transaction
from django.http import Http404

from headway.framework import pack
from headway.learn.course import Exercise, Section
from headway.learn.reading import built_in
from headway.web.accounts.models import User
from headway.web.learn.models import Held, Reflection, SectionRead, Study
from headway.web.learn.operations.study import count_work
from headway.web.learn.questions import course_of
from headway.web.register.models import Improvement
from headway.web.register.operations import file_idea
from headway.web.vision.models import Entity

LONGEST_TITLE = 120


def read_section(study: Study, *, chapter: str, section: str) -> None:
    """Tick a section off."""
    found = section_of(study, chapter, section)
    with transaction.atomic():
        _, new = SectionRead.objects.get_or_create(study=study, section=f"{chapter}/{section}")
        if new:
            count_work(study, found.minutes)


def section_of(study: Study | None, chapter: str, section: str) -> Section:
    held = course_of(study).chapter(chapter)
    found = next((each for each in held.sections if each.id == section), None) if held else None
    if found is None:
        raise Http404
    return found


def exercise_of(study: Study | None, id: str) -> Exercise:
    courses = (course_of(study), built_in())   # the sketch of the shipped course is offered beside any other
    found = next((each for told in courses for chapter in told.chapters for each in chapter.exercises if each.id == id), None)
    if found is None:
        raise Http404
    return found


def place_of(study: Study | None, exercise: str) -> tuple[str, str]:
    """The chapter and section in which an exercise stands; 404 where there is none such."""
    held = exercise_of(study, exercise)
    chapter = course_of(study).chapter(held.chapter)
    section = next((each.id for each in chapter.sections if exercise in each.practised), None) if chapter else None
    if section is None:
        raise Http404
    return held.chapter, section


def keep_reflection(study: Study, *, exercise: str, answer: str, held: Held | None) -> Reflection:
    """Keep one's own answer, and how it held against the suggested one."""
    minutes = exercise_of(study, exercise).minutes
    with transaction.atomic():
        row, new = Reflection.objects.select_for_update().get_or_create(study=study, exercise=exercise)
        row.answer, row.held = answer, held
        row.save()
        if new:
            count_work(study, minutes)
    return row


def file_sketch(study: Study, *, person: User, exercise: str, entity: Entity, title: str, steps: dict[str, str]) -> Improvement:
    """Make an improvement of a sketch of the seven steps: it enters the backlog as an idea, as anybody's does."""
    exercise_of(study, exercise)
    idea = "\n\n".join(f"{term.label} {steps[term.id].strip()}" for term in pack().steps if steps.get(term.id, "").strip())
    with transaction.atomic():
        made = file_idea(person=person, entity=entity, title=title[:LONGEST_TITLE], idea=idea)
        row, _ = Reflection.objects.select_for_update().get_or_create(study=study, exercise=exercise)
        row.answer, row.improvement = idea[:4000], made
        row.save()
    return made
