"""Many verdicts at once, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from headway.analyse.judgement import Judgement
from headway.report.words.levels import CLAIMS
from headway.report.words.measures import called, sliced
from headway.report.words.numbers import day, number, times
from headway.report.words.verdict import name
from headway.verdict.result import Answer

LEFT_OUT = "Left out:"


def subject(told: Sequence[Judgement]) -> str:
    """The measure that all of them are of; "" where they are of several."""
    names = {called(one.series.kpi).name for one in told}
    return names.pop() if len(names) == 1 else ""


def label(told: Sequence[Judgement]) -> Callable[[Judgement], str]:
    """What tells one from the others: its part where all are of one measure, else its whole name."""
    if subject(told) and all(one.series.slice for one in told):
        return lambda one: sliced(one.series.slice)
    return name


def opening(told: Sequence[Judgement]) -> str:
    """How many of how many moved: "2 of 9 got better after 28 March 2016, 1 worse."."""
    better = sum(one.verdict in CLAIMS and one.verdict is not Answer.WORSE for one in told)
    worse = sum(one.verdict is Answer.WORSE for one in told)
    since = f"after {day(told[0].asked.change)}" if told else ""
    return f"{number(better)} of {number(len(told))} got better {since}, {number(worse) if worse else 'none'} worse."


def adjusted(told: Sequence[Judgement]) -> str:
    if len(told) < 2:
        return "Intervals are of 90 %."
    return (f"{times(len(told), 'verdict')} asked at once: each needs the stronger proof that keeps all of them together at one "
            "false claim in twenty. Intervals are of 90 %, each by itself.")
