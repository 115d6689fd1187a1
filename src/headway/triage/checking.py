"""What corrections are worth: how often the answer is right with and without them, on texts that were not learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from headway.triage.cues import Task
from headway.triage.features import Reading
from headway.triage.weights import Example, Model, adapted, scores

FOLDS = 5


@dataclass(frozen=True, slots=True)
class Worth:
    """Of `n` corrected texts, how many were read right before and after, each by weights that had not seen it."""

    task: Task
    n: int
    before: int
    after: int


def worth_of(model: Model, corrections: Sequence[Example], *, folds: int = FOLDS) -> tuple[Worth, ...]:
    """Cross-validation over the corrections: each fold is read by the model as adapted to the others.

    A task without corrections is left out. Source: Stone, Journal of the Royal Statistical Society B 36 (1974) 111.
    """
    if not corrections:
        return ()
    right = {task: [0, 0, 0] for task in Task}
    for fold in range(min(folds, len(corrections))):
        held_out = corrections[fold::folds]
        rest = [example for place, example in enumerate(corrections) if place % folds != fold]
        for column, used in enumerate((model, adapted(model, rest)), start=1):
            readings = [Reading(example.text) for example in held_out]
            for task in Task:
                labels = used.tasks[task].labels
                found = scores(used, readings, task).argmax(axis=1)
                asked = [(example.labels[task], labels[place]) for example, place in zip(held_out, found, strict=True)
                         if example.labels.get(task) in labels]
                right[task][column] += sum(wanted == answer for wanted, answer in asked)
                right[task][0] += len(asked) if column == 1 else 0
    return tuple(Worth(task, n, before, after) for task, (n, before, after) in right.items() if n)
