"""What was promised for worlds that the verdict was not made with, and whether a share keeps to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from headway.stats.shares import share_interval

CLEAN_CONTROLS = "teams"   # the world whose power is promised with clean controls
# name -> (lowest, highest) in each sort of world
BOUNDS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "fair": {"false_better": (0, .05), "false_worse": (0, .08), "peeking": (0, .05), "coverage": (.88, .94),
             "doubted_clean": (0, .2)},
    "hard": {"false_better": (0, .07), "false_worse": (0, .08), "peeking": (0, .1), "coverage": (.86, .94),
             "doubted_dirty": (.6, 1), "doubted_clean": (0, .2)},
    CLEAN_CONTROLS: {"power_20": (.55, 1), "power_30": (.85, 1)},
}
POOLED: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "fair": {"false_better": (0, .04), "false_worse": (0, .04), "peeking": (0, .05), "coverage": (.88, .94),
             "power_20": (.25, 1), "power_30": (.45, 1), "power_50": (.7, 1), "wrong_way": (0, .01), "given": (.75, 1)},
    "hard": {"false_better": (0, .05), "false_worse": (0, .05), "peeking": (0, .1), "coverage": (.86, .94),
             "power_20": (.25, 1), "power_30": (.5, 1), "power_50": (.8, 1), "wrong_way": (0, .01), "given": (.75, 1)},
}


def of_world(name: str, sort: str) -> Mapping[str, tuple[float, float]]:
    """A world is held to what is promised of its sort, and the one with clean controls to more power."""
    return {**BOUNDS[sort], **BOUNDS.get(name, {})}


def rated(hits: int, among: int, bound: tuple[float, float] | None) -> dict[str, Any] | None:
    """A share with its 95 % interval; `kept` is
    false only where the whole interval lies beyond the bound."""
    if not among:
        return None
    share, (low, high) = hits / among, share_interval(hits, among, level=.95)
    told: dict[str, Any] = {"share": round(share, 4), "low": round(low, 4), "high": round(high, 4), "of": among}
    if bound:
        told |= {"bound": list(bound), "kept": not (low > bound[1] or high < bound[0]),
                 "within": bound[0] <= share <= bound[1]}
    return told
