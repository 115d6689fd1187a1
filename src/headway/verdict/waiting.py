"""Waiting times of a log, judged by the closing rate: known on the day of the decision, with several times the power."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.closing_series import ClosingSeries
from headway.kpi.definition import Duration, Kpi, Summary, Within
from headway.kpi.series import Series
from headway.verdict.decide import judged
from headway.verdict.placebo import can_be_tried
from headway.verdict.question import Asked, refuse_bad_question
from headway.verdict.result import Check, Kind, Verdict
from headway.verdict.working_scale import ByClosingRate, Plain, Track, track_of

QUANTILE_OF = {Summary.MEDIAN: .5, Summary.P90: .9}
ENDS = (Field.RESOLVED, Field.CLOSED, Field.FIRST_RESPONSE, Field.OWNED)


def by_closing_rate(kpi: Kpi) -> bool:
    """Whether a measure is a time that tickets wait from their opening, or a share of them done within a time."""
    return isinstance(kpi.part, Duration | Within) and kpi.part.start is Field.OPENED and kpi.part.end in ENDS


def judged_by_closing_rate(
    rate: ClosingSeries, *, series: Series, asked: Asked, controls: Mapping[str, ClosingSeries],
    like: Mapping[str, ClosingSeries] | None = None,
) -> Verdict:
    """The verdict by the closing rate; `series` is the measure itself, which tells its level before the change.

    `like` are parts of the log whose noise is like its own (None: the controls); see `short_past`.
    Raises `Refused`: `direction_needed`, `change_outside_series`, `no_baseline`, `target_wrong_way`.
    """
    refuse_bad_question(asked)
    if not rate.starts or not rate.starts[0] < asked.change <= rate.starts[-1]:
        raise Refused("change_outside_series", value=asked.change.isoformat(),
                      first=rate.starts[0].isoformat() if rate.starts else None,
                      last=rate.starts[-1].isoformat() if rate.starts else None)
    points = [point for point in series.points if asked.as_of is None or point.starts_on <= asked.as_of]
    beside = {name: on_periods_of(rate, control, asked.kind) for name, control in controls.items()}
    others = None if like is None else {name: track_of_rate(one, asked.kind) for name, one in like.items()}
    told = judged(track_of_rate(rate, asked.kind), asked=asked, picture=picture_of(rate, series, asked), controls=beside,
                  points=points, like=others)
    checks = told.checks
    if rate.fixed_wait is not None:
        checks = (*checks, Check("fixed_wait", False, {"share": rate.fixed_wait[0], "hours": round(rate.fixed_wait[1], 1)}))
    mix = {"kinds_of_tickets": rate.strata} if rate.strata > 1 and told.method else {}
    return replace(told, checks=checks, method={**told.method, **mix})


def short_past(rate: ClosingSeries, change: date) -> bool:
    """Whether the rule can't be tried on the past of a closing rate, so that others must tell how much it scatters."""
    before = [day < change for day, value in zip(rate.starts, rate.values.tolist(), strict=True) if not math.isnan(value)]
    return not can_be_tried(sum(before), len(before) - sum(before))


def picture_of(rate: ClosingSeries, series: Series, asked: Asked) -> ByClosingRate:
    """What a level of the closing rate means, from the measure's own points before the change.

    Raises `Refused`: `no_baseline`.
    """
    level = level_before(series, kind=asked.kind, change=asked.change)
    horizon = series.kpi.part.horizon_hours if isinstance(series.kpi.part, Duration) else None
    share = share_that_counts(series, kind=asked.kind, change=asked.change)
    return ByClosingRate(asked.kind, rate.expected, level, most=horizon or math.inf, decided_by=share)


def level_before(series: Series, *, kind: Kind, change: date | None) -> float:
    """The measure's own level before the change (None: over all of its points), in its unit. Raises `Refused`: `no_baseline`."""
    early = track_of([point for point in series.points if (change is None or point.starts_on < change) and point.value],
                     series.period, kind)
    if not len(early.values):
        raise Refused("no_baseline", change="the change" if change is None else change.isoformat())
    weights = np.ones(len(early.values)) if early.sizes is None else early.sizes
    return Plain(kind).back(float(np.average(early.values, weights=weights)))


def share_that_counts(series: Series, *, kind: Kind, change: date | None) -> float | None:
    """The share of tickets by whose ages a measure is decided: of those done in time, half for a median; None: of all ages."""
    part = series.kpi.part
    if kind is Kind.SHARE:
        return level_before(series, kind=kind, change=change)
    return QUANTILE_OF.get(part.summary) if isinstance(part, Duration) else None


def track_of_rate(rate: ClosingSeries, kind: Kind) -> Track:
    sizes = np.where(np.isnan(rate.values), 1.0, rate.n)
    return Track(rate.starts, rate.period, rate.values, sizes, kind, closings=True)


def on_periods_of(rate: ClosingSeries, control: ClosingSeries, kind: Kind) -> Track:
    """A control on the periods of the series; a gap where it has none."""
    known = dict(zip(control.starts, zip(control.values.tolist(), control.n.tolist(), strict=True), strict=True))
    told = np.array([known.get(day, (np.nan, 1.0)) for day in rate.starts])
    return Track(rate.starts, rate.period, told[:, 0], np.where(np.isnan(told[:, 0]), 1.0, told[:, 1]), kind, closings=True)
