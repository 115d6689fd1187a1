"""How often each method lies on real logs, and what it finds: `python bench/calibration/real_logs.py`.

At dates at which nothing is known to have happened every claim counts as false; then all work is made quicker from such
a date on, and the claim is looked for. Each window is judged with what was known on its last day: tickets that were
open then are open. No log says what really changed at its dates, so the false claims are an upper bound.

Resumable like run.py, with `work_real.jsonl`; the result is `real_logs.json`. A log that is not there is skipped.
"""

from __future__ import annotations

import argparse
import json
import math
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeAlias

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")   # each process has one core

import numpy as np
from fast_ages import NEVER, FastAges, Tickets, same_as_the_reference
from logs import LOGS, RealLog, Window, bounds, changed, cut, italian_windows, slices_of, tickets_of
from methods import Claim, mann_whitney, newey_west, run_of_eight, segmented, welch_on_tickets
from rich.progress import Progress
from run import Row, listed, percent, rows_in, share, total
from scenarios import Draw, Floats

from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.business_hours import EPOCH
from headway.kpi.catalogue import BY_ID
from headway.kpi.closing import STILL_OPEN, ClosingTable
from headway.kpi.closing_rate import Watch
from headway.kpi.closing_series import closing_series
from headway.kpi.definition import Direction
from headway.kpi.frame import frame_of
from headway.kpi.instants import DAY_MICROSECONDS, EPOCH_AT, HOUR_MICROSECONDS
from headway.kpi.series import Period, Point, Series
from headway.verdict import judged_by_closing_rate
from headway.verdict.question import Asked
from headway.verdict.result import Kind
from headway.workbench.verdict import WAITING

HERE = Path(__file__).resolve().parent
WORK, RESULT = HERE / "work_real.jsonl", HERE / "real_logs.json"
FACTORS = (1.0, .8, .7, .5)
PEEKED = (1.0, .7)     # judged every week as well
WEEKS = 26             # of looking
CORE = 2               # slices with the most tickets, told apart: the others are small
ENOUGH = 5             # slices: fewer are no sample of slices
DRAWS, SEED = 2000, 1  # of the bootstrap over slices (Efron, Annals of Statistics 7 (1979) 1)
SHORTEST = 1 / 60      # hours: times are recorded to the minute
Job: TypeAlias = tuple[str, str, float, str]    # method, log, factor, slice


def ours(tickets: Tickets, log: RealLog, window: Window, *, looks: tuple[int, int | None] | None = None) -> Claim:
    """Headway on the log as it was that evening, as `headway verdict` judges it, with the clock that the log shows."""
    known = tickets.known_on(window.as_of)
    change = EPOCH + timedelta(days=window.change)
    closed = np.where(known.done == NEVER, STILL_OPEN, known.done // DAY_MICROSECONDS)
    table = ClosingTable(known.opened // DAY_MICROSECONDS, closed, np.ones(len(closed), dtype=np.int64))
    moment = EPOCH_AT + timedelta(microseconds=window.as_of.at)
    asked = Asked(change=change, direction=Direction.DOWN, kind=Kind.DURATION, looks=looks)
    try:
        frame = frame_of(table, as_of=window.as_of, moment=moment, period=None, calendar=None)
        frame = replace(frame, window=replace(frame.window, first=window.first))
        rate = closing_series(FastAges(known), Watch(end=Field.RESOLVED, as_of=window.as_of), frame, change=change)
        told = judged_by_closing_rate(rate, series=mean_hours(known, window), asked=asked, controls={})
    except Refused:
        return Claim(False, False)
    return Claim(told.verdict in ("improved", "reached"), told.verdict == "worse", told.effect.low, told.effect.high)


def mean_hours(tickets: Tickets, window: Window) -> Series:
    """The measure itself by week before the change: it says what level an effect is told from."""
    kpi, points = BY_ID[WAITING], []
    for first in range(window.first, window.change - 6, 7):
        opened = tickets.opened // DAY_MICROSECONDS
        chosen = (opened >= first) & (opened < first + 7) & (tickets.done != NEVER)
        hours = np.minimum((tickets.done - tickets.opened)[chosen] / HOUR_MICROSECONDS, 720)
        if len(hours) and hours.mean() > 0:
            points.append(Point(EPOCH + timedelta(days=first), len(hours), float(hours.mean())))
    return Series(kpi=kpi, period=Period.WEEK, n=0, value=None, points=tuple(points))


def dashboard(tickets: Tickets, log: RealLog, window: Window) -> Draw:
    """What others judge: the hours of the tickets resolved in each day or week, and their mean."""
    known = tickets.known_on(window.as_of)
    chosen = (known.done != NEVER) & (known.done >= known.opened)
    day = known.done[chosen] // DAY_MICROSECONDS
    hours = np.maximum((known.done - known.opened)[chosen] / HOUR_MICROSECONDS, SHORTEST)
    periods = list(bounds(log, window))
    parts = tuple(hours[(day >= first) & (day < last)] for first, last in periods)
    values = np.array([part.mean() if len(part) else np.nan for part in parts])
    days = tuple(EPOCH + timedelta(days=first) for first, _ in periods)
    change = sum(first < window.change for first, _ in periods)
    return Draw(days, values, np.array([len(part) for part in parts]), parts, change, 0.0)


def ranked_tickets(draw: Draw) -> Claim:
    """On tickets; which of two equal times is the longer is drawn."""
    before = np.concatenate(draw.tickets[: draw.change])
    every: Floats = np.concatenate(draw.tickets)
    every = every + np.random.default_rng(SEED).uniform(0, 1e-6, len(every))
    return mann_whitney(replace(draw, values=every, change=len(before)))


OTHERS: dict[str, tuple[str, Callable[[Draw], Claim]]] = {
    "welch_tickets": ("Two numbers: Welch's test on tickets", welch_on_tickets),
    "mann_whitney_tickets": ("Mann and Whitney's test on tickets", ranked_tickets),
    "run_of_eight": ("A run of eight on an XmR chart", run_of_eight),
    "segmented": ("Segmented regression", lambda draw: segmented(draw, lags=None)),
    "newey_west": ("… with Newey and West's errors", newey_west),
}
PEEKING = {"headway_weekly": "Headway, looked at every week and paid for",
           "headway_unpaid": "Headway, looked at every week for nothing",
           "welch_weekly": "Two numbers, looked at every week"}
NAMES = {"headway": "Headway", **{name: words for name, (words, _) in OTHERS.items()}, **PEEKING}


def by_another(name: str, tickets: Tickets, log: RealLog, window: Window) -> Claim:
    draw = dashboard(tickets, log, window)
    with np.errstate(all="ignore"):
        try:
            told = OTHERS[name][1](draw)
        except (ValueError, ZeroDivisionError, np.linalg.LinAlgError):   # too few tickets for this method
            return Claim(False, False)
    ends = (told.low, told.high)
    return told if all(end is not None and math.isfinite(end) for end in ends) else Claim(told.better, told.worse)


def watched(name: str, tickets: Tickets, log: RealLog, window: Window) -> Claim:
    """A claim at any of the weekly looks."""
    better = worse = False
    for look in range(1, WEEKS + 1):
        now = replace(window, last=window.change + 7 * look - 1)
        told = by_another("welch_tickets", tickets, log, now) if name == "welch_weekly" else ours(
            tickets, log, now, looks=(look, WEEKS) if name == "headway_weekly" else None)
        better, worse = better or told.better, worse or told.worse
    return Claim(better, worse)


def judged(job: Job) -> Row:
    """All windows of a slice by one method."""
    method, name, factor, part = job
    log, tickets = LOGS[name], tickets_of(name)
    windows = italian_windows(after=WEEKS) if method in PEEKING else log.windows()
    claims = []
    for window in windows:
        mine = cut(changed(tickets, log, window.change, factor), part)
        if method in PEEKING:
            claims.append(watched(method, mine, log, window))
        else:
            claims.append(ours(mine, log, window) if method == "headway" else by_another(method, mine, log, window))
    given = [claim for claim in claims if claim.low is not None and claim.high is not None]
    return {"job": list(job), "windows": len(claims), "better": sum(bool(claim.better) for claim in claims),
            "worse": sum(bool(claim.worse) for claim in claims), "given": len(given),
            "held": sum(bool(claim.low <= factor - 1 <= claim.high) for claim in given)}   # type: ignore[operator]


def main() -> None:
    asked = arguments()
    there = [name for name in asked.logs if LOGS[name].path.is_file()]
    for name in set(asked.logs) - set(there):
        print(f"The log {LOGS[name].file} is not beside the project (../shared/data/incidents): it is left out.")
    if asked.check:
        check(there)
        return
    jobs = list(asked_jobs(there, asked.methods))
    done = {tuple(row["job"]): row for row in rows_in(WORK)}
    todo = [job for job in jobs if job not in done]
    with WORK.open("a", encoding="utf-8") as work, Progress() as bar, ProcessPoolExecutor(asked.processes) as pool:
        task = bar.add_task("slices judged", total=len(todo))
        for row in pool.map(judged, todo):
            work.write(json.dumps(row) + "\n")
            work.flush()
            done[tuple(row["job"])] = row
            bar.advance(task)
    if not jobs:
        return
    result = summed([done[job] for job in jobs])
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for line in told(result):
        print(line)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--logs", type=listed(LOGS), default=list(LOGS))
    parser.add_argument("--methods", type=listed(NAMES), default=list(NAMES))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--check", action="store_true", help="hold the fast counts against the reference, and stop")
    return parser.parse_args()


def asked_jobs(logs: Sequence[str], methods: Sequence[str]) -> Iterator[Job]:
    """Weekly looks on the Italian log alone, on its core slices: the other log is too short for 26 weeks."""
    for method in methods:
        for name in logs:
            if method in PEEKING and name != "italian":
                continue
            parts = list(slices_of(name))[:CORE if method in PEEKING else None]
            for factor in PEEKED if method in PEEKING else FACTORS:
                yield from ((method, name, factor, part) for part in parts)


def check(logs: Sequence[str]) -> None:
    for name in logs:
        tickets, windows = tickets_of(name), LOGS[name].windows()
        for window in (windows[0], windows[-1]):
            for factor in (1.0, .5):
                same_as_the_reference(changed(tickets, LOGS[name], window.change, factor), as_of=window.as_of,
                                      change=window.change)
        print(f"{name}: counted as the reference counts")


def summed(rows: Sequence[Row]) -> dict[str, Any]:
    """Sums by method, log and effect; of the Italian log for its core slices too."""
    table: dict[str, Any] = {}
    sizes: dict[str, Any] = {}
    for name in dict.fromkeys(row["job"][1] for row in rows):
        core = list(slices_of(name))[:CORE]
        mine = [row for row in rows if row["job"][1] == name]
        groups = {name: mine} | ({f"{name}_core": [row for row in mine if row["job"][3] in core]} if name == "italian" else {})
        for group, chosen in groups.items():
            sizes[group] = {"slices": len({row["job"][3] for row in chosen}), "file": LOGS[name].file}
            for method in dict.fromkeys(row["job"][0] for row in chosen):
                table.setdefault(method, {"name": NAMES[method]})[group] = figures(
                    [row for row in chosen if row["job"][0] == method])
    return {"on": date.today().isoformat(), "logs": sizes, "methods": table}


def figures(rows: Sequence[Row]) -> dict[str, Any]:
    null = [row for row in rows if row["job"][2] == 1]
    cuts = {f"{1 - factor:.0%}".rstrip("%"): [row for row in rows if row["job"][2] == factor] for factor in FACTORS[1:]}
    return {"windows": total(null, "windows"), "false_better": share(null, "better", "windows"),
            "false_better_within": spread(null), "false_worse": share(null, "worse", "windows"),
            "power": {size: share(chosen, "better", "windows") for size, chosen in cuts.items() if chosen},
            "coverage": share(rows, "held", "given"), "given": share(rows, "given", "windows")}


def spread(rows: Sequence[Row]) -> list[float] | None:
    """The 95 % bootstrap interval of the false claims, slices drawn whole: their windows overlap. None for few slices."""
    if len(rows) < ENOUGH:
        return None
    better, windows = (np.array([row[name] for row in rows]) for name in ("better", "windows"))
    drawn = np.random.default_rng(SEED).integers(len(rows), size=(DRAWS, len(rows)))
    shares = better[drawn].sum(axis=1) / windows[drawn].sum(axis=1)
    return [round(float(end), 4) for end in np.quantile(shares, (.025, .975))]


def told(result: dict[str, Any]) -> Iterator[str]:
    for group in result["logs"]:
        yield f"{group:44} {'n':>4} {'false':>18} {'worse':>6}   20 / 30 / 50        cover given"
        for method in result["methods"].values():
            if group in method:
                one = method[group]
                low, high = (percent(end) for end in one["false_better_within"] or (None, None))
                power = " / ".join(map(percent, one["power"].values()))
                yield (f"{method['name']:44} {one['windows']:4} {percent(one['false_better']):>5} [{low:>4}–{high:>5}] "
                       f"{percent(one['false_worse']):>6}   {power:20} {percent(one['coverage']):>5} {percent(one['given'])}")


if __name__ == "__main__":
    main()
