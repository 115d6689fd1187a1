"""The summary for a terminal: what a manager can read aloud, in plain text of any width from 60 to 120."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from headway.analyse import Assessment, Measure
from headway.report.choose import changes_seen, headlines, is_empty, kpis, seen
from headway.report.shape import shape
from headway.report.words import measures as measure_words
from headway.report.words import page as page_words
from headway.report.words import quality as quality_words
from headway.report.words import seen as seen_words
from headway.report.words import terminal as words
from headway.report.words.numbers import NONE, between, figure, glued, shortened, times
from headway.report.words.opening import opening, visible_after
from headway.report.words.unsaid import unsaid

NARROWEST, WIDEST = 60, 120
EDGE = "  "
BLOCKS = "▁▂▃▄▅▆▇█"
COURSE = 14           # steps of a course: a quarter's weeks, as on the drawing
COURSE_FROM = 76      # below this width the figures need the room
ROOMY = 96            # from here on the names stand in full on one line
FINDINGS, GAPS = 6, 4  # a screen's worth; the page has all
BOLD, FAINT, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
BETTER, WORSE = "\x1b[34m", "\x1b[33m"   # blue and orange, as everywhere; the sign says the same


@dataclass(frozen=True, slots=True)
class Pen:
    """How lines are written: within a width, in colour or without, beyond ASCII or within."""

    width: int
    color: bool
    ascii: bool

    @property
    def room(self) -> int:
        return self.width - 2 * len(EDGE)

    def styled(self, text: str, style: str) -> str:
        return f"{style}{text}{PLAIN}" if self.color and text.strip() else text

    def wrapped(self, text: str, *, first: str = "", rest: str = "") -> list[str]:
        """Lines no wider than the room; a number keeps its unit on its line."""
        plain = glued(text)
        return textwrap.wrap(plain, self.room, initial_indent=first, subsequent_indent=rest,
                             break_on_hyphens=False) or [first.rstrip()]

    def ends(self, left: str, right: str, *, style: str = BOLD) -> list[str]:
        """Left and right on one line where they fit, else on two."""
        gap = self.room - len(left) - len(right)
        if gap >= 2:
            return [self.styled(left, style) + " " * gap + right]
        return [self.styled(left, style), *self.wrapped(right, first="  ", rest="  ")]

    def rule(self) -> str:
        return self.styled("─" * self.room, FAINT)


def summary(assessment: Assessment, *, width: int, command: str, ascii: bool = False, color: bool = False) -> str:
    """The assessment as plain text, at most `width` wide (between 60 and 120), ending in a newline.

    `color` adds escape sequences, `ascii` keeps to ASCII; neither carries a meaning that a sign or word does not.
    `command` is what the next step is made from.
    """
    pen = Pen(max(NARROWEST, min(width, WIDEST)), color, ascii)
    parts = (_opening(assessment, pen), _measures(assessment, pen), _quality(assessment, pen),
             _visible(assessment, pen), _unsaid(assessment, pen), _next(pen, command))
    lines = [line for part in parts for line in ("", *part) if part]
    text = "\n".join(f"{EDGE}{line}".rstrip() for line in lines).replace("\u00a0", " ") + "\n"
    return text.translate(words.ASCII).encode("ascii", "replace").decode("ascii") if ascii else text


def _opening(assessment: Assessment, pen: Pen) -> list[str]:
    lines = [*pen.ends(page_words.TITLE, page_words.scope(assessment, short=True)), ""]
    known = kpis(assessment)
    for place, said in enumerate(assessment.opening, start=1):
        lines += pen.wrapped(opening(said, kpis=known).says, first=f"{place}  ", rest="   ")
    return lines if assessment.opening else lines[:-1]


def _measures(assessment: Assessment, pen: Pen) -> list[str]:
    shown = headlines(assessment)
    if not shown:
        return []
    table = _Columns.of(pen, shown)
    lines = [table.head(assessment), pen.rule()]
    lines += [line for measure in shown if not is_empty(measure) for line in table.row(measure)]
    for measure in (measure for measure in shown if is_empty(measure)):
        name = _cut(_name(measure, pen), table.name)
        lines += pen.wrapped(f"no data: {measure_words.empty(measure.series)}",
                             first=f"{name:<{table.name}}  ", rest=" " * (table.name + 2))
    return [*lines, *_key(shown, pen)]


def _key(shown: Sequence[Measure], pen: Pen) -> list[str]:
    """What the signs mean that were used, and what "now" means."""
    full = [measure for measure in shown if not is_empty(measure)]
    since = page_words.since(full)
    lines = [f"{words.NOW}: {since}"] if since else []
    for key, used in ((words.MOVING_KEY, {words.moving_sign(measure) for measure in full}),
                      (words.SAFE_KEY, {words.safe_sign(measure) for measure in full})):
        if legend := words.legend(key, used):
            lines += pen.wrapped(legend)
    return ["", *lines] if lines else []


@dataclass(frozen=True, slots=True)
class _Columns:
    """The widths of the table of measures; a width of 0 leaves the column out."""

    pen: Pen
    name: int
    course: int
    all: int
    now: int
    usual: int

    @classmethod
    def of(cls, pen: Pen, shown: Sequence[Measure]) -> _Columns:
        full = [measure for measure in shown if not is_empty(measure)]
        longest = {part: max((len(text) for measure in full for text in [_figures(measure)[part]]), default=0)
                   for part in range(3)}
        course = COURSE if pen.width >= COURSE_FROM else 0
        every = max(longest[0], len(words.ALL)), max(longest[1], 5), max(longest[2], len(words.usual(shown[0].series.period)))
        taken = sum(every) + 3 * 2 + (course + 2 if course else 0) + 5
        return cls(pen, pen.room - taken, course, *every)

    def head(self, assessment: Assessment) -> str:
        steps = max((len(shape(measure.series)) for measure in assessment.measures if not measure.series.slice), default=0)
        course = f"  {_cut(page_words.course_line(steps, assessment.period), self.course):<{self.course}}" if self.course else ""
        return self.pen.styled(f"{words.MEASURE:<{self.name}}{course}  {words.ALL:>{self.all}}  {words.NOW:>{self.now}}  "
                               f"{words.usual(assessment.period):>{self.usual}}", BOLD)

    def row(self, measure: Measure) -> Iterator[str]:
        """The name over as many lines as it takes, the figures beside the last of them."""
        name = _name(measure, self.pen)
        *above, last = textwrap.wrap(name, self.name, subsequent_indent="  ") or [""]
        yield from above
        every, now, usual = _figures(measure)
        course = f"  {blocks([value for _, value in shape(measure.series)], self.course):<{self.course}}" if self.course else ""
        colour = {"better": BETTER, "worse": WORSE}.get(measure.baseline.moving, "")
        sign = words.moving_sign(measure)
        yield (f"{last:<{self.name}}{course}  {every:>{self.all}}  {self.pen.styled(f'{now:>{self.now}}', BOLD)}  "
               f"{usual:>{self.usual}}  {self.pen.styled(sign, colour) if colour else sign} {words.safe_sign(measure)}")


def _name(measure: Measure, pen: Pen) -> str:
    kpi = measure.series.kpi
    short = words.SHORT.get(kpi.id) if pen.width < ROOMY and kpi.label is None else None
    return short or measure_words.called(kpi).name


def _figures(measure: Measure) -> tuple[str, str, str]:
    kpi, baseline = measure.series.kpi, measure.baseline
    return (figure(measure.series.value, kpi), figure(baseline.now, kpi),
            between(*baseline.usual, kpi) if baseline.usual else NONE)


def blocks(values: Sequence[float], steps: int) -> str:
    """A course as blocks, from its lowest to its highest; more values than steps are averaged side by side.

    >>> blocks([0.0, 1.0, 2.0, 7.0], 14), blocks([3.0, 3.0], 14), blocks([0.0, 0.0, 7.0, 7.0], 2), blocks([], 14)
    ('▁▂▃█', '▄▄', '▁█', '')
    """
    if len(values) > steps:
        edges = [round(place * len(values) / steps) for place in range(steps + 1)]
        values = [sum(values[a:b]) / (b - a) for a, b in pairwise(edges)]
    if not values:
        return ""
    low, high = min(values), max(values)
    if high == low:
        return BLOCKS[3] * len(values)
    return "".join(BLOCKS[round((value - low) / (high - low) * (len(BLOCKS) - 1))] for value in values)


def _quality(assessment: Assessment, pen: Pen) -> list[str]:
    quality = assessment.quality
    lines = pen.ends(words.TRUSTED, quality_words.rows(quality))
    entries = [(f"{quality_words.rejected_rows(code)} ({times(count, 'row')})", code)
               for code, count in quality.rejected.items()]
    for finding in quality.findings:
        account = quality_words.account(finding)
        count = times(account.count, account.unit.removesuffix("s"))
        entries.append((f"{account.found} ({count}): {account.done}", account.code))
    for place, (told, code) in enumerate(entries[:FINDINGS], start=1):
        lines += _finding(told, code, place, pen)
    if len(entries) > FINDINGS:
        lines.append(page_words.more(len(entries) - FINDINGS))
    if quality.rejected:
        lines += pen.wrapped(quality_words.kept_in(quality.rejected_file), first="   ", rest="   ")
    return lines if entries else [*lines, f"=  {words.NOTHING_FOUND}"]


def _finding(told: str, code: str, place: int, pen: Pen) -> list[str]:
    """A finding with its code at the right end, on the last line if it fits there."""
    lines = pen.wrapped(told, first=f"{place}  ", rest="   ")
    gap = pen.room - len(lines[-1]) - len(code)
    if gap >= 2:
        return [*lines[:-1], lines[-1] + " " * gap + pen.styled(code, FAINT)]
    return [*lines, " " * (pen.room - len(code)) + pen.styled(code, FAINT)]


def _visible(assessment: Assessment, pen: Pen) -> list[str]:
    measures = seen(headlines(assessment))
    if not measures:
        return []
    changes = changes_seen(measures)
    name = pen.room - 9 * len(changes)
    head = f"{words.SEEN if len(words.SEEN) < name else '':<{name}}" + "".join(
        f"{page_words.change_line(change):>9}" for change in changes)
    lines = [pen.styled(words.SEEN, BOLD)] if len(words.SEEN) >= name else []
    lines += [pen.styled(head, BOLD), pen.rule()]
    for measure in measures:
        cells = {effect.change: visible_after(effect.weeks, effect.reason, short=True) if effect.weeks is not None
                 else words.no_time(effect.reason) for effect in measure.baseline.visible}
        title, _ = seen_words.change_of(measure.series.kpi)
        *above, last = textwrap.wrap(title, name - 1, subsequent_indent="  ") or [""]
        lines += [*above, f"{last:<{name}}" + "".join(f"{cells.get(change, ''):>9}" for change in changes)]
    reasons = dict.fromkeys(effect.reason for measure in measures for effect in measure.baseline.visible
                            if effect.weeks is None and effect.reason)
    return lines + [line for reason in reasons for line in pen.wrapped(words.cause(reason), rest="   ")]


def _unsaid(assessment: Assessment, pen: Pen) -> list[str]:
    known = kpis(assessment)
    lines = []
    for gap in assessment.unsaid[:GAPS]:
        statement = unsaid(gap, kpis=known)
        lines += pen.wrapped(f"{statement.says}: {statement.small}" if statement.small else statement.says,
                             first="?  ", rest="   ")
    if len(assessment.unsaid) > GAPS:
        lines.append(page_words.more(len(assessment.unsaid) - GAPS))
    return [pen.styled(words.UNSAID, BOLD), *lines] if lines else []


def _next(pen: Pen, command: str) -> list[str]:
    if words.writes_report(command):
        return []
    step = words.report_command(command)
    return pen.wrapped(f"{step}   {words.WHOLE_REPORT}", first=f"{words.NEXT}  ", rest="      ")


def _cut(text: str, width: int) -> str:
    return shortened(text, at_most=width) if len(text) > width else text
