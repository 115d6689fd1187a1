"""The control charts: the main one open, the others folded under their findings, each with its table."""

from __future__ import annotations

from collections.abc import Iterator

from headway.analyse import Assessment, Measure
from headway.report.chart.control import control_chart, is_log
from headway.report.choose import main, moved, overall
from headway.report.html import Markup, el, text
from headway.report.plotted import Plotted, plotted
from headway.report.section.frame import fold, section
from headway.report.words import charts as words
from headway.report.words import page
from headway.report.words.numbers import figure, number, short_day


def charts(assessment: Assessment) -> Markup | None:
    """None where no measure has two periods to draw."""
    first = main(assessment)
    drawn = list(_drawn(assessment, first))
    if not drawn:
        return None
    (measure, chart), others = drawn[0], drawn[1:]
    title = words.title(measure, moved=moved(assessment, measure), log=is_log(chart))
    return section(page.COURSES, page.course_hint(len(others)), figure_of(chart, title=title), *(
        fold(words.title(other, moved=moved(assessment, other), log=is_log(plot)),
             figure_of(plot, title=words.title(other, moved=moved(assessment, other), log=is_log(plot))))
        for other, plot in others))


def figure_of(chart: Plotted, *, title: str) -> Markup:
    caption = el("figcaption", el("b", title), el("span", words.caption(chart)))
    return el("figure", caption, control_chart(chart), points_table(chart), class_="chart")


def points_table(chart: Plotted) -> Markup:
    """The same numbers as rows, for those who read or hear them; `data-off` marks a period that is not drawn."""
    period = chart.measure.series.period.value.capitalize()
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in (period, *words.TABLE_HEADS))
    dots = {dot.on: dot for dot in chart.dots}
    rows = []
    for point in chart.measure.series.points:
        dot = dots.get(point.starts_on)
        limits = (dot.lower, dot.upper) if dot is not None else (None, None)
        cells = (short_day(point.starts_on, year=True), number(point.n),
                 *(figure(value, chart.measure.series.kpi) for value in (point.value, *limits)),
                 words.remark(point, side=dot.side if dot is not None else 0))
        drawn = "" if dot is not None else " data-off"
        rows.append(f"<tr{drawn}>{''.join(f'<td>{content}' for content in cells)}")
    whole = Markup(f'<table class="points"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>')
    summary = words.table_summary(chart)
    frame = el("div", whole, class_="long scroll", tabindex="0", role="region", aria_label=summary)
    return el("details", el("summary", summary), frame, class_="table")


def _drawn(assessment: Assessment, first: Measure | None) -> Iterator[tuple[Measure, Plotted]]:
    ordered = [first, *(measure for measure in overall(assessment) if measure is not first)]
    for measure in ordered:
        if measure is not None and (chart := plotted(measure, changes=assessment.changes)) is not None:
            yield measure, chart
