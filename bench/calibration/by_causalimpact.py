"""Judges draws by bsts-causalimpact, which lies in a folder of its own: python by_causalimpact.py FOLDER < draws > claims.

One draw a line, as JSON [values, change]; one claim a line back. Runs by itself, without Headway.
"""

from __future__ import annotations

import json
import sys

sys.path.insert(0, sys.argv[1])

import numpy as np
import pandas as pd
from causal_impact import CausalImpact


def main() -> None:
    for line in sys.stdin:
        values, change = json.loads(line)
        logs = pd.Series(np.log(np.array([np.nan if value is None else value for value in values]))).interpolate().bfill()
        told = CausalImpact(pd.DataFrame({"y": logs.to_numpy()}), [0, change - 1], [change, len(logs) - 1], alpha=.1)
        average = told.summary_stats   # the average effect in logarithms, with its 90 % interval
        print(json.dumps([float(average["ci_lower"]), float(average["ci_upper"])]), flush=True)


if __name__ == "__main__":
    main()
