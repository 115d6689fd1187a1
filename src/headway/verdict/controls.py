"""Series that the change should not have touched: those that moved with it are named and not trusted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from headway.stats.limits import Floats
from headway.stats.step_regression import step_regression
from headway.verdict.design import design
from headway.verdict.working_scale import Track

MOVED = .1       # a control that moved this surely (either way, twice this) is doubted: cheaper to lose than to trust
ALIKE = .2       # correlation before the change under which a control explains nothing
FEWEST = 8       # points before the change that both have


@dataclass(frozen=True, slots=True)
class Controls:
    """`column` [points] is the mean of the trusted controls, each in its own deviations; None where there is none."""

    column: Floats | None
    used: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    unlike: tuple[str, ...] = ()


def controls_for(series: Track, controls: Mapping[str, Track], *, change: date) -> Controls:
    """Which controls to use, by what they did before the change alone; and which moved at it."""
    before = np.array([day < change for day in series.days])
    used, doubted, unlike, columns = [], [], [], []
    for name, control in controls.items():
        both = before & ~np.isnan(series.values) & ~np.isnan(control.values)
        if both.sum() < FEWEST or control.values[both].std() == 0 or series.values[both].std() == 0:
            unlike.append(name)
        elif _moved(control, change=change):
            doubted.append(name)
        elif np.corrcoef(series.values[both], control.values[both])[0, 1] < ALIKE:
            unlike.append(name)
        else:
            used.append(name)
            known = np.where(np.isnan(control.values), control.values[both].mean(), control.values)
            columns.append((known - control.values[both].mean()) / control.values[both].std())
    column = np.mean(columns, axis=0) if columns else None
    return Controls(column, tuple(used), tuple(doubted), tuple(unlike))


def _moved(control: Track, *, change: date) -> bool:
    told = design(control, change=change)
    try:
        below = step_regression(control.values, told.columns, of=told.step, sizes=control.sizes, priors=told.priors).below(0)
    except ValueError:
        return False
    return min(below, 1 - below) < MOVED / 2
