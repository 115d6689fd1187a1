"""The measures of all tickets as one table: course, as recorded, now, a usual period, moving, target."""

from __future__ import annotations

from headway.analyse import Assessment, Measure
from headway.report.chart.icons import COURSES, SAFE, moving_icon, safe_icon
from headway.report.chart.sparkline import sparkline
from headway.report.choose import is_empty, overall
from headway.report.html import Markup, el
from headway.report.section.frame import cell, heads, row_head, section, table
from headway.report.words import measures as said
from headway.report.words import page as words
from headway.report.words.numbers import NONE, between, figure, short_day, span

LEFT = ("Measure", "Course", "Moving?", "Target safe?")


def measures(assessment: Assessment) -> Markup:
    shown = overall(assessment)
    usual = said.usual(assessment.period).capitalize()
    names = [*words.MEASURE_HEADS[:4], usual, *words.MEASURE_HEADS[4:]]
    named = heads(*names, numeric=[name for name in names if name not in LEFT])
    return section(words.MEASURES, _aside(assessment),
                   table(named, [_row(measure) for measure in shown], label=words.MEASURES, class_="measures"),
                   _key(), el("p", words.FEWER, class_="note"))


def _aside(assessment: Assessment) -> str:
    first, last = words.window(assessment)
    course = f"course: {span(first, last, short=True)} · " if first and last else ""
    return f"{course}in icons, up is the good side"


def _row(measure: Measure) -> Markup:
    series, kpi = measure.series, measure.series.kpi
    name = row_head(said.called(kpi).name, said.line(kpi))
    if is_empty(measure):
        return el("tr", name, el("td", f"no data: {said.empty(series)}", class_="quiet none", colspan="7"))
    baseline, begins = measure.baseline, words.begins(measure)
    return el(
        "tr", name,
        el("td", sparkline(measure), class_="sp"),
        cell(figure(series.value, kpi), small=f"n {series.n:,}" if series.n else None),
        cell(el("b", figure(baseline.now, kpi)), small=f"since {short_day(begins)}" if begins else None),
        cell(between(*baseline.usual, kpi) if baseline.usual else NONE, quiet=True),
        el("td", moving(measure)),
        el("td", safe_icon(measure.safe, said.SAFE_SENTENCE.get(measure.safe, said.SAFE_SENTENCE[None]))),
        cell(figure(measure.target, kpi), quiet=measure.target is None))


def moving(measure: Measure) -> Markup:
    return moving_icon(measure.baseline.moving, said.moving(measure).capitalize())


def _key() -> Markup:
    shown = [(moving_icon(state, ""), said.MOVING[state]) for state in (*COURSES, "too_few")]
    shown += [(safe_icon(state, ""), said.SAFE[state]) for state in (*SAFE, None)]
    return el("ul", *(el("li", icon, label) for icon, label in shown), class_="key")
