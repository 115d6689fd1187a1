"""Before and after a change: grey with its natural band, then a line, then the colour that the verdict allows."""

from __future__ import annotations

from dataclasses import replace

from headway.analyse import Measure
from headway.analyse.judgement import Judgement
from headway.kpi.definition import Unit
from headway.report.chart.axis import PHONE, WIDE, Frame, days_axis, values_axis
from headway.report.chart.control import LINE_HEIGHT, STEPPED, STRIP, natural_band, spread_apart
from headway.report.chart.interval_line import TONES, ticks
from headway.report.chart.marks import Place, box, dots, drawing, level, lines, rings, upright, word
from headway.report.chart.scale import Scale, spans_tens, value_scale
from headway.report.html import Markup, joined
from headway.report.plotted import Dot, Plotted, ends, plotted
from headway.report.words import verdict_chart as words
from headway.report.words.levels import Levels, levels
from headway.verdict.result import Answer

HEADROOM = 1.06   # above the highest value, for its dot


def compared(judged: Judgement) -> Plotted | None:
    """What the chart shows, or None where fewer than two points could be drawn.

    No line crosses the change; the drawing reaches to the last day that was judged, whether its point is old enough or not.
    """
    chart = plotted(Measure(series=judged.series, baseline=judged.natural, target=judged.target))
    if chart is None:
        return None
    on = judged.asked.change
    runs = [tuple(dot for dot in run if (dot.on >= on) is after) for run in chart.runs for after in (False, True)]
    return replace(chart, runs=tuple(run for run in runs if run),
                   until=ends(judged.series.points[-1].starts_on, judged.series.period))


def before_after(judged: Judgement, chart: Plotted) -> Markup:
    """The chart twice, 1120 and 350 wide; the stylesheet shows the one that fits."""
    return joined((wide(judged, chart), _draw(judged, chart, PHONE)))


def wide(judged: Judgement, chart: Plotted) -> Markup:
    return _draw(judged, chart, WIDE)


def is_log(judged: Judgement, chart: Plotted) -> bool:
    return spans_tens(judged.series.kpi, [dot.value for dot in chart.dots if not dot.hollow])


def _draw(judged: Judgement, chart: Plotted, frame: Frame) -> Markup:
    told = levels(judged)
    tone = {"up": "up", "down": "down"}.get(TONES.get(judged.verdict, ""), "")
    days = Scale(chart.first.toordinal(), chart.until.toordinal(), frame.left, frame.right)
    values = _values(judged, chart, frame)
    strip = STRIP + 6 if judged.natural.chart in STEPPED else 0
    notes = words.notes(judged, chart, told, wide=frame.labels, tone=tone)
    foot = frame.base + strip + 20
    change = days(judged.asked.change.toordinal())
    return drawing(
        _axis(values, told, frame) if not values.log else values_axis(judged.series.kpi, values, frame),
        *(natural_band(stretch, days, values) for stretch in chart.stretches),
        _unchanged(judged, chart, change, values, frame),
        _after(judged, change, values, frame, tone),
        _change(judged, change, frame.base + strip, frame),
        _points(judged, chart, days, values, frame, tone),
        _strip(judged, chart, days, frame, tone) if strip else "",
        days_axis(chart.first, chart.until, days, y=foot, frame=frame),
        *(word(frame.left, foot + 4 + LINE_HEIGHT * (index + 1), note, class_) for index, (note, class_) in enumerate(notes)),
        _margin(judged, values, frame, tone) if frame.labels else "",
        width=frame.width, height=foot + 8 + LINE_HEIGHT * len(notes), class_=f"chart-svg {frame.class_}",
        label=words.description(judged, chart, told))


def _values(judged: Judgement, chart: Plotted, frame: Frame) -> Scale:
    """Shares and logarithms as on every chart; other levels from 0 to a little above the highest."""
    extent, kpi, log = _extent(judged, chart), judged.series.kpi, is_log(judged, chart)
    if log or kpi.unit is Unit.SHARE or max(extent) <= 0:
        return value_scale(kpi, extent, log=log, start=frame.base, end=frame.top)
    return Scale(min(0.0, *extent), max(extent) * HEADROOM, frame.base, frame.top)


def _axis(values: Scale, told: Levels, frame: Frame) -> Markup:
    """Gridlines with their values, in the unit in which the verdict is told."""
    return joined(part for value, label in ticks(values.low, values.high, told, most=6) for part in (
        level(frame.left, frame.right, values(value), "gr"),
        word(frame.left - 8, values(value) + 4, label, anchor="end")))


def _extent(judged: Judgement, chart: Plotted) -> list[float]:
    """Every value that must find its place; a thin day's stray value must not squeeze the rest."""
    found = [dot.value for dot in chart.dots if not dot.hollow] or [dot.value for dot in chart.dots]
    found += [limit for stretch in chart.stretches for step in stretch.steps for limit in step[1:]]
    found += [value for value in (judged.before, judged.target, *(judged.after or ())) if value is not None]
    return found


def _unchanged(judged: Judgement, chart: Plotted, change: float, values: Scale, frame: Frame) -> Markup:
    """The limits and the level of the time before, carried on dotted: where it would lie unchanged."""
    usual = chart.stretches[-1].usual if chart.stretches else ()
    parts = [level(change, frame.right, values(limit), "lim") for limit in usual]
    if judged.before is not None:
        parts.append(level(change, frame.right, values(judged.before), "was"))
    return joined(parts)


def _after(judged: Judgement, change: float, values: Scale, frame: Frame, tone: str) -> Markup:
    """The interval of the level as a wash, the level, and the target."""
    parts = []
    if judged.after is not None:
        now, low, high = (values(value) for value in judged.after)
        class_ = tone or ("wait" if judged.verdict is Answer.CANNOT_TELL_YET else "")
        parts += [box(change, min(low, high), frame.right - change, abs(high - low), f"wash {class_}".rstrip()),
                  level(change, frame.right, now, f"now {class_}".rstrip())]
    if judged.target is not None:
        parts.append(level(change, frame.right, values(judged.target), "tgt"))
    return joined(parts)


def _change(judged: Judgement, x: float, base: float, frame: Frame) -> Markup:
    """The line of the change with its name, on the side that has room."""
    label = words.change_label(judged, wide=frame.labels)
    at_end = x > (frame.left + frame.right) / 2
    return joined((upright(x, frame.top - 14, base, "chg"),
                   word(x - 7 if at_end else x + 7, frame.top - 8, label, "strong", anchor="end" if at_end else None)))


def _points(judged: Judgement, chart: Plotted, days: Scale, values: Scale, frame: Frame, tone: str) -> Markup:
    period, on = judged.series.period, judged.asked.change

    def place(dot: Dot) -> Place:
        return (days(dot.on.toordinal()) + days(ends(dot.on, period).toordinal())) / 2, values(dot.value)

    before, after = ([dot for dot in chart.dots if not dot.hollow and (dot.on >= on) is later] for later in (False, True))
    return joined((
        lines(([place(dot) for dot in run] for run in chart.runs if run[0].on < on), "ln"),
        lines(([place(dot) for dot in run] for run in chart.runs if run[0].on >= on), f"ln {tone}".rstrip()),
        rings([place(dot) for dot in chart.dots if dot.hollow], frame.radius - .6),
        dots([place(dot) for dot in before], "plain"), dots([place(dot) for dot in after], tone or "plain")))


def _strip(judged: Judgement, chart: Plotted, days: Scale, frame: Frame, tone: str) -> Markup:
    """The cases behind each point, so that wide limits explain themselves."""
    most = max(dot.n for dot in chart.dots) or 1
    bottom = frame.base + STRIP + 4
    bars = []
    for dot in chart.dots:
        begin, end = days(dot.on.toordinal()), days(ends(dot.on, judged.series.period).toordinal())
        height = STRIP * dot.n / most
        late = dot.on >= judged.asked.change
        bars.append(box(begin + .5, bottom - height, max(end - begin - 1, .8), height, f"bar {tone if late else ''}".rstrip()))
    label = word(frame.left - 8, bottom - 2, "n", anchor="end")
    beside = word(frame.right + 12, bottom - 2, words.most_cases(judged, most)) if frame.labels else ""
    return joined((*bars, label, beside))


def _margin(judged: Judgement, values: Scale, frame: Frame, tone: str) -> Markup:
    """Direct labels at the right end, moved apart until none covers another."""
    told = sorted(words.margin(judged, levels(judged), tone=tone), key=lambda label: (values(label[0]), label[1]))
    labels = [(values(y) + 4 + shift, content, class_) for y, shift, content, class_ in told]
    return joined(word(frame.right + 12, y, content, class_)
                  for y, content, class_ in spread_apart(labels, lowest=frame.base + 4))
