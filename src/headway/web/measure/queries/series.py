"""Stored points as the library's values again: what is drawn, frozen and judged is what was stored."""

from __future__ import annotations

from headway.kpi.series import Period, Point, Series
from headway.web.measure import kept
from headway.web.measure.models import PointSet


def points_of(point_set: PointSet) -> tuple[Point, ...]:
    """The points in their order."""
    return tuple(Point(starts_on=row.starts_on, n=row.n, value=row.value, sum=row.sum, sum_squares=row.sum_squares,
                       settled=row.settled, thin=row.thin, partial=row.partial, suspect=row.suspect)
                 for row in point_set.points.order_by("starts_on"))


def series_of(point_set: PointSet) -> Series:
    """The series that was stored, with the definition that it was measured by. One query."""
    points = points_of(point_set)
    return Series(kpi=kept.kpi_of(point_set.told), period=Period(point_set.period), n=point_set.n, value=point_set.value,
                  points=points, as_of=point_set.as_of, settle_hours=point_set.settle_hours,
                  settled_to=next((point.starts_on for point in points if not point.settled), None),
                  empty_because=point_set.empty_because or None)
