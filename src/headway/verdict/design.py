"""What else moves a series than the change: weekday, slow drift, the time of year, load; each a column of the regression."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from headway.kpi.series import Period
from headway.stats.limits import Floats
from headway.stats.step_regression import Prior
from headway.verdict.result import Kind
from headway.verdict.working_scale import Track

YEAR = 365.25
DRIFTS = ((.3, 0.0, .45), (.3, .3, .27), (1.0, .3, .13), (1.0, 1.0, .09), (3.0, 1.0, .06))
"""Standard deviations of the drift: of its slope a year and of its wandering over a year, on the logarithmic scales, with
their weights before the data speak. A free slope costs a third of the power, none at all claims every drift."""
WANDERS = 6               # sines: the last one turns three times over the series
SLOPE_OF_SCORES = 1.0     # times these, for scores, in standard deviations of the points before the change
WEEKS_FOR_WEEKDAYS = 3    # before the change: fewer, and a weekday's mean is mostly noise
LOAD_VARIES = .1          # coefficient of variation under which load explains nothing


@dataclass(frozen=True, slots=True)
class Design:
    """Columns [points, columns] with the step in the last one, and the columns that have a prior."""

    columns: Floats
    prior: Prior
    names: tuple[str, ...]

    @property
    def free(self) -> int:
        """Columns without a prior."""
        return len(self.names) - len(self.prior.columns)

    def contrast(self, *names: str) -> Floats:
        """The sum of these columns' coefficients, as a contrast [columns]."""
        return np.array([float(name in names) for name in self.names])

    @property
    def step(self) -> int:
        return len(self.names) - 1


def design(track: Track, *, change: date, in_full: date | None = None, controls: Floats | None = None) -> Design:
    """The regression of a track; `change` is the first day after.

    `in_full` is the day from which a change that takes time to bite has all of its effect: the step rises to it in a
    straight line. `controls` [points, controls] are series that the change did not touch.
    """
    day = np.array([one.toordinal() for one in track.days], dtype=np.float64)
    before = day < change.toordinal()
    seen = ~np.isnan(track.values)
    named: list[tuple[str, Floats]] = [("level", np.ones(len(day)))]
    if len(set((day % 7).tolist())) > 1 and track.period is Period.DAY and before[seen].sum() >= 7 * WEEKS_FOR_WEEKDAYS:
        named += [(f"weekday {number}", column) for number, column in enumerate(_weekdays(day, seen))]
    drift = range(len(named), len(named) + 1 + WANDERS)
    named.append(("slope", (day - change.toordinal()) / YEAR))
    named += [(f"wander {number}", column) for number, column in enumerate(_wander(day), start=1)]
    if day[before].size and day[before][-1] - day[before][0] >= YEAR - 8:   # a year of weeks lacks up to a week
        turn = 2 * np.pi * day / YEAR
        named += [("year cos", np.cos(turn)), ("year sin", np.sin(turn))]
    if track.kind is Kind.DURATION and track.sizes is not None and not track.closings:
        load = np.log(np.where(seen, np.maximum(track.sizes, 1.0), 1.0))
        if load[before & seen].std() > LOAD_VARIES:
            named.append(("load", np.where(seen, load - load[seen].mean(), 0.0)))
    if controls is not None:
        named += [(f"control {number}", column) for number, column in enumerate(controls.T)]
    named.append(("step", _step(day, change, in_full)))
    return Design(np.stack([column for _, column in named], axis=1), _drift(drift, track.values[before & seen], track.kind),
                  tuple(name for name, _ in named))


def _weekdays(day: Floats, seen: NDArray[np.bool_]) -> list[Floats]:
    """One column a weekday but the last, each summing to nothing over a week, so that the level stays the level."""
    weekday = (day.astype(np.int64) + 6) % 7
    found = [number for number in range(7) if (weekday[seen] == number).any()]
    return [(weekday == number) * 1.0 - (weekday == found[-1]) for number in found[:-1]]


def _wander(day: Floats) -> list[Floats]:
    """A random walk of unit variance a year, by the slow part of its expansion: sines of falling weight (Karhunen, Loève)."""
    years = (day - day[0]) / YEAR
    long = max(float(years[-1]), 1 / YEAR)
    turns = [(number - .5) * np.pi for number in range(1, WANDERS + 1)]
    return [np.sqrt(2 * long) / turn * np.sin(turn * years / long) for turn in turns]


def _drift(columns: range, before: Floats, kind: Kind) -> Prior:
    unit = SLOPE_OF_SCORES * max(float(before.std()), 1e-9) / .3 if kind is Kind.SCORE else 1.0
    return Prior(tuple(columns), tuple((unit * slope, *(unit * wander,) * WANDERS) for slope, wander, _ in DRIFTS),
                 tuple(weight for *_, weight in DRIFTS))


def _step(day: Floats, change: date, in_full: date | None) -> Floats:
    if in_full is None or in_full <= change:
        return np.asarray((day >= change.toordinal()) * 1.0, dtype=np.float64)
    return np.asarray(np.clip((day - change.toordinal() + 1) / (in_full - change).days, 0, 1), dtype=np.float64)
