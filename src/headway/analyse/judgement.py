"""A verdict together with what it was asked of: the series, the question, the natural limits of the time before."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property

from headway.baseline import Baseline, natural_state
from headway.kpi.definition import Unit
from headway.kpi.series import Series
from headway.verdict import Asked, Verdict


@dataclass(frozen=True, kw_only=True)
class Judgement(Verdict):
    """Did we get there, whole: what report/ tells and draws.

    `series` holds the points of the measure, flagged as they were known on the day of the decision. `change_name` is what
    was changed, "" where nobody said. `kept_natural` is the natural state as it was told when it was kept, if it was.
    """

    series: Series
    asked: Asked
    change_name: str = ""
    kept_natural: Baseline | None = None

    @cached_property
    def natural(self) -> Baseline:
        """The natural state of the points before the change: for the chart, so it is worked out when that is drawn."""
        return self.kept_natural or natural_before(self.series, asked=self.asked)


def judgement(verdict: Verdict, *, series: Series, asked: Asked, change_name: str = "") -> Judgement:
    """The verdict with its series and the natural limits before the change."""
    told = {part.name: getattr(verdict, part.name) for part in fields(Verdict)}
    return Judgement(**told, series=series, asked=asked, change_name=change_name)


def natural_before(series: Series, *, asked: Asked) -> Baseline:
    """The natural state of the points before the change, all of them: a steady stretch among them is not sought.

    A share without the number of its cases is charted as the value that it is, within 0 and 1.
    """
    early = tuple(point for point in series.points if point.starts_on < asked.change)
    uncounted = series.kpi.unit is Unit.SHARE and all(point.n <= 1 for point in early)
    kpi = replace(series.kpi, unit=Unit.SCORE) if uncounted else series.kpi
    found = natural_state(replace(series, kpi=kpi, points=early), baseline_from=early[0].starts_on if early else None)
    if not uncounted:
        return found
    phases = tuple(replace(phase, upper=tuple(min(limit, 1.0) for limit in phase.upper)) for phase in found.phases)
    usual = (found.usual[0], min(found.usual[1], 1.0)) if found.usual is not None else None
    return replace(found, phases=phases, usual=usual)
