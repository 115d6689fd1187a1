"""How often each method lies: every method on the same simulated desks, `python bench/calibration/run.py`.

Resumable: what is done stands in `work.jsonl` beside this file, and a later call with the same seed goes on from there. The
result is `result.json`, from which docs/generate.py makes the tables of the README and of docs/explanation.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")   # each process has one core

from methods import METHODS, PEER, Claim
from rich.progress import Progress
from scenarios import SCENARIOS, draw

HERE = Path(__file__).resolve().parent
WORK, RESULT = HERE / "work.jsonl", HERE / "result.json"
CUT = -.2
CHUNK = 10   # draws that are done, or not, together
Job: TypeAlias = tuple[str, str, float, int, int]    # method, scenario, effect, first run, seed
Row: TypeAlias = dict[str, Any]


def main() -> None:
    asked = arguments()
    peer = PEER[0] in asked.methods
    methods = [method for method in asked.methods if method != PEER[0]]
    jobs = [(method, scenario, effect, first, asked.seed)
            for scenario in asked.scenarios for effect, runs in ((0.0, asked.runs), (CUT, asked.runs // 2))
            for method in methods for first in range(0, runs, CHUNK)]
    jobs += [(PEER[0], scenario, effect, first, asked.seed)
             for scenario in asked.scenarios for effect in (0.0, CUT) for first in range(0, asked.peer_runs, CHUNK) if peer]
    done = {tuple(row["job"]): row for row in rows_in(WORK)}
    todo = [job for job in jobs if job not in done]
    with tempfile.TemporaryDirectory() as folder, WORK.open("a", encoding="utf-8") as work, Progress() as bar, \
            ProcessPoolExecutor(asked.processes, initializer=peers_at, initargs=(folder,)) as pool:
        if any(job[0] == PEER[0] for job in todo):
            subprocess.run([sys.executable, "-m", "pip", "install", "-q", "--disable-pip-version-check", "--target", folder,
                            "bsts-causalimpact"], check=True)
        task = bar.add_task("desks judged", total=len(todo))
        for row in pool.map(judged, todo):
            work.write(json.dumps(row) + "\n")
            work.flush()
            done[tuple(row["job"])] = row
            bar.advance(task)
    result = summed([done[job] for job in jobs], seed=asked.seed)
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for line in told(result):
        print(line)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--scenarios", type=listed(SCENARIOS), default=list(SCENARIOS))
    parser.add_argument("--methods", type=listed([*METHODS, PEER[0]]), default=[*METHODS, PEER[0]])
    parser.add_argument("--runs", type=int, default=300, help="desks without a change; half as many with one")
    parser.add_argument("--peer-runs", type=int, default=60, help="the same for CausalImpact, which is slow")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


def listed(known: Iterable[str]) -> Any:
    names = list(known)

    def chosen(text: str) -> list[str]:
        told = text.split(",")
        if unknown := [name for name in told if name not in names]:
            raise argparse.ArgumentTypeError(f"{unknown[0]} is none of {', '.join(names)}")
        return told
    return chosen


def rows_in(path: Path) -> Iterator[Row]:
    """What a former call has done; a line that was cut off while it was written counts as not done."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            yield json.loads(line)
        except ValueError:
            continue


PEERS: list[str] = []


def peers_at(folder: str) -> None:
    PEERS[:] = [folder]


def judged(job: Job) -> Row:
    """A few draws by one method: claims better, claims worse, intervals given, intervals that hold the truth."""
    method, scenario, effect, first, seed = job
    draws = [draw(SCENARIOS[scenario], effect=effect, run=run, seed=seed) for run in range(first, first + CHUNK)]
    if method == PEER[0]:
        asked = "\n".join(json.dumps([[None if math.isnan(value) else float(value) for value in one.values], one.change])
                          for one in draws)
        answer = subprocess.run([sys.executable, str(HERE / "by_causalimpact.py"), PEERS[0]], input=asked, text=True,
                                capture_output=True, check=True)
        ends = [json.loads(line) for line in answer.stdout.splitlines()]
        claims = [Claim(high < 0, low > 0, math.expm1(low), math.expm1(high)) for low, high in ends]
    else:
        claims = [METHODS[method][1](one) for one in draws]
    given = [claim for claim in claims if claim.low is not None and claim.high is not None]
    return {"job": list(job), "draws": len(claims), "better": sum(bool(claim.better) for claim in claims),
            "worse": sum(bool(claim.worse) for claim in claims), "given": len(given),
            "held": sum(bool(claim.low <= effect <= claim.high) for claim in given)}   # type: ignore[operator]


def summed(rows: Sequence[Row], *, seed: int) -> dict[str, Any]:
    """Shares by method and scenario, and pooled over the stationary and the hard ones."""
    groups = {name: [name] for name in SCENARIOS}
    groups |= {"stationary": [name for name, one in SCENARIOS.items() if not one.hard],
               "hard": [name for name, one in SCENARIOS.items() if one.hard]}
    names = {name: words for name, (words, _) in METHODS.items()} | dict([PEER])
    table: dict[str, Any] = {}
    for method in dict.fromkeys(row["job"][0] for row in rows):
        mine = [row for row in rows if row["job"][0] == method]
        table[method] = {"name": names[method]} | {
            group: figures([row for row in mine if row["job"][1] in members]) for group, members in groups.items()}
    return {"on": date.today().isoformat(), "seed": seed, "scenarios": {
        name: {"what": one.what, "hard": one.hard} for name, one in SCENARIOS.items()}, "methods": table}


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    null, cut = ([row for row in rows if row["job"][2] == effect] for effect in (0.0, CUT))
    return {"desks": total(null, "draws"), "false_better": share(null, "better", "draws"),
            "false_worse": share(null, "worse", "draws"), "power": share(cut, "better", "draws"),
            "coverage": share(rows, "held", "given")}


def total(rows: Sequence[Row], name: str) -> int:
    return sum(row[name] for row in rows)


def share(rows: Sequence[Row], of: str, among: str) -> float | None:
    return round(total(rows, of) / total(rows, among), 4) if total(rows, among) else None


def told(result: dict[str, Any]) -> Iterator[str]:
    """One line a method: false claims stationary, hard and in the worst scenario, power, coverage."""
    yield f"{'':36} {'false':>6} {'hard':>6} {'worst':>7} {'power':>6} {'hard':>6} {'cover':>6} {'hard':>6}"
    for figures_of in result["methods"].values():
        scenarios = {name: figures_of[name]["false_better"] for name in SCENARIOS if figures_of[name]["false_better"] is not None}
        worst = max(scenarios, key=lambda name: scenarios[name])
        calm, hard = figures_of["stationary"], figures_of["hard"]
        cells = [percent(calm["false_better"]), percent(hard["false_better"]), f"{percent(scenarios[worst])} {worst}",
                 percent(calm["power"]), percent(hard["power"]), percent(calm["coverage"]), percent(hard["coverage"])]
        yield f"{figures_of['name']:36} " + " ".join(f"{cell:>{6 + (place == 2)}}" for place, cell in enumerate(cells))


def percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"


if __name__ == "__main__":
    main()
