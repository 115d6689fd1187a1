"""What else moves a series than the change: weekday, slow drift, the time of year, load; each a column of the regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from headway.kpi.series import Period
from headway.stats.limits import Floats
from headway.verdict.result import Kind

YEAR = 365.25
SLOPE_A_YEAR = .3
"""Standard deviation of the drift a year, on the logarithmic scales: a free slope costs a third of the power, none at
all claims every drift (measured on real and simulated logs; with .3 a drift of 20 % a year is claimed in 7 %)."""
SLOPE_OF_SCORES = 1.0     # the same for scores, in standard deviations of the points before the change
WEEKS_FOR_WEEKDAYS = 3    # before the change: fewer, and a weekday's mean is mostly noise
LOAD_VARIES = .1          # coefficient of variation under which load explains nothing


@dataclass(frozen=True, slots=True)
class Design:
    """Columns [points, columns] with the step in the last one, and the columns that have a prior."""

    columns: Floats
    priors: tuple[tuple[int, float], ...]
    names: tuple[str, ...]

    @property
    def step(self) -> int:
        return len(self.names) - 1


def design(
    days: Sequence[date], *, period: Period, values: Floats, sizes: Floats | None, kind: Kind, change: date,
    in_full: date | None = None, controls: Floats | None = None,
) -> Design:
    """The regression of a series on its working scale (`values`); `change` is the first day after.

    `in_full` is the day from which a change that takes time to bite has all of its effect: the step rises to it in a
    straight line. `controls` [points, controls] are series that the change did not touch.
    """
    day = np.array([one.toordinal() for one in days], dtype=np.float64)
    before = day < change.toordinal()
    seen = ~np.isnan(values)
    named: list[tuple[str, Floats]] = [("level", np.ones(len(day)))]
    priors: list[tuple[int, float]] = []
    if len(set((day % 7).tolist())) > 1 and period is Period.DAY and before[seen].sum() >= 7 * WEEKS_FOR_WEEKDAYS:
        named += [(f"weekday {number}", column) for number, column in enumerate(_weekdays(day, seen))]
    priors.append((len(named), _slope(values[before & seen], kind)))
    named.append(("slope", (day - change.toordinal()) / YEAR))
    if day[before].size and day[before][-1] - day[before][0] >= YEAR - 8:   # a year of weeks lacks up to a week
        turn = 2 * np.pi * day / YEAR
        named += [("year cos", np.cos(turn)), ("year sin", np.sin(turn))]
    if kind is Kind.DURATION and sizes is not None:
        load = np.log(np.where(seen, np.maximum(sizes, 1.0), 1.0))
        if load[before & seen].std() > LOAD_VARIES:
            named.append(("load", np.where(seen, load - load[seen].mean(), 0.0)))
    if controls is not None:
        named += [(f"control {number}", column) for number, column in enumerate(controls.T)]
    named.append(("step", _step(day, change, in_full)))
    return Design(np.stack([column for _, column in named], axis=1), tuple(priors), tuple(name for name, _ in named))


def _weekdays(day: Floats, seen: NDArray[np.bool_]) -> list[Floats]:
    """One column a weekday but the last, each summing to nothing over a week, so that the level stays the level."""
    weekday = (day.astype(np.int64) + 6) % 7
    found = [number for number in range(7) if (weekday[seen] == number).any()]
    return [(weekday == number) * 1.0 - (weekday == found[-1]) for number in found[:-1]]


def _slope(before: Floats, kind: Kind) -> float:
    return SLOPE_OF_SCORES * max(float(before.std()), 1e-9) if kind is Kind.SCORE else SLOPE_A_YEAR


def _step(day: Floats, change: date, in_full: date | None) -> Floats:
    if in_full is None or in_full <= change:
        return np.asarray((day >= change.toordinal()) * 1.0, dtype=np.float64)
    return np.asarray(np.clip((day - change.toordinal() + 1) / (in_full - change).days, 0, 1), dtype=np.float64)
