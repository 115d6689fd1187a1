"""How the command speaks: refusals as sentences, progress on anything over a second, both on stderr."""

from __future__ import annotations

import io
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import typer

from headway.eventlog.refused import Refused

Progress: TypeAlias = Callable[[str, int, int], None]

SILENT_SECONDS = 1.0
BAR = 24
REFUSED = 2
WIDEST = 100

STAGES = {
    "unpacking": "Unpacking", "reading": "Looking through", "rewriting": "Rewriting as UTF-8", "read": "Reading rows",
    "check": "Looking for repeated rows", "tickets": "Putting tickets together", "store": "Storing",
    "measure": "Measuring", "report": "Drawing the report", "print": "Printing",
    "example": "Filling the application",
}


def say(text: str) -> None:
    """A line for the person at the keyboard."""
    sys.stderr.write(f"{text}\n")


def for_programs(text: str) -> None:
    """Write to stdout as UTF-8, whatever a terminal there would speak: TOML and JSON are nothing else."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")
    sys.stdout.write(f"{text}\n")


@dataclass(frozen=True, slots=True)
class Terminal:
    """What stdout can show."""

    width: int
    ascii: bool
    color: bool


def terminal() -> Terminal:
    """As wide as the terminal and no wider than can be read aloud; in colour only where a person looks."""
    import shutil

    told = sys.stdout.encoding.lower().replace("-", "")
    width = min(shutil.get_terminal_size((80, 24)).columns, WIDEST)
    return Terminal(width, not told.startswith("utf"), sys.stdout.isatty() and "NO_COLOR" not in os.environ)


def command_line() -> str:
    """The command as it was typed, to be shown beside its result; the program by its name alone."""
    return shlex.join(["headway", *(_short(word) for word in sys.argv[1:])])


def _short(word: str) -> str:
    """A path by its last part: where a file lies on someone's disk is nobody's business."""
    return Path(word).name if os.sep in word and "=" not in word else word


@contextmanager
def refusing(*, stopped: str = "Stopped. What was there before is unchanged.") -> Iterator[None]:
    """Say a refusal and leave with code 2; when interrupted, or at the end of what is typed, say `stopped` and leave with 130."""
    try:
        yield
    except Refused as refused:
        from headway.report.words.refusals import refusal

        clear()
        say(refusal(refused))
        raise typer.Exit(REFUSED) from None
    except (KeyboardInterrupt, typer.Abort):
        clear()
        say(f"\n{stopped}" if sys.stdin.isatty() else stopped)
        raise typer.Exit(130) from None


def clear() -> None:
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Tell what is being done once it has taken a second: one line that is overwritten, or one line a stage."""
    began = time.monotonic()
    told: set[str] = set()

    def tell(stage: str, done: int, of: int) -> None:
        if time.monotonic() - began < SILENT_SECONDS:
            return
        name = STAGES.get(stage, stage.capitalize())
        if sys.stderr.isatty():
            part = min(done / of, 1.0) if of else 0.0
            bar = "━" * round(BAR * part)
            sys.stderr.write(f"\r\x1b[K{name:<26} {bar:<{BAR}} {100 * part:3.0f} %")
            sys.stderr.flush()
        elif stage not in told:
            told.add(stage)
            say(f"{name} …")

    try:
        yield tell
    finally:
        clear()
