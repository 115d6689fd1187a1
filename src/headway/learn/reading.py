"""Courses read from text: a folder with `course.md` and one Markdown file a chapter, checked with line numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from markdown_it import MarkdownIt

from headway.framework import SHIPPED as PACKS
from headway.framework import Pack, load_pack, pack
from headway.learn.blocks import Practised, Problem, Wrong, block_of, practised
from headway.learn.course import (
    CARD_MINUTES,
    QUESTION_MINUTES,
    SCENARIO_MINUTES,
    WORDS_A_MINUTE,
    Card,
    Chapter,
    Course,
    Exercise,
    KeyTerm,
    Question,
    Scenario,
    Section,
)
from headway.refused import Refused

HEAD = "course.md"
COURSE_KEYS = frozenset({"id", "title", "edition", "pack", "note"})
CHAPTER_KEYS = frozenset({"id", "title", "terms"})
LARGEST_BYTES = 2_000_000
BUILT_IN = "model"


@dataclass(slots=True)
class _Draft:
    """A chapter while it is read."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    ids: list[tuple[str, int]] = field(default_factory=list)   # each id that was given, and its line

    def wrong(self, code: str, line: int, **facts: str | int) -> None:
        self.problems.append(Problem(code, self.file, line, facts))


@cache
def built_in() -> Course:
    """The course that ships with Headway.

    >>> built_in().chapters[0].title
    'Why continual improvement'
    """
    return load(files("headway.learn") / "courses" / BUILT_IN)


def load(folder: Path | Traversable) -> Course:
    """The course in a folder. Raises `Refused`: no_course, bad_course (the first problem; `check` gives all)."""
    return _sound(_read(_files(folder), folder))


def of_files(files: Mapping[str, str]) -> Course:
    """The course in texts by file name, in the vocabulary that ships. Raises `Refused`: no_course, bad_course.

    >>> of_files({"course.md": "---\\nid: own\\ntitle: Own\\n---\\n",
    ...           "1.md": "---\\nid: one\\ntitle: One\\n---\\n## Why\\n\\nBecause.\\n"}).chapters[0].title
    'One'
    """
    return _sound(_read(_encoded(files), None))


def check(folder: Path | Traversable) -> tuple[Problem, ...]:
    """All that is wrong with a course, in the order of its files and lines. Raises `Refused`: no_course."""
    return _read(_files(folder), folder)[1]


def check_files(files: Mapping[str, str]) -> tuple[Problem, ...]:
    """The same of texts by file name. Raises `Refused`: no_course."""
    return _read(_encoded(files), None)[1]


def _sound(read: tuple[Course, tuple[Problem, ...]]) -> Course:
    course, problems = read
    if problems:
        first = problems[0]
        raise Refused("bad_course", file=first.file, row=first.line, problem=first.code, problems=len(problems))
    return course


def _files(folder: Path | Traversable) -> Mapping[str, bytes]:
    if not folder.is_dir() or not (folder / HEAD).is_file():
        raise Refused("no_course", file=str(folder))
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name.endswith(".md")}


def _encoded(files: Mapping[str, str]) -> Mapping[str, bytes]:
    if HEAD not in files:
        raise Refused("no_course", file=HEAD)
    return {name: text.encode("utf-8", "replace") for name, text in files.items() if name.endswith(".md")}


def _read(files: Mapping[str, bytes], folder: Path | Traversable | None) -> tuple[Course, tuple[Problem, ...]]:
    """The course and its problems; `folder` is where a vocabulary of its own may stand."""
    draft = _Draft(HEAD)
    head, _, _ = _front_matter(_text(files[HEAD], draft), draft, known=COURSE_KEYS, needed=("id", "title"))
    words = _pack(folder, head.get("pack", PACKS[0]), draft)
    problems = draft.problems
    chapters: list[Chapter] = []
    drafts: list[_Draft] = []
    for name in sorted(files.keys() - {HEAD}):
        told = _Draft(name)
        drafts.append(told)
        chapters.append(_chapter(_text(files[name], told), told, number=len(chapters) + 1, pack=words))
        problems += told.problems
    if not chapters:
        problems.append(Problem("no_chapter", HEAD, 1))
    problems += _twice(drafts)
    course = Course(head.get("id", ""), head.get("title", ""), head.get("edition", words.edition), words.id,
                    head.get("note", ""), tuple(chapters))
    return course, tuple(problems)


def _text(data: bytes, draft: _Draft) -> str:
    if len(data) > LARGEST_BYTES:
        draft.wrong("file_too_large", 1, most=LARGEST_BYTES)
        return ""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        draft.wrong("not_utf8", data[:error.start].count(b"\n") + 1)
        return ""


def _pack(folder: Path | Traversable | None, name: str, draft: _Draft) -> Pack:
    if name in PACKS:
        return pack(name)
    if isinstance(folder, Path) and (folder / name).exists():
        return load_pack(folder / name)
    draft.wrong("pack_unknown", 1, pack=name)
    return pack()


def _front_matter(text: str, draft: _Draft, *, known: frozenset[str], needed: tuple[str, ...]) -> tuple[
        Mapping[str, str], str, int]:
    """The keys between the first two lines `---`, the text after them, and the number of its first line less one."""
    lines = text.splitlines()
    end = next((number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"), 0)
    if not lines or lines[0].rstrip() != "---" or not end:
        draft.wrong("front_matter_missing", 1)
        return {}, text, 0
    found: dict[str, str] = {}
    for number, line in enumerate(lines[1:end], start=2):
        name, colon, value = line.partition(":")
        if line.strip() and (not colon or name.strip() not in known):
            draft.wrong("front_matter_unknown", number, given=line.strip())
        elif line.strip():
            found[name.strip()] = value.strip()
    for name in needed:
        if not found.get(name):
            draft.wrong("front_matter_lacks", 1, key=name)
    return found, "\n".join(lines[end + 1:]) + "\n", end + 1


def _chapter(text: str, draft: _Draft, *, number: int, pack: Pack) -> Chapter:
    head, body, before = _front_matter(text, draft, known=CHAPTER_KEYS, needed=("id", "title"))
    id = head.get("id", "")
    draft.ids.append((id, 1))
    made: list[Practised] = []
    sections = []
    for title, prose, blocks in _parts(body, draft, before):
        inside = [each for fence in blocks if (each := _practised(fence, draft, before, chapter=id, pack=pack)) is not None]
        made += inside
        minutes = len(prose.split()) / WORDS_A_MINUTE + sum(map(_minutes, inside))
        sections.append(Section(_slug(title), title, prose, tuple(map(_name, inside)), minutes))
    if not sections and not draft.problems:
        draft.wrong("no_section", before + 1)
    terms = _named_terms(head.get("terms", ""), draft, chapter=id, pack=pack)
    return Chapter(
        id, number, head.get("title", ""), tuple(sections),
        (*terms, *(each for each in made if isinstance(each, KeyTerm))),
        tuple(each for each in made if isinstance(each, Card)), tuple(each for each in made if isinstance(each, Exercise)),
        tuple(each for each in made if isinstance(each, Question)),
        tuple(each for each in made if isinstance(each, Scenario)))


def _practised(fence: _Fence, draft: _Draft, before: int, *, chapter: str, pack: Pack) -> Practised | None:
    """What a fence holds; None where it is none of ours, or wrong and noted so."""
    line = before + fence.first + 1
    try:
        block = block_of(fence.info, fence.content, closed=fence.closed)
        if block is None:
            return None
        made = practised(block, chapter=chapter, pack=pack)
    except Wrong as wrong:
        draft.wrong(wrong.code, line + wrong.lines_in, **wrong.facts)
        return None
    if not isinstance(made, KeyTerm):
        draft.ids.append((made.id, line))
    return made


def _named_terms(given: str, draft: _Draft, *, chapter: str, pack: Pack) -> tuple[KeyTerm, ...]:
    found = []
    for key in filter(None, (key.strip() for key in given.split(","))):
        if (term := pack.terms.get(key)) is None:
            draft.wrong("term_unknown", 1, key=key)
        else:
            found.append(KeyTerm(key, chapter, term.label, term.definition))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Fence:
    """A fence of Markdown: its lines from `first` up to before `last`, and whether a line of its own closes it."""

    first: int
    last: int
    info: str
    content: str
    closed: bool

    @property
    def is_ours(self) -> bool:
        return self.info.strip().split(" ")[0] in _OURS


def _parts(body: str, draft: _Draft, before: int) -> Iterator[tuple[str, str, list[_Fence]]]:
    """Each section's title, its prose without our blocks, and its fences; a block before the first section is noted."""
    lines = body.splitlines()
    tokens = MarkdownIt("commonmark").parse(body)
    heads = [(token.map[0], tokens[place + 1].content) for place, token in enumerate(tokens)
             if token.type == "heading_open" and token.tag == "h2" and token.level == 0 and token.map]
    fences = [_Fence(token.map[0], token.map[1], token.info, token.content, closed=_closes(lines[token.map[1] - 1], token.markup))
              for token in tokens if token.type == "fence" and token.map]
    for fence in fences:
        if fence.is_ours and heads and fence.first < heads[0][0]:
            draft.wrong("block_before_section", before + fence.first + 1)
    for place, (start, title) in enumerate(heads):
        end = heads[place + 1][0] if place + 1 < len(heads) else len(lines)
        mine = [fence for fence in fences if start < fence.first < end]
        skipped = {number for fence in mine if fence.is_ours for number in range(fence.first, fence.last)}
        prose = "\n".join(line for number, line in enumerate(lines[start + 1:end], start=start + 1) if number not in skipped)
        yield title, prose.strip(), mine


def _closes(line: str, markup: str) -> bool:
    return line.strip().startswith(markup) and not line.strip().strip(markup[0])


_OURS = ("term", "card", "exercise", "question", "scenario")


def _name(made: Practised) -> str:
    return made.key if isinstance(made, KeyTerm) else made.id


def _minutes(made: Practised) -> float:
    if isinstance(made, Exercise):
        return made.minutes
    return {Question: QUESTION_MINUTES, Scenario: SCENARIO_MINUTES, Card: CARD_MINUTES, KeyTerm: CARD_MINUTES}[type(made)]


def _slug(title: str) -> str:
    return "-".join("".join(sign if sign.isalnum() else " " for sign in title.lower()).split())


def _twice(drafts: list[_Draft]) -> Iterator[Problem]:
    """Ids that were given before, in whichever file."""
    seen: dict[str, str] = {}
    for draft in drafts:
        for id, line in draft.ids:
            if id in seen:
                yield Problem("id_twice", draft.file, line, {"id": id, "first": seen[id]})
            seen.setdefault(id, draft.file)
