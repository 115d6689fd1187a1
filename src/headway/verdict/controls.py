"""Series that the change should not have touched: those that moved with it are named and not trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from headway.kpi.series import Period
from headway.stats.limits import Floats
from headway.verdict.design import design, fitted
from headway.verdict.working_scale import Track

MOVED = .04      # a control that moved this surely (either way) is doubted; surer, and clean ones are doubted as often
FEWEST = 8       # points before the change that both have
WEEK = 7


@dataclass(frozen=True, slots=True)
class Controls:
    """`column` [points] is a mean of the trusted controls, each in its own deviations; None where there is none.

    The more a control went with the series before the change, the more it weighs: the first component of partial least
    squares (Frank and Friedman, Technometrics 35 (1993) 109). One that did not go with it is `unlike`, and not used.
    """

    column: Floats | None
    used: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


def controls_for(series: Track, controls: Mapping[str, Track], *, change: date) -> Controls:
    """Which controls to use, by what they did before the change alone; and which moved at it.

    A control is held against the other controls, which share its shocks: a step that the others did not make shows
    sooner than against its own noise.
    """
    before = np.array([day < change for day in series.days])
    told = {name: column for name, control in controls.items() if (column := _standard(control, before)) is not None}
    doubted = _doubted({name: controls[name] for name in told}, told, change=change)
    return _together(series, {name: column for name, column in told.items() if name not in doubted}, before,
                     names=controls, doubted=tuple(doubted))


def controls_before(series: Track, controls: Mapping[str, Track], *, change: date) -> Controls:
    """The controls that could be used, as far as the time before the change tells: none can have moved with it yet."""
    before = np.array([day < change for day in series.days])
    told = {name: column for name, control in controls.items() if (column := _standard(control, before)) is not None}
    return _together(series, told, before, names=controls, doubted=())


def _together(
    series: Track, columns: Mapping[str, Floats], before: NDArray[np.bool_], *, names: Mapping[str, Track],
    doubted: tuple[str, ...],
) -> Controls:
    likeness = {name: _correlation(series, column, before) for name, column in columns.items()}
    used = tuple(name for name, like in likeness.items() if like > 0)
    unlike = tuple(name for name in names if name not in doubted and name not in used)
    column = np.average([columns[name] for name in used], axis=0, weights=[likeness[name] for name in used]) if used else None
    return Controls(column, used, doubted, unlike)


def _doubted(controls: Mapping[str, Track], columns: Mapping[str, Floats], *, change: date) -> list[str]:
    """The controls that moved, surest first: each is set aside before the rest are held against one another again."""
    left, doubted = list(controls), []
    while left:
        chances = {name: _chance_of_standing(controls[name], [columns[other] for other in left if other != name], change=change)
                   for name in left}
        moved = min(left, key=lambda name: chances[name])
        if chances[moved] >= MOVED:
            break
        left.remove(moved)
        doubted.append(moved)
    return doubted


def _standard(control: Track, before: NDArray[np.bool_]) -> Floats | None:
    """A control in its own deviations from its mean before the change; None where it has too few points or no variation."""
    early = control.values[before & ~np.isnan(control.values)]
    if len(early) < FEWEST or early.std() == 0:
        return None
    return np.where(np.isnan(control.values), 0.0, (control.values - early.mean()) / early.std())


def _correlation(series: Track, column: Floats, before: NDArray[np.bool_]) -> float:
    """How a control went with the series before the change; of days by week, where sampling noise hides less of it."""
    both = before & ~np.isnan(series.values)
    place, values, beside = np.flatnonzero(both), series.values[both], column[both]
    if series.period is Period.DAY and len(np.unique(place // WEEK)) >= FEWEST:
        many = np.bincount(place // WEEK)
        values, beside = (np.bincount(place // WEEK, one)[many > 0] / many[many > 0] for one in (values, beside))
    if len(values) < FEWEST or values.std() == 0 or beside.std() == 0:
        return 0.0
    return float(np.corrcoef(values, beside)[0, 1])


def _chance_of_standing(control: Track, others: list[Floats], *, change: date) -> float:
    """The chance (two-sided) that a control made no step at the change beyond that of the other controls."""
    told = design(control, change=change, in_full=change, controls=np.mean(others, axis=0)[:, None] if others else None)
    try:
        step = fitted(control, told).told(told.contrast("step"))
    except ValueError:
        return 1.0
    below = step.below(0)
    return 2 * min(below, 1 - below)
