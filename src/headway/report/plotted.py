"""What a control chart shows, before any pixel: dots, stretches with their limits, and what is set aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from headway.analyse import Measure
from headway.baseline.result import Phase
from headway.kpi.definition import Direction
from headway.kpi.series import Period, Point


@dataclass(frozen=True, slots=True)
class Dot:
    """A point to draw. `side` is +1 above its natural limits, −1 below, 0 inside or set aside."""

    on: date
    value: float
    n: int
    hollow: bool
    side: int
    lower: float | None
    upper: float | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A phase to draw: its limits step from day to day."""

    first: date
    until: date
    centre: float
    steps: tuple[tuple[date, float, float], ...]   # (from this day on, lower, upper)
    name: str | None

    @property
    def usual(self) -> tuple[float, float]:
        """The middle one of the limits: what is carried beyond the stretch's own time."""
        return median(lower for _, lower, _ in self.steps), median(upper for _, _, upper in self.steps)


@dataclass(frozen=True, slots=True)
class Plotted:
    """A control chart of one measure. `runs` are dots between gaps; `young` counts the periods too young to judge."""

    measure: Measure
    dots: tuple[Dot, ...]
    runs: tuple[tuple[Dot, ...], ...]
    stretches: tuple[Stretch, ...]
    begins: tuple[tuple[date, str], ...]   # recorded changes: a line with a name
    proposed: date | None
    first: date
    until: date
    young: int

    def outside(self) -> tuple[Dot, ...]:
        return tuple(dot for dot in self.dots if dot.side)

    def better(self, dot: Dot) -> bool | None:
        """Whether a dot outside lies on the good side; None where no side is good."""
        direction = self.measure.series.kpi.direction
        return None if direction is Direction.NEITHER else (dot.side > 0) == (direction is Direction.UP)


def plotted(measure: Measure, *, changes: tuple[tuple[date, str], ...] = ()) -> Plotted | None:
    """The chart of a measure, or None where fewer than two points could be drawn."""
    points = [point for point in measure.series.points if point.settled]
    drawn = [point for point in points if point.value is not None]
    if len(drawn) < 2:
        return None
    period = measure.series.period
    stretches = tuple(_stretch(phase, measure.series.points, period) for phase in measure.baseline.phases if phase.lower)
    first, until = drawn[0].starts_on, ends(drawn[-1].starts_on, period)
    dots = tuple(_dot(point, stretches) for point in drawn)
    named = {stretch.first: stretch.name for stretch in stretches if stretch.name}
    begins = tuple(sorted((named | dict(changes)).items()))
    return Plotted(measure, dots, _runs(points, {dot.on: dot for dot in dots}), stretches,
                tuple((on, name) for on, name in begins if first <= on < until),
                measure.baseline.proposed_from, first, until,
                sum(not point.settled for point in measure.series.points))


def ends(starts_on: date, period: Period) -> date:
    """The first day after a period.

    >>> ends(date(2016, 12, 1), Period.MONTH)
    datetime.date(2017, 1, 1)
    """
    if period is Period.MONTH:
        return date(starts_on.year + starts_on.month // 12, starts_on.month % 12 + 1, 1)
    return starts_on + timedelta(days=7 if period is Period.WEEK else 1)


def _stretch(phase: Phase, points: tuple[Point, ...], period: Period) -> Stretch:
    """Ties limits to days: there is one a point of the phase, or one for all of them."""
    inside = [point for point in points if phase.starts_on <= point.starts_on <= phase.ends_on]
    days = [point.starts_on for point in inside]
    if len(days) != len(phase.lower):
        days = [point.starts_on for point in inside if point.counts]
    limits = list(zip(phase.lower, phase.upper, strict=True))
    if len(days) != len(limits) or len(set(limits)) == 1:
        days, limits = [phase.starts_on], limits[:1]
    until = ends(inside[-1].starts_on, period) if inside else ends(phase.ends_on, period)
    steps = tuple((day, low, high) for day, (low, high) in zip(days, limits, strict=True))
    return Stretch(phase.starts_on, until, phase.centre, steps, phase.name)


def _dot(point: Point, stretches: tuple[Stretch, ...]) -> Dot:
    assert point.value is not None
    lower, upper = _limits(point.starts_on, stretches)
    side = 0
    if point.counts and lower is not None and upper is not None:
        side = (point.value > upper) - (point.value < lower)
    return Dot(point.starts_on, point.value, point.n, not point.counts, side, lower, upper)


def _limits(on: date, stretches: tuple[Stretch, ...]) -> tuple[float | None, float | None]:
    """The limits that hold on a day: its stretch's own, else those carried from the nearest one."""
    if not stretches:
        return None, None
    for stretch in stretches:
        if stretch.first <= on < stretch.until:
            before = [step for step in stretch.steps if step[0] <= on] or [stretch.steps[0]]
            return before[-1][1:]
    later = [stretch for stretch in stretches if on < stretch.first]
    return (later[0] if later else stretches[-1]).usual


def _runs(points: list[Point], dots: dict[date, Dot]) -> tuple[tuple[Dot, ...], ...]:
    """The dots that a line may join: it stops where there was nothing to measure and passes what is set aside."""
    runs: list[tuple[Dot, ...]] = []
    run: list[Dot] = []
    for point in points:
        if point.value is None:
            runs.append(tuple(run))
            run = []
        elif point.counts:
            run.append(dots[point.starts_on])
    return tuple(run for run in (*runs, tuple(run)) if run)
