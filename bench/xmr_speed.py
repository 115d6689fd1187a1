"""XmR limits and rules for 10,000 series of 120 points, beside the fastest Python package for them.

The packages were compared before (pycontrolcharts was the fastest of seven). It is installed into a folder of its own
for this run, takes its fastest input (lists), and works through as many series as it needs for a steady figure, so its
cost is scaled to 10,000. Both take the limits of values and of moving ranges, five of Nelson's rules on the values and
the ranges beyond their limit. The package can't be kept from applying the other four rules to the ranges as well; what
is left of the ratio if Headway does so too stands in the notes. Measured in turn, as CPU seconds, after a warm-up.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np

from headway.stats.limits import moving_range, xmr
from headway.stats.run_rules import RULE_SETS, judge
from record import record

SERIES, POINTS, PEERS, RUNS = 10_000, 120, 200, 7
PEER = "pycontrolcharts"
PEERS_RULES = ("outside_limits", "shift", "trend", "two_of_three", "four_of_five")   # 1, 2, 3, 5 and 6 of Nelson's
NELSON = RULE_SETS["nelson"]
BY_PEER = """
import json, sys, time
from importlib.metadata import version
sys.path.insert(0, sys.argv[1])
import numpy as np
from pycontrolcharts import calc_xmr
values = (np.random.default_rng(1).standard_normal((int(sys.argv[2]), int(sys.argv[3]))) + 10).tolist()
calc_xmr(values[0])
began = time.process_time()
for series in values:
    calc_xmr(series)
cost = (time.process_time() - began) / len(values)
print(json.dumps({"cost": cost, "version": version("pycontrolcharts")}))
"""


def main() -> None:
    values = np.random.default_rng(1).standard_normal((SERIES, POINTS)) + 10
    ours: list[float] = []
    ours_ranges_too: list[float] = []
    peer: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", folder,
                        PEER], check=True, stderr=subprocess.DEVNULL)
        cost_here(values, rules_on_ranges=PEERS_RULES)
        for _ in range(RUNS):
            ours.append(cost_here(values, rules_on_ranges=PEERS_RULES[:1]))
            ours_ranges_too.append(cost_here(values, rules_on_ranges=PEERS_RULES))
            told = cost_there(Path(folder))
            peer.append(told["cost"] * SERIES)
    record("xmr_speed", claim="XmR limits and rules for 10,000 series of 120 points",
           ratio=median(ours) / median(peer), goal="at least 100 times as fast (ratio at most 0.01)",
           ours={"what": "Headway, all series in one call", "value": median(ours), "unit": "CPU s"},
           peer={"what": f"{PEER} {told['version']}, {PEERS} series scaled to {SERIES:,}", "value": median(peer),
                 "unit": "CPU s"},
           notes=f"{times(peer, ours)}; with all rules on the moving ranges too, {times(peer, ours_ranges_too)}")


def times(peer: list[float], ours: list[float]) -> str:
    """How many times as fast, with the range of the paired runs."""
    paired = [theirs / mine for theirs, mine in zip(peer, ours, strict=True)]
    return f"{median(peer) / median(ours):.0f} times as fast ({min(paired):.0f} to {max(paired):.0f} in {RUNS} paired runs)"


def cost_here(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], *, rules_on_ranges: tuple[str, ...]) -> float:
    on_values, on_ranges = (replace(NELSON, rules=tuple(rule for rule in NELSON.rules if rule.name in names))
                            for names in (PEERS_RULES, rules_on_ranges))
    began = time.process_time()
    judge(xmr(values), on_values)
    judge(moving_range(values), on_ranges)
    return time.process_time() - began


def cost_there(folder: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", BY_PEER, str(folder), str(PEERS), str(POINTS)], check=True,
                          capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    main()
