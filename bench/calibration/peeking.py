"""A verdict that is looked at every week for half a year: how often is anything claimed that is not there?

`python bench/calibration/peeking.py`, a line a scenario; the result is `peeking.json`. A year of days before, 26 weeks after,
no change; each week asks `looks=(week, 26)` and stops at the first claim. The own-data proof is left out, which can only
widen intervals: these rates are upper bounds. Beside it the same looks without being paid for.
"""

from __future__ import annotations

import argparse
import json
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from rich.progress import track
from run import HERE
from scenarios import SCENARIOS, draw

import headway

RESULT = HERE / "peeking.json"
WEEKS, BEFORE = 26, 365
WATCHED = "ADEFGHI"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    jobs = [(name, run) for name in WATCHED for run in range(asked.runs)]
    claimed: dict[str, list[tuple[bool, bool]]] = {name: [] for name in WATCHED}
    with ProcessPoolExecutor(asked.processes) as pool:
        found = track(pool.map(watched, jobs, chunksize=4), total=len(jobs), description="desks watched")
        for (name, _), told in zip(jobs, found, strict=True):
            claimed[name].append(told)
    result = {"on": date.today().isoformat(), "runs": asked.runs, "weeks": WEEKS, "scenarios": {
        name: {"what": SCENARIOS[name].what, "hard": SCENARIOS[name].hard,
               "paid": round(sum(paid for paid, _ in told) / len(told), 4),
               "unpaid": round(sum(unpaid for _, unpaid in told) / len(told), 4)} for name, told in claimed.items()}}
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, told in result["scenarios"].items():
        print(f"{name}  {told['what']:36} paid {told['paid']:6.1%}   unpaid {told['unpaid']:6.1%}")


def watched(job: tuple[str, int]) -> tuple[bool, bool]:
    """Whether anything is claimed in half a year of weeks: with looks that are paid for, and without."""
    name, run = job
    desk = draw(replace(SCENARIOS[name], before=BEFORE, after=7 * WEEKS), effect=0.0, run=run, seed=3)
    paid = unpaid = False
    for week in range(1, WEEKS + 1):
        points = desk.points[: BEFORE + 7 * week]
        for looks in ((week, WEEKS), None):
            if (paid if looks else unpaid):
                continue
            told = headway.did_we_get_there(points, change=desk.days[BEFORE], direction="down", kind="duration", placebo=False,
                                            looks=looks).verdict in ("improved", "reached")
            paid, unpaid = (paid or told, unpaid) if looks else (paid, unpaid or told)
    return paid, unpaid


if __name__ == "__main__":
    main()
