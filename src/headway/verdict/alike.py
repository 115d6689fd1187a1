"""A series whose own past is too short to be tried on: what series like it, up to the same day, say of their noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from headway.stats.limits import Floats
from headway.stats.step_regression import GRID, noise_beliefs, shared_beliefs, uninformed
from headway.verdict.design import design
from headway.verdict.working_scale import Track

WEIGHT = 4.0    # series' worth of what is believed of noise in general
FEWEST = 3      # series under which nothing is learnt from them


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """`beliefs` [candidates, grid] of the noise, learnt from the series `names`."""

    beliefs: Floats
    names: tuple[str, ...]


def learnt_from(tracks: Mapping[str, Track], *, change: date) -> Alike | None:
    """What the time before the change says of the noise of these series; None where too few of them can tell."""
    told: dict[str, Floats] = {}
    for name, track in tracks.items():
        early = track.until(sum(day < change for day in track.days))
        if not len(early.values) or np.isnan(early.values).all():
            continue
        one = design(early, change=change)
        start = uninformed(one.prior)
        try:
            told[name] = noise_beliefs(early.values, one.columns, sizes=early.sizes, prior=one.prior,
                                       beliefs=np.full(start.shape, 1 / start.size), grid=GRID)
        except (ValueError, np.linalg.LinAlgError):   # fewer points than columns, or points that are all alike
            continue
    if len(told) < FEWEST:
        return None
    return Alike(shared_beliefs(list(told.values()), start, weight=WEIGHT), tuple(told))
