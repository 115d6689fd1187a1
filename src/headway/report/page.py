"""The report as one file: markup, styles, fonts and a small module, nothing fetched from anywhere."""

from __future__ import annotations

from headway.analyse import Assessment
from headway.report.html import Markup, el
from headway.report.section.charts import charts
from headway.report.section.measures import measures
from headway.report.section.method import foot, keys, method
from headway.report.section.opening import cover, opening
from headway.report.section.quality import quality
from headway.report.section.slices import slices
from headway.report.section.unsaid import unsaid
from headway.report.section.visible import visible
from headway.report.style import fonts, module, stylesheet
from headway.report.words import page as words


def page(assessment: Assessment, *, command: str) -> str:
    """The whole report: opens offline, in light and dark, on a phone and on paper, with or without JavaScript.

    `command` is shown as the way to make the same report again ("" where there is none). The same assessment gives
    the same bytes: nothing is taken from the clock or the machine.
    """
    sections = (cover(assessment), opening(assessment), quality(assessment), measures(assessment), charts(assessment),
                slices(assessment), visible(assessment), unsaid(assessment), method(assessment, command=command), foot())
    body = el("body", el("a", words.SKIP, class_="skip", href="#main"), el("main", *sections, class_="page", id="main"),
              keys(), Markup(f'<script type="module">\n{module()}\n</script>'))
    return f"<!doctype html>\n{el('html', _head(assessment), body, lang='en')}\n"


def _head(assessment: Assessment) -> Markup:
    return el("head", Markup('<meta charset="utf-8">'),
              Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
              Markup('<meta name="color-scheme" content="light dark">'),
              el("title", f"{words.TITLE} {words.name(assessment)}"),
              Markup(f"<style>{stylesheet()}</style>"), Markup(f"<style>{fonts()}</style>"))
