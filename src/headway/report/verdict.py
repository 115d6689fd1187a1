"""A verdict for a terminal: the word, the sentence, the interval line, and a line a ground."""

from __future__ import annotations

from headway.analyse.judgement import Judgement
from headway.report.chart.interval_line import TONES, span, ticks
from headway.report.terminal import BETTER, BOLD, EDGE, FAINT, NARROWEST, WIDEST, WORSE, Pen
from headway.report.words import grounds as said
from headway.report.words import terminal as terminal_words
from headway.report.words import verdict as words
from headway.report.words.levels import Levels, levels

COLOURS = {"up": BETTER, "down": WORSE}
LABEL = 8        # letters of "before", "after" and their gap
SIGNED = 3       # letters of a sign and its gap
DOT, TARGET = "●", "┊"
BARS = {"half": ("─", "┼"), "wait": ("╍", "┿")}   # the bar, and where the target crosses it
BAR = ("━", "┿")


def summary(judged: Judgement, *, width: int, command: str = "", ascii: bool = False, color: bool = False) -> str:
    """The verdict as plain text, at most `width` wide (between 60 and 120), ending in a newline.

    `color` adds escape sequences, `ascii` keeps to ASCII; neither carries a meaning that a sign or word does not.
    `command` is what the next step is made from.
    """
    pen = Pen(max(NARROWEST, min(width, WIDEST)), color, ascii)
    tone = COLOURS.get(TONES.get(judged.verdict, ""), "")
    parts = (pen.ends(words.TITLE, words.name(judged)), [pen.styled(words.headline(judged), BOLD + tone)],
             pen.wrapped(str(words.sentence(judged))), interval_lines(judged, pen), _grounds(judged, pen),
             _next(judged, pen), [] if terminal_words.writes_report(command) else pen.wrapped(
                 f"{terminal_words.report_command(command, 'verdict')}   {terminal_words.WHOLE_VERDICT}",
                 first=f"{terminal_words.NEXT}  ", rest="      "))
    text = "\n".join(f"{EDGE}{line}".rstrip() for part in parts if part for line in ("", *part)).replace("\u00a0", " ") + "\n"
    return text.translate(terminal_words.ASCII).encode("ascii", "replace").decode("ascii") if ascii else text


def interval_lines(judged: Judgement, pen: Pen) -> list[str]:
    """The axis, before and after beneath it, the target as a broken tick through all of them."""
    if judged.before is None or judged.after is None:
        return []
    told = levels(judged)
    now, low, high = judged.after
    first, last = span(judged, told)
    values = [told.told(judged.before), told.told(now)]
    end = max(map(len, values)) + 2
    row = _Row(first, last, pen.room - LABEL - end)
    tone = TONES.get(judged.verdict, "")
    at = None if judged.target is None else row.place(judged.target)
    lines = _axis(row, told, at)
    through, crossed = BARS.get(tone, BAR)
    bar = dict.fromkeys(range(row.place(low), row.place(high) + 1), through)
    if at in bar:
        bar[at] = crossed
    for name, marks, value, style in (("before", {row.place(judged.before): DOT}, values[0], ""),
                                      ("after", bar | {row.place(now): DOT}, values[1], COLOURS.get(tone, ""))):
        around = {at: TARGET} if at is not None else {}
        lines.append(f"{name:<{LABEL}}{row.drawn(around | marks, marks, style, pen)}{value:>{end}}")
    if judged.target is not None and at is not None:
        label = f"target {told.aim(judged.target)}"
        start = min(max(at - len(label) // 2, 0), row.steps - len(label) + end)
        lines.append(f"{'':<{LABEL}}{'':<{start}}{label}")
    return lines


class _Row:
    """A line of as many places as there are steps between two levels."""

    def __init__(self, first: float, last: float, steps: int) -> None:
        self.first, self.last, self.steps = first, last, steps

    def place(self, value: float) -> int:
        part = (min(max(value, self.first), self.last) - self.first) / (self.last - self.first) if self.last > self.first else 0
        return round(part * (self.steps - 1))

    def drawn(self, marks: dict[int, str], coloured: dict[int, str], style: str, pen: Pen) -> str:
        """The marks at their places; those of the level itself in its colour."""
        if not style:
            return "".join(marks.get(at, " ") for at in range(self.steps))
        start, end = min(coloured), max(coloured) + 1
        return "".join((
            "".join(marks.get(at, " ") for at in range(start)),
            pen.styled("".join(marks.get(at, " ") for at in range(start, end)), style),
            "".join(marks.get(at, " ") for at in range(end, self.steps))))


def _axis(row: _Row, told: Levels, target: int | None) -> list[str]:
    """Labels over their ticks, and the line with its ticks."""
    found = [(row.place(value), label) for value, label in ticks(row.first, row.last, told, most=max(row.steps // 12, 2))]
    labels = [" "] * (row.steps + LABEL)
    for at, label in found:
        start = min(max(at - len(label) // 2, -LABEL), row.steps - len(label)) + LABEL
        labels[start:start + len(label)] = label
    line = ["─"] * row.steps
    for at, _ in found:
        line[at] = "┼"
    if target is not None:
        line[target] = TARGET
    return ["".join(labels).rstrip(), f"{'':<{LABEL}}{''.join(line)}"]


def _grounds(judged: Judgement, pen: Pen) -> list[str]:
    lines = []
    for ground in said.grounds(judged):
        colour = {"up": BETTER, "down": WORSE}.get(ground.tone or "", "")
        first, *rest = pen.wrapped(f"{ground.title}. {ground.text}" if ground.text else ground.title,
                                   first=" " * SIGNED, rest=" " * SIGNED)
        lines += [f"{pen.styled(ground.sign, colour)}{first[1:]}", *rest]
    key = terminal_words.legend(tuple(said.SIGNS.items()), {ground.sign for ground in said.grounds(judged)})
    return [*lines, "", *(pen.styled(line, FAINT) for line in pen.wrapped(key))]


def _next(judged: Judgement, pen: Pen) -> list[str]:
    """What would change it, where there is something to wait for."""
    lines = []
    for step in said.next_steps(judged)[:1]:
        lines += pen.wrapped(f"{step.title}. {step.text}")
    return lines
