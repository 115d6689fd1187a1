"""Verdicts on desks that they were not made with: `python bench/calibration/mechanisms_run.py`, a line a mechanism.

Resumable: what is done stands in `work_mechanisms.jsonl` beside this file, and a later call with the same seed goes on from
there; a verdict that was changed since wants that file away, or another seed. The result is `mechanisms.json`.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from typing import Any, TypeAlias

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")   # each process has one core

from mechanisms import WORLDS, Drawn, Sort, World, draw
from mechanisms_bounds import POOLED, of_world, rated
from rich.progress import Progress
from run import CHUNK, HERE, Row, listed, rows_in, total

import headway

WORK, RESULT = HERE / "work_mechanisms.jsonl", HERE / "mechanisms.json"
GAINS = (.2, .3, .5)
LOSS = -.25          # what a cut of a fifth mends
WEEKS = 26
WATCHED = "watched"
BETTER = ("improved", "reached")
APART = 100_000      # between the runs of one gain and the next, so that no desk is judged twice
Job: TypeAlias = tuple[str, str, float, int, int]   # what is asked, world, gain, first run, seed


def main() -> None:
    asked = arguments()
    jobs = [("once", world, gain, first, asked.seed) for gain, runs in wanted(asked).items()
            for first in range(0, runs, CHUNK) for world in asked.worlds]
    jobs += [(WATCHED, world, 0.0, first, asked.seed) for first in range(0, asked.peeking, CHUNK) for world in asked.worlds]
    done = {tuple(row["job"]): row for row in rows_in(WORK)}
    todo = [job for job in jobs if job not in done]
    with WORK.open("a", encoding="utf-8") as work, Progress() as bar, ProcessPoolExecutor(asked.processes) as pool:
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
    parser.add_argument("--worlds", type=listed(WORLDS), default=list(WORLDS))
    parser.add_argument("--runs", type=int, default=300, help="desks a world without a change")
    parser.add_argument("--changed", type=int, default=100, help="desks a world with each change")
    parser.add_argument("--effects", type=gains, default=[*GAINS, LOSS], help="shares that are cut, as in .2,.5,-.25")
    parser.add_argument("--peeking", type=int, default=0, help="desks a world that are looked at weekly for half a year")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def gains(text: str) -> list[float]:
    try:
        return [float(one) for one in text.split(",") if float(one) < 1 and float(one) != 0]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is no list of shares below 1, as in .2,.3") from None


def wanted(asked: argparse.Namespace) -> dict[float, int]:
    return {0.0: asked.runs} | dict.fromkeys(asked.effects, asked.changed)


def judged(job: Job) -> Row:
    """A few desks of one world: what is claimed, and what is true."""
    asked, name, gain, first, seed = job
    world, runs = WORLDS[name], range(first, first + CHUNK)
    if asked == WATCHED:
        looked = [watched(world, run=run, seed=seed) for run in runs]
        return {"job": list(job), "draws": len(looked), "better": sum("better" in claims for claims in looked),
                "worse": sum("worse" in claims for claims in looked)}
    start = APART * (1 + [0.0, *GAINS, LOSS].index(gain)) if gain in (0.0, *GAINS, LOSS) else round(abs(gain) * 1e7)
    answers = [answer(world, draw(world, gain=gain, run=start + run, seed=seed)) for run in runs]
    return {"job": list(job), "draws": len(answers)} | {
        key: sum(one[key] for one in answers) for key in answers[0]}


def verdict(world: World, drawn: Drawn, **more: Any) -> Any:
    return headway.did_we_get_there(drawn.points, change=drawn.change, direction=world.direction, kind=world.kind,
                                    controls=drawn.controls or None, picked_from=drawn.picked_from, **more)


def claimed(told: Any) -> str:
    return "better" if told.verdict in BETTER else "worse" if told.verdict == "worse" else ""


def answer(world: World, drawn: Drawn) -> dict[str, int]:
    """Counts of one desk; a verdict that is refused is none, and counts as one without an interval."""
    told = verdict(world, drawn)
    low, high, doubted = told.effect.low, told.effect.high, set(told.doubted_controls)
    given = low is not None and high is not None
    clean = set(drawn.controls) - drawn.dirty
    return {"better": int(claimed(told) == "better"), "worse": int(claimed(told) == "worse"), "given": int(given),
            "held": int(given and low <= drawn.truth <= high), "below": int(given and high < drawn.truth),
            "dirty": len(drawn.dirty), "dirty_doubted": len(doubted & drawn.dirty),
            "with_clean": int(bool(clean)), "with_clean_doubted": int(bool(doubted & clean)),
            "clean": len(clean), "clean_doubted": len(doubted & clean)}


def watched(world: World, *, run: int, seed: int) -> set[str]:
    """What is claimed in half a year of weekly looks that are paid for, until something is. The own-data proof, which costs
    most, can only take a claim away, so it is asked for where there is one."""
    drawn = draw(world, gain=0.0, run=run, seed=seed, after_weeks=WEEKS)
    since = next(place for place, point in enumerate(drawn.points) if point[0] == drawn.change)
    claims: set[str] = set()
    for week in range(1, WEEKS + 1):
        many = since + week * 7 // drawn.step
        seen = Drawn(drawn.points[:many], drawn.change, 0.0, {name: one[:many] for name, one in drawn.controls.items()},
                     drawn.dirty, drawn.picked_from, drawn.step)
        claim = claimed(verdict(world, seen, looks=(week, WEEKS), placebo=False))
        if claim not in claims | {""} and claimed(verdict(world, seen, looks=(week, WEEKS))) == claim:
            claims.add(claim)
    return claims


def summed(rows: Sequence[Row], *, seed: int) -> dict[str, Any]:
    """Shares of each world, and pooled over the fair and over the hard ones, each beside its bound."""
    worlds = [world for world in WORLDS.values() if any(row["job"][1] == world.name for row in rows)]
    table = {world.name: {"what": world.what, "sort": world.sort.value} | figures(
        [row for row in rows if row["job"][1] == world.name], of_world(world.name, world.sort)) for world in worlds}
    pooled = {sort.value: figures([row for row in rows if WORLDS[row["job"][1]].sort is sort], POOLED[sort]) for sort in Sort}
    return {"on": date.today().isoformat(), "seed": seed, "worlds": table, "pooled": pooled}


def figures(rows: Sequence[Row], bounds: Mapping[str, tuple[float, float]]) -> dict[str, Any]:
    once = [row for row in rows if row["job"][0] == "once"]
    looked = [row for row in rows if row["job"][0] == WATCHED]
    by_gain = {gain: [row for row in once if row["job"][2] == gain] for gain in sorted({row["job"][2] for row in once})}
    null = by_gain.get(0.0, [])
    gained = [row for row in once if row["job"][2] > 0]
    lost = [row for row in once if row["job"][2] < 0]

    def rate(name: str, hits: int, among: int) -> tuple[str, Any]:
        return name, rated(hits, among, bounds.get(name))

    def counted(name: str, which: Sequence[Row], of: str, among: str = "draws") -> tuple[str, Any]:
        return rate(name, total(which, of), total(which, among))

    return dict([
        counted("false_better", null, "better"), counted("false_worse", null, "worse"),
        *(counted(f"power_{round(100 * gain)}", of_gain, "better") for gain, of_gain in by_gain.items() if gain > 0),
        counted("loss_found", lost, "worse"), counted("coverage", once, "held", "given"),
        counted("truth_above", once, "below", "given"), counted("given", once, "given"),
        rate("wrong_way", total(gained, "worse") + total(lost, "better"), total(gained, "draws") + total(lost, "draws")),
        counted("doubted_dirty", once, "dirty_doubted", "dirty"), counted("doubted_clean", once, "clean_doubted", "clean"),
        counted("any_clean_doubted", once, "with_clean_doubted", "with_clean"),
        counted("peeking", looked, "better"), counted("peeking_worse", looked, "worse")])


COLUMNS = {"false_better": "false", "false_worse": "worse", "power_20": "20 %", "power_30": "30 %", "power_50": "50 %",
           "loss_found": "loss", "coverage": "cover", "given": "given", "wrong_way": "wrong", "doubted_dirty": "dirty",
           "doubted_clean": "clean", "any_clean_doubted": "any", "peeking": "peek", "peeking_worse": "worse"}


def told(result: dict[str, Any]) -> Iterator[str]:
    """A line a world: percentages; ! beyond the bound, !! beyond it with all of the 95 % interval."""
    yield f"{'':16} {'':5}" + "".join(f"{words:>9}" for words in COLUMNS.values())
    for name, one in result["worlds"].items():
        yield f"{name:16} {one['sort']:5}" + "".join(f"{cell(one.get(column)):>9}" for column in COLUMNS)
    for sort, one in result["pooled"].items():
        yield f"{'pooled':16} {sort:5}" + "".join(f"{cell(one.get(column)):>9}" for column in COLUMNS)
        bounds = {column: POOLED[Sort(sort)].get(column) for column in COLUMNS}
        yield f"{'  bound':16} {sort:5}" + "".join(f"{bound(ends):>9}" for ends in bounds.values())
    names = [f"{name}: {column} {cell(one[column])} [{100 * one[column]['low']:.1f}, {100 * one[column]['high']:.1f}]"
             for name, one in (result["worlds"] | result["pooled"]).items() for column in COLUMNS
             if one.get(column) and not one[column].get("kept", True)]
    yield f"beyond a bound with the whole 95 % interval: {'; '.join(names) or 'none'}"


def cell(rate: dict[str, Any] | None) -> str:
    if rate is None:
        return "–"
    return f"{100 * rate['share']:.1f}" + ("" if rate.get("within", True) else "!" if rate["kept"] else "!!")


def bound(ends: tuple[float, float] | None) -> str:
    if ends is None:
        return ""
    low, high = (round(100 * end) for end in ends)
    return f"≤ {high}" if not low else f"≥ {low}" if high == 100 else f"{low}–{high}"


if __name__ == "__main__":
    main()
