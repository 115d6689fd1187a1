"""The report of an assessment as one file."""

from __future__ import annotations

from headway.analyse import Assessment
from headway.report.section.charts import charts
from headway.report.section.measures import measures
from headway.report.section.method import foot, method
from headway.report.section.opening import cover, opening
from headway.report.section.quality import quality
from headway.report.section.slices import slices
from headway.report.section.unsaid import unsaid
from headway.report.section.visible import visible
from headway.report.sheet import sheet
from headway.report.words import page as words


def page(assessment: Assessment, *, command: str) -> str:
    """The whole report: opens offline, in light and dark, on a phone and on paper, with or without JavaScript.

    `command` is shown as the way to make the same report again ("" where there is none). The same assessment gives
    the same bytes: nothing is taken from the clock or the machine.
    """
    return sheet(cover(assessment), opening(assessment), quality(assessment), measures(assessment), charts(assessment),
                 slices(assessment), visible(assessment), unsaid(assessment), method(assessment, command=command), foot(),
                 title=f"{words.TITLE} {words.name(assessment)}")
