"""Plain chapters turned into a draft course: headings, bulleted cards, quizzes with a shown answer, flashcards, key terms.

The draft is for its owner to check: what a plain text does not say, such as a reason for each option, is left marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from headway.refused import Refused

MARKED = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")   # a heading of Markdown
NUMBERED = re.compile(r"^\s*(\d+|[A-D])[.)]\s+(.+)$")
TOLD_AT_ONCE = re.compile(r"^(?:\*\*|__)?(.{1,60}?)(?:\*\*|__)?\s*(?::(?:\*\*|__)?|[–—])\s+(.+)$")
BULLET = re.compile(r"^\s*[•*-]\s+(.+)$")
ANSWER = re.compile(r"^Answer:\s*(?:([A-Z0-9])[).:]?\s*)?(.*)$", re.IGNORECASE)
SHOWN = re.compile(r"^show answer$", re.IGNORECASE)
FLASHCARDS = re.compile(r"^flash ?cards?\b", re.IGNORECASE)
TERMS = re.compile(r"^(key terms|glossary)\b", re.IGNORECASE)
QUIZ = re.compile(r"^(quiz|question)\b", re.IGNORECASE)
EXERCISE = re.compile(r"^(thought )?exercise\b", re.IGNORECASE)
SUGGESTED = re.compile(r"^suggested answers?\b", re.IGNORECASE)
LONGEST_HEADING = 90
CHECK = "(to be written: why)"


@dataclass(slots=True)
class _Part:
    """A heading with the lines beneath it."""

    title: str
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft: files by name, and how many of each thing were found."""

    files: dict[str, str]
    sections: int
    cards: int
    terms: int
    questions: int
    exercises: int


def imported(text: str, *, id: str, title: str | None = None) -> Imported:
    """A draft course of one chapter from a plain text. Raises `Refused`: nothing_recognised.

    A heading is one of Markdown, or a short line without a full stop between blank lines; a quiz has numbered or lettered
    options and "Answer: …"; flashcards and key terms are pairs of lines, a word and what it means, or bullets "word: meaning".
    """
    parts = _parts(text)
    counts = dict.fromkeys(("sections", "cards", "terms", "questions", "exercises"), 0)
    body: list[str] = []
    for number, part in enumerate(parts, start=1):
        body += [*_section(part, number, counts), ""]
    if not counts["questions"] + counts["cards"] + counts["terms"] and counts["sections"] < 2:
        raise Refused("nothing_recognised", file=id)
    title = title or (parts[0].title if parts else id)
    chapter = "\n".join(["---", "id: chapter-1", f"title: {title}", "---", "", *body]).rstrip() + "\n"
    head = "\n".join(["---", f"id: {id}", f"title: {title}", "note: A draft from a plain text; check each block.", "---", ""])
    return Imported({"course.md": head, "01-chapter.md": chapter}, **counts)


def _parts(text: str) -> list[_Part]:
    lines = [line.rstrip() for line in text.replace("\u200b", "").replace("```", "'''").splitlines()]
    parts: list[_Part] = []
    for number, line in enumerate(lines):
        if marked := MARKED.match(line):
            parts.append(_Part(marked[1]))
        elif _is_heading(lines, number):
            parts.append(_Part(line.strip()))
        elif parts:
            parts[-1].lines.append(line)
    return [part for part in parts if any(line.strip() for line in part.lines)]


def _is_heading(lines: Sequence[str], number: int) -> bool:
    """A short line between blank ones that is no sentence."""
    line = lines[number].strip()
    before, after = (lines[place].strip() if 0 <= place < len(lines) else "" for place in (number - 1, number + 1))
    if not line or len(line) > LONGEST_HEADING or before or (line[-1] in ".:?!" and not QUIZ.match(line)):
        return False
    if BULLET.match(line) or NUMBERED.match(line) or SHOWN.match(line) or ANSWER.match(line):
        return False
    return not after


def _section(part: _Part, number: int, counts: dict[str, int]) -> list[str]:
    counts["sections"] += 1
    head = [f"## {part.title}", ""]
    if TERMS.match(part.title):
        return head + _pairs(part, "term", number, counts)
    if FLASHCARDS.match(part.title):
        return head + _pairs(part, "card", number, counts)
    if any(ANSWER.match(line.strip()) for line in part.lines):
        return head + _questions(part, number, counts)
    if any(SUGGESTED.match(line.strip()) for line in part.lines):
        return head + _exercise(part, number, counts)
    return head + [line if not (bullet := BULLET.match(line)) else f"- {bullet[1]}" for line in part.lines]


def _pairs(part: _Part, kind: str, number: int, counts: dict[str, int]) -> list[str]:
    """A word and, on the next line, what it means; a first paragraph that stands alone is prose."""
    made, groups = [], [group for group in _groups(part.lines) if group]
    for group in map(_each_on_two_lines, groups):
        if len(group) == 1:
            made += [group[0], ""]
        for place in range(0, len(group) - 1, 2):
            front, back = group[place], group[place + 1]
            many = counts[f"{kind}s"] = counts[f"{kind}s"] + 1
            if kind == "term":
                made += [f"```term key=own/{_slug(front)} label={_quoted(front)}", back, "```", ""]
            else:
                made += [f"```card id=card-{number}-{many}", front, "---", back, "```", ""]
    return made


def _each_on_two_lines(group: list[str]) -> list[str]:
    """Bullets that tell a word and its meaning on one line, as if on two; any other group as it is."""
    told = [TOLD_AT_ONCE.match(bullet[1]) if (bullet := BULLET.match(line)) else None for line in group]
    return [word for match in told if match for word in match.groups()] if all(told) else group


def _groups(lines: Sequence[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in (*lines, ""):
        if line.strip():
            group.append(line.strip())
        else:
            yield group
            group = []


def _questions(part: _Part, number: int, counts: dict[str, int]) -> list[str]:
    """The questions beneath one heading: the next begins at the first blank line after an answer."""
    lines = part.lines
    ends = [place for place, line in enumerate(lines) if ANSWER.match(line.strip())]
    starts = [0, *(next((place for place in range(end, len(lines)) if not lines[place]), end + 1) for end in ends[:-1])]
    made: list[str] = []
    for many, (start, stop) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        id = f"question-{number}" if len(starts) == 1 else f"question-{number}-{many + 1}"
        made += _question(lines[start:stop], counts, id=id, title=part.title)
    return made


def _question(written: Sequence[str], counts: dict[str, int], *, id: str, title: str) -> list[str]:
    lines = [line.strip() for line in written if line.strip() and not SHOWN.match(line.strip())]
    numbered = [(place, match[1], match[2]) for place, line in enumerate(lines) if (match := NUMBERED.match(line))]
    lettered = [option for option in numbered if option[1].isalpha()]   # beside them a number is the question's own
    options = lettered or numbered
    place, found = next((place, match) for place, line in enumerate(lines) if (match := ANSWER.match(line)))
    right = _right([text for _, _, text in options], found)
    if not options or right is None:
        return [*written]
    counts["questions"] += 1
    first = options[0][0]
    stem = lines[first - 1] if first else title
    stem = match[2] if lettered and (match := NUMBERED.match(stem)) else stem
    told = " ".join(lines[place + 1:]) or CHECK
    made = [f"```question id={id}", stem]
    for each, (_, _, text) in enumerate(options):
        made += [f"- [{'x' if each == right else ' '}] {text}", f"  {told if each == right else CHECK}"]
    return [*lines[:max(first - 1, 0)], "", *made, "```"]


def _right(options: Sequence[str], found: re.Match[str]) -> int | None:
    """The option that the shown answer names, by its words or by its letter or number."""
    for place, text in enumerate(options):
        if found[2].strip().casefold().startswith(text.strip().casefold()[:60]):
            return place
    sign = (found[1] or "").upper()
    place = int(sign) - 1 if sign.isdigit() else ord(sign) - ord("A") if sign else -1
    return place if 0 <= place < len(options) else None


def _exercise(part: _Part, number: int, counts: dict[str, int]) -> list[str]:
    counts["exercises"] += 1
    at = next(place for place, line in enumerate(part.lines) if SUGGESTED.match(line.strip()))
    task, suggestion = ("\n".join(lines).strip() for lines in (part.lines[:at], part.lines[at + 1:]))
    return [f"```exercise id=exercise-{number}", task or part.title, "---", suggestion or CHECK, "```"]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "term"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "").replace('"', "'") + '"'
