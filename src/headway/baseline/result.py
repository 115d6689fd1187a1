"""What "where are we now" answers for one series: centre, natural limits, stable or not, what could be seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Signal:
    """What a rule picked out. `first` and `last` index the phase's points; `side` is 1 above, -1 below, 0 neither."""

    rule: str          # "outside_limits", "shift", "trend", "two_of_three", "long_run", "few_crossings" …
    first: int
    last: int
    side: int


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of points with one centre.

    `lower` and `upper` hold one natural limit a point (they step with n on p- and u-charts). A limit outside the
    measure's range (below 0, a share over 1) is cut to it.
    """

    starts_on: date
    ends_on: date
    centre: float
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    signals: tuple[Signal, ...] = ()
    name: str | None = None     # the recorded change that began it


@dataclass(frozen=True, slots=True)
class VisibleEffect:
    """Whether a relative change of this size could be told from noise, and after how many weeks.

    `weeks` is None where it can't: `reason` is then "not_within_a_year" or "baseline_too_short" (no wait after the
    change would help: more weeks *before* it are needed) or "too_few_points".
    """

    change: float               # .2 = a fifth, in the good direction
    weeks: float | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The state of one series.

    `scale` is "plain", or "log" where hours are worked in logarithms: `now` is then a geometric mean.
    `chart` is "xmr", "p", "p_prime", "u", "u_prime", "t", "g" or "none". `stable` is None where too few points can
    say (`reasons` holds the code). `moving` is "better", "worse", "steady", "moving" (no good side, or both ways) or
    "too_few". `proposed_from` is a start that Headway proposes and nobody has signed. `usual` is the pair of natural
    limits of the last phase at its usual n. `autocorrelation` is lag-1 of the points after trend and weekday;
    `weekly_season` and `yearly_season` say whether one was found (None: can't be told).
    """

    chart: str
    rule_set: str
    n_points: int
    n_cases: int
    phases: tuple[Phase, ...] = ()
    stable: bool | None = None
    moving: str = "too_few"
    now: float | None = None
    usual: tuple[float, float] | None = None
    proposed_from: date | None = None
    signed_from: date | None = None
    autocorrelation: float | None = None
    weekly_season: bool | None = None
    yearly_season: bool | None = None
    visible: tuple[VisibleEffect, ...] = ()
    reasons: tuple[str, ...] = ()
    scale: str = "plain"
