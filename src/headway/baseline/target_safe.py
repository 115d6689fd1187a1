"""Whether a target will keep being met, from the natural limits alone."""

from __future__ import annotations

from headway.baseline.result import Baseline
from headway.kpi.definition import Direction


def target_safe(baseline: Baseline, *, target: float, direction: Direction) -> str | None:
    """"will_be_met", "by_chance" or "will_be_missed"; None where there are no limits or neither side is good.

    The target on the good side of both limits is met by chance never, on the bad side always.
    Source: the assurance icon of NHS England's Making Data Count.

    >>> state = Baseline(chart="xmr", rule_set="nhs-r", n_points=20, n_cases=900, usual=(.64, .92))
    >>> target_safe(state, target=.95, direction=Direction.UP)
    'will_be_missed'
    """
    if baseline.usual is None or direction is Direction.NEITHER:
        return None
    lower, upper = baseline.usual
    if direction is Direction.DOWN:
        lower, upper, target = -upper, -lower, -target
    if lower >= target:
        return "will_be_met"
    return "will_be_missed" if upper < target else "by_chance"
