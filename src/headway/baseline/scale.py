"""The scale on which a measure is worked: hours in logarithms, since what slows one ticket multiplies its time."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from headway.kpi.definition import Kpi, Unit
from headway.kpi.series import Point
from headway.stats.limits import Floats


class Scale(StrEnum):
    PLAIN = "plain"
    LOG = "log"     # the centre is then a geometric mean, and limits lie a factor from it, not a distance


def scale_of(kpi: Kpi, points: Sequence[Point]) -> Scale:
    """Logarithms for hours, as long as all of them are over 0; else plain.

    Source: durations are close to log-normal and their noise is multiplicative (Limpert, Stahel and Abbt, BioScience
    51 (2001) 341); on the plain scale the lower limit of short hours falls below 0, where no improvement is seen.
    """
    return Scale.LOG if kpi.unit is Unit.HOURS and all((point.value or 0) > 0 for point in points) else Scale.PLAIN


def values_of(points: Sequence[Point]) -> Floats:
    """As measured. Every point has a value (`Point.counts`)."""
    return np.array([point.value for point in points], dtype=np.float64)


def worked(points: Sequence[Point], scale: Scale) -> Floats:
    """The values on the scale.

    >>> from datetime import date
    >>> worked([Point(date(2024, 1, 1), 30, 1.0)], Scale.LOG).tolist()
    [0.0]
    """
    values = values_of(points)
    return np.log(values) if scale is Scale.LOG else values


def measured(values: Floats, scale: Scale) -> Floats:
    """Back from the scale to the measure's unit."""
    return np.exp(values) if scale is Scale.LOG else values
