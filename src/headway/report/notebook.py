"""An assessment or a verdict in a notebook: what matters in a cell, charts for Altair on request."""

from __future__ import annotations

from typing import Any

from headway.analyse import Assessment, Measure
from headway.analyse.judgement import Judgement
from headway.report.chart import before_after, interval_line
from headway.report.html import Markup, el
from headway.report.plotted import plotted
from headway.report.section import verdict
from headway.report.section.measures import measures
from headway.report.section.opening import sentences
from headway.report.section.quality import quality
from headway.report.style import fragment_stylesheet
from headway.report.verdict_page import STYLES
from headway.report.words import page as words
from headway.report.words import verdict_chart
from headway.report.words.charts import title
from headway.report.words.grounds import grounds
from headway.report.words.levels import levels


def as_html(assessment: Assessment) -> str:
    """A fragment for a cell: its styles reach nothing outside it, and it takes the notebook's light or dark."""
    scope = f"{words.scope(assessment)}. {words.clock(assessment)}"
    return el("div", Markup(f"<style>{fragment_stylesheet()}</style>"), el("h2", words.TITLE, class_="title"),
              el("p", scope, class_="meta"), sentences(assessment), quality(assessment), measures(assessment),
              class_="headway-cell")


def verdict_as_html(judged: Judgement) -> str:
    """A verdict for a cell: the sentence, the interval line, the chart, what it rests on; each drawing once."""
    line, chart = interval_line.draw(judged, interval_line.WIDE), before_after.compared(judged)
    course = before_after.wide(judged, chart) if chart is not None else Markup()
    figure = el("figure", el("figcaption", el("b", verdict_chart.title(
        judged, levels(judged), log=before_after.is_log(judged, chart)))), course, class_="chart") if chart is not None else None
    answer = el("article", verdict.named(judged), verdict.sentence(judged), el("figure", line) if line else None,
                verdict.figures(judged), class_="verdict")
    return el("div", Markup(f"<style>{fragment_stylesheet(*STYLES)}</style>"), answer, figure,
              verdict.listed(grounds(judged)), class_="headway-cell")


def as_vega_lite(measure: Measure) -> dict[str, Any]:
    """The control chart of a measure as a Vega-Lite specification with its data inside, to be changed at will.

    Empty `values` where there are fewer than two points to draw.
    """
    chart = plotted(measure)
    rows = [{"starts_on": dot.on.isoformat(), "value": dot.value, "n": dot.n, "lower": dot.lower, "upper": dot.upper,
             "outside": bool(dot.side), "set_aside": dot.hollow} for dot in chart.dots] if chart is not None else []
    time = {"field": "starts_on", "type": "temporal", "title": None}
    level = {"field": "value", "type": "quantitative", "title": measure.series.kpi.unit.value}
    return {
        "title": title(measure),
        "data": {"values": rows},
        "width": 640,
        "layer": [
            {"mark": {"type": "area", "opacity": .12, "interpolate": "step-after"},
             "encoding": {"x": time, "y": level | {"field": "lower"}, "y2": {"field": "upper"}}},
            {"mark": {"type": "line", "strokeWidth": 1}, "encoding": {"x": time, "y": level}},
            {"mark": {"type": "point", "size": 30},
             "encoding": {"x": time, "y": level, "tooltip": [{"field": name} for name in ("starts_on", "value", "n")],
                          "filled": {"condition": {"test": "datum.set_aside", "value": False}, "value": True}}},
        ],
    }


def as_altair(measure: Measure) -> Any:
    """The same as an Altair chart; needs the extra `headway[notebook]` (ImportError without it)."""
    import altair

    return altair.LayerChart.from_dict(as_vega_lite(measure))
