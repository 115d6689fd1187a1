"""The weights that ship with Headway, and how they are learnt, kept and adapted to corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType

import numpy as np

from headway.triage.cues import Task, patterns
from headway.triage.features import CUES_WEIGH, Reading, cue_features, grams, rarities, texts_for, word_features
from headway.triage.learning import Floats, fit, softmax

PENALTY = .0006           # chosen by cross-validation (bench/triage)
LEFT_OUT_WEIGHS = 1.5     # a cue of something left out, where that is asked
SMALLEST = 1e-3           # smaller weights are not kept
ADAPTS = .02              # a correction moves the weights ten times less readily than a scenario of the project's own


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learnt for one task: `words` [parts of a text, vocabulary, labels], `cues` [cues, labels].

    `temperature` makes scores shares that come true; `margin` is where it is sure.
    """

    labels: tuple[str, ...]
    words: Floats
    cues: Floats
    intercepts: Floats
    temperature: float = 1.0
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """The vocabulary with its rarities, and the weights of each task; `learnt_from` is the digest of the scenarios."""

    vocabulary: Mapping[str, int]
    rarity: Floats
    tasks: Mapping[Task, Weights]
    learnt_from: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the labels that a person gave it, by task."""

    text: str
    labels: Mapping[Task, str]


def scores(model: Model, readings: Sequence[Reading], task: Task) -> Floats:
    """Texts × labels: shares that sum to one."""
    weights = model.tasks[task]
    words, cues = _features(model, readings, task)
    raw = (_by_words(words, weights) + cues @ weights.cues + weights.intercepts) / weights.temperature
    return softmax(raw + left_out(readings, task))


def left_out(readings: Sequence[Reading], task: Task) -> Floats:
    """What the cues of things left out add, where a text asks after them; else nothing."""
    labels = tuple(patterns(task))
    added = np.zeros((len(readings), len(labels)))
    if task is Task.STEP:
        for row, reading in enumerate(readings):
            if reading.asks_what_is_missing:
                for column, label in enumerate(labels):
                    found = reading.left_out[label]
                    strong = sum(cue.strong for cue in found)
                    added[row, column] = LEFT_OUT_WEIGHS * (min(strong, 2) + .4 * min(len(found) - strong, 2))
    return added


def _features(model: Model, readings: Sequence[Reading], task: Task) -> tuple[Floats, Floats]:
    parts = zip(*(texts_for(reading, task) for reading in readings), strict=True)
    words = [part[0][1] * word_features([grams(text) for text, _ in part], model.vocabulary, model.rarity) for part in parts]
    return np.hstack(words), CUES_WEIGH * np.array([cue_features(reading, task) for reading in readings])


def _by_words(words: Floats, weights: Weights) -> Floats:
    return np.asarray(words @ weights.words.reshape(words.shape[1], -1))


def learn(examples: Sequence[Example], *, digest: str = "") -> Model:
    """A model from labelled texts; temperatures and margins are for `tempered` to set."""
    readings = [Reading(example.text) for example in examples]
    vocabulary, rarity = rarities([grams(reading.text) for reading in readings])
    bare = Model(MappingProxyType(vocabulary), rarity, MappingProxyType({}), digest)
    tasks = {}
    for task in Task:
        labels = tuple(patterns(task))
        words, cues = _features(bare, readings, task)
        wanted = np.array([labels.index(example.labels[task]) for example in examples])
        found, intercepts = fit(np.hstack([words, cues]), wanted, classes=len(labels), penalty=PENALTY)
        many = words.shape[1]
        tasks[task] = Weights(labels, found[:many].reshape(-1, len(vocabulary), len(labels)), found[many:], intercepts)
    return replace(bare, tasks=MappingProxyType(tasks))


def adapted(model: Model, corrections: Sequence[Example]) -> Model:
    """The model after people's corrections: its words weigh anew, its cues as before. Without corrections it is the same.

    >>> model = shipped()
    >>> adapted(model, []) is model
    True
    """
    tasks = dict(model.tasks)
    for task, weights in model.tasks.items():
        mine = [example for example in corrections if example.labels.get(task) in weights.labels]
        if not mine:
            continue
        readings = [Reading(example.text) for example in mine]
        words, cues = _features(model, readings, task)
        known = _by_words(words, weights) + cues @ weights.cues + weights.intercepts + left_out(readings, task)
        wanted = np.array([weights.labels.index(example.labels[task]) for example in mine])
        moved, _ = fit(words, wanted, classes=len(weights.labels), penalty=ADAPTS, offsets=known)
        tasks[task] = replace(weights, words=weights.words + moved.reshape(weights.words.shape))
    return replace(model, tasks=MappingProxyType(tasks)) if corrections else model


def tempered(model: Model, *, temperatures: Mapping[Task, float], margins: Mapping[Task, float]) -> Model:
    """The model with what cross-validation says of its scores."""
    return replace(model, tasks=MappingProxyType({
        task: replace(weights, temperature=temperatures[task], margin=margins[task])
        for task, weights in model.tasks.items()}))


def write(model: Model, path: Path) -> None:
    """As a compressed file of numpy, without what weighs next to nothing."""
    heaviest = np.max([np.abs(weights.words).max(axis=(0, 2)) for weights in model.tasks.values()], axis=0)
    kept = np.flatnonzero(heaviest * model.rarity >= SMALLEST)
    names = np.array(list(model.vocabulary))[kept]
    parts: dict[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]] = {
        "vocabulary": np.frombuffer("\n".join(names).encode(), dtype=np.uint8),
        "rarity": model.rarity[kept].astype(np.float32), "learnt_from": np.frombuffer(model.learnt_from.encode(), np.uint8)}
    for task, weights in model.tasks.items():
        parts |= {f"{task}_words": weights.words[:, kept].astype(np.float16), f"{task}_cues": weights.cues.astype(np.float32),
                  f"{task}_intercepts": weights.intercepts.astype(np.float32),
                  f"{task}_scale": np.array([weights.temperature, weights.margin])}
    np.savez_compressed(path, **parts)   # type: ignore[arg-type]


@cache
def shipped() -> Model:
    """The model that was learnt from the project's own scenarios."""
    with (files("headway.triage") / "weights.npz").open("rb") as file, np.load(file, allow_pickle=False) as kept:
        names = kept["vocabulary"].tobytes().decode().split("\n")
        tasks = {}
        for task in Task:
            temperature, margin = kept[f"{task}_scale"]
            tasks[task] = Weights(
                tuple(patterns(task)), kept[f"{task}_words"].astype(np.float64), kept[f"{task}_cues"].astype(np.float64),
                kept[f"{task}_intercepts"].astype(np.float64), float(temperature), float(margin))
        return Model(MappingProxyType({name: column for column, name in enumerate(names)}),
                     kept["rarity"].astype(np.float64), MappingProxyType(tasks), kept["learnt_from"].tobytes().decode())
