"""A full verdict for a year of days, beside the nearest that other packages do, and 10,000 of them on two processes.

The series are logarithms that wander, with a week's pattern and a change 60 days before the end. Headway averages over
what it does not know of the noise; SARIMAX(1,0,1) of statsmodels takes the same regressors (weekdays, a slope, a step)
and the most likely noise; bsts-causalimpact draws a thousand times from a local level and a week's season. Both are
installed into a folder of their own for this run. Each process has one thread, and all is CPU time, measured in turn;
SARIMAX is asked a second time as it is installed, with as many threads as it takes, since that costs more CPU time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from statistics import median
from typing import TypeAlias

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

import numpy as np
from rich.progress import Progress

import headway
from record import record

POINTS, AFTER, ROUNDS, EACH = 365, 60, 7, 4
MANY, PROVED, CHUNK, PROCESSES = 10_000, 400, 50, 2
MONDAY = date(2024, 1, 1)
PATTERN = np.array([.1, .0, -.05, -.05, .0, .35, .3])
Values: TypeAlias = list[float]
BY_PEER = """
import json, sys, time, warnings
from importlib.metadata import version
sys.path.insert(0, sys.argv[1])
warnings.simplefilter("ignore")
import numpy as np, pandas as pd
from causal_impact import CausalImpact, ModelOptions
from statsmodels.tsa.statespace.sarimax import SARIMAX
first_after = int(sys.argv[2])

def sarimax(y):
    n = len(y)
    columns = [np.ones(n)] + [(np.arange(n) % 7 == day) * 1.0 for day in range(1, 7)]
    columns += [np.arange(n) / n, (np.arange(n) >= first_after) * 1.0]
    SARIMAX(y, exog=np.column_stack(columns), order=(1, 0, 1)).fit(disp=False).conf_int(alpha=.1)

def bsts(y, seasons=7):
    CausalImpact(pd.DataFrame({"y": y}), [0, first_after - 1], [first_after, len(y) - 1], alpha=.1,
                 model_args=ModelOptions(nseasons=seasons)).summary_stats

only = sys.argv[3:]
told = {"versions": [version("statsmodels"), version("bsts-causalimpact")]}
series = [np.array(one) for one in json.load(sys.stdin)]
for name, peer in (("sarimax", sarimax), ("bsts", bsts), ("level", lambda y: bsts(y, None))):
    if only and name not in only:
        continue
    peer(series[0])
    began = time.process_time()
    for one in series:
        peer(one)
    told[name] = (time.process_time() - began) / len(series) * 1000
print(json.dumps(told))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--only", choices=("one", "many"), help="the single verdict, or the ten thousand")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", folder,
                        "statsmodels", "bsts-causalimpact"], check=True, stderr=subprocess.DEVNULL)
        if asked.only != "many":
            one(folder)
        if asked.only != "one":
            many(folder)


def one(folder: str) -> None:
    threads = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
    ours, proved, sarimax, threaded, bsts, level = [], [], [], [], [], []
    cost_here([year(0)], placebo=True)   # warm
    for turn in range(ROUNDS):
        series = [year(EACH * turn + place) for place in range(EACH)]
        ours.append(cost_here(series, placebo=False))
        told = cost_there(folder, series)
        proved.append(cost_here(series, placebo=True))
        sarimax.append(told["sarimax"])
        threaded.append(cost_there(folder, series, environment=threads, only="sarimax")["sarimax"])
        bsts.append(told["bsts"])
        level.append(told["level"])
    versions = told["versions"]
    own = {"what": f"Headway, {POINTS} points, without its own-data proof", "value": median(ours), "unit": "CPU ms"}
    record("verdict_speed", claim=f"A full verdict for {POINTS} days, beside a regression with ARMA errors",
           ratio=median(paired(ours, sarimax)), goal="at most 25 ms and at least 30 times as fast (ratio at most 0.033)",
           ours=own,
           peer={"what": f"SARIMAX(1,0,1) of statsmodels {versions[0]}, one thread", "value": median(sarimax), "unit": "CPU ms"},
           notes=f"{times(sarimax, ours)}; with its own-data proof {median(proved):.0f} CPU ms; "
                 f"statsmodels with as many threads as it takes by itself: {median(threaded):,.0f} CPU ms a fit, "
                 f"{times(threaded, ours)}")
    record("verdict_speed_bsts", claim=f"A full verdict for {POINTS} days, beside a Bayesian structural time series",
           ratio=median(paired(ours, bsts)), goal="at least 3 times as fast (ratio at most 0.33)", ours=own,
           peer={"what": f"bsts-causalimpact {versions[1]}, a week's season, a thousand draws", "value": median(bsts),
                 "unit": "CPU ms"},
           notes=f"{times(bsts, ours)}; without the season, {times(level, ours)}")


def many(folder: str) -> None:
    peer = cost_there(folder, [year(place) for place in range(4 * EACH)])
    took, spent = judged_many(MANY, placebo=False)
    _, proved = judged_many(PROVED, placebo=True)
    record("many_verdicts", claim=f"{MANY:,} verdicts of {POINTS} points on {PROCESSES} processes",
           ratio=spent * 1000 / MANY / peer["bsts"], goal="at most 6 minutes",
           ours={"what": f"Headway, all {MANY:,}, without the own-data proof, CPU minutes by {PROCESSES}",
                 "value": spent / 60 / PROCESSES, "unit": "min"},
           peer={"what": f"bsts-causalimpact {peer['versions'][1]}, {4 * EACH} scaled to {MANY:,}",
                 "value": peer["bsts"] * MANY / 1000 / 60 / PROCESSES, "unit": "min"},
           notes=f"{took / 60:.1f} minutes by the clock on the wall; with the own-data proof "
                 f"{proved / PROVED * MANY / 60 / PROCESSES:.1f} min ({PROVED} scaled to {MANY:,})")


def year(place: int) -> Values:
    """A year of days in logarithms."""
    rng = np.random.default_rng([place, 1])
    level = np.empty(POINTS)
    level[0] = .2 * rng.standard_normal()
    for day, shock in enumerate(.16 * rng.standard_normal(POINTS - 1), start=1):
        level[day] = .6 * level[day - 1] + shock
    return list(np.log(16) + level + PATTERN[np.arange(POINTS) % 7] + .2 * rng.standard_normal(POINTS))


def cost_here(series: list[Values], *, placebo: bool) -> float:
    """CPU milliseconds a series."""
    told = [[(MONDAY + timedelta(days=day), float(np.exp(value)), 30) for day, value in enumerate(one)] for one in series]
    began = time.process_time()
    for points in told:
        headway.did_we_get_there(points, change=MONDAY + timedelta(days=POINTS - AFTER), direction="down", kind="duration",
                                 placebo=placebo)
    return (time.process_time() - began) / len(series) * 1000


def cost_there(
    folder: str, series: list[Values], *, only: str = "", environment: dict[str, str] | None = None,
) -> dict[str, float]:
    asked = [sys.executable, "-c", BY_PEER, folder, str(POINTS - AFTER), *([only] if only else [])]
    done = subprocess.run(asked, input=json.dumps(series), check=True, capture_output=True, text=True, env=environment)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def judged_many(many: int, *, placebo: bool) -> tuple[float, float]:
    """Seconds by the clock on the wall, and CPU seconds of all processes."""
    began, spent = time.perf_counter(), 0.0
    with ProcessPoolExecutor(PROCESSES) as pool, Progress() as bar:
        task = bar.add_task("verdicts", total=many)
        for seconds in pool.map(part, range(0, many, CHUNK), [placebo] * (many // CHUNK)):
            spent += seconds
            bar.advance(task, CHUNK)
    return time.perf_counter() - began, spent


def part(first: int, placebo: bool) -> float:
    series = [year(place) for place in range(first, first + CHUNK)]
    return cost_here(series, placebo=placebo) * CHUNK / 1000


def paired(ours: list[float], theirs: list[float]) -> list[float]:
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def times(theirs: list[float], ours: list[float]) -> str:
    told = [1 / ratio for ratio in paired(ours, theirs)]
    return f"{median(told):.1f} times as fast ({min(told):.1f} to {max(told):.1f} in {ROUNDS} paired runs)"


if __name__ == "__main__":
    main()
