"""What stands only in a terminal: signs, their key, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from headway.analyse import Measure
from headway.kpi.series import Period
from headway.report.words.numbers import NONE
from headway.report.words.opening import NOT_VISIBLE, WHY_NOT_VISIBLE

MOVING = {"better": "+", "worse": "−", "steady": "=", "moving": "±", "too_few": "?"}
SAFE = {"will_be_met": "✓", "by_chance": "~", "will_be_missed": "✗"}
MOVING_KEY = (("+", "shifted to the better"), ("−", "to the worse"), ("=", "steady"), ("±", "both ways, or no good side"),
              ("?", "too few to say"))
SAFE_KEY = (("✓", "target will be met"), ("~", "met by chance"), ("✗", "will be missed"))

MEASURE, ALL, NOW, USUAL = "Measure", "as recorded", "now", "usual"
SEEN = "How big must a change be to be seen?"
TRUSTED = "Can the data be trusted?"
UNSAID = "What can’t be said"
NEXT = "Next"
NOTHING_FOUND = "nothing was found wrong"
WHOLE_REPORT = "the whole report in one file"
WHOLE_VERDICT = "the same with its chart in one file"
FOR_PROGRAMS = "the same for a program"

# Names for a narrow terminal; what is not here is wrapped.
SHORT = {
    "time_to_resolve_mean_30d": "… mean within 30 days", "within_24h": "Resolved within 24 h",
    "first_group": "By the first group",
    "backlog": "Open at period's end", "first_response_median": "First response, median",
}

# What a terminal that knows only ASCII is shown instead.
ASCII = str.maketrans({
    "−": "-", "–": "-", "—": "-", "─": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "…": "...", "\u00a0": " ",
    "±": "*", "✓": "v", "✗": "x", "′": "'", "×": "x", "→": "->",
    "━": "=", "╍": "-", "●": "o", "┊": ":", "┼": "+", "┿": "+", "·": "|",
    "▁": "_", "▂": "_", "▃": ".", "▄": "-", "▅": "-", "▆": "=", "▇": "#", "█": "#",
})


def usual(period: Period) -> str:
    return f"usual {period.value}"


def moving_sign(measure: Measure) -> str:
    return MOVING.get(measure.baseline.moving, "?")


def safe_sign(measure: Measure) -> str:
    return SAFE.get(measure.safe or "", " ")


def no_time(code: str | None) -> str:
    """What stands in the table of visible changes where no time can stand."""
    return {"not_within_a_year": ">1 year", "too_few_points": "?"}.get(code or "", NONE)


def cause(code: str) -> str:
    """Why a cell of the table of visible changes holds no time.

    >>> cause("not_within_a_year")
    '>1 year  not within a year: a year of waiting would not be enough'
    """
    return f"{no_time(code)}  {NOT_VISIBLE.get(code, code.replace('_', ' '))}" + (
        f": {WHY_NOT_VISIBLE[code]}" if code in WHY_NOT_VISIBLE else "")


def report_command(command: str, name: str = "assess") -> str:
    """The command that writes the page, short enough for a line."""
    words = command.split()
    return f"{' '.join(words[:2])} … --html PATH" if len(words) > 1 and words[0] == "headway" else f"headway {name} … --html PATH"


def writes_report(command: str) -> bool:
    """Whether the command writes the page already, so that nobody need be told how.

    >>> writes_report("headway assess tickets.csv --html report.html"), writes_report("headway assess tickets.csv")
    (True, False)
    """
    return any(word.partition("=")[0] == "--html" for word in command.split())


def legend(key: Sequence[tuple[str, str]], used: set[str]) -> str:
    return "   ".join(f"{sign} {meaning}" for sign, meaning in key if sign in used)
