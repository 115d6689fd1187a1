"""Where are we now: the natural state of a series, and how big a change would have to be to be seen from there."""

from headway.baseline.natural_state import natural_state
from headway.baseline.result import Baseline, Phase, Signal, VisibleEffect
from headway.baseline.target_safe import target_safe

__all__ = ["Baseline", "Phase", "Signal", "VisibleEffect", "natural_state", "target_safe"]
