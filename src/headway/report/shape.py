"""The course of a series in a few steps, for a line without an axis: one step a week where its periods are days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

from headway.kpi.series import Period, Point, Series


def shape(series: Series) -> tuple[tuple[date, float], ...]:
    """The settled course: (first day, value). Days become weeks, each the mean of its days weighted by their cases
    (for a median it is a mean of medians: good for an eye, not for a claim).
    """
    points = [point for point in series.points if point.settled and not point.partial and point.value is not None]
    if series.period is not Period.DAY or len(points) < 15:   # two weeks of days are few enough to see singly
        return tuple((point.starts_on, point.value) for point in points if point.value is not None)
    weeks = groupby(points, key=lambda point: point.starts_on - timedelta(days=point.starts_on.weekday()))
    found = ((monday, _mean(list(days))) for monday, days in weeks)
    return tuple((monday, value) for monday, value in found if value is not None)


def _mean(points: list[Point]) -> float | None:
    cases = sum(point.n for point in points)
    return sum(point.n * point.value for point in points if point.value is not None) / cases if cases else None
