"""Whether a plan-check keeps its word: the precision that it foresees beside the one that the verdict then has, and how often
the smallest change that it says would show does show. `python bench/plan_check.py [--runs 60]`, a line a scenario.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
sys.path.insert(0, str(Path(__file__).resolve().parent / "calibration"))

import numpy as np
from scenarios import SCENARIOS, Draw, draw

from headway.connect.series import series_of_points
from headway.kpi.definition import Direction
from headway.verdict.evidence import NOMINAL, Evidence
from headway.verdict.planning import Watch
from headway.verdict.question import Asked
from headway.verdict.result import Kind
from headway.verdict.working_scale import Plain, Track, track_of

PICTURE = Plain(Kind.DURATION)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=60)
    runs = parser.parse_args().runs
    print(f"{'':42} {'real / foreseen':>16} {'found':>6}")
    for name in "ACDEGHJKL":
        scenario = SCENARIOS[name]
        ratios, found = [], 0
        for run in range(runs):
            desk = draw(scenario, effect=0.0, run=run, seed=5)
            ratio, step = foreseen_and_real(desk)
            ratios.append(ratio)
            found += shows(draw(scenario, effect=float(np.expm1(-step)), run=run, seed=5))
        print(f"{name}  {scenario.what:39} {np.mean(ratios):>16.2f} {found / runs:>6.0%}")


def asked_of(desk: Draw) -> Asked:
    return Asked(change=desk.days[desk.change], direction=Direction.DOWN, kind=Kind.DURATION, placebo=False)


def track_of_draw(desk: Draw) -> Track:
    series = series_of_points(desk.points, kind="duration")
    return track_of(series.points, series.period, Kind.DURATION)


def foreseen_and_real(desk: Draw) -> tuple[float, float]:
    """The deviation of the verdict over the one foreseen, and the smallest step that was foreseen to show."""
    track, asked = track_of_draw(desk), asked_of(desk)
    weeks = round((len(desk.days) - desk.change) * track.spacing / 7)
    watch = Watch(track.until(desk.change), asked, PICTURE, None)
    return Evidence.of(track, asked, PICTURE, {}).step.deviation / watch.foreseen(weeks).deviation, watch.step(weeks)


def shows(desk: Draw) -> bool:
    return Evidence.of(track_of_draw(desk), replace(asked_of(desk)), PICTURE, {}).chance_of_nothing <= NOMINAL


if __name__ == "__main__":
    main()
