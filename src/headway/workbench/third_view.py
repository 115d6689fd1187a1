"""A third view beside a verdict: the Bayesian structural time series of bsts-causalimpact, which the extra [bsts] brings.

Source: Brodersen et al., Annals of Applied Statistics 9 (2015) 247. It is never asked alone: on ticket data it claims gains
that are not there in 10 to 15 % of cases (docs/explanation/how-often-does-it-lie.md).
"""

from __future__ import annotations

import math
from importlib.util import find_spec

import numpy as np

from headway.eventlog.refused import Refused
from headway.stats.limits import Floats
from headway.verdict.result import LEVEL

FEWEST = 3   # points on either side


def refuse_without_bsts() -> None:
    """Raises `Refused`: `extra_missing`."""
    if find_spec("causal_impact") is None:
        raise Refused("extra_missing", extra="bsts", what="A third view")


def structural_series(values: Floats, control: Floats | None, *, change: int, daily: bool) -> tuple[float, float] | None:
    """The average effect after the change, with its 90 % interval, on the scale of `values`; see `ThirdView`.

    Points that are missing are drawn straight from their neighbours, as the package wants them all.
    """
    import pandas
    from causal_impact import CausalImpact, ModelOptions

    if min(change, len(values) - change) < FEWEST or np.isnan(values).all():
        return None
    places, seen = np.arange(len(values)), ~np.isnan(values)
    columns = {"y": np.interp(places, places[seen], values[seen])} | ({} if control is None else {"control": control})
    told = CausalImpact(
        pandas.DataFrame(columns), [0, change - 1], [change, len(values) - 1], alpha=1 - LEVEL,
        model_args=ModelOptions(nseasons=7 if daily else None)).summary_stats
    low, high = float(told["ci_lower"]), float(told["ci_upper"])
    return (low, high) if math.isfinite(low) and math.isfinite(high) else None
