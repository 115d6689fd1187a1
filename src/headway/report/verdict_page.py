"""A verdict as one file: the sentence, the interval line, the chart, what it rests on, how it was made."""

from __future__ import annotations

from headway.analyse.judgement import Judgement
from headway.report.section.method import foot
from headway.report.section.verdict import answer, course, cover, opening, why
from headway.report.section.verdict_method import verdict_method
from headway.report.sheet import sheet
from headway.report.words import verdict as words

STYLES = ("verdict.css",)


def verdict_page(judged: Judgement, *, command: str) -> str:
    """The whole verdict: opens offline, in light and dark, on a phone and on paper, with or without JavaScript.

    `command` is shown as the way to make it again ("" where there is none). The same verdict gives the same bytes.
    """
    return sheet(cover(judged), opening(judged), answer(judged), course(judged), why(judged),
                 verdict_method(judged, command=command), foot(), title=f"{words.TITLE} {words.name(judged)}", folds=False,
                 styles=STYLES)
