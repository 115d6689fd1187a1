"""What can't be said, and why: not knowing is a result."""

from __future__ import annotations

from headway.analyse import Assessment
from headway.report.choose import kpis
from headway.report.html import Markup, el
from headway.report.section.frame import section, with_options
from headway.report.words import page as words
from headway.report.words.unsaid import unsaid as said


def unsaid(assessment: Assessment) -> Markup | None:
    known = kpis(assessment)
    statements = [said(gap, kpis=known) for gap in assessment.unsaid]
    if not statements:
        return None
    items = [el("li", el("span", "?", class_="sign", aria_hidden="true"),
                el("div", el("b", statement.says), el("p", with_options(statement.small)) if statement.small else None))
             for statement in statements]
    return section(*words.UNSAID, el("ul", *items, class_="unsaid"))
