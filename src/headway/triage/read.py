"""One text, read: candidates for each question, with the cues that decided."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np

from headway.triage.cues import Cue, Rules, Task, cues_in
from headway.triage.duplicates import EVERYWHERE
from headway.triage.features import Reading, grams, texts_for, word_features
from headway.triage.learning import Floats
from headway.triage.naming import label_of
from headway.triage.reading import LONGEST, placed
from headway.triage.result import Answer, Candidate, Triage
from headway.triage.story import by_strength, missing, parts, shown, spans
from headway.triage.weights import Model, scores, shipped

MOST_CUES, MOST_WORDS = 5, 2
FEWEST_WORDS = 4          # with fewer words that were ever seen, nothing is sure
# What a step most often calls upon; it decides between principles that the text shows equally.
LEANS = {"vision": "focus_on_value", "now": "start_where_you_are", "want": "focus_on_value",
         "how": "keep_it_simple_and_practical", "act": "progress_iteratively_with_feedback",
         "there": "collaborate_and_promote_visibility", "momentum": "optimize_and_automate"}


def triage(text: str, *, model: Model | None = None) -> Triage:
    """What a suggestion, a note or an exam scenario is about: its trigger, improvement step, value chain activity and level,
    each as ranked candidates with the cues that decided, the guiding principles it shows, and which steps it shows and
    leaves out. A person decides; `sure` is false where the first two candidates lie close or too little is known.

    Any text is read, of whatever script, up to its 6,000th character (`read` of `length`). `model`: one that was
    adapted to corrections. Source of the label rules: docs/explanation/reading-a-scenario.md.

    >>> told = triage("Three months after the change we compare waiting times with the target that had been agreed.")
    >>> told.step.first.label, told.step.first.cues[0], told.step.sure
    (6, 'compare waiting times with the target that had been agreed', True)
    """
    model = model or shipped()
    reading = Reading(text)
    known = _known_words(model, reading)
    answers = {task: _answer(model, reading, task, known=known) for task in Task}
    step = answers[Task.STEP].first.id
    steps = shown(model, reading, parts(reading)) if known >= FEWEST_WORDS else ()
    trigger = answers[Task.TRIGGER].first.id
    return Triage(
        trigger=answers[Task.TRIGGER], step=answers[Task.STEP], activity=answers[Task.ACTIVITY], level=answers[Task.LEVEL],
        principles=_principles(reading, step) if known >= FEWEST_WORDS else (), present=steps,
        spans=spans(reading, triggers=reading.cues[Task.TRIGGER][trigger], step=step,
                    steps=[each for each in steps if each.task is Task.STEP]),
        missing=missing(reading, step=step, steps=[each for each in steps if each.task is Task.STEP]),
        length=len(text), read=min(len(text), LONGEST))


def _known_words(model: Model, reading: Reading) -> int:
    return sum(1 for gram in grams(reading.text) if gram in model.vocabulary and "<" not in gram)


def _answer(model: Model, reading: Reading, task: Task, *, known: int) -> Answer:
    weights = model.tasks[task]
    row = scores(model, [reading], task)[0]
    order = np.argsort(-row)
    asked = task is Task.STEP and reading.asks_what_is_missing
    cues: Mapping[str, tuple[Cue, ...]] = reading.left_out if asked else reading.cues[task]
    heaviest = _words_that_weighed(model, reading, task)
    ranked = tuple(Candidate(weights.labels[column], label_of(task, weights.labels[column]), float(row[column]),
                             _cues(cues, weights.labels[column], heaviest, int(column))) for column in order)
    return Answer(ranked, known >= FEWEST_WORDS and ranked[0].score - ranked[1].score >= weights.margin)


def _cues(cues: Mapping[str, tuple[Cue, ...]], label: str, heaviest: Mapping[str, Floats], column: int) -> tuple[str, ...]:
    """The patterns that matched; where there are none, the words that weighed most."""
    if matched := by_strength(cues, label, most=MOST_CUES):
        return matched
    first = sorted(heaviest, key=lambda words: -float(heaviest[words][column]))[:MOST_WORDS]
    return tuple(words for words in first if heaviest[words][column] > 0)


def _words_that_weighed(model: Model, reading: Reading, task: Task) -> dict[str, Floats]:
    """Words and pairs of words as the text has them, with what each adds to each label."""
    parts = texts_for(reading, task)
    text = parts[0][0]   # the others are parts of it
    rows = word_features([grams(part) for part, _ in parts], model.vocabulary, model.rarity)
    rows *= np.array([[weighs] for _, weighs in parts])
    weights = model.tasks[task].words
    found, words = {}, placed(text)
    for first, last in [*zip(words, words, strict=True), *pairwise(words)]:
        gram = first[0] if first is last else f"{first[0]} {last[0]}"
        column = model.vocabulary.get(gram)
        if column is not None and "<" not in gram and not set(gram.split()) <= EVERYWHERE:
            found[text[first[1]:last[2]]] = rows[:, column] @ weights[:, column]
    return found


def _principles(reading: Reading, step: str) -> tuple[Candidate, ...]:
    """Those with cues, the strongest first; the score is the share of all cues' weight."""
    cues = cues_in(reading.text, task=Rules.PRINCIPLE)
    weight = {id: sum(3 if cue.strong else 1 for cue in found) + (LEANS.get(step) == id) for id, found in cues.items()}
    total = sum(weight.values()) or 1
    return tuple(Candidate(id, label, weight[id] / total, by_strength(cues, id, most=MOST_CUES))
                 for id in sorted(weight, key=lambda id: -weight[id]) if weight[id]
                 for label in (id.replace("_", " "),))[:3]
