"""A calendar feed (iCalendar) of a study path. Source: RFC 5545."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from headway.learn.course import Course
from headway.learn.path import Path, Session

LONGEST_LINE = 75    # octets, RFC 5545 3.1
NAMES = {"cards": "cards", "read": "read", "practise": "practise", "check": "check", "keep": "refresh", "mock": "mock exam"}


def calendar(course: Course, path: Path, *, made_at: datetime) -> str:
    """One all-day event a session, and one for the exam. The same path gives the same ids, so that a feed updates."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Headway//learn//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for session in path.sessions:
        lines += _event(f"{course.id} {session.on}", session.on.strftime("%Y%m%d"), _next(session), made_at,
                        f"{course.title}: {session.minutes:.0f} min", "\n".join(_tasks(course, session)))
    exam = Session(path.exam_on, ())
    lines += _event(f"{course.id} exam", exam.on.strftime("%Y%m%d"), _next(exam), made_at, f"{course.title}: exam", "")
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(name: str, start: str, end: str, made_at: datetime, summary: str, text: str) -> list[str]:
    uid = hashlib.sha256(name.encode()).hexdigest()[:20]
    lines = ["BEGIN:VEVENT", f"UID:{uid}@headway", f"DTSTAMP:{made_at.strftime('%Y%m%dT%H%M%SZ')}",
             f"DTSTART;VALUE=DATE:{start}", f"DTEND;VALUE=DATE:{end}", f"SUMMARY:{_escaped(summary)}"]
    return [*lines, *([f"DESCRIPTION:{_escaped(text)}"] if text else []), "TRANSP:TRANSPARENT", "END:VEVENT"]


def _next(session: Session) -> str:
    return (session.on + timedelta(days=1)).strftime("%Y%m%d")


def _tasks(course: Course, session: Session) -> Iterator[str]:
    for task in session.tasks:
        chapter = course.chapter(task.chapter) if task.chapter else None
        about = f": {chapter.title}" if chapter else ""
        yield f"{task.minutes:.0f} min {NAMES[task.kind]}{about}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", r"\n")


def _folded(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, the later ones begun with a space; never within a letter."""
    part, room = "", LONGEST_LINE
    for sign in line:
        size = len(sign.encode())
        if size > room:
            yield part
            part, room = " ", LONGEST_LINE - 1
        part += sign
        room -= size
    yield part
