"""Many verdicts at once, in words."""

from __future__ import annotations

from collections.abc import Sequence

from headway.analyse.judgement import Judgement
from headway.report.words.levels import CLAIMS
from headway.report.words.numbers import day, number, times
from headway.verdict.result import Answer

LEFT_OUT = "Left out:"


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
