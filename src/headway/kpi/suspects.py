"""Stretches in which a judgement of the ticket system contradicts the times of the same tickets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from headway.kpi.series import Point, Series

COLLAPSED = 10.0   # odds ratio: an order of magnitude; a bad month of a desk that works doubles its misses, no more
ALIKE = 2.0        # odds ratio within which the times of the tickets count as unchanged
BESIDE = 5         # periods on either side that a stretch is held against: a working week of days
ENOUGH = 100       # cases on each side of a comparison: odds below a tenth then rest on more than a handful
COMPANIONS = ("within_24h", "within_72h", "within_8h")   # what the times say of the same tickets


@dataclass(frozen=True, slots=True)
class Suspect:
    """A stretch of periods (places in the series, both included) whose `value` over `n` cases can't be believed."""

    first: int
    last: int
    n: int
    value: float


def suspects(judged: Series, timed: Sequence[Series]) -> tuple[Suspect, ...]:
    """Stretches where the judged share collapses while no timed share of the same tickets moves.

    `judged` is a share whose good side is up (SLA kept); `timed` are shares resolved within a horizon, same periods.
    Empty where there is nothing to hold it against.

    >>> from datetime import date, timedelta
    >>> from headway.kpi.catalogue import BY_ID
    >>> from headway.kpi.series import Period
    >>> def daily(kpi, shares):
    ...     points = (Point(date(2016, 3, 1) + timedelta(day), 200, x, 200 * x) for day, x in enumerate(shares))
    ...     return Series(kpi=BY_ID[kpi], period=Period.DAY, n=2000, value=.5, points=tuple(points))
    >>> kept = daily("sla_kept", [.7] * 4 + [.02] * 2 + [.7] * 4)
    >>> suspects(kept, [daily("within_24h", [.3] * 10)])
    (Suspect(first=4, last=5, n=400, value=0.02),)
    >>> suspects(kept, [daily("within_24h", [.3] * 4 + [.05] * 2 + [.3] * 4)])
    ()
    """
    known = [series for series in timed if len(series.points) == len(judged.points) > 0]
    usual = [point.value for point in judged.points if point.value is not None and not (point.thin or point.partial)]
    if not known or not usual:
        return ()
    level = _odds(median(usual))
    low = [point.value is not None and _odds(point.value) * COLLAPSED <= level for point in judged.points]
    return tuple(told for stretch in _runs(low) if (told := _contradicted(judged, known, stretch)) is not None)


def marked(series: Series, found: Sequence[Suspect]) -> Series:
    """The series with its points in these stretches marked, so that no limit and no claim rests on them."""
    inside = {place for suspect in found for place in range(suspect.first, suspect.last + 1)}
    points = tuple(point._replace(suspect=True) if place in inside else point
                   for place, point in enumerate(series.points))
    return replace(series, points=points)


def _contradicted(judged: Series, timed: Sequence[Series], stretch: range) -> Suspect | None:
    beside = _beside(judged.points, stretch)
    share, n = _pooled(judged.points, stretch)
    usual, n_beside = _pooled(judged.points, beside)
    if min(n, n_beside) < ENOUGH or _odds(share) * COLLAPSED > _odds(usual):
        return None
    for series in timed:
        inside, inside_n = _pooled(series.points, stretch)
        outside, outside_n = _pooled(series.points, beside)
        if min(inside_n, outside_n) < ENOUGH or not 1 / ALIKE <= _odds(inside) / _odds(outside) <= ALIKE:
            return None
    return Suspect(stretch[0], stretch[-1], n, share)


def _runs(low: Sequence[bool]) -> Iterator[range]:
    start = None
    for place, flag in enumerate((*low, False)):
        if flag and start is None:
            start = place
        elif not flag and start is not None:
            yield range(start, place)
            start = None


def _beside(points: Sequence[Point], stretch: range) -> list[int]:
    """The nearest usual periods before and after."""
    usual = [place for place, point in enumerate(points) if point.n and not (point.thin or point.partial)]
    before = [place for place in usual if place < stretch[0]][-BESIDE:]
    return before + [place for place in usual if place > stretch[-1]][:BESIDE]


def _pooled(points: Sequence[Point], places: Sequence[int]) -> tuple[float, int]:
    n = sum(points[place].n for place in places)
    return (sum(points[place].sum or 0.0 for place in places) / n if n else 0.0), n


def _odds(share: float) -> float:
    """Odds, kept away from 0 and infinity as by half a case in `ENOUGH` (Haldane and Anscombe 1956)."""
    kept = (share * ENOUGH + .5) / (ENOUGH + 1)
    return kept / (1 - kept)
