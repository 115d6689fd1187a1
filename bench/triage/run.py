"""Triage: learns the weights that ship, and measures how often it is right on scenarios that it has not learnt from.

Ten parts, made of blocks of eight neighbouring lines so that scenarios of one story stay together; two divisions.
Intervals are 90 % by resampling blocks. The scenarios and the cues have the same author, so the figures flatter:
cues were written with the scenarios in view. Writes src/headway/triage/weights.npz and bench/triage/result.json.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import median

import numpy as np
from scenarios import digest, scenarios

from headway.triage.cues import Task, patterns
from headway.triage.features import Reading
from headway.triage.learning import Floats
from headway.triage.weights import Example, learn, scores, shipped, tempered, write

HERE = Path(__file__).resolve().parent
WEIGHTS = HERE.parents[1] / "src" / "headway" / "triage" / "weights.npz"
PARTS, DIVISIONS, BLOCK, DRAWS, SURE = 10, 2, 8, 1000, .7
MODEST = 1.25   # scores are drawn together by this much more than held-out scenarios ask: other people word things otherwise
GOALS = {Task.STEP: (.70, .88), Task.ACTIVITY: (.72, .88), Task.LEVEL: (.75, .88), Task.TRIGGER: (.55, .72)}


def main() -> None:
    examples = scenarios()
    held_out = [out_of_sample(examples, seed=seed) for seed in range(DIVISIONS)]
    temperatures = {task: MODEST * temperature([told[task] for told in held_out], wanted(examples, task)) for task in Task}
    margins, figures = {}, {}
    for task in Task:
        told = [sharpened(told[task], temperatures[task]) for told in held_out]
        margins[task] = float(np.quantile(np.concatenate([margin(each) for each in told]), 1 - SURE))
        figures[task.value] = figures_of(told, wanted(examples, task))
    model = tempered(learn(examples, digest=digest()), temperatures=temperatures, margins=margins)
    write(model, WEIGHTS)
    shipped.cache_clear()
    result = {"scenarios": len(examples), "divisions": DIVISIONS, "parts": PARTS, "tasks": figures,
              "goals": {task.value: goals for task, goals in GOALS.items()}, "milliseconds": speed(examples),
              "on": date.today().isoformat()}
    (HERE / "result.json").write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=1))


def out_of_sample(examples: Sequence[Example], *, seed: int) -> dict[Task, Floats]:
    """The logarithm of each label's score, by models that have not seen the text."""
    blocks = [list(range(first, min(first + BLOCK, len(examples)))) for first in range(0, len(examples), BLOCK)]
    random.Random(seed).shuffle(blocks)
    parts = [[row for block in blocks[part::PARTS] for row in block] for part in range(PARTS)]
    found: dict[Task, Floats] = {}
    for part in parts:
        inside = set(part)
        model = learn([example for row, example in enumerate(examples) if row not in inside])
        readings = [Reading(examples[row].text) for row in part]
        for task in Task:
            told = np.log(scores(model, readings, task) + 1e-12)
            found.setdefault(task, np.zeros((len(examples), told.shape[1])))[part] = told
    return found


def wanted(examples: Sequence[Example], task: Task) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    labels = tuple(patterns(task))
    return np.array([labels.index(example.labels[task]) for example in examples])


def sharpened(logs: Floats, by: float) -> Floats:
    raised = np.exp(logs / by - (logs / by).max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def temperature(told: Sequence[Floats], right: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    """Where the scores come true most nearly: the least log loss."""
    choices = np.linspace(.2, 2, 73)
    rows = np.arange(len(right))
    losses = [sum(-np.log(sharpened(each, by)[rows, right] + 1e-12).mean() for each in told) for by in choices]
    return float(choices[int(np.argmin(losses))])


def margin(told: Floats) -> Floats:
    ordered = np.sort(told, axis=1)
    return np.asarray(ordered[:, -1] - ordered[:, -2])


def figures_of(told: Sequence[Floats], right: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Mapping[str, object]:
    first = np.mean([each.argmax(axis=1) == right for each in told], axis=0)
    two = np.mean([(np.argsort(-each, axis=1)[:, :2] == right[:, None]).any(axis=1) for each in told], axis=0)
    sure = [margin(each) >= np.quantile(margin(each), 1 - SURE) for each in told]
    of_sure = float(np.mean([(each.argmax(axis=1) == right)[kept].mean() for each, kept in zip(told, sure, strict=True)]))
    return {"right": round(float(first.mean()), 3), "within": within(first), "among_two": round(float(two.mean()), 3),
            "two_within": within(two), "of_the_surest": round(of_sure, 3)}


def within(right: Floats) -> tuple[float, float]:
    blocks = [right[first:first + BLOCK] for first in range(0, len(right), BLOCK)]
    rng = np.random.default_rng(1)
    means = [np.concatenate([blocks[row] for row in rng.integers(0, len(blocks), len(blocks))]).mean() for _ in range(DRAWS)]
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
