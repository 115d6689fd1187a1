"""Courses of one's own for programs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Field, Schema, Status

from headway.web.accounts.queries import organisation_of, person_of
from headway.web.learn.api.router import router, seen_study
from headway.web.learn.models import OwnCourse
from headway.web.learn.operations import courses as acts
from headway.web.learn.queries import courses as pages


class CourseOut(Schema):
    """`id` is null for the course that ships; `chosen` tells the one that is open."""

    id: int | None
    title: str
    edition: str
    chapters: int
    questions: int
    scenarios: int
    mine: bool
    released: bool
    chosen: bool


class CourseFilesIn(Schema):
    """The files of a course by name, `course.md` among them: the form that `headway learn check` reads."""

    files: dict[str, str] = Field(min_length=1, max_length=acts.MOST_FILES)


class CourseTextIn(Schema):
    """A plain text, which gives a draft, or one chapter in the course format; `name` is as of a file."""

    name: str = Field(min_length=1, max_length=120)
    text: str = Field(min_length=1, max_length=acts.LARGEST)


class RewriteIn(CourseFilesIn):
    seen: int | None = None


class CourseReleaseIn(Schema):
    released: bool


class ChooseCourseIn(Schema):
    """`course`: an id, or null for the course that ships."""

    course: int | None


class OwnCourseOut(Schema):
    id: int
    title: str
    files: dict[str, str]
    released: bool
    version: int


@router.get("/courses", response=list[CourseOut], operation_id="learn_courses")
def courses(request: HttpRequest) -> Any:
    """What can be learnt here."""
    return pages.course_rows(person_of(request), organisation_of(request), seen_study(request))


@router.post("/courses", response={201: OwnCourseOut}, operation_id="learn_keep_course")
def keep_course(request: HttpRequest, given: CourseFilesIn) -> Any:
    """Keep a course for oneself alone, and open it; `bad_course` where it is not sound."""
    return Status(201, acts.keep_course(person=person_of(request), organisation=organisation_of(request), files=given.files))


@router.post("/courses/texts", response={201: OwnCourseOut}, operation_id="learn_take_in_course")
def take_in(request: HttpRequest, given: CourseTextIn) -> Any:
    """Make a course of one text."""
    return Status(201, acts.take_in(person=person_of(request), organisation=organisation_of(request), name=given.name,
                                    content=given.text.encode("utf-8", "replace")))


@router.post("/courses/chosen", response={204: None}, operation_id="learn_choose_course")
def choose(request: HttpRequest, given: ChooseCourseIn) -> Any:
    """Open a course; what was done in another stays."""
    person = person_of(request)
    found = None if given.course is None else pages.visible_course(person, given.course)
    acts.choose(person=person, organisation=organisation_of(request), course=found)
    return Status(204, None)


@router.get("/courses/{pk}", response=OwnCourseOut, operation_id="learn_own_course")
def own_course(request: HttpRequest, pk: int) -> Any:
    """A course with its files."""
    return pages.visible_course(person_of(request), pk)


@router.put("/courses/{pk}", response=OwnCourseOut, operation_id="learn_rewrite_course")
def rewrite(request: HttpRequest, pk: int, given: RewriteIn) -> Any:
    """Put other files in the place of a course's."""
    return acts.rewrite(_found(request, pk), person=person_of(request), files=given.files, seen=given.seen)


@router.post("/courses/{pk}/release", response=OwnCourseOut, operation_id="learn_release_course")
def release(request: HttpRequest, pk: int, given: CourseReleaseIn) -> Any:
    """Give a course to the organisation, or take it back."""
    return acts.release(_found(request, pk), person=person_of(request), released=given.released)


@router.delete("/courses/{pk}", response={204: None}, operation_id="learn_remove_course")
def remove(request: HttpRequest, pk: int) -> Any:
    """Remove a course with all that was learnt in it."""
    acts.remove(_found(request, pk), person=person_of(request))
    return Status(204, None)


def _found(request: HttpRequest, pk: int) -> OwnCourse:
    return pages.visible_course(person_of(request), pk)
