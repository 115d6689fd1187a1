"""What is true of the simulated help desk, so that an answer about it can be marked right or wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The parameters behind the tickets. Logarithms are natural and of hours; shares are 0 to 1.

    `mean_hours` and `exam_unsolved` are the worked example's two figures: the mean time to resolve, and the share of
    exam-time incidents not solved when their sitting ends. The rest is the setting in which Headway's methods were
    calibrated: log-normal durations, negative-binomial arrivals, and days that resemble the day before.

    >>> Truth().mean_hours, Truth().exam_unsolved
    (16.0, 0.3)
    """

    mean_hours: float = 16.0
    exam_unsolved: float = 0.30
    sigma: float = 1.2                  # of log hours, between tickets of one kind on one day
    per_weekday: float = 30.0           # mean arrivals
    per_weekend_day: float = 6.0
    arrivals_size: float = 15.0         # negative binomial: variance = mean + mean² / size, so 30 a day spread by 9.5
    day_phi: float = 0.6                # how much of a day's level the next day keeps
    day_sigma: float = 0.15             # spread of the day levels in log hours
    annual: float = 0.12                # half the swing of the annual cycle in log hours, slowest in mid-October
    load: float = 0.25                  # log hours per log of (the day's arrivals / the usual for such a day)
    weekday: tuple[float, ...] = (0.06, -0.04, -0.06, -0.02, 0.06, 0.20, 0.16)  # log hours, Monday first
    exam_share: float = 0.32            # of an exam day's tickets, those about a sitting that is under way

    def __post_init__(self) -> None:
        if not (self.mean_hours > 0 and 0 < self.exam_unsolved < 1 and self.sigma > 0 and 0 <= self.day_phi < 1):
            raise ValueError(f"no help desk can be like this: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEffect:
    """From `starts_on` on, tickets take `factor` times as long: .8 is a fifth less.

    >>> KnownEffect(starts_on=date(2026, 3, 2), factor=0.8).factor
    0.8
    """

    starts_on: date
    factor: float

    def __post_init__(self) -> None:
        if not self.factor > 0:
            raise ValueError(f"a factor on durations is above 0, not {self.factor}")
