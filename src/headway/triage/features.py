"""A text as numbers: the cues of each task, and its words and pairs of words weighted by how rare they are."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from headway.triage.cues import Cue, Rules, Task, cues_in, patterns
from headway.triage.learning import Floats
from headway.triage.reading import Sentence, plain, sentences, words

# Chosen by cross-validation on the project's scenarios, each time by those of other writers (bench/triage).
WORDS_WEIGH, CUES_WEIGH = 2.0, .85
OPENING_WEIGHS, CLOSING_WEIGHS = 1.5, 1.0

# A question that closes an exam scenario says what is asked, not what happens.
_MISSED = re.compile(
    r"\b(missed|missing|left out|leave out|omit(ted)?|overlook(ed)?|lacking|skip(ped)?|forget|forgotten|absent|neglect(ed)?|"
    r"unanswered|come first|stall|should have (been )?done?|isn't asked|hasn't happened|is not asked|in between|"
    r"should .{1,30} have done)\b", re.IGNORECASE)
_ABOUT_THE_MODEL = re.compile(
    r"^(which|what|at which|to which|in which) (\w+ ){0,3}(step|question|part|stage|phase|activity|principle|level)\b|"
    r"\bof the (continual )?(improvement )?model\b|which step (is|are|does|do)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """A text with all that is asked of it at once."""

    given: str

    @cached_property
    def text(self) -> str:
        return plain(self.given)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return sentences(self.text)

    @cached_property
    def asks_what_is_missing(self) -> bool:
        """Whether it closes with a question after what was left out."""
        last = self.sentences[-1].text if self.sentences else ""
        return last.endswith("?") and len(self.sentences) > 1 and _MISSED.search(last) is not None

    @cached_property
    def told(self) -> tuple[Sentence, ...]:
        """The sentences that tell what happens, without a closing question about the model."""
        told = [sentence for sentence in self.sentences if not (
            sentence.text.endswith("?") and (_ABOUT_THE_MODEL.search(sentence.text) or
                                             (self.asks_what_is_missing and sentence is self.sentences[-1])))]
        return tuple(told) or self.sentences

    @cached_property
    def story(self) -> str:
        return " ".join(sentence.text for sentence in self.told)

    @cached_property
    def cues(self) -> Mapping[Task, Mapping[str, tuple[Cue, ...]]]:
        return {task: cues_in(self.text, task=task) for task in Task}

    @cached_property
    def left_out(self) -> Mapping[str, tuple[Cue, ...]]:
        return cues_in(self.text, task=Rules.MISSING)


def grams(text: str) -> Counter[str]:
    """Stems and pairs of neighbouring stems, counted."""
    stems = words(text)
    return Counter([*stems, *(f"{one} {two}" for one, two in pairwise(stems))])


def texts_for(reading: Reading, task: Task) -> tuple[tuple[str, float], ...]:
    """The parts of a text whose words are weighed for a task, each with how much it weighs: a cause mostly stands where a text
    opens, the step that is at hand where it closes.
    """
    if task is Task.TRIGGER:
        return (reading.text, 1.0), (reading.sentences[0].text if reading.sentences else "", OPENING_WEIGHS)
    if task is Task.STEP:
        return (reading.story, 1.0), (reading.told[-1].text if reading.told else "", CLOSING_WEIGHS)
    return ((reading.text, 1.0),)


def cue_features(reading: Reading, task: Task) -> Floats:
    """The cues of a task, with those of its neighbours at half: the step says much about the cause, the level about the work."""
    step = _counted(cues_in(reading.story, task=Task.STEP), Task.STEP) if reading.told != reading.sentences else _of(
        reading, Task.STEP)
    parts = {
        Task.STEP: lambda: [*step, *_scaled(_of(reading, Task.ACTIVITY), .3)],
        Task.ACTIVITY: lambda: [*_of(reading, Task.ACTIVITY), *_scaled(step, .5), *_scaled(_of(reading, Task.LEVEL), .5)],
        Task.LEVEL: lambda: [*_of(reading, Task.LEVEL), *_scaled(_of(reading, Task.ACTIVITY), .5)],
        Task.TRIGGER: lambda: [*_of(reading, Task.TRIGGER), *_first(reading), *step],
    }
    asks = [float(reading.asks_what_is_missing), float(reading.text.rstrip().endswith("?"))]
    return np.array([*parts[task](), *asks])


def _of(reading: Reading, task: Task) -> list[float]:
    return _counted(reading.cues[task], task)


def _first(reading: Reading) -> list[float]:
    """The cues of the cause in the first sentence, where it mostly stands."""
    first = reading.sentences[0].text if reading.sentences else ""
    return _counted(cues_in(first, task=Task.TRIGGER), Task.TRIGGER)


def _counted(cues: Mapping[str, tuple[Cue, ...]], task: Task) -> list[float]:
    """Two numbers a label: strong and weak cues, of which more than three say no more than three."""
    found = []
    for label in patterns(task):
        strong = sum(cue.strong for cue in cues[label])
        found += [min(strong, 3) / 2, min(len(cues[label]) - strong, 3) / 3]
    return found


def _scaled(values: Iterable[float], by: float) -> list[float]:
    return [by * value for value in values]


def word_features(counts: Sequence[Counter[str]], vocabulary: Mapping[str, int], rarity: Floats) -> Floats:
    """Texts × vocabulary: (1 + log count) · rarity, each text of length `WORDS_WEIGH`."""
    made = np.zeros((len(counts), len(vocabulary)))
    for row, counted in enumerate(counts):
        for gram, many in counted.items():
            if (column := vocabulary.get(gram)) is not None:
                made[row, column] = (1 + math.log(many)) * rarity[column]
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(WORDS_WEIGH * made / np.where(lengths, lengths, 1))


def rarities(counts: Sequence[Counter[str]], *, in_at_least: int = 2) -> tuple[dict[str, int], Floats]:
    """The vocabulary of the texts and the inverse document frequency of each entry: log((1+n)/(1+df)) + 1."""
    frequency = Counter(gram for counted in counts for gram in counted)
    kept = sorted(gram for gram, many in frequency.items() if many >= in_at_least)
    rarity = np.array([np.log((1 + len(counts)) / (1 + frequency[gram])) + 1 for gram in kept])
    return {gram: column for column, gram in enumerate(kept)}, rarity
