"""The measures of all tickets as one table: course, as recorded, now, a usual period, moving, target."""

from __future__ import annotations

from collections.abc import Sequence

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
    full, empty = ([measure for measure in shown if is_empty(measure) is wanted] for wanted in (False, True))
    rows = table(named, [_row(measure) for measure in full], label=words.MEASURES, class_="measures") if full else None
    return section(words.MEASURES, _aside(assessment), rows,
                   *((_key(), el("p", words.FEWER, class_="note")) if full else ()), _without_data(empty))


def _without_data(measures: Sequence[Measure]) -> Markup | None:
    """What has nothing to show, by the reason: no data is said, never drawn as zero."""
    by_reason: dict[str, list[str]] = {}
    for measure in measures:
        by_reason.setdefault(said.empty(measure.series), []).append(said.called(measure.series.kpi).name)
    items = [el("li", el("b", "; ".join(names)), f": {reason}") for reason, names in by_reason.items()]
    return el("div", el("h3", words.NO_DATA, class_="under"), el("ul", *items, class_="empty")) if items else None


def _aside(assessment: Assessment) -> str:
    first, last = words.window(assessment)
    course = f"course: {span(first, last, short=True)} · " if first and last else ""
    return f"{course}in icons, up is the good side"


def _row(measure: Measure) -> Markup:
    series, kpi = measure.series, measure.series.kpi
    name = row_head(said.called(kpi).name, said.line(kpi))
    baseline, begins = measure.baseline, words.begins(measure)
    return el(
        "tr", name,
        el("td", sparkline(measure), class_="sp"),
        cell(figure(series.value, kpi), small=said.behind(series), is_=words.MEASURE_HEADS[2]),
        cell(el("b", figure(baseline.now, kpi)), small=f"since {short_day(begins)}" if begins else None,
             is_=words.MEASURE_HEADS[3]),
        cell(between(*baseline.usual, kpi) if baseline.usual else NONE, quiet=True,
             is_=said.usual(series.period).capitalize()),
        el("td", moving(measure), class_="sign"),
        el("td", safe_icon(measure.safe, said.SAFE_SENTENCE.get(measure.safe, said.SAFE_SENTENCE[None])), class_="sign"),
        cell(figure(measure.target, kpi), quiet=measure.target is None, is_=words.MEASURE_HEADS[6]))


def moving(measure: Measure) -> Markup:
    return moving_icon(measure.baseline.moving, said.moving(measure).capitalize())


def _key() -> Markup:
    shown = [(moving_icon(state, ""), said.MOVING[state]) for state in (*COURSES, "too_few")]
    shown += [(safe_icon(state, ""), said.SAFE[state]) for state in (*SAFE, None)]
    return el("ul", *(el("li", icon, label) for icon, label in shown), class_="key")
