"""The smallest visible effect in words: what a change for the better is called, and what "not visible" means."""

from __future__ import annotations

from collections.abc import Sequence

from headway.analyse import Measure
from headway.kpi.definition import Direction, Kpi, Unit
from headway.report.words.measures import called
from headway.report.words.numbers import times
from headway.report.words.opening import NOT_VISIBLE, WHY_NOT_VISIBLE

HEAD = "A cut of … in"


def change_of(kpi: Kpi) -> tuple[str, str]:
    """What changes, and which way: misses are cut, and so is time; the rest rises.

    >>> from headway.kpi.catalogue import BY_ID
    >>> change_of(BY_ID["sla_kept"])
    ('Missed agreements', '')
    """
    if kpi.direction is Direction.UP and kpi.unit is not Unit.SHARE:
        return called(kpi).name, "a rise of …"
    name = called(kpi).cut.removeprefix("the ")
    return name[:1].upper() + name[1:], "either way" if kpi.direction is Direction.NEITHER else ""


def notes(measures: Sequence[Measure]) -> list[str]:
    """A line for each reason that stands in the table."""
    found = {effect.reason: measure for measure in measures for effect in measure.baseline.visible
             if effect.weeks is None and effect.reason}
    return [f"“{NOT_VISIBLE[reason][:1].upper()}{NOT_VISIBLE[reason][1:]}”: {WHY_NOT_VISIBLE[reason]}"
            f"{_before(measure) if reason == 'baseline_too_short' else ''}."
            for reason, measure in found.items() if reason in NOT_VISIBLE]


def _before(measure: Measure) -> str:
    """How much there is before the change."""
    return f" ({times(measure.baseline.n_points, measure.series.period.value)} so far)"
