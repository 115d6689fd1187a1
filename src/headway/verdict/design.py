"""What else moves a series than the change: weekday, slow drift, the time of year, load; each a column of the regression."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from headway.kpi.series import Period
from headway.stats.limits import Floats
from headway.stats.step_regression import Mixture, Prior, Regression, Shapes, regression
from headway.verdict.result import Kind
from headway.verdict.working_scale import Track

YEAR = 365.25
QUARTER = 93.0
MANY_POINTS = 60     # series of months and years move as much in so many points as others in a year
DRIFTS = ((.1, .0, .0, .12), (.3, .0, .0, .28), (.3, .0, .15, .17), (.3, .3, .15, .2),
          (1.0, .3, .15, .1), (1.0, 1.0, .3, .08), (3.0, 1.0, .3, .05))
"""Standard deviations of the drift: of its slope and of its wandering in a year (or `MANY_POINTS`), on logarithmic scales, with
their weights before the data speak. A free slope costs a third of the power, none at all claims every drift."""
WANDERS = 6               # sines: the last one turns three times over the series
SLOPE_OF_SCORES = 1.0     # times these, for scores, in standard deviations of the points before the change
WEEKS_FOR_WEEKDAYS = 3    # before the change: fewer, and a weekday's mean is mostly noise
RISES = {.2: .04, .5: .08, 1.0: .08}
"""How long a change may take to bite, in shares of the time that was watched, with the weights before the data speak."""
KEPT = ("level",)         # the coefficients that are told beside the step
LOAD_VARIES = .1          # coefficient of variation under which load explains nothing


@dataclass(frozen=True, slots=True)
class Design:
    """Columns [points, columns], those that have a prior, and the shapes that the effect may have.

    The coefficient "level" is that of the points after the change as they would have been without it: all drift, season, load
    and controls included. The effect is the last coefficient, "step": what the change does by the last point. `in_full` is
    how many times as much it will do once it has all of its effect.
    """

    columns: Floats
    prior: Prior
    names: tuple[str, ...]
    shapes: Shapes
    in_full: float = 1.0

    @property
    def free(self) -> int:
        """Columns without a prior."""
        return len(self.names) - len(self.prior.columns)

    def contrast(self, *names: str) -> Floats:
        """The sum of these coefficients, of `KEPT` and the step, as a contrast [kept]."""
        return np.array([float(name in names) for name in (*KEPT, "step")])


def design(track: Track, *, change: date, in_full: date | None = None, controls: Floats | None = None) -> Design:
    """The regression of a track; `change` is the first day after.

    `in_full` is the day from which a change that takes time to bite has all of its effect: the effect rises to it in a
    straight line (the day of the change itself: a step). `controls` [points, controls] are series that the change did not touch.
    """
    day = np.array([one.toordinal() for one in track.days], dtype=np.float64)
    before = day < change.toordinal()
    seen = ~np.isnan(track.values)
    named = _steady(day, track, seen & before, seen)
    drift = len(named)
    unit = max(YEAR, MANY_POINTS * track.spacing)
    named.append(("slope", (day - change.toordinal()) / unit))
    named += [(f"wander {number}", column) for number, column in enumerate(_wander((day - day[0]) / unit), start=1)]
    seasons = track.spacing <= QUARTER
    if seasons and day[before].size and day[before][-1] - day[before][0] >= YEAR - 8:   # a year of weeks lacks a few days
        turn = 2 * np.pi * day / YEAR
        named += [("year cos", np.cos(turn)), ("year sin", np.sin(turn))]
    drifting = range(drift, len(named))
    if track.kind is Kind.DURATION and track.sizes is not None and not track.closings:
        load = np.log(np.where(seen, np.maximum(track.sizes, 1.0), 1.0))
        if load[before & seen].std() > LOAD_VARIES:
            named.append(("load", np.where(seen, load - load[seen].mean(), 0.0)))
    if controls is not None:
        named += [(f"control {number}", column) for number, column in enumerate(controls.T)]
    shapes, more = _shapes(day, change, in_full)
    named[drift:] = [(name, _around(column, ~before & seen)) for name, column in named[drift:]]
    return Design(np.stack([column for _, column in named], axis=1), _drift(drifting, track.values[before & seen], track.kind),
                  (*(name for name, _ in named), "step"), shapes, more)


def _around(column: Floats, after: NDArray[np.bool_]) -> Floats:
    """A column around its mean after the change: the level is then that which these points would have had without the change."""
    return column - column[after].mean() if after.any() else column


def mean_before(track: Track, *, change: date) -> Mixture:
    """The level before a change, as if it did not drift: what one sees of a baseline, and how far that is off by chance."""
    day = np.array([one.toordinal() for one in track.days], dtype=np.float64)
    seen = track.before(change)
    columns = np.stack([column for _, column in _steady(day, track, seen, seen)], axis=1)
    return regression(np.where(seen, track.values, np.nan), columns, kept=(0,), sizes=track.sizes).told(np.ones(1))


def _steady(day: Floats, track: Track, early: NDArray[np.bool_], seen: NDArray[np.bool_]) -> list[tuple[str, Floats]]:
    """The level, and the weekdays where the time before the change has enough of them."""
    named: list[tuple[str, Floats]] = [("level", np.ones(len(day)))]
    if len(set((day % 7).tolist())) > 1 and track.period is Period.DAY and early.sum() >= 7 * WEEKS_FOR_WEEKDAYS:
        named += [(f"weekday {number}", column) for number, column in enumerate(_weekdays(day, seen))]
    return named


def _weekdays(day: Floats, seen: NDArray[np.bool_]) -> list[Floats]:
    """One column a weekday but the last, each summing to nothing over a week, so that the level stays the level."""
    weekday = (day.astype(np.int64) + 6) % 7
    found = [number for number in range(7) if (weekday[seen] == number).any()]
    return [(weekday == number) * 1.0 - (weekday == found[-1]) for number in found[:-1]]


def _wander(time: Floats) -> list[Floats]:
    """A random walk of unit variance in a unit of time, by the slow part of its expansion (Karhunen, Loève): sines."""
    long = max(float(time[-1]), 1e-6)
    turns = [(number - .5) * np.pi for number in range(1, WANDERS + 1)]
    return [np.sqrt(2 * long) / turn * np.sin(turn * time / long) for turn in turns]


def _drift(columns: range, before: Floats, kind: Kind) -> Prior:
    unit = SLOPE_OF_SCORES * max(float(before.std()), 1e-9) / .3 if kind is Kind.SCORE else 1.0
    years = len(columns) - 1 - WANDERS
    return Prior(tuple(columns), tuple((unit * slope, *(unit * wander,) * WANDERS, *(unit * year,) * years)
                                       for slope, wander, year, _ in DRIFTS), tuple(weight for *_, weight in DRIFTS))


def _shapes(day: Floats, change: date, in_full: date | None) -> tuple[Shapes, float]:
    """A step at the change, or a straight rise to all of the effect; and how much of it is still to come.

    Where nobody says how long the change takes to bite, a step is thought likely and slow rises possible (an effect that
    builds up over years is no step, and would not be found as one).
    """
    since = np.maximum(day - change.toordinal(), 0.0)
    after = day >= change.toordinal()
    if in_full is not None and in_full <= change:
        return Shapes(np.asarray(after[:, None] * 1.0, dtype=np.float64), (1.0,)), 1.0
    if in_full is not None:
        rise = np.asarray(np.where(after, np.clip((since + 1) / (in_full - change).days, 0, 1), 0.0), dtype=np.float64)
        reached = float(rise[-1])
        return Shapes(np.asarray(rise[:, None] / reached, dtype=np.float64), (1.0,)), 1 / reached
    long = float(since[-1]) or 1.0
    rises = [after * 1.0] + [np.where(after, np.clip((since + 1) / (share * long + 1), 0, 1), 0.0) for share in RISES]
    return Shapes(np.asarray(np.stack(rises, axis=1), dtype=np.float64), (1 - sum(RISES.values()), *RISES.values())), 1.0


def fitted(track: Track, told: Design, *, beliefs: Floats | None = None) -> Regression:
    """The regression of a track; `beliefs` of its noise are what series like it taught.

    Raises `ValueError` where there are fewer points than columns.
    """
    return regression(track.values, told.columns, kept=[told.names.index(name) for name in KEPT], sizes=track.sizes,
                      prior=told.prior, shapes=told.shapes, beliefs=beliefs)
