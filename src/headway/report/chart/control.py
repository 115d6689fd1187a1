"""XmR, p and u charts: the natural band, its centre, the points, and what lies outside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from headway.baseline.result import Baseline
from headway.report.chart.axis import PHONE, WIDE, Frame, days_axis, values_axis
from headway.report.chart.marks import Place, band, box, dots, drawing, level, lines, rings, upright, word
from headway.report.chart.scale import Scale, spans_tens, value_scale
from headway.report.html import Markup, joined
from headway.report.plotted import Dot, Plotted, Stretch, ends
from headway.report.words import charts as words

STEPPED = frozenset({"p", "p_prime", "u", "u_prime"})   # charts whose limits step with n
STRIP = 26        # height of the strip of n
LINE_HEIGHT = 17


def control_chart(plotted: Plotted) -> Markup:
    """The chart twice, 1120 and 350 wide; the stylesheet shows the one that fits."""
    return joined((wide(plotted), _draw(plotted, PHONE)))


def wide(plotted: Plotted) -> Markup:
    return _draw(plotted, WIDE)


def is_log(plotted: Plotted) -> bool:
    return spans_tens(plotted.measure.series.kpi, [dot.value for dot in plotted.dots if not dot.hollow])


def _draw(plotted: Plotted, frame: Frame) -> Markup:
    measure = plotted.measure
    days = Scale(plotted.first.toordinal(), plotted.until.toordinal(), frame.left, frame.right)
    values = value_scale(measure.series.kpi, _extent(plotted), log=is_log(plotted), start=frame.base, end=frame.top)
    strip = STRIP + 6 if measure.baseline.chart in STEPPED else 0
    notes = words.notes(plotted, wide=frame.labels)
    foot = frame.base + strip + 20
    height = foot + 8 + LINE_HEIGHT * len(notes)
    return drawing(
        values_axis(measure.series.kpi, values, frame),
        *(natural_band(stretch, days, values) for stretch in plotted.stretches),
        _carried(plotted, days, values, frame),
        _target(measure.target, values, frame),
        *(_begin(days(on.toordinal()), name, "chg", frame) for on, name in plotted.begins),
        *(_begin(days(on.toordinal()), words.PROPOSED, "proposed", frame) for on in _proposed(plotted)),
        _points(plotted, days, values, frame),
        _strip(plotted, days, frame) if strip else "",
        days_axis(plotted.first, plotted.until, days, y=foot, frame=frame),
        *(word(frame.left, foot + 4 + LINE_HEIGHT * (index + 1), note, class_) for index, (note, class_) in
          enumerate(notes)),
        _margin(plotted, values, frame) if frame.labels else "",
        width=frame.width, height=height, class_=f"chart-svg {frame.class_}", label=words.description(plotted))


def _extent(plotted: Plotted) -> list[float]:
    """Every value that must find its place; a thin day's stray value must not squeeze the rest."""
    target = plotted.measure.target
    found = [dot.value for dot in plotted.dots if not dot.hollow] or [dot.value for dot in plotted.dots]
    found += [limit for stretch in plotted.stretches for step in stretch.steps for limit in step[1:]]
    return found if target is None else [*found, target]


def _proposed(plotted: Plotted) -> list[date]:
    """The proposed start, where it lies inside the drawing."""
    on = plotted.proposed
    return [on] if on is not None and plotted.first < on < plotted.until else []


def natural_band(stretch: Stretch, days: Scale, values: Scale) -> Markup:
    """The band stepping with n, and its centre."""
    lower: list[Place] = []
    upper: list[Place] = []
    next_days = [step[0] for step in stretch.steps[1:]] + [stretch.until]
    for (_, low, high), begin, end in zip(stretch.steps, [stretch.first, *next_days[:-1]], next_days, strict=True):
        for day in (begin, end):
            lower.append((days(day.toordinal()), values(low)))
            upper.append((days(day.toordinal()), values(high)))
    return joined((band(upper, lower, "band"), level(lower[0][0], lower[-1][0], values(stretch.centre), "mid")))


def _carried(plotted: Plotted, days: Scale, values: Scale, frame: Frame) -> Markup:
    """Limits dotted where the baseline lies outside its own time."""
    if not plotted.stretches:
        return Markup()
    parts = []
    first, last = plotted.stretches[0], plotted.stretches[-1]
    if first.first > plotted.first:
        parts += [level(frame.left, days(first.first.toordinal()), values(limit), "lim") for limit in first.usual]
    if last.until < plotted.until:
        parts += [level(days(last.until.toordinal()), frame.right, values(limit), "lim") for limit in last.usual]
    return joined(parts)


def _target(target: float | None, values: Scale, frame: Frame) -> Markup:
    return Markup() if target is None else level(frame.left, frame.right, values(target), "tgt")


def _begin(x: float, name: str, class_: str, frame: Frame) -> Markup:
    """A line where a phase begins, with its name on the side that has room."""
    at_end = x > (frame.left + frame.right) / 2
    shown = name if frame.labels or len(name) <= 24 else f"{name[:23]}…"
    return joined((upright(x, frame.top - 10, frame.base, class_),
                   word(x - 6 if at_end else x + 6, frame.top - 8, shown, anchor="end" if at_end else None)))


def _points(plotted: Plotted, days: Scale, values: Scale, frame: Frame) -> Markup:
    period = plotted.measure.series.period

    def place(dot: Dot) -> Place:
        return (days(dot.on.toordinal()) + days(ends(dot.on, period).toordinal())) / 2, values(dot.value)

    sides: dict[bool | None, list[Place]] = {True: [], False: [], None: []}
    for dot in plotted.dots:
        if not dot.hollow:
            sides[plotted.better(dot) if dot.side else None].append(place(dot))
    return joined((
        lines(([place(dot) for dot in run] for run in plotted.runs), "ln"),
        rings([place(dot) for dot in plotted.dots if dot.hollow], frame.radius - .6),
        dots(sides[None], "plain"), dots(sides[True], "up"), dots(sides[False], "down")))


def _strip(plotted: Plotted, days: Scale, frame: Frame) -> Markup:
    """The cases behind each point, so that wide limits explain themselves."""
    most = max(dot.n for dot in plotted.dots) or 1
    bottom = frame.base + STRIP + 4
    bars = []
    for dot in plotted.dots:
        begin, end = days(dot.on.toordinal()), days(ends(dot.on, plotted.measure.series.period).toordinal())
        height = STRIP * dot.n / most
        bars.append(box(begin + .5, bottom - height, max(end - begin - 1, .8), height, "bar"))
    label = word(frame.left - 8, bottom - 2, "n", anchor="end")
    if not frame.labels:
        return joined((*bars, label))
    return joined((*bars, label, word(frame.right + 12, bottom - 2, words.most_cases(plotted, most))))


def _margin(plotted: Plotted, values: Scale, frame: Frame) -> Markup:
    """Direct labels at the right end: the centre with its value, the limits, the target."""
    if not plotted.stretches:
        return Markup()
    baseline: Baseline = plotted.measure.baseline
    last = plotted.stretches[-1]
    lower, upper = baseline.usual or last.usual
    told = sorted(words.margin(plotted, centre=last.centre, lower=lower, upper=upper),
                  key=lambda label: (values(label[0]), label[1]))   # a second line stays under its first
    labels = [(values(y) + 4 + shift, content, class_) for y, shift, content, class_ in told]
    return joined(word(frame.right + 12, y, content, class_)
                  for y, content, class_ in spread_apart(labels, lowest=frame.base + 4))


def spread_apart(labels: Sequence[tuple[float, str, str]], *, lowest: float) -> list[tuple[float, str, str]]:
    """Labels moved apart until none covers another; they come in their order from top to bottom."""
    places = [y for y, _, _ in labels]
    for index in range(1, len(places)):
        places[index] = max(places[index], places[index - 1] + LINE_HEIGHT - 1)
    for index in reversed(range(len(places))):
        below = places[index + 1] - LINE_HEIGHT + 1 if index + 1 < len(places) else lowest
        places[index] = min(places[index], below)
    return [(y, content, class_) for y, (_, content, class_) in zip(places, labels, strict=True)]
