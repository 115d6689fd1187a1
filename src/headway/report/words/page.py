"""What the page and the terminal call their parts, and the lines that stand at their edges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from headway.analyse import Assessment, Measure
from headway.eventlog.fields import Field
from headway.eventlog.refused import Fact
from headway.kpi.series import Period
from headway.report.words.measures import called, sliced
from headway.report.words.numbers import day, number, shortened, span, times
from headway.report.words.quality import field_name
from headway.report.words.template import written

TITLE = "Where are we now?"
QUALITY = ("Can the data be trusted?", "nothing is dropped silently")
MEASURES = "Measures"
COURSES = "How each measure ran"
SLICES = "Where it differs"
VISIBLE = ("How big must a change be to be seen?", "weeks after the change until it stands out from noise")
UNSAID = ("What can’t be said", "and why")
SKIP = "To the report"
METHOD = ("How this was made", "same input, same report")
TRADE_MARK = "Headway is not affiliated with PeopleCert. ITIL is a trade mark of PeopleCert."

NO_DATA = "No data"
MEASURE_HEADS = ("Measure", "Course", "As recorded", "Now", "Moving?", "Target safe?", "Target")
QUALITY_HEADS = ("Found", "Done about it", "How many")
EMPTY_QUALITY = ("Nothing was found wrong", "what was looked for stands in the documentation")
ALL_TICKETS = "All tickets"
SLICE_HEADS = ("n", "As recorded", "Now", "Moving?")
FEWER = "“As recorded” is over the tickets that have the end moment, whenever opened: for reading, not for claiming."

UNFOLD = "c"
KEYS = (("t", "all charts as tables, and back"), (UNFOLD, "unfold all charts, and back"), ("?", "this list"))

METHOD_WORDS = {
    "rules": "Rules", "level": "Level of ranges", "power": "Chance to see a change", "alpha": "Chance to be fooled",
    "period_from": "Period chosen", "engine": "Counted by", "settle": "Too young to judge", "horizon": "Horizon",
    "country": "Public holidays", "hours": "Opening hours", "calendar": "Opening hours",
}
SHARES = ("level", "power", "alpha")

_SAID_FIGURE = re.compile(r"(?<!resolve within )(?:(?<=[ (])|^)−?\d[\d,.]*(?: (?:%|hours?|minutes?|days?|weeks?|months?))"
                          r"|not (?:on this baseline|within a year)")


def scope(assessment: Assessment, *, short: bool = False) -> str:
    """What was assessed: "24,918 tickets, 141,712 rows, opened 29 February to 31 May 2016"; short, as at a line's end."""
    quality, (first, last) = assessment.quality, window(assessment)
    when = span(first, last, short=short) if first and last else ""
    if assessment.reading is None:
        points = max((len(measure.series.points) for measure in assessment.measures), default=0)
        what = f"{times(points, assessment.period.value)} of {name(assessment)}"
        return " · ".join(filter(None, (what, when))) if short else ", ".join(filter(None, (what, when)))
    if short:
        return " · ".join(filter(None, (times(quality.tickets, "ticket"), when)))
    rows = f", {times(quality.rows_read, 'row')}" if quality.rows_read != quality.tickets else ""
    return f"{times(quality.tickets, 'ticket')}{rows}{f', opened {when}' if when else ''}"


def more(many: int) -> str:
    return f"   {number(many)} more in the report"


def name(assessment: Assessment) -> str:
    return assessment.name or "a series"


def clock(assessment: Assessment) -> str:
    """How time was counted."""
    zone = assessment.reading.zone if assessment.reading is not None else None
    stated = f"times in {zone}" if zone else "times as written, no zone"
    counted = "Calendar clock" if assessment.clock == "calendar" else f"Business clock, {assessment.clock}"
    return f"{counted}, {stated}." if assessment.reading is not None else f"{counted}."


def window(assessment: Assessment) -> tuple[date | None, date | None]:
    """The days that are charted: what the window's finding says, else the openings, else the points."""
    for finding in assessment.quality.findings:
        if finding.code == "window_ends_early" and finding.facts.get("first") and finding.facts.get("last"):
            first, last = (date.fromisoformat(str(finding.facts[end])[:10]) for end in ("first", "last"))
            return first, last
    if assessment.opened_from is not None and assessment.opened_to is not None:
        return assessment.opened_from.date(), assessment.opened_to.date()
    days = [point.starts_on for measure in assessment.measures for point in measure.series.points]
    return min(days, default=None), max(days, default=None)


def emphasised(sentence: str) -> list[tuple[str, bool]]:
    """The sentence in pieces; True marks the figures that one would stress when reading aloud.

    >>> emphasised("Half are resolved within 22 hours; it was 3 April.")
    [('Half are resolved within ', False), ('22 hours', True), ('; it was 3 April.', False)]
    """
    pieces, at = [], 0
    for found in _SAID_FIGURE.finditer(sentence):
        pieces += [(sentence[at:found.start()], False), (found.group(0), True)]
        at = found.end()
    return [(piece, strong) for piece, strong in [*pieces, (sentence[at:], False)] if piece]


def course_line(steps: int, period: Period) -> str:
    """How many steps a line without axis has.

    >>> course_line(14, Period.DAY), course_line(1, Period.MONTH)
    ('14 weeks', '1 month')
    """
    return times(steps, "week" if period is Period.DAY and steps > 1 else period.value)


def since(measures: Iterable[Measure]) -> str | None:
    """What "now" means: one day if all agree."""
    starts = {start for measure in measures if (start := begins(measure)) is not None}
    if not starts:
        return None
    return f"since {day(starts.pop())}" if len(starts) == 1 else "since the last shift of each measure"


def begins(measure: Measure) -> date | None:
    """The day on which the stretch called "now" begins, where it isn't the whole series."""
    baseline = measure.baseline
    if baseline.signed_from or baseline.proposed_from:
        return baseline.signed_from or baseline.proposed_from
    return baseline.phases[-1].starts_on if len(baseline.phases) > 1 else None


def slice_title(measure: Measure, field: Field) -> str:
    return f"{called(measure.series.kpi).name} by {field_name(field).lower()}"


def slice_line(measures: Sequence[Measure], shown: int) -> str:
    """What the small multiples show."""
    largest = f"the {number(shown)} largest of {number(len(measures))}" if len(measures) > shown else f"all {number(shown)}"
    return f"{largest}, one axis; grey: all tickets"


def slice_aside(whole: Measure) -> str:
    return f"{called(whole.series.kpi).name}, largest first"


def slice_table(many: int) -> str:
    return f"The same as a table ({number(many)})"


def slice_value(value: str) -> str:
    return shortened(value, at_most=24)


def matrix_title(field: Field) -> str:
    return f"All measures by {field_name(field).lower()}: now"


def course_hint(others: int) -> str:
    """How many more charts lie folded."""
    return f"{times(others, 'more measure')} beneath: open one by its finding" if others else ""


def slice_name(measure: Measure) -> str:
    return sliced(measure.series.slice)


def change_line(change: float) -> str:
    return f"{number(100 * change)} %"


def method_lines(method: dict[str, Fact]) -> list[tuple[str, str]]:
    """The choices that were made, as term and text; a choice without words is said with its code.

    >>> method_lines({"team_shown": 6, "team_not_shown": 2, "team_tickets_not_shown": 61})
    [('Team', '6 shown, 2 more are not; 61 tickets are in none of those shown')]
    """
    told = []
    for code, value in method.items():
        if code.endswith("_not_shown"):   # told with what is shown
            continue
        if code.endswith("_shown"):
            told.append(_shown(code.removesuffix("_shown"), method))
            continue
        term = METHOD_WORDS.get(code, code.replace("_", " ").capitalize())
        text = f"{number(100 * value)} %" if code in SHARES and isinstance(value, int | float) else written(value)
        told.append((term, text))
    return told


def _shown(field: str, method: dict[str, Fact]) -> tuple[str, str]:
    others, tickets = (int(str(method.get(f"{field}_{what}", 0))) for what in ("not_shown", "tickets_not_shown"))
    text = f"{written(method[f'{field}_shown'])} shown" + (f", {number(others)} more are not" if others else "")
    text += f"; {times(tickets, 'ticket')} are in none of those shown" if tickets else ""
    return field.replace("_", " ").capitalize(), text


def short_digest(digest: str) -> str:
    """
    >>> short_digest("6294aabbccddeeffd1d6")
    'sha256 6294…d1d6'
    """
    plain = digest.removeprefix("sha256:")
    return f"sha256 {plain[:4]}…{plain[-4:]}" if len(plain) > 12 else plain
