"""A verdict on a page: the sentence with its mark, the interval line, the figures, the chart, and why."""

from __future__ import annotations

from collections.abc import Iterable

from headway.analyse.judgement import Judgement
from headway.report.chart.before_after import before_after, compared, is_log
from headway.report.chart.interval_line import interval_line
from headway.report.chart.verdict_mark import verdict_mark
from headway.report.html import Markup, el, joined, text
from headway.report.plotted import Plotted
from headway.report.section.frame import section, with_options
from headway.report.section.opening import BRAND
from headway.report.words import grounds as said
from headway.report.words import verdict as words
from headway.report.words import verdict_chart as drawn
from headway.report.words import verdict_facts as facts
from headway.report.words.grounds import Ground
from headway.report.words.levels import levels
from headway.report.words.numbers import figure, number, short_day


def cover(judged: Judgement) -> Markup:
    told = el("p", facts.COVER, el("b", words.name(judged)), class_="meta")
    return el("header", el("p", BRAND, "Headway", class_="brand"), told, class_="cover")


def opening(judged: Judgement) -> Markup:
    parts = (el("span", part) for part in facts.scope(judged))
    return joined((el("h1", words.TITLE, class_="title"), el("p", *parts, class_="meta row")))


def answer(judged: Judgement) -> Markup:
    """What is read first: the word with its mark, the sentence, the interval line, the figures."""
    drawing = interval_line(judged)
    return el("article", named(judged), sentence(judged), el("figure", drawing) if drawing else None, figures(judged),
              class_="verdict", aria_label=facts.VERDICT)


def named(judged: Judgement) -> Markup:
    name = el("b", verdict_mark(judged.verdict, target=judged.target is not None), words.answer(judged), class_="verdict-name")
    return el("p", name, el("span", facts.beside(judged), class_="meta"), class_="row")


def sentence(judged: Judgement) -> Markup:
    pieces = (el("strong", piece) if strong else piece for piece, strong in words.sentence(judged).pieces)
    return el("p", *pieces, class_="says")


def figures(judged: Judgement) -> Markup:
    """Each figure with what it is; what was counted stands apart from what is inferred."""
    told = (el("div", el("dt", term), el("dd", el("b", value), *(el("small", small) for small in filter(None, (rest,)))))
            for term, value, rest in facts.figures(judged))
    return el("dl", *told, class_="facts")


def course(judged: Judgement) -> Markup | None:
    """The chart with its table; None where fewer than two points could be drawn."""
    chart = compared(judged)
    if chart is None:
        return None
    told = drawn.title(judged, levels(judged), log=is_log(judged, chart))
    caption = el("figcaption", el("b", told), el("span", drawn.caption(judged, chart)))
    return el("figure", caption, before_after(judged, chart), points_table(judged, chart), class_="chart course")


def points_table(judged: Judgement, chart: Plotted) -> Markup:
    """The same numbers as rows, for those who read or hear them; `data-off` marks a period that is not drawn."""
    period = judged.series.period.value.capitalize()
    heads = "".join(f'<th scope="col">{text(name)}</th>' for name in (period, *drawn.TABLE_HEADS))
    dots = {dot.on: dot for dot in chart.dots}
    rows = []
    for point in judged.series.points:
        dot = dots.get(point.starts_on)
        limits = (dot.lower, dot.upper) if dot is not None else (None, None)
        cells = (short_day(point.starts_on, year=True), number(point.n),
                 *(figure(value, judged.series.kpi) for value in (point.value, *limits)),
                 drawn.remark(judged, point, side=dot.side if dot is not None else 0))
        off = "" if dot is not None else " data-off"
        rows.append(f"<tr{off}>{''.join(f'<td>{text(content)}' for content in cells)}")
    whole = Markup(f'<table class="points"><thead><tr>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table>')
    summary = drawn.table_summary(judged)
    frame = el("div", whole, class_="long scroll", tabindex="0", role="region", aria_label=summary)
    return el("details", el("summary", summary), frame, class_="table")


def why(judged: Judgement) -> Markup:
    """The reasons, and beside them what would change the answer."""
    return el("div", reasons(judged), next_steps(judged), class_="split")


def reasons(judged: Judgement) -> Markup:
    return section(said.heading(judged), facts.REASONS, listed(said.grounds(judged)), key(judged))


def next_steps(judged: Judgement, *, by_command: bool = True) -> Markup | None:
    steps = said.next_steps(judged, by_command=by_command)
    return section(*facts.NEXT, listed(steps)) if steps else None


def listed(grounds: Iterable[Ground]) -> Markup:
    return el("ul", *(_ground(ground) for ground in grounds), class_="evidence")


def key(judged: Judgement) -> Markup:
    """What the signs mean that were used."""
    used = {ground.sign for ground in said.grounds(judged)}
    told = (el("li", el("b", sign), meaning) for sign, meaning in said.SIGNS.items() if sign in used)
    return el("ul", *told, class_="key")


def _ground(ground: Ground) -> Markup:
    sign = el("span", ground.sign, class_=" ".join(filter(None, ("sign", ground.tone))), aria_hidden="true")
    return el("li", sign, el("div", el("b", ground.title), el("p", with_options(ground.text)) if ground.text else None))
