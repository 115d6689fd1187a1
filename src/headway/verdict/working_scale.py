"""The scale on which a change adds: logarithms for what multiplies, log odds for shares, scores as they are."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from headway.kpi.closing_rate import Expected, speed_of, y_of
from headway.kpi.series import Period, Point
from headway.stats.limits import Floats
from headway.verdict.result import Kind, Scale

HALF = .5   # of a case, added on both sides: a share of none or all has finite odds (Haldane, Annals of Human Genetics
            # 20 (1955) 309; Anscombe, Biometrika 43 (1956) 461)
LARGEST = 700.0   # the exponent at which doubles end: a level that nobody can tell is told as huge, not as an error
FEW = 200   # cases that a share without its n is taken to stand on: its odds then end at 1 in 400


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A series on its working scale [points]: `values` (nan where there is none) and the cases that make them precise.

    `closings` says that the values are a closing rate: it falls where more is done in time.
    """

    days: tuple[date, ...]
    period: Period
    values: Floats
    sizes: Floats | None
    kind: Kind
    closings: bool = False

    @property
    def spacing(self) -> float:
        """Days from a point to the next."""
        return (self.days[-1] - self.days[0]).days / max(len(self.days) - 1, 1)

    def before(self, change: date) -> NDArray[np.bool_]:
        """Which points lie before the change and have a value, as a mask [points]."""
        return np.array([day < change for day in self.days]) & ~np.isnan(self.values)

    def until(self, point: int) -> Track:
        """The first points alone."""
        sizes = None if self.sizes is None else self.sizes[:point]
        return replace(self, days=self.days[:point], values=self.values[:point], sizes=sizes)


class Picture(Protocol):
    """From the scale on which a change is told to what people picture, and back."""

    def steady(self, values: Floats) -> Floats:
        """From the working scale to that on which a change is told: the noise is alike there, however large the change."""
        ...

    def back(self, value: float) -> float:
        """A level in the measure's unit."""
        ...

    def effect(self, step: float, before: float) -> float:
        """What a step amounts to, from a level on the working scale: relative, or a difference in the measure's unit."""
        ...

    def step_to(self, effect: float, before: float) -> float | None:
        """The step that an effect amounts to; None where the level can't move that far."""
        ...


def scale_of(kind: Kind) -> Scale:
    return Scale.DIFFERENCE if kind in (Kind.SHARE, Kind.SCORE) else Scale.RELATIVE


def track_of(points: Sequence[Point], period: Period, kind: Kind) -> Track:
    """Take a series to its working scale; quarters and years, which come as months with gaps, one point each."""
    points = points[:: _every(points)]
    values = np.array([math.nan if point.value is None else point.value for point in points])
    cases = np.array([float(max(point.n, 1)) for point in points])
    sizes = cases if len(cases) and (cases.min() < cases.max() or cases[0] > 1) else None
    match kind:
        case Kind.SHARE:
            of = np.full(len(values), float(FEW)) if sizes is None else sizes
            values = np.log((values * of + HALF) / ((1 - values) * of + HALF))
        case Kind.COUNT:
            values, sizes = np.log(values + HALF), None   # its own size is not what makes a count precise
        case Kind.DURATION | Kind.QUANTITY:
            values = np.log(values)
        case Kind.SCORE:
            pass
    return Track(tuple(point.starts_on for point in points), period, values, sizes, kind)


def _every(points: Sequence[Point]) -> int:
    """Every how many periods there is a point, where that is always the same; else 1."""
    told = [place for place, point in enumerate(points) if point.value is not None]
    steps = {after - before for before, after in pairwise(told)}
    return steps.pop() if len(steps) == 1 and told[0] == 0 else 1


@dataclass(frozen=True, slots=True)
class Plain:
    """A series that is worked on as it came.

    >>> Plain(Kind.DURATION).effect(math.log(.8), math.log(16))
    -0.19999999999999996
    """

    kind: Kind

    def steady(self, values: Floats) -> Floats:
        return values

    def back(self, value: float) -> float:
        match self.kind:
            case Kind.SHARE:
                return 1 / (1 + math.exp(min(-value, LARGEST)))
            case Kind.SCORE:
                return value
            case Kind.COUNT:
                return math.exp(min(value, LARGEST)) - HALF
            case Kind.DURATION | Kind.QUANTITY:
                return math.exp(min(value, LARGEST))

    def effect(self, step: float, before: float) -> float:
        if scale_of(self.kind) is Scale.RELATIVE:
            return math.expm1(min(step, LARGEST))
        return self.back(before + step) - self.back(before)

    def step_to(self, effect: float, before: float) -> float | None:
        if scale_of(self.kind) is Scale.RELATIVE:
            return math.log1p(effect) if effect > -1 else None
        if self.kind is Kind.SCORE:
            return effect
        level = self.back(before)
        after = level + effect
        if not (0 < level < 1 and 0 < after < 1):
            return None
        return math.log(after / (1 - after)) - math.log(level / (1 - level))


@dataclass(frozen=True, slots=True, eq=False)
class ByClosingRate:
    """A measure of waiting that is worked on as a closing rate: `level` is the measure over the baseline, in its unit.

    Closings are counts, which scatter more the more there are; their root does not (Anscombe, Biometrika 35 (1948) 246). So
    a change y of the closing rate is told as 2 − 2 √(1 − y).
    A mean follows from the durations of the baseline, all of them multiplied by one factor. Where a measure is decided by
    the tickets done soonest (`decided_by`: the share done in time, half for a median), closings of their ages are so many
    times as frequent, 1 − y, and the share closed by an age follows: 1 − (1 − share)^(1 − y) (proportional hazards: Cox, JRSS
    B 34 (1972) 187). `most` is the horizon of a mean up to one: it can't lie beyond.
    """

    kind: Kind
    expected: Expected
    level: float
    most: float = math.inf
    decided_by: float | None = None

    def steady(self, values: Floats) -> Floats:
        return np.asarray(2 - 2 * np.sqrt(np.maximum(1 - values, 0)))

    def back(self, value: float) -> float:
        times = max(1 - value / 2, 0) ** 2
        if self.decided_by is None:
            return min(self.level * float(speed_of([1 - times], self.expected)[0]), self.most)
        if self.kind is Kind.SHARE:
            return float(1 - (1 - self.level) ** times)
        reached = 1 - (1 - self.decided_by) ** (1 / max(times, 1e-9))
        return self.level * self.expected.age_of(reached) / self.expected.age_of(self.decided_by)

    def effect(self, step: float, before: float) -> float:
        if self.kind is Kind.SHARE:
            return self.back(before + step) - self.back(before)
        return self.back(before + step) / self.back(before) - 1

    def step_to(self, effect: float, before: float) -> float | None:
        if self.kind is Kind.SHARE:
            after = self.level + effect
            if not (0 < self.level < 1 and 0 < after < 1):
                return None
            return self._told(math.log1p(-after) / math.log1p(-self.level))
        if effect <= -1:
            return None
        if self.decided_by is None:
            return self._told(1 - y_of(1 + effect, self.expected))
        by = float(self.expected.closed_by(np.array([(1 + effect) * self.expected.age_of(self.decided_by)]))[0])
        return self._told(math.log1p(-self.decided_by) / math.log1p(-by)) if 0 < by < 1 else None

    def _told(self, times: float) -> float:
        """The step that so many times the closings are."""
        return float(self.steady(np.array([1 - times]))[0])
