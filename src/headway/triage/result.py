"""What triage answers: candidates with their cues, what the text shows and what it leaves out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from headway.triage.cues import Task


class Part(StrEnum):
    """What a stretch of the text tells."""

    TRIGGER = "trigger"
    ACTION = "action"
    OUTCOME = "outcome"


class Gap(StrEnum):
    """Why a step is thought to be missing."""

    SAID = "said"                        # the text says that it was left out
    ASKED = "asked"                      # it asks after what was left out
    NO_BASELINE = "no_baseline"          # done, and the present was never described
    NO_TARGET = "no_target"              # done or checked, and no target was set
    NEVER_COMPARED = "never_compared"    # kept or spread, and never compared with a target


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that may be meant. `score` is a share: of texts with this score, about so many have this label.

    `label` is a step's number from 1, else the term's name in lower case; `id` is the term's id in the vocabulary.
    """

    id: str
    label: str | int
    score: float
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The candidates of one task, the likeliest first, never empty. `sure` is false where the first two lie close."""

    ranked: tuple[Candidate, ...]
    sure: bool

    @property
    def first(self) -> Candidate:
        return self.ranked[0]

    @property
    def two(self) -> tuple[Candidate, ...]:
        """The two that are shown to a person."""
        return self.ranked[:2]


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text as it was given."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A step or activity that the text shows, and where."""

    task: Task
    id: str
    label: str | int
    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Missing:
    """A step that the text leaves out, why it is thought so, and where the text says it, if it does."""

    id: str
    label: int
    gap: Gap
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Triage:
    """A text, read. `read` of its `length` characters were looked at."""

    trigger: Answer
    step: Answer
    activity: Answer
    level: Answer
    principles: tuple[Candidate, ...]
    present: tuple[Shown, ...]
    spans: tuple[tuple[Part, Span], ...]
    missing: tuple[Missing, ...]
    length: int
    read: int

    def answer(self, task: Task) -> Answer:
        """The answer to one of the four questions."""
        return {Task.TRIGGER: self.trigger, Task.STEP: self.step, Task.ACTIVITY: self.activity, Task.LEVEL: self.level}[task]

    def as_dict(self) -> dict[str, object]:
        """For programs: `trigger`, `step`, `activity` and `level` each a ranked list, never empty, of `label`, `id`, `score`
        and `cues`; `sure` by task (false: it abstains); `principles`, `present`, `spans` and `missing`."""
        ranked: dict[str, object] = {
            task.value: [_candidate(candidate) for candidate in self.answer(task).ranked]
            for task in (Task.TRIGGER, Task.STEP, Task.ACTIVITY, Task.LEVEL)}
        return ranked | {
            "sure": {task.value: self.answer(task).sure for task in Task},
            "principles": [_candidate(candidate) for candidate in self.principles],
            "present": [{"task": shown.task.value, "label": shown.label, "id": shown.id, "score": round(shown.score, 4),
                         **_span(shown.span)} for shown in self.present],
            "spans": [{"part": part.value, **_span(span)} for part, span in self.spans],
            "missing": [{"label": gap.label, "id": gap.id, "why": gap.gap.value,
                         **(_span(gap.span) if gap.span else {"text": None, "start": None, "end": None})}
                        for gap in self.missing],
            "length": self.length, "read": self.read,
        }


def _candidate(candidate: Candidate) -> dict[str, object]:
    return {"label": candidate.label, "id": candidate.id, "score": round(candidate.score, 4), "cues": list(candidate.cues)}


def _span(span: Span) -> dict[str, object]:
    return {"text": span.text, "start": span.start, "end": span.end}
