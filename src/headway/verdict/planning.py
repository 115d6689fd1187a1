"""Before the start: how large a change would have to be to be seen, by the very rule that will judge it, and how soon."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import numpy as np

from headway.kpi.series import Period
from headway.stats.distributions import normal_quantile, t_quantile
from headway.stats.limits import Floats
from headway.stats.step_regression import Mixture, foreseen
from headway.verdict.controls import controls_before
from headway.verdict.design import design
from headway.verdict.evidence import FEWEST_AFTER, FEWEST_BEFORE, NOMINAL, POWER, Evidence
from headway.verdict.placebo import placebo
from headway.verdict.question import Asked
from headway.verdict.result import Scale
from headway.verdict.working_scale import Picture, Track, scale_of

WEEKS = (2, 4, 8, 13, 26)
"""After how many weeks of watching it is told what could be seen."""
TRIED_FOR = (1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 21, 26, 34, 43, 52)
"""Weeks of watching that are tried for the change hoped for. Drift grows with them too: more is not always better."""
TRIED_WEEKS = 8    # of watching, with which the rule is tried on its past
WEEK = 7
LARGEST = math.log(20)   # a step beyond which nothing is left to improve: a twentieth of what it was


@dataclass(frozen=True, slots=True)
class Visible:
    """The smallest change that `weeks` of watching show eight times in ten, signed; None where none would show."""

    weeks: int
    effect: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a measure can show. `weeks_needed` is for `hope` (a size); None with the reason why: `too_few_points`,
    `no_variation`, `out_of_reach` (no level is so low, or so high), `not_within_a_year`. `before` is its level now; it
    rests on so many `points`, one a `period`.
    """

    scale: Scale
    hope: float
    before: float
    points: int
    period: Period
    visible: tuple[Visible, ...] = ()
    weeks_needed: int | None = None
    reason: str | None = None
    controls: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Watch:
    """A series up to the start, and how well what is to come would tell a change. `column` is the mean of its controls."""

    track: Track
    asked: Asked
    picture: Picture
    column: Floats | None

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence.of(self.track, self.asked, self.picture, {})

    @cached_property
    def widened(self) -> float:
        """What the past of the series asks of its intervals, as the verdict will ask it."""
        if not self.asked.placebo:
            return 1.0
        early = np.flatnonzero(~np.isnan(self.track.values)).tolist()
        tried = placebo(self.evidence.chance_at(early), before=len(early), after=self.points_of(TRIED_WEEKS), level=NOMINAL)
        return tried.widened

    def points_of(self, weeks: int) -> int:
        return max(round(weeks * WEEK / self.track.spacing), 1)

    def step(self, weeks: int) -> float:
        """The smallest step that shows after so many weeks, on the working scale, as a size."""
        if self.points_of(weeks) < FEWEST_AFTER:   # fewer are not judged
            return math.inf
        found = self.foreseen(weeks)
        wanted = t_quantile(1 - NOMINAL, found.freedom) + t_quantile(POWER, found.freedom)
        return wanted * self.widened * found.deviation

    def foreseen(self, weeks: int) -> Mixture:
        """The step as it will be told after so many weeks, around 0."""
        later = self._extended(self.points_of(weeks))
        column = None if self.column is None else np.concatenate(
            (self.column, np.resize(self.column, len(later.days) - len(self.column))))[:, None]
        told = design(later, change=self.asked.change, in_full=self.asked.in_full, controls=column)
        return foreseen(self.track.values, told.columns, sizes=later.sizes, prior=told.prior, shapes=told.shapes)

    def effect(self, step: float) -> float | None:
        """What a step amounts to for people, for the better."""
        if not math.isfinite(step):
            return None
        if step > LARGEST and scale_of(self.track.kind) is Scale.RELATIVE and self.evidence.sign < 0:
            return None
        return self.picture.effect(self.evidence.sign * step, self.evidence.before)

    def _extended(self, many: int) -> Track:
        """The track with the points to come: as far apart, and with as many cases, as in the last weeks."""
        track = self.track
        days = tuple(self.asked.change + timedelta(days=round(place * track.spacing)) for place in range(many))
        sizes = None
        if track.sizes is not None:
            usual = track.sizes[-min(4 * WEEK, len(track.sizes)):]
            sizes = np.concatenate((track.sizes, np.resize(usual, many)))
        values = np.concatenate((track.values, np.full(many, np.nan)))
        return replace(track, days=(*track.days, *days), values=values, sizes=sizes)


def planned(track: Track, *, asked: Asked, picture: Picture, controls: Mapping[str, Track] | None = None) -> Plan:
    """What a series would show of a change that starts after its last point; `asked.smallest_worthwhile` is hoped for.

    Cannot tell: with under 8 points, or points that are all alike, no effect is told, and the reason is.

    >>> from datetime import date
    >>> from headway.kpi.definition import Direction
    >>> from headway.kpi.series import Period
    >>> from headway.verdict.result import Kind
    >>> from headway.verdict.working_scale import Plain
    >>> weeks = tuple(date(2024, 1, 1) + timedelta(weeks=week) for week in range(52))
    >>> track = Track(weeks, Period.WEEK, np.log([20 + week * 7 % 5 for week in range(52)]), None, Kind.DURATION)
    >>> told = planned(track, asked=Asked(change=date(2024, 12, 30), direction=Direction.DOWN, kind=Kind.DURATION),
    ...                picture=Plain(Kind.DURATION))
    >>> told.weeks_needed
    3
    """
    kept = track.until(int(sum(day < asked.change for day in track.days)))
    used = controls_before(kept, {name: one.until(len(kept.days)) for name, one in (controls or {}).items()}, change=asked.change)
    watch = Watch(kept, asked, picture, used.column)
    seen = kept.values[~np.isnan(kept.values)]
    hope = asked.smallest_worthwhile
    common = Plan(scale=scale_of(kept.kind), hope=math.nan if hope is None else abs(hope), controls=used.used,
                  before=picture.back(watch.evidence.before) if len(seen) else math.nan, points=len(seen), period=kept.period)
    if len(seen) < FEWEST_BEFORE or len(seen) <= watch.evidence.design.free + 1:
        return replace(common, reason="too_few_points")
    if float(seen.std()) < 1e-12:
        return replace(common, reason="no_variation")
    wanted = watch.evidence.worthwhile()
    visible = tuple(Visible(weeks, watch.effect(watch.step(weeks))) for weeks in WEEKS)
    if not math.isfinite(wanted):
        return replace(common, visible=visible, reason="out_of_reach")
    hoped = watch.effect(wanted)
    needed = next((weeks for weeks in TRIED_FOR if watch.step(weeks) <= wanted), None)
    return replace(common, hope=common.hope if hoped is None else abs(hoped), visible=visible, weeks_needed=needed,
                   reason=None if needed is not None else "not_within_a_year")


def cases_needed(level: float, target: float) -> int | None:
    """How many cases show that a share lies beyond a target, eight times in ten, if it lies at `level`; None if it does not.

    The one-sided test of one share at 5 % (Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed.
    2003, 2.5).

    >>> cases_needed(.98, .95), cases_needed(.96, .95), cases_needed(.94, .95)
    (253, 2740, None)
    """
    if not 0 < target < level < 1:
        return None
    chance = normal_quantile(1 - NOMINAL) * math.sqrt(target * (1 - target))
    power = normal_quantile(POWER) * math.sqrt(level * (1 - level))
    return math.ceil(((chance + power) / (level - target)) ** 2)
