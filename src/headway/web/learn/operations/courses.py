"""Courses of one's own: taken in from a file, written on, given to the organisation, chosen to be learnt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from django.db import transaction

from headway.learn.importing import imported
from headway.learn.reading import HEAD, of_files
from headway.refused import Refused
from headway.web.accounts.audit import facts_of, operation
from headway.web.accounts.models import Organisation, User
from headway.web.accounts.queries import demand, root
from headway.web.accounts.roles import May
from headway.web.ground.declined import Declined
from headway.web.ground.versions import locked
from headway.web.learn.models import OwnCourse, Study
from headway.web.learn.operations.study import own_study

LARGEST = 2_000_000     # signs of all files together
MOST_FILES, MOST_COURSES = 100, 50
TOLD = ("title", "released", "version")


def take_in(*, person: User, organisation: Organisation, name: str, content: bytes) -> OwnCourse:
    """A course from a file: a zip of a course's folder, a chapter in the course format, or a plain text, which gives a draft.

    Raises `Refused`: nothing_recognised, no_course, bad_course, not_text; `Declined`: not_permitted, course_too_large,
    too_many_courses.
    """
    if zipfile.is_zipfile(io.BytesIO(content)):
        return keep_course(person=person, organisation=organisation, files=_unpacked(content, name))
    if len(content) > LARGEST:
        raise Declined("course_too_large")
    try:
        text = content.decode("utf-8-sig").replace("\x00", "").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refused("not_text", file=name) from None
    return keep_course(person=person, organisation=organisation, files=_files_of(text, name))


def _files_of(text: str, name: str) -> Mapping[str, str]:
    """What a single text holds: a chapter in the course format with a head of its own, or what the importer makes of it."""
    stem = name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    id = "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in stem.lower()).strip("-") or "own"
    if text.startswith("---\n"):
        title = next((line.partition(":")[2].strip() for line in text.splitlines() if line.startswith("title:")), stem)
        return {HEAD: f"---\nid: {id}\ntitle: {title or stem}\n---\n", "01-chapter.md": text}
    return imported(text, id=id).files


def _unpacked(content: bytes, name: str) -> Mapping[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        inside = [each for each in box.infolist() if each.filename.endswith(".md")]
        head = next((each.filename for each in inside if each.filename.split("/")[-1] == HEAD), None)
        if head is None:
            raise Refused("no_course", file=name)
        where = head.removesuffix(HEAD)
        mine = [each for each in inside if each.filename.startswith(where) and "/" not in each.filename.removeprefix(where)]
        if len(mine) > MOST_FILES or sum(each.file_size for each in mine) > LARGEST:
            raise Declined("course_too_large")
        told: dict[str, str] = {}
        for each in mine:
            try:
                with box.open(each) as file:
                    told[each.filename.removeprefix(where)] = file.read(LARGEST + 1).decode("utf-8-sig").replace("\x00", "")
            except UnicodeDecodeError:
                raise Refused("not_text", file=each.filename) from None
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError):   # damaged, encrypted, or packed in another way
                raise Declined("zip_unreadable") from None
        return told


def keep_course(*, person: User, organisation: Organisation, files: Mapping[str, str]) -> OwnCourse:
    """Keep a course, for its maker alone, and open it. Raises what `take_in` does."""
    own_study(person=person, organisation=organisation)
    told = _checked(files)
    with transaction.atomic():
        if OwnCourse.objects.filter(made_by=person, unit__organisation=organisation).count() >= MOST_COURSES:
            raise Declined("too_many_courses")
        made = OwnCourse.objects.create(unit=root(organisation), made_by=person, title=told, files=dict(files))
        choose(person=person, organisation=organisation, course=made)
    return made


def _checked(files: Mapping[str, str]) -> str:
    """The title of a course that is sound. Raises `Refused`: no_course, bad_course."""
    if len(files) > MOST_FILES or sum(map(len, files.values())) > LARGEST:
        raise Declined("course_too_large")
    return of_files(files).title[:200]


def choose(*, person: User, organisation: Organisation, course: OwnCourse | None) -> Study:
    """Make a course the one that is learnt; what was done in another stays. None is the one that ships."""
    own_study(person=person, organisation=organisation)
    with transaction.atomic():
        Study.objects.filter(person=person, organisation=organisation).update(chosen=False)
        return Study.objects.update_or_create(person=person, organisation=organisation, course=course,
                                              defaults={"chosen": True})[0]


def rewrite(course: OwnCourse, *, person: User, files: Mapping[str, str], seen: int | None = None) -> OwnCourse:
    """Put other texts in the place of a course's. Raises `Refused`: no_course, bad_course; `Declined`: not_yours."""
    title = _checked(files)
    _demand_mine(course, person)
    if course.released:
        with operation("learn.rewrite_course", by=person, organisation=course.unit.organisation) as audit:
            row = locked(course, seen=seen)
            before = facts_of(row, *TOLD)
            row.title, row.files = title, dict(files)
            row.save()
            audit.line(row, before=before, after=facts_of(row, *TOLD))
        return row
    with transaction.atomic():      # as with a study, nobody else is told what its owner writes for themselves
        row = locked(course, seen=seen)
        row.title, row.files = title, dict(files)
        row.save()
    return row


def release(course: OwnCourse, *, person: User, released: bool) -> OwnCourse:
    """Give a course to the organisation, or take it back: then it is its maker's again, and closed to others."""
    demand(person, May.TEACH, unit=course.unit)
    _demand_mine(course, person)
    with operation("learn.release_course", by=person, organisation=course.unit.organisation) as audit:
        row = locked(course)
        before = facts_of(row, *TOLD)
        row.released = released
        row.save()
        audit.line(row, before=before, after=facts_of(row, *TOLD))
    return row


def remove(course: OwnCourse, *, person: User) -> None:
    """Remove a course with all that was learnt in it. One that the organisation has must be taken back first.

    Raises `Declined`: not_yours, course_is_given.
    """
    _demand_mine(course, person)
    if course.released:
        raise Declined("course_is_given")
    course.delete()


def _demand_mine(course: OwnCourse, person: User) -> None:
    if course.made_by_id != person.pk:
        raise Declined("not_yours")
