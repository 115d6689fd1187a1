"""The boundary for many looks, beside the published constants."""

from __future__ import annotations

import numpy as np
import pytest

from headway.stats.group_sequential import obrien_fleming


@pytest.mark.parametrize(("looks", "constant"), [(1, 1.645), (2, 1.678), (3, 1.710), (4, 1.733), (5, 1.751), (10, 1.801)])
def test_the_constants_are_those_of_the_book(looks: int, constant: float) -> None:
    """Jennison and Turnbull, Group Sequential Methods, 2000, table 2.3: C_B(K, α) for a two-sided α of .1."""
    assert obrien_fleming(tuple((look + 1) / looks for look in range(looks)), .05) == pytest.approx(constant, abs=.002)


def test_over_26_weekly_looks_one_in_twenty_walks_without_drift_passes() -> None:
    paths = np.cumsum(np.random.default_rng(1).standard_normal((40_000, 26)), axis=1) / np.sqrt(26)
    c = obrien_fleming(tuple((look + 1) / 26 for look in range(26)), .05)
    assert (paths.max(axis=1) > c).mean() == pytest.approx(.05, abs=.004)
