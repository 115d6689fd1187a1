"""Whether a target will keep being met, from the natural limits alone."""

from __future__ import annotations

from headway.baseline.result import Baseline
from headway.kpi.definition import Direction


def target_safe(baseline: Baseline, *, target: float, direction: Direction) -> str | None:
    """"will_be_met", "by_chance" or "will_be_missed"; None where too few points tell, or neither side is good.

    Limits that lie wholly on the target's good side meet it every time, on its bad side never; between, chance does.
    Source: the assurance icons of NHS England's Making Data Count.

    >>> state = Baseline(chart="xmr", rule_set="nhs-r", n_points=20, n_cases=900, stable=True, usual=(.64, .92))
    >>> target_safe(state, target=.95, direction=Direction.UP)
    'will_be_missed'
    """
    if baseline.usual is None or baseline.stable is None or direction is Direction.NEITHER:
        return None
    lower, upper = baseline.usual
    if direction is Direction.DOWN:
        lower, upper, target = -upper, -lower, -target
    if lower >= target:
        return "will_be_met"
    return "will_be_missed" if upper < target else "by_chance"
