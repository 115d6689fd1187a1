"""What triage found, in words."""

from __future__ import annotations

from headway.triage.cues import Task
from headway.triage.result import Gap, Part

QUESTIONS = {Task.TRIGGER: "Trigger", Task.STEP: "Step", Task.ACTIVITY: "Activity", Task.LEVEL: "Level"}
LEVELS = {"svs": "strategy", "practice": "practice", "service": "service or product", "team": "team"}
PARTS = {Part.TRIGGER: "Why now", Part.ACTION: "What is done", Part.OUTCOME: "What came of it"}
GAPS = {
    Gap.ASKED: "the text asks what was left out, and this fits best",
    Gap.SAID: "the text says so",
    Gap.NO_BASELINE: "something was done, and the time before was never described",
    Gap.NO_TARGET: "something was done, and no target was set",
    Gap.NEVER_COMPARED: "it was kept, and never compared with a target",
}
UNSURE = "not sure"
NO_CUES = "no cue"
TOO_LITTLE = "Too little of this text is known to say what it is about; the first candidates are only the commonest."
CUT = "Read up to character {read:n} of {length:n}."
