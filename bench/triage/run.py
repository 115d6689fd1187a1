"""Triage: learns the weights that ship, and measures how often it is right on scenarios that it has not learnt from.

Six writers wrote them by the same rules of labelling, five without a look at the cues or at each other's texts. Each of
those five is read by weights that were learnt from all the others. Intervals are 90 % by resampling texts. Writes
src/headway/triage/weights.npz and bench/triage/result.json.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
from scenarios import FIRST, digest, scenarios

from headway.triage.cues import Task, patterns
from headway.triage.features import Reading
from headway.triage.learning import Floats
from headway.triage.weights import Example, learn, scores, shipped, tempered, write

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parents[1] / "src" / "headway" / "triage" / "weights.npz"
DRAWS, SURE = 1000, .7
GOALS = {Task.STEP: (.70, .88), Task.ACTIVITY: (.72, .88), Task.LEVEL: (.75, .88), Task.TRIGGER: (.55, .72)}


def main() -> None:
    by_writer = scenarios()
    read = [example for writer, examples in by_writer.items() if writer != FIRST for example in examples]
    held_out = out_of_sample(by_writer)
    temperatures = {task: temperature(held_out[task], wanted(read, task)) for task in Task}
    margins, figures = {}, {}
    for task in Task:
        told = sharpened(held_out[task], temperatures[task])
        margins[task] = float(np.quantile(margin(told), 1 - SURE))
        figures[task.value] = figures_of(told, wanted(read, task))
    every = [example for examples in by_writer.values() for example in examples]
    write(tempered(learn(every, digest=digest()), temperatures=temperatures, margins=margins), WEIGHTS)
    shipped.cache_clear()
    result = {"scenarios": len(every), "read": len(read), "writers": len(by_writer), "tasks": figures,
              "goals": {task.value: goals for task, goals in GOALS.items()}, "milliseconds": speed(every),
              "on": date.today().isoformat()}
    (HERE / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


def out_of_sample(by_writer: Mapping[str, Sequence[Example]]) -> dict[Task, Floats]:
    """The logarithm of each label's score, by models that have not seen the writer, in the order of the writers."""
    found: dict[Task, list[Floats]] = {task: [] for task in Task}
    for writer, examples in by_writer.items():
        if writer == FIRST:
            continue
        model = learn([example for other, theirs in by_writer.items() if other != writer for example in theirs])
        readings = [Reading(example.text) for example in examples]
        for task in Task:
            found[task].append(np.log(scores(model, readings, task) + 1e-12))
    return {task: np.vstack(told) for task, told in found.items()}


def wanted(examples: Sequence[Example], task: Task) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    labels = tuple(patterns(task))
    return np.array([labels.index(example.labels[task]) for example in examples])


def sharpened(logs: Floats, by: float) -> Floats:
    raised = np.exp(logs / by - (logs / by).max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def temperature(told: Floats, right: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """Where the scores come true most nearly: the least log loss."""
    choices = np.linspace(.2, 4, 153)
    rows = np.arange(len(right))
    losses = [-np.log(sharpened(told, by)[rows, right] + 1e-12).mean() for by in choices]
    return float(choices[int(np.argmin(losses))])


def margin(told: Floats) -> Floats:
    ordered = np.sort(told, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def figures_of(told: Floats, right: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Mapping[str, object]:
    first = told.argmax(axis=1) == right
    two = (np.argsort(-told, axis=1)[:, :2] == right[:, None]).any(axis=1)
    sure = margin(told) >= np.quantile(margin(told), 1 - SURE)
    return {"right": round(float(first.mean()), 3), "within": within(first), "among_two": round(float(two.mean()), 3),
            "two_within": within(two), "of_the_surest": round(float(first[sure].mean()), 3)}


def within(right: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> tuple[float, float]:
    rng = np.random.default_rng(1)
    means = [right[rng.integers(0, len(right), len(right))].mean() for _ in range(DRAWS)]
    low, high = np.quantile(means, (.05, .95))
    return round(float(low), 3), round(float(high), 3)


def speed(examples: Sequence[Example]) -> float:
    """The median of one text through all of triage, in CPU milliseconds."""
    from headway.triage import triage

    triage(examples[0].text)
    costs = []
    for example in examples[::4]:
        began = time.process_time()
        triage(example.text)
        costs.append(time.process_time() - began)
    return round(1000 * median(costs), 2)


if __name__ == "__main__":
    main()
