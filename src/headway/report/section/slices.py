"""Where it differs: small multiples of one measure by service, category, priority, team, and all measures as tables."""

from __future__ import annotations

from collections.abc import Sequence

from headway.analyse import Assessment, Measure
from headway.eventlog.fields import Field
from headway.report.chart.panels import panels
from headway.report.choose import PANELS, by_slice, overall, sliced_measure
from headway.report.html import Markup, el, joined
from headway.report.section.frame import cell, fold, heads, row_head, section, table
from headway.report.section.measures import moving
from headway.report.words import measures as said
from headway.report.words import page as words
from headway.report.words.charts import panel_line
from headway.report.words.numbers import NONE, between, figure, number

COLUMNS = 8   # slices side by side in the table of all measures


def slices(assessment: Assessment) -> Markup | None:
    """None where nothing is sliced."""
    whole = sliced_measure(assessment)
    if whole is None:
        return None
    fields = by_slice(assessment, whole.series.kpi)
    parts = []
    for place, (field, measures) in enumerate(fields.items()):
        title = words.slice_title(whole, field)
        shown = min(PANELS, len(measures))
        multiples = el("div", _panels(measures[:PANELS], whole=whole), _table(measures, title=title))
        line = words.slice_line(measures, shown)
        parts.append(joined((el("h3", f"{title}: ", el("span", line, class_="meta"), class_="under"), multiples))
                     if place == 0 else fold(f"{title}: {line}", multiples))
    parts += [_matrix(assessment, field, [measure.series.slice[field] for measure in measures[:COLUMNS]])
              for field, measures in fields.items()]
    return section(words.SLICES, words.slice_aside(whole), *parts)


def _panels(measures: Sequence[Measure], *, whole: Measure) -> Markup:
    drawn = panels(measures, whole=whole)
    figures = [el("figure", el("figcaption", el("b", words.slice_name(measure)), el("span", panel_line(measure))), svg,
                  class_="chart") for measure, svg in zip(measures, drawn, strict=True)]
    return el("div", *figures, class_="small-multiples")


def _table(measures: Sequence[Measure], *, title: str) -> Markup:
    usual = said.usual(measures[0].series.period).capitalize()
    names = [title, *words.SLICE_HEADS[:3], usual, words.SLICE_HEADS[3]]
    rows = [el("tr", row_head(words.slice_name(measure)), cell(number(measure.series.n)),
               cell(figure(measure.series.value, measure.series.kpi)),
               cell(el("b", figure(measure.baseline.now, measure.series.kpi))),
               cell(between(*measure.baseline.usual, measure.series.kpi) if measure.baseline.usual else NONE, quiet=True),
               el("td", moving(measure))) for measure in measures]
    whole = table(heads(*names, numeric=names[1:5]), rows, label=title, class_="slices")
    return el("details", el("summary", words.slice_table(len(measures))), whole, class_="table")


def _matrix(assessment: Assessment, field: Field, values: Sequence[str]) -> Markup:
    """Every measure that has these slices, side by side: now, else as recorded."""
    found: dict[str, dict[str, Measure]] = {}
    for measure in assessment.measures:
        if set(measure.series.slice) == {field}:
            found.setdefault(measure.series.kpi.id, {})[measure.series.slice[field]] = measure
    title = words.matrix_title(field)
    rows = [_matrix_row(whole, found[whole.series.kpi.id], values) for whole in overall(assessment)
            if whole.series.kpi.id in found]
    names = [words.MEASURE_HEADS[0], words.ALL_TICKETS, *map(words.slice_value, values)]
    return fold(title, el("div", table(heads(*names, numeric=names[1:]), rows, label=title, class_="matrix")))


def _matrix_row(whole: Measure, by_value: dict[str, Measure], values: Sequence[str]) -> Markup:
    return el("tr", row_head(said.called(whole.series.kpi).name), cell(el("b", _standing(whole))),
              *(cell(_standing(by_value.get(value))) for value in values))


def _standing(measure: Measure | None) -> str:
    if measure is None:
        return NONE
    now = measure.baseline.now
    return figure(now if now is not None else measure.series.value, measure.series.kpi)
