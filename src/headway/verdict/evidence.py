"""A track with a change in it, regressed: the step, the levels, the placebo dates, the second view."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from headway.kpi.definition import Direction
from headway.kpi.series import Period
from headway.stats.conformal import moving_block_p
from headway.stats.distributions import expected_largest, t_quantile
from headway.stats.step_regression import Mixture, Regression
from headway.verdict.alike import Alike, learnt_from
from headway.verdict.controls import Controls, controls_for
from headway.verdict.design import Design, design, fitted, mean_before
from headway.verdict.placebo import NONE, Placebo, can_be_tried, placebo
from headway.verdict.question import Asked
from headway.verdict.result import LEVEL, Kind, Scale
from headway.verdict.working_scale import Picture, Track, scale_of

NOMINAL = (1 - LEVEL) / 2        # one side of the interval: fooled once in twenty
FEWEST_BEFORE, FEWEST_AFTER = 8, 3
POWER = .8                       # with which the effect hoped for should be seen on the day to look again
WITHIN_DAYS = 365
WORTH = {Scale.RELATIVE: .2, Scale.DIFFERENCE: .1}
"""The smallest change worth having where nobody said: a fifth, or ten points."""
WORTH_OF_SCORES = .5   # for scores, which have units of their own: half a standard deviation of the points before


@dataclass(frozen=True, eq=False)
class Evidence:
    """What a track says of a change. `sign` is 1 where the working scale rises when things get better, else −1."""

    track: Track
    asked: Asked
    picture: Picture
    design: Design
    controls: Controls
    like: Mapping[str, Track]

    @classmethod
    def of(
        cls, track: Track, asked: Asked, picture: Picture, controls: Mapping[str, Track],
        like: Mapping[str, Track] | None = None,
    ) -> Evidence:
        """`like` are series whose noise is like this one's; None: the controls."""
        found = controls_for(track, controls, change=asked.change)
        column = None if found.column is None else found.column[:, None]
        told = design(track, change=asked.change, in_full=asked.in_full, controls=column)
        return cls(track, asked, picture, told, found, controls if like is None else like)

    @property
    def sign(self) -> int:
        up = self.asked.direction is Direction.UP
        if self.track.closings:   # the closing rate falls where more is closed in time
            return -1 if up is (self.track.kind is Kind.SHARE) else 1
        return 1 if up else -1

    @cached_property
    def n(self) -> tuple[int, int]:
        """Points before and after the change."""
        before = int(self.track.before(self.asked.change).sum())
        return before, int((~np.isnan(self.track.values)).sum()) - before

    @cached_property
    def before(self) -> float:
        """The level before the change, on the scale on which changes are told."""
        now = self.track.before(self.asked.change)
        weights = np.ones(len(now)) if self.track.sizes is None else self.track.sizes
        if not now.any():
            return 0.0
        return float(self.picture.steady(np.average(self.track.values[now], weights=weights[now], keepdims=True))[0])

    def too_little(self) -> str | None:
        """Why nothing can be told, as a code."""
        if self.n[0] < FEWEST_BEFORE or self.n[1] < FEWEST_AFTER or sum(self.n) <= self.design.free + 1:
            return "too_few_points"
        seen = self.track.values[~np.isnan(self.track.values)]
        return "no_variation" if float(seen.std()) < 1e-12 else None

    @cached_property
    def _fit(self) -> Regression:
        return fitted(self.track, self.design, beliefs=None if self.alike is None else self.alike.beliefs)

    @cached_property
    def alike(self) -> Alike | None:
        """What is learnt from others of the noise, where there is no past of one's own to try the rule on."""
        if can_be_tried(*self.n):
            return None
        return learnt_from(self.like, change=self.asked.change)

    @cached_property
    def step(self) -> Mixture:
        found = self._fit.told(self.design.contrast("step")).on(self.picture.steady).widened(self.tried.widened)
        return found.shifted(-self.sign * self.returns)

    @cached_property
    def ends(self) -> tuple[float, float]:
        """The interval of the step."""
        return self.step.quantile(NOMINAL), self.step.quantile(1 - NOMINAL)

    @cached_property
    def level_after(self) -> Mixture:
        return self._fit.told(self.design.contrast("level", "step")).on(self.picture.steady).widened(self.tried.widened)

    @cached_property
    def returns(self) -> float:
        """How far the worst of many comes back by itself, on the working scale.

        The mean of a baseline lies a deviation s off its own level by chance; that of the worst of k that differ by chance
        alone k's expected largest deviation times s (Galton's regression; David and Nagaraja, Order Statistics, 3rd ed. 2003,
        4.5).
        """
        if self.asked.picked_from == 1:
            return 0.0
        return expected_largest(self.asked.picked_from) * mean_before(self.track, change=self.asked.change).deviation

    @property
    def effect_of_picking(self) -> float:
        """The same as an effect: what would have come without the change."""
        return self.picture.effect(self.sign * self.returns, self.before)

    @property
    def chance_of_nothing(self) -> float:
        """The chance, given the model, that things did not get better."""
        below = self.step.below(0)
        return below if self.sign > 0 else 1 - below

    @cached_property
    def tried(self) -> Placebo:
        """The rule on dates before the change at which nothing is known to have happened."""
        if not self.asked.placebo:
            return NONE
        early = np.flatnonzero(self.track.before(self.asked.change)).tolist()
        return placebo(self.chance_at(early), before=len(early), after=self.n[1], level=NOMINAL)

    def chance_at(self, early: list[int]) -> Callable[[int, int], float | None]:
        """The rule on a part of the points `early`, as if a change had come at one of them."""
        def chance(start: int, until: int) -> float | None:
            part = self.track.until(early[until - 1] + 1)
            told = design(part, change=self.track.days[early[start]])
            try:
                below = fitted(part, told).told(told.contrast("step")).on(self.picture.steady).below(0)
            except (ValueError, np.linalg.LinAlgError):
                return None
            return below if self.sign > 0 else 1 - below
        return chance

    @cached_property
    def blocks(self) -> tuple[float, float]:
        """The second view, for better and for worse: residuals under no change, without the slope that would follow a step."""
        seen = ~np.isnan(self.track.values)
        kept = [place for place in range(self.design.columns.shape[1]) if place not in self.design.prior.columns]
        columns, values = self.design.columns[seen][:, kept], self.track.values[seen]
        rest = values - columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
        better, worse = (moving_block_p(rest, self.n[1], direction=direction) for direction in (self.sign, -self.sign))
        return better, worse

    def seen_by_another(self) -> tuple[float, float] | None:
        """The effect as the third view tells it, from and to; None where it can't tell."""
        if self.asked.third_view is None:
            return None
        change = int(sum(day < self.asked.change for day in self.track.days))
        told = self.asked.third_view(self.track.values, self.controls.column, change=change,
                                     daily=self.track.period is Period.DAY)
        if told is None:
            return None
        steps = self.picture.steady(np.array(told)).tolist()
        low, high = sorted(self.picture.effect(step, self.before) for step in steps)
        return low, high

    def worthwhile(self) -> float:
        """The smallest step worth having, on the working scale, as a size."""
        kind = self.track.kind
        if self.asked.smallest_worthwhile is None and kind is Kind.SCORE:
            return WORTH_OF_SCORES * float(np.std(self.track.values[self.track.before(self.asked.change)]))
        worth = self.asked.smallest_worthwhile or WORTH[scale_of(kind)]
        signed = worth if self.asked.direction is Direction.UP else -worth
        step = self.picture.step_to(signed, self.before)
        return abs(step) if step is not None else math.inf

    def look_again(self) -> date | None:
        """The first day on which the change hoped for would show eight times in ten; None where none within a year would.

        The interval is taken to shrink as that of two independent means does.
        """
        before, after = self.n
        wanted = t_quantile(1 - NOMINAL, self.step.freedom) + t_quantile(POWER, self.step.freedom)
        allowed = (self.worthwhile() / wanted / self.step.deviation) ** 2 * (1 / before + 1 / after) - 1 / before
        if allowed <= 0:
            return None
        days = math.ceil(max(math.ceil(1 / allowed) - after, 1) * self.track.spacing)
        return self.track.days[-1] + timedelta(days=days) if days <= WITHIN_DAYS else None
