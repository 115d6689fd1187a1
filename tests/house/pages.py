"""The pages of the documentation as programs: their blocks, in order."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from house.sources import ROOT

BLOCK = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^## ", re.MULTILINE)
RUN = ("sh", "console", "python")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block. `sh` (or `console`, with `$`) and `python` are run; `sh refused` must be refused.

    `text` after one of them, under the same heading, is a part of what it prints. A block named like a file
    (`toml measures.toml`) is that file.
    """

    language: str
    name: str | None
    text: str
    line: int
    heading: int = 0   # how many headings stand before it

    @property
    def is_file(self) -> bool:
        return self.name is not None and "." in self.name

    def commands(self) -> list[list[str]]:
        """The words of each command; a backslash at the end of a line goes on with the next.

        >>> Block("sh", None, "headway assess a.csv \\\\\\n    --json  # for programs\\n", 1).commands()
        [['headway', 'assess', 'a.csv', '--json']]
        """
        lines = self.text.replace("\\\n", " ").splitlines()
        return [words for line in lines if (words := shlex.split(line.removeprefix("$ "), comments=True))]


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for match in BLOCK.finditer(text):
        before = text[:match.start()]
        yield Block(match[1], match[2], match[3], before.count("\n") + 1, len(HEADING.findall(before)))


def lacking(shown: str, *, output: str) -> list[str]:
    """The shown lines that the output does not hold in this order; how they are broken into lines does not matter.

    >>> lacking("one  two\\nthree", output="one\\ntwo three"), lacking("b\\na", output="a b")
    ([], ['a'])
    """
    rest, missing = " ".join(output.split()), []
    for line in shown.splitlines():
        wanted = " ".join(line.split())
        _, found, after = rest.partition(wanted)
        if found:
            rest = after
        else:
            missing.append(wanted)
    return missing
