"""How big a change must be to be seen: weeks by measure and size of the change."""

from __future__ import annotations

from headway.analyse import Assessment, Measure
from headway.baseline.result import VisibleEffect
from headway.report.chart.weeks import week_bar
from headway.report.choose import changes_seen, overall, seen
from headway.report.html import Markup, el
from headway.report.section.frame import cell, heads, row_head, section, table
from headway.report.words import page as words
from headway.report.words import seen as said
from headway.report.words.opening import visible_after


def visible(assessment: Assessment) -> Markup | None:
    """None where no measure has a baseline to see a change from."""
    measures = seen(overall(assessment))
    if not measures:
        return None
    title, aside = words.VISIBLE
    changes = changes_seen(measures)
    names = [said.HEAD, *map(words.change_line, changes)]
    longest = max((effect.weeks for measure in measures for effect in measure.baseline.visible
                   if effect.weeks is not None), default=0.0)
    rows = [_row(measure, changes, longest) for measure in measures]
    return section(title, aside, table(heads(*names, numeric=names[1:]), rows, label=title, class_="seen"),
                   *(el("p", note, class_="note") for note in said.notes(measures)))


def _row(measure: Measure, changes: list[float], longest: float) -> Markup:
    effects = {effect.change: effect for effect in measure.baseline.visible}
    name, small = said.change_of(measure.series.kpi)
    return el("tr", row_head(name, small), *(_cell(effects.get(change), longest) for change in changes))


def _cell(effect: VisibleEffect | None, longest: float) -> Markup:
    if effect is None:
        return cell("", quiet=True)
    told = visible_after(effect.weeks, effect.reason)
    if effect.weeks is None:
        return cell(told, quiet=True)
    return cell(told, week_bar(effect.weeks, longest=longest))
