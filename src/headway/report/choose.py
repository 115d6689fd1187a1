"""What a report shows of an assessment, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

from headway.analyse import Assessment, Measure, Said
from headway.eventlog.fields import SLICES, Field
from headway.kpi.definition import Kpi

MOVED = ("moved_better", "moved_worse")
# the measures that a manager is asked about first; the page shows all, the terminal these
HEADLINES = ("time_to_resolve_median", "time_to_resolve_mean_30d", "within_24h", "sla_kept", "first_group", "reopened",
             "first_response_median", "satisfaction", "backlog", "arrivals")
PANELS = 6


def kpis(assessment: Assessment) -> dict[str, Kpi]:
    return {measure.series.kpi.id: measure.series.kpi for measure in assessment.measures}


def overall(assessment: Assessment) -> list[Measure]:
    """The measures of all tickets: those with something to show first, in the order they came."""
    whole = [measure for measure in assessment.measures if not measure.series.slice]
    return sorted(whole, key=is_empty)


def is_empty(measure: Measure) -> bool:
    return measure.series.value is None and all(point.value is None for point in measure.series.points)


def headlines(assessment: Assessment) -> list[Measure]:
    """What fits a terminal: the measures asked about first, those with a target and the user's own."""
    shown = [measure for measure in overall(assessment) if measure.series.kpi.id in HEADLINES
             or measure.target is not None or measure.series.kpi.label is not None]
    return shown or overall(assessment)


def main(assessment: Assessment) -> Measure | None:
    """The measure of the large chart: the one that the opening speaks of, else the one with the most to see."""
    charted = {measure.series.kpi.id: measure for measure in overall(assessment) if len(measure.series.points) > 1}
    named = [said.facts.get("kpi") for code in (*MOVED, "steady", "censored") for said in assessment.opening
             if said.code == code]
    for kpi in (*named, "within_24h", "time_to_resolve_median"):
        if kpi in charted:
            return charted[str(kpi)]
    return max(charted.values(), key=lambda measure: len(measure.series.points), default=None)


def moved(assessment: Assessment, measure: Measure) -> Said | None:
    """What the opening says of this measure's move."""
    found = (said for said in assessment.opening if said.code in MOVED and said.facts.get("kpi") == measure.series.kpi.id)
    return next(found, None)


def by_slice(assessment: Assessment, kpi: Kpi) -> dict[Field, list[Measure]]:
    """A measure's slices, largest first; the field along which it differs most stands first."""
    found: dict[Field, list[Measure]] = {}
    for measure in assessment.measures:
        if measure.series.kpi.id == kpi.id and len(measure.series.slice) == 1:
            found.setdefault(next(iter(measure.series.slice)), []).append(measure)
    for slices in found.values():
        slices.sort(key=lambda measure: (-measure.series.n, *measure.series.slice.values()))
    order = {field: place for place, field in enumerate(SLICES)}
    return dict(sorted(found.items(), key=lambda item: (-_spread(item[1]), order.get(item[0], len(order)))))


def sliced_measure(assessment: Assessment) -> Measure | None:
    """The measure to compare slices by: the main one if it has slices, else the first that has."""
    sliced = {measure.series.kpi.id for measure in assessment.measures if measure.series.slice}
    candidates = [measure for measure in (main(assessment), *overall(assessment)) if measure is not None]
    return next((measure for measure in candidates if measure.series.kpi.id in sliced), None)


def seen(measures: Sequence[Measure]) -> list[Measure]:
    """The measures for which the smallest visible effect is known."""
    return [measure for measure in measures if measure.baseline.visible]


def changes_seen(measures: Sequence[Measure]) -> list[float]:
    return sorted({effect.change for measure in measures for effect in measure.baseline.visible})




def _spread(measures: Sequence[Measure]) -> float:
    """How far the largest slices' present values lie apart: their mean distance from the mean, by cases."""
    values = [(measure.baseline.now if measure.baseline.now is not None else measure.series.value, measure.series.n)
              for measure in measures[:PANELS]]
    known = [(value, n) for value, n in values if value is not None]
    if len(known) < 2:
        return 0.0
    mean = fmean([value for value, _ in known], [max(n, 1) for _, n in known])
    return fmean([abs(value - mean) for value, _ in known], [max(n, 1) for _, n in known])
