"""Many verdicts at once, for a terminal and for programs: one line each, and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from headway.analyse.judgement import Judgement
from headway.eventlog.refused import Refused
from headway.report.chart.interval_line import TONES
from headway.report.terminal import BETTER, EDGE, NARROWEST, WIDEST, WORSE, Pen
from headway.report.verdict_document import as_json as one_as_json
from headway.report.words import terminal as terminal_words
from headway.report.words import verdict as words
from headway.report.words import verdicts as said
from headway.report.words.levels import effect, levels
from headway.report.words.numbers import shortened
from headway.report.words.refusals import refusal

SCHEMA = "headway/verdicts/1"
COLOURS = {"up": BETTER, "down": WORSE}
ROOM = 2


def summary(
    told: Sequence[Judgement], left_out: Sequence[tuple[str, Refused]], *, width: int, ascii: bool = False, color: bool = False,
) -> str:
    """A table of verdicts as plain text, at most `width` wide (between 60 and 120), ending in a newline."""
    pen = Pen(max(NARROWEST, min(width, WIDEST)), color, ascii)
    label = said.label(told)
    rows = [(label(one), words.headline(one).capitalize(), effect(one, levels(one)) or "", one) for one in told]
    answers = max((len(row[1]) for row in rows), default=0) + ROOM
    effects = max((len(row[2]) for row in rows), default=0)
    name = max(min(max((len(row[0]) for row in rows), default=0), pen.room - answers - effects - ROOM), 12)
    lines = [*pen.ends(words.TITLE, said.subject(told)), "", *pen.wrapped(said.opening(told)), ""]
    for name_of, answer, moved, one in rows:
        tone = COLOURS.get(TONES.get(one.verdict, ""), "")
        told_name = f"{shortened(name_of, at_most=name):<{name}}"
        lines.append(f"{told_name}{'':{ROOM}}{pen.styled(f'{answer:<{answers}}', tone)}{moved:>{effects}}")
    lines += ["", *pen.wrapped(said.adjusted(told))]
    for left, refused in left_out:
        lines += pen.wrapped(f"{said.LEFT_OUT} {left}: {refusal(refused)}", rest="   ")
    text = "\n".join(f"{EDGE}{line}".rstrip() for line in ("", *lines)).replace("\u00a0", " ") + "\n"
    return text.translate(terminal_words.ASCII).encode("ascii", "replace").decode("ascii") if ascii else text


def as_json(told: Sequence[Judgement], left_out: Sequence[tuple[str, Refused]]) -> dict[str, Any]:
    """Each verdict in its own documented form, and the names of what was left out with the code and the sentence."""
    return {"schema": SCHEMA, "adjusted": "holm" if len(told) > 1 else None,
            "verdicts": [one_as_json(one) for one in told],
            "left_out": [{"name": name, "code": refused.code, "says": refusal(refused)} for name, refused in left_out]}
