"""XmR limits and the NHS rules for 10,000 series of 120 points, beside the fastest Python package for them.

The packages were compared before (pycontrolcharts was the fastest of seven); it is installed into a folder of its own
for this run and works through as many series as it needs for a steady figure, so its cost is scaled to 10,000.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

import numpy as np
from record import record

from headway.stats.limits import xmr
from headway.stats.run_rules import RULE_SETS, judge

SERIES, POINTS, PEERS, RUNS = 10_000, 120, 200, 5
PEER = "pycontrolcharts"
BY_PEER = """
import sys, time
sys.path.insert(0, sys.argv[1])
import numpy as np
from pycontrolcharts import calc_xmr
values = np.random.default_rng(1).standard_normal((int(sys.argv[2]), int(sys.argv[3]))) + 10
calc_xmr(values[0].tolist())
began = time.process_time()
for series in values:
    calc_xmr(series.tolist())
print((time.process_time() - began) / len(values))
"""


def main() -> None:
    values = np.random.default_rng(1).standard_normal((SERIES, POINTS)) + 10
    rules = RULE_SETS["nhs-r"]
    times = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--target", folder, PEER], check=True)
        peers = []
        for _ in range(RUNS):
            began = time.process_time()
            judge(xmr(values, screened=rules.screened, factor=rules.factor), rules)
            times.append(time.process_time() - began)
            told = subprocess.run([sys.executable, "-c", BY_PEER, folder, str(PEERS), str(POINTS)], check=True,
                                  capture_output=True, text=True)
            peers.append(float(told.stdout) * SERIES)
    ours, peer = float(np.median(times)), float(np.median(peers))
    record("xmr_speed", claim="XmR limits and rules for 10,000 series of 120 points", ratio=ours / peer,
           goal="at least 100 times as fast (ratio at most 0.01)",
           ours={"what": "Headway, one call", "value": ours, "unit": "CPU s"},
           peer={"what": f"{PEER}, {PEERS} series scaled to {SERIES:,}", "value": peer, "unit": "CPU s"},
           notes=f"{peer / ours:.0f} times as fast")


if __name__ == "__main__":
    main()
