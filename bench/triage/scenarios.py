"""The project's own labelled scenarios, and the digest of all that the weights are learnt from."""

from __future__ import annotations

import hashlib
from pathlib import Path

from headway.framework import pack
from headway.triage.cues import Task
from headway.triage.weights import Example

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
FIRST = "first"   # of the six writers: the cues were written with these texts in view
CUES = HERE.parents[1] / "src" / "headway" / "triage" / "cues"


def scenarios() -> dict[str, list[Example]]:
    """Those of each writer, one a line: step (1 to 7), activity, level, trigger, text."""
    steps = [step.id for step in pack().steps]
    made: dict[str, list[Example]] = {}
    for path in sorted(TEXTS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines()[1:]:
            step, activity, level, trigger, text = line.split("\t")
            made.setdefault(path.stem, []).append(Example(text, {
                Task.STEP: steps[int(step) - 1], Task.ACTIVITY: activity, Task.LEVEL: level, Task.TRIGGER: trigger}))
    return made


def digest() -> str:
    """Of the scenarios and the cues: weights that were learnt from others are stale."""
    whole = hashlib.sha256()
    for path in (*sorted(TEXTS.glob("*.tsv")), *sorted(CUES.glob("*.toml"))):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:16]
