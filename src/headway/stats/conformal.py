"""A test that assumes no shape of noise: are the points after the change stranger than any stretch of the same length?"""

from __future__ import annotations

import numpy as np

from headway.stats.limits import Floats


def moving_block_p(residuals: Floats, after: int, *, direction: int) -> float:
    """The share of moving blocks at least as far to one side as the last `after` points.

    `residuals` [points] are under the hypothesis of no change (level and season fitted to all points); `direction` is 1
    for a rise, −1 for a fall. Blocks go round the end, so that each point stands in as many blocks as any other.
    Source: Chernozhukov, Wüthrich and Zhu, Journal of the American Statistical Association 116 (2021) 1849.

    >>> round(moving_block_p(np.array([0.0, 1, -1, 0, 1, -1, 0, 9]), 1, direction=1), 3)
    0.125
    """
    around = np.concatenate((residuals, residuals[: after - 1]))
    sums = np.convolve(around, np.ones(after), mode="valid") * direction
    return float(np.mean(sums >= sums[len(residuals) - after] - 1e-12))
