"""Shares of what seldom happens: judged by how many cases pass between two events, not by how few a period had."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from headway.baseline.result import Signal
from headway.baseline.scale import values_of
from headway.kpi.periods import ENOUGH_PERIODS
from headway.kpi.series import Point
from headway.stats.distributions import binomial_quantile
from headway.stats.limits import Floats
from headway.stats.limits_of_counts import g

RARE = 1.0
"""Expected events in a usual period under which a p-chart fails: most of its points are then 0, and runs of them are
taken for signals (Benneyan, International Journal for Quality in Health Care 13 (2001) 263)."""
BEYOND = .99865
"""What lies below three standard deviations of a normal: the limit that a p-chart would mean if it could."""


def is_rare(points: Sequence[Point]) -> bool:
    """Whether less than one event is to be expected in a usual period; False where there is none at all."""
    sizes, events = _sizes(points), _events(points)
    return bool(events.sum() > 0 and np.median(sizes) * events.sum() / sizes.sum() < RARE)


def limits_of(points: Sequence[Point]) -> tuple[float, Floats, Floats]:
    """Centre, and lower and upper limit of each point's share: the exact binomial one, since no lower limit exists."""
    sizes, events = _sizes(points), _events(points)
    centre = float(events.sum() / sizes.sum())
    if centre <= 0 or centre >= 1:   # a stretch in which it never (or always) happened has no spread to tell
        return centre, np.full(len(points), centre), np.full(len(points), centre)
    upper = [binomial_quantile(BEYOND, int(n), centre) / n for n in sizes.tolist()]
    return centre, np.zeros(len(points)), np.array(upper)


def signals_of(points: Sequence[Point]) -> tuple[Signal, ...]:
    """Periods with more events than chance brings, and stretches without one that are longer than chance makes them.

    The stretches are judged on a g-chart of the cases between events; the one that still lasts is judged as it stands.
    With fewer than `ENOUGH_PERIODS` events it says nothing.
    """
    _, _, upper = limits_of(points)
    found = [Signal("outside_limits", place, place, 1) for place in np.flatnonzero(values_of(points) > upper).tolist()]
    gaps, spans, lasting = between_events(points)
    if len(gaps) >= ENOUGH_PERIODS:
        longest = float(g(np.array(gaps)).upper[0])
        found += [Signal("outside_limits", first, last, -1) for gap, (first, last) in zip(gaps, spans, strict=True)
                  if gap > longest]
        if lasting[0] > longest:
            found.append(Signal("outside_limits", lasting[1], len(points) - 1, -1))
    return tuple(sorted(found, key=lambda signal: signal.first))


def between_events(points: Sequence[Point]) -> tuple[list[float], list[tuple[int, int]], tuple[float, int]]:
    """Cases from one event to the next with the places of the periods they span, and the gap that still lasts.

    The events of a period are taken to lie evenly among its cases: nobody recorded which case came when.

    >>> from datetime import date
    >>> weeks = [Point(date(2024, 1, 1 + 7 * w), 10, k / 10) for w, k in enumerate((0, 1, 0, 1))]
    >>> between_events(weeks)[0]
    [15.0, 20.0]
    """
    gaps: list[float] = []
    spans: list[tuple[int, int]] = []
    passed, began = 0.0, 0
    for place, (n, events) in enumerate(zip(_sizes(points).tolist(), _events(points).tolist(), strict=True)):
        many = round(events)
        if not many:
            passed += n
            continue
        part = n / (many + 1)
        gaps += [passed + part, *[part] * (many - 1)]
        spans += [(began, place), *[(place, place)] * (many - 1)]
        passed, began = part, place
    return gaps, spans, (passed, began)


def _sizes(points: Sequence[Point]) -> Floats:
    return np.array([point.n for point in points], dtype=np.float64)


def _events(points: Sequence[Point]) -> Floats:
    return np.rint(values_of(points) * _sizes(points))
