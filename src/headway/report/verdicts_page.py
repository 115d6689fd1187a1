"""Many verdicts on one page: each with its mark, its sentence and its interval line."""

from __future__ import annotations

from collections.abc import Sequence

from headway.analyse.judgement import Judgement
from headway.eventlog.refused import Refused
from headway.report.chart.interval_line import interval_line
from headway.report.html import Markup, el
from headway.report.section.method import foot
from headway.report.section.opening import BRAND
from headway.report.section.verdict import named, sentence
from headway.report.sheet import sheet
from headway.report.style import fragment_stylesheet
from headway.report.verdict_page import STYLES
from headway.report.words import verdict as words
from headway.report.words import verdict_facts as facts
from headway.report.words import verdicts as said
from headway.report.words.refusals import refusal


def verdicts_page(told: Sequence[Judgement], left_out: Sequence[tuple[str, Refused]], *, command: str) -> str:
    """All of them, one below the other; opens offline. `command` is shown as the way to make it again."""
    made = el("p", el("code", command), class_="meta") if command else None
    cover = el("header", el("p", BRAND, "Headway", class_="brand"), made, class_="cover")
    return sheet(cover, el("h1", words.TITLE, class_="title"),
                 el("p", ": ".join(filter(None, (said.subject(told), said.opening(told)))), class_="meta"),
                 *_all(told), _rest(told, left_out), foot(), title=words.TITLE, folds=False, styles=STYLES)


def as_fragment(told: Sequence[Judgement], left_out: Sequence[tuple[str, Refused]]) -> str:
    """The same for a cell of a notebook."""
    return el("div", Markup(f"<style>{fragment_stylesheet(*STYLES)}</style>"), el("p", said.opening(told)), *_all(told),
              _rest(told, left_out), class_="headway-cell")


def _all(told: Sequence[Judgement]) -> list[Markup]:
    label = said.label(told)
    return [_one(one, label(one)) for one in told]


def _one(judged: Judgement, label: str) -> Markup:
    drawing = interval_line(judged)
    figure = el("figure", drawing) if drawing else None
    return el("article", el("h2", label), named(judged), sentence(judged), figure,
              class_="verdict", aria_label=f"{facts.VERDICT}: {label}")


def _rest(told: Sequence[Judgement], left_out: Sequence[tuple[str, Refused]]) -> Markup:
    """How they were adjusted, and what was left out."""
    return el("section", el("p", said.adjusted(told)), *(
        el("p", f"{said.LEFT_OUT} {name}: {refusal(refused)}") for name, refused in left_out))
