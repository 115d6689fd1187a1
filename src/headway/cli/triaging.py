"""headway triage: a text on the command line or from a pipe, read."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from headway.cli import options as given
from headway.cli.speaking import for_programs, refusing, terminal

TEXT = typer.Argument(metavar="TEXT", help="A suggestion, a note or an exam scenario; - reads it from the pipe.")


def triage(
    text: Annotated[str, TEXT],
    json: Annotated[bool, given.JSON] = False,
) -> None:
    """What a text is about: trigger, step, value chain activity and level, with the cues that decided, and what is missing."""
    from headway.report.triage import told
    from headway.triage.read import triage as read

    with refusing():
        found = read(_piped() if text == "-" else text)
    if json:
        import json as writer

        for_programs(writer.dumps(found.as_dict(), ensure_ascii=False, allow_nan=False))
        return
    sys.stdout.write(told(found, width=terminal().width))


def _piped() -> str:
    from headway.refused import Refused

    try:
        text = sys.stdin.buffer.read().decode()
    except UnicodeDecodeError:
        raise Refused("not_text", file="The pipe") from None
    if "\0" in text:
        raise Refused("not_text", file="The pipe")
    return text
