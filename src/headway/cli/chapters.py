"""headway learn read: the course's chapters in a terminal, as wide as can be read."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from headway.cli.asking import tell, wrapped
from headway.cli.speaking import terminal
from headway.refused import Refused

if TYPE_CHECKING:
    from headway.learn.course import Chapter, Course

ITEM = re.compile(r"(?:[-*]|\d+\.) +")
STRONG, STRESSED = re.compile(r"\*\*(.+?)\*\*", re.DOTALL), re.compile(r"(?<!\*)\*([^*\s](?:[^*]*[^*\s])?)\*(?!\*)")


def chapter_of(course: Course, id: str) -> Chapter:
    """The chapter of this id or number. Raises `Refused("unknown_chapter")` with the ids that there are."""
    for chapter in course.chapters:
        if id in (chapter.id, str(chapter.number)):
            return chapter
    raise Refused("unknown_chapter", given=id, known=tuple(chapter.id for chapter in course.chapters))


def tell_contents(course: Course) -> None:
    """Every chapter with its id, its sections and how long it takes."""
    tell(f"{course.title}\n")
    widest = max(len(chapter.id) for chapter in course.chapters)
    for chapter in course.chapters:
        minutes = sum(section.minutes for section in chapter.sections)
        tell(wrapped(f"{chapter.number:>2}  {chapter.id:<{widest}}  {chapter.title}, {minutes:.0f} min", indent=widest + 6))
    tell(wrapped(f"\nTo read one: headway learn read {course.chapters[0].id}"))


def tell_chapter(chapter: Chapter) -> None:
    """The sections, then the exercises, then the key terms."""
    tell(_strong(f"{chapter.number}. {chapter.title}"))
    for section in chapter.sections:
        tell(f"\n{_strong(section.title)} ({max(1, round(section.minutes))} min)\n")
        tell(prose(section.prose))
    for exercise in chapter.exercises:
        tell(f"\n{_strong('Think')}\n\n{prose(exercise.task)}\n\n{_strong('One answer')}\n\n{prose(exercise.suggestion)}")
    if chapter.terms:
        tell(f"\n{_strong('Key terms')}\n")
        for term in chapter.terms:
            tell(wrapped(f"{term.label}: {term.definition}", indent=2))


def prose(text: str) -> str:
    """Markdown's paragraphs and lists as lines of a terminal, bold where it can show that."""
    blocks = []
    for block in re.split(r"\n\s*\n", text.strip()):
        items: list[str] = []
        for line in block.splitlines():
            if items and not ITEM.match(line.lstrip()):
                items[-1] += f" {line.strip()}"
            else:
                items.append(line.strip())
        blocks.append("\n".join(_filled(item) for item in items))
    return "\n\n".join(blocks)


def _filled(item: str) -> str:
    sign = ITEM.match(item)
    indent = " " * (len(sign.group()) if sign else 0)
    plain = STRESSED.sub(r"\1", STRONG.sub(r"\1", item))
    lines = textwrap.fill(plain, terminal().width, subsequent_indent=indent)
    if not terminal().color:
        return lines
    for words in STRONG.findall(item):   # found anew in the filled lines, where a space may have become a line's end
        lines = re.sub(r"\s+".join(map(re.escape, words.split())), lambda found: _strong(found.group()), lines, count=1)
    return lines


def _strong(text: str) -> str:
    return f"\x1b[1m{text}\x1b[0m" if terminal().color else text
