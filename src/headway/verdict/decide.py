"""Did we get there: one series, one dated change, one answer."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import NormalDist

import numpy as np

from headway.eventlog.refused import Refused
from headway.kpi.definition import Direction
from headway.kpi.series import Period, Point, Series
from headway.stats.conformal import moving_block_p
from headway.stats.distributions import t_quantile
from headway.stats.group_sequential import obrien_fleming
from headway.stats.limits import Floats
from headway.stats.step_regression import Mixture, step_regression
from headway.verdict.controls import Controls, controls_for
from headway.verdict.design import Design, design
from headway.verdict.placebo import Placebo, placebo
from headway.verdict.result import LEVEL, Answer, Attained, Check, Effect, Kind, Scale, Verdict
from headway.verdict.working_scale import Worked, back, effect_of, scale_of, step_to, worked

NOMINAL = (1 - LEVEL) / 2        # one side of the interval: fooled once in twenty
FEWEST_BEFORE, FEWEST_AFTER = 8, 3
POWER = .8                       # with which the effect hoped for should be seen on the day to look again
SIGNS = .2                       # a second view alone counts as a sign only where the first leans the same way
WITHIN_DAYS = 365
WORTH = {Scale.RELATIVE: .2, Scale.DIFFERENCE: .1}
"""The smallest change worth having where nobody said: a fifth, or ten points."""
WORTH_OF_SCORES = .5   # for scores, which have units of their own: half a standard deviation of the points before
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The question. `change` is the first day after; `target` and `smallest_worthwhile` are in the series' unit (the
    latter relative for durations, counts and quantities, .2 = a fifth). `looks` is (this one, planned). `in_full` is the
    day from which a change that takes time to bite has all of its effect. `placebo=False` leaves out the own-data proof.
    """

    change: date
    direction: Direction
    kind: Kind = Kind.QUANTITY
    target: float | None = None
    smallest_worthwhile: float | None = None
    looks: tuple[int, int] | None = None
    as_of: date | None = None
    in_full: date | None = None
    placebo: bool = True
    counted: bool = field(default=False)   # n are cases of a share, so that a contractual level can be counted


def did_we_get_there(series: Series, *, asked: Asked, controls: Mapping[str, Series] | None = None) -> Verdict:
    """Judge a change by the points before and after it.

    Cannot tell: too few points or points that are all alike give `cannot_tell_yet` with the reason and no number.
    Raises `Refused`: `direction_needed`, `change_outside_series`, `impossible_value`, `target_wrong_way`.

    >>> from headway.kpi.definition import Family, Given, Kpi, Unit
    >>> kpi = Kpi(id="calls", version=1, unit=Unit.COUNT, direction=Direction.DOWN, family=Family.DEMAND, part=Given())
    >>> points = tuple(Point(date(2024, 1, 1) + timedelta(weeks=w), 1, (41 if w < 30 else 17) + (w * 7 % 5 - 2.0))
    ...                for w in range(45))
    >>> told = did_we_get_there(Series(kpi=kpi, period=Period.WEEK, n=45, value=33.0, points=points),
    ...     asked=Asked(change=date(2024, 7, 29), direction=Direction.DOWN, kind=Kind.COUNT, target=20.0))
    >>> told.verdict.value
    'reached'
    """
    points = [point for point in series.points if asked.as_of is None or point.starts_on <= asked.as_of]
    _check(points, asked)
    data = _Data.of(points, series.period, asked, controls or {})
    scale = scale_of(asked.kind)
    sign = 1 if asked.direction is Direction.UP else -1
    nothing = Effect(None, None, None, scale)
    if asked.target is not None and data.n[0] and (asked.target < data.before if sign > 0 else asked.target > data.before):
        raise Refused("target_wrong_way", target=asked.target, before=round(data.before, 4))
    if reason := data.too_little():
        return Verdict(verdict=Answer.CANNOT_TELL_YET, kind=asked.kind, effect=nothing, target=asked.target, n=data.n,
                       cases=data.cases, reasons=(reason,), attained=data.attained())
    step = data.step()
    p_better = 1 - step.below(0) if sign > 0 else step.below(0)
    tried = data.tried(sign) if asked.placebo else Placebo(0, 0, NOMINAL)
    threshold = min(tried.threshold, data.threshold_of_looks())
    level = data.level_after()
    after = (back(level.mean, asked.kind), back(level.quantile(NOMINAL), asked.kind),
             back(level.quantile(1 - NOMINAL), asked.kind))
    before = back(level.mean - step.mean, asked.kind)   # where it would lie unchanged, on the day of the change
    low, high = step.quantile(NOMINAL), step.quantile(1 - NOMINAL)
    value, lowest, highest = (effect_of(one, level=before, kind=asked.kind) for one in (step.mean, low, high))
    effect = Effect(value, lowest, highest, scale)
    conformal = data.conformal(sign)
    answer, reasons = _answer(asked, sign, p_better=p_better, threshold=threshold, conformal=conformal,
                              after=after, worth=data.worthwhile(), low=low, high=high)
    return Verdict(
        verdict=answer, kind=asked.kind, effect=effect, p_better=p_better, before=before, after=after,
        target=asked.target, attained=data.attained(), n=data.n, cases=data.cases,
        doubted_controls=data.controls.doubted, reasons=reasons, checks=_checks(data, tried, conformal),
        look_again=data.look_again(step) if answer in (Answer.CANNOT_TELL_YET, Answer.SIGNS_ONLY) else None,
        method={"estimator": "step with AR(1) and sampling noise, averaged by REML", "columns": data.design.names,
                "threshold": threshold, "level": LEVEL, "period": series.period.value},
    )


def _check(points: list[Point], asked: Asked) -> None:
    if asked.direction is Direction.NEITHER:
        raise Refused("direction_needed")
    if not points or not points[0].starts_on < asked.change <= points[-1].starts_on:
        raise Refused("change_outside_series", value=asked.change.isoformat(),
                      first=points[0].starts_on.isoformat() if points else None,
                      last=points[-1].starts_on.isoformat() if points else None)
    for point in points:
        if point.value is None:
            continue
        low, high = (0.0, 1.0) if asked.kind is Kind.SHARE else (-math.inf if asked.kind is Kind.SCORE else 0.0, math.inf)
        empty = point.value == 0 and asked.kind in (Kind.DURATION, Kind.QUANTITY)
        if not low <= point.value <= high or empty:
            raise Refused("impossible_value", value=point.value, period=point.starts_on.isoformat(), kind=asked.kind.value)


@dataclass(slots=True)
class _Data:
    """A series ready for the regression, with what is asked of it."""

    asked: Asked
    period: Period
    days: list[date]
    series: Worked
    design: Design
    controls: Controls
    before: float
    n: tuple[int, int]
    cases: tuple[int, int]
    points: list[Point]

    @classmethod
    def of(cls, points: list[Point], period: Period, asked: Asked, controls: Mapping[str, Series]) -> _Data:
        days = [point.starts_on for point in points]
        series = _worked(points, asked.kind)
        told = {name: _worked(_on(days, control), asked.kind) for name, control in controls.items()}
        found = controls_for(series, told, days, period=period, change=asked.change)
        column = None if found.column is None else found.column[:, None]
        seen = ~np.isnan(series.values)
        early = np.array([day < asked.change for day in days])
        weights = np.ones(len(days)) if series.sizes is None else series.sizes
        now = seen & early
        before = float(np.average(series.values[now], weights=weights[now])) if now.any() else 0.0
        counted = [point.n for point in points if point.value is not None]
        split = int(now.sum())
        return cls(
            asked, period, days, series,
            design(days, period=period, values=series.values, sizes=series.sizes, kind=asked.kind, change=asked.change,
                   in_full=asked.in_full, controls=column),
            found, back(before, asked.kind), (split, int(seen.sum()) - split),
            (sum(counted[:split]), sum(counted[split:])), points)

    def too_little(self) -> str | None:
        """Why nothing can be told, as a code."""
        if self.n[0] < FEWEST_BEFORE or self.n[1] < FEWEST_AFTER or sum(self.n) <= self.design.columns.shape[1] + 1:
            return "too_few_points"
        seen = self.series.values[~np.isnan(self.series.values)]
        return "no_variation" if float(seen.std()) < 1e-12 else None

    def step(self) -> Mixture:
        return self._fit(self.design.columns)

    def level_after(self) -> Mixture:
        """The level after the change: the same regression, told as two levels instead of a level and a step."""
        columns = self.design.columns.copy()
        columns[:, 0] -= columns[:, -1]
        return self._fit(columns)

    def _fit(self, columns: Floats) -> Mixture:
        return step_regression(self.series.values, columns, of=self.design.step, sizes=self.series.sizes,
                               priors=self.design.priors)

    def tried(self, sign: int) -> Placebo:
        """The rule on dates before the change at which nothing is known to have happened."""
        seen = np.flatnonzero(~np.isnan(self.series.values))
        early = [int(place) for place in seen if self.days[place] < self.asked.change]
        return placebo(self._chance_of_nothing(sign, early), before=len(early), after=self.n[1], level=NOMINAL)

    def _chance_of_nothing(self, sign: int, early: list[int]) -> Callable[[int, int], float | None]:
        def chance(start: int, until: int) -> float | None:
            last = early[until - 1] + 1
            values = self.series.values[:last]
            sizes = None if self.series.sizes is None else self.series.sizes[:last]
            told = design(self.days[:last], period=self.period, values=values, sizes=sizes, kind=self.asked.kind,
                          change=self.days[early[start]])
            try:
                below = step_regression(values, told.columns, of=told.step, sizes=sizes, priors=told.priors).below(0)
            except (ValueError, np.linalg.LinAlgError):
                return None
            return below if sign > 0 else 1 - below
        return chance

    def threshold_of_looks(self) -> float:
        """What this look may spend of the once in twenty; everything where it is the only one."""
        if self.asked.looks is None:
            return NOMINAL
        this, planned = self.asked.looks
        c = obrien_fleming(tuple((look + 1) / planned for look in range(planned)), NOMINAL)
        return 1 - _NORMAL.cdf(c / math.sqrt(this / planned))

    def conformal(self, sign: int) -> float:
        """The second view: residuals under no change, without the slope that would follow a step."""
        seen = ~np.isnan(self.series.values)
        kept = [place for place, name in enumerate(self.design.names) if name not in ("slope", "step")]
        columns, values = self.design.columns[seen][:, kept], self.series.values[seen]
        rest = values - columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
        return moving_block_p(np.asarray(rest, dtype=np.float64), self.n[1], direction=sign)

    def attained(self) -> Attained | None:
        """A contractual level is counted: cases that met it after the change, where the points say how many there were."""
        told = [point for point in self.points if point.starts_on >= self.asked.change and point.value is not None]
        if self.asked.kind is not Kind.SHARE or self.asked.target is None or not self.asked.counted or not told:
            return None
        met = sum(point.n * (point.value or 0.0) for point in told)
        return Attained(told[0].starts_on, told[-1].starts_on, round(met, 6), sum(point.n for point in told), self.asked.target)

    def worthwhile(self) -> float:
        """The smallest step worth having, on the working scale, as a size."""
        if self.asked.smallest_worthwhile is None and self.asked.kind is Kind.SCORE:
            early = np.array([day < self.asked.change for day in self.days])
            return WORTH_OF_SCORES * float(np.nanstd(self.series.values[early]))
        worth = self.asked.smallest_worthwhile or WORTH[scale_of(self.asked.kind)]
        signed = worth if self.asked.direction is Direction.UP else -worth
        step = step_to(signed, level=self.before, kind=self.asked.kind)
        return abs(step) if step is not None else math.inf

    def look_again(self, step: Mixture) -> date | None:
        """The first day on which the change hoped for would show eight times in ten; None where none within a year would.

        The interval is taken to shrink as that of two independent means does.
        """
        before, after = self.n
        wanted = t_quantile(1 - NOMINAL, step.freedom) + t_quantile(POWER, step.freedom)
        allowed = (self.worthwhile() / wanted / step.deviation) ** 2 * (1 / before + 1 / after) - 1 / before
        if allowed <= 0:
            return None
        more = max(math.ceil(1 / allowed) - after, 1)
        days = more * {Period.DAY: 1, Period.WEEK: 7, Period.MONTH: 30}[self.period]
        return self.days[-1] + timedelta(days=days) if days <= WITHIN_DAYS else None


def _worked(points: list[Point], kind: Kind) -> Worked:
    values = np.array([math.nan if point.value is None else point.value for point in points])
    sizes = np.array([float(max(point.n, 1)) for point in points])
    return worked(values, sizes if len(set(sizes.tolist())) > 1 or sizes[0] > 1 else None, kind)


def _on(days: list[date], control: Series) -> list[Point]:
    """A control's points on the periods of the series; a gap where it has none."""
    known = {point.starts_on: point for point in control.points}
    return [known.get(day, Point(day, 0, None)) for day in days]


def _answer(
    asked: Asked, sign: int, *, p_better: float, threshold: float, conformal: float,
    after: tuple[float, float, float], worth: float, low: float, high: float,
) -> tuple[Answer, tuple[str, ...]]:
    chance = 1 - p_better
    if chance <= threshold:
        _, lowest, highest = after
        beyond = asked.target is not None and (lowest >= asked.target if sign > 0 else highest <= asked.target)
        return (Answer.REACHED, ()) if beyond else (Answer.IMPROVED, ("target_not_shown",) if asked.target is not None else ())
    if p_better <= threshold:
        return Answer.WORSE, ()
    if chance <= NOMINAL:
        return Answer.SIGNS_ONLY, ("looks_not_paid" if asked.looks else "own_past_cries_wolf",)
    if conformal <= NOMINAL and chance <= SIGNS:
        return Answer.SIGNS_ONLY, ("only_blocks_agree",)
    excluded = high < worth if sign > 0 else low > -worth
    return (Answer.NO_EVIDENCE, ()) if excluded else (Answer.CANNOT_TELL_YET, ("interval_too_wide",))


def _checks(data: _Data, tried: Placebo, conformal: float) -> tuple[Check, ...]:
    found = []
    if data.asked.placebo:
        passed = None if not tried.dates else tried.claimed <= max(1, math.ceil(2 * NOMINAL * tried.dates))
        found.append(Check("placebo_dates", passed, {"dates": tried.dates, "claimed": tried.claimed}))
    found.append(Check("moving_blocks", conformal <= NOMINAL, {"p": conformal}))
    controls = data.controls
    if controls.used or controls.doubted or controls.unlike:
        found.append(Check("controls", bool(controls.used) if not controls.doubted else False, {
            "used": controls.used, "doubted": controls.doubted, "unlike": controls.unlike}))
    if data.asked.looks is not None:
        found.append(Check("looks", True, {"this": data.asked.looks[0], "planned": data.asked.looks[1]}))
    return tuple(found)
