"""What a text shows and leaves out: the steps and activities in its clauses, where cause, action and outcome stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from headway.triage.cues import Cue, Rules, Task, cues_in
from headway.triage.features import Reading
from headway.triage.naming import label_of, step_number
from headway.triage.reading import Sentence, clauses
from headway.triage.result import Gap, Missing, Part, Shown, Span
from headway.triage.weights import Model, scores

SHOWN_FROM = .5          # a clause shows what it scores this much for …
MOST_CLAUSES = 12        # … and of a longer text, this many clauses are looked at
A_STORY = 3              # from this many steps on, a step that is absent is a gap and not just untold
OUTCOMES = ("there", "momentum")
_NEGATED = re.compile(r"\b(nobody|no one|never|not|without|nothing|none|neither|unknown|nor|no)\b|n't\b", re.IGNORECASE)


def parts(reading: Reading) -> tuple[Sentence, ...]:
    """The clauses in which a text is looked through."""
    found = [clause for sentence in reading.told for clause in clauses(sentence) if len(clause.text.split()) > 2]
    return tuple(found[:MOST_CLAUSES]) or reading.told[:1]


def shown(model: Model, reading: Reading, clauses_read: Sequence[Sentence]) -> tuple[Shown, ...]:
    """Each step and activity that a clause shows, once, where it shows best; in the order of the text."""
    best: dict[tuple[Task, str], Shown] = {}
    readings = [Reading(clause.text) for clause in clauses_read]
    for task in (Task.STEP, Task.ACTIVITY) if readings else ():
        labels = model.tasks[task].labels
        for clause, row, each in zip(clauses_read, scores(model, readings, task), readings, strict=True):
            column = int(row.argmax())
            id, score = labels[column], float(row[column])
            seen = best.get((task, id))
            if score >= SHOWN_FROM and each.cues[task][id] and not _left_out(each, task) and (
                    seen is None or score > seen.score):
                best[task, id] = Shown(task, id, label_of(task, id), span_of(reading, clause), score)
    return tuple(sorted(best.values(), key=lambda each: (each.task != Task.STEP, each.span.start)))


def _left_out(clause: Reading, task: Task) -> bool:
    """A clause that says what was not done shows no step."""
    return task is Task.STEP and _NEGATED.search(clause.text) is not None and any(
        cue.strong for cues in clause.left_out.values() for cue in cues)


def spans(reading: Reading, *, triggers: Sequence[Cue], steps: Sequence[Shown], step: str) -> tuple[tuple[Part, Span], ...]:
    """Where the cause, the action and the outcome stand, as far as the text has them."""
    found: list[tuple[Part, Span]] = []
    sentences = reading.told
    cause = next((sentence for cue in sorted(triggers, key=lambda cue: cue.start) for sentence in sentences
                  if sentence.start <= cue.start < sentence.end), None)
    if cause is not None:
        found.append((Part.TRIGGER, span_of(reading, _up_to_comma(cause, cause is sentences[-1]))))
    action = next((each.span for each in steps if each.id == step), None)
    if action is None and sentences:
        action = span_of(reading, sentences[-1])
    if action is not None:
        found.append((Part.ACTION, action))
    outcome = next((each.span for each in steps if each.id in OUTCOMES), None)
    if outcome is not None:
        found.append((Part.OUTCOME, outcome))
    return tuple(found)


def _up_to_comma(sentence: Sentence, is_last: bool) -> Sentence:
    """Of a sentence that also tells what is done, the part that tells why."""
    before, comma, _ = sentence.text.partition(",")
    if not is_last or not comma or len(before.split()) < 3:
        return sentence
    return Sentence(before, sentence.start, sentence.start + len(before))


def missing(reading: Reading, *, steps: Sequence[Shown], step: str) -> tuple[Missing, ...]:
    """The steps that a text leaves out: because it asks after them, says so, or tells a story around them."""
    found: dict[str, Missing] = {}
    if reading.asks_what_is_missing:
        found[step] = Missing(step, step_number(step), Gap.ASKED, _best(reading, reading.left_out[step]))
    for id, span in _said(reading) if not reading.asks_what_is_missing else ():
        found.setdefault(id, Missing(id, step_number(id), Gap.SAID, span))
    for id, gap in _untold({each.id for each in steps}):
        found.setdefault(id, Missing(id, step_number(id), gap))
    return tuple(sorted(found.values(), key=lambda each: each.label))


def _said(reading: Reading) -> Iterator[tuple[str, Span]]:
    for clause in parts(reading):
        if not _NEGATED.search(clause.text):
            continue
        strong = {id: sum(cue.strong for cue in cues) for id, cues in cues_in(clause.text, task=Rules.MISSING).items()}
        id = max(strong, key=lambda each: strong[each])
        if strong[id]:
            yield id, span_of(reading, clause)


def _untold(ids: set[str]) -> Iterator[tuple[str, Gap]]:
    """In a text that shows several steps, those that are absent before its last one."""
    if len(ids) < A_STORY:
        return
    acted = bool(ids & {"act", *OUTCOMES})
    if acted and "now" not in ids:
        yield "now", Gap.NO_BASELINE
    if acted and "want" not in ids and "there" not in ids:
        yield "want", Gap.NO_TARGET
    if "momentum" in ids and "there" not in ids:
        yield "there", Gap.NEVER_COMPARED


def _best(reading: Reading, cues: Sequence[Cue]) -> Span | None:
    return next((span_of(reading, sentence) for cue in cues for sentence in reading.sentences
                 if sentence.start <= cue.start < sentence.end), None)


def span_of(reading: Reading, part: Sentence) -> Span:
    """A part of the reading in the characters of the text that was given."""
    return Span(reading.given[part.start:part.end], part.start, part.end)


def by_strength(cues: Mapping[str, tuple[Cue, ...]], label: str, *, most: int) -> tuple[str, ...]:
    """The cues of a label as the text words them, the strong ones first."""
    return tuple(cue.text for cue in sorted(cues[label], key=lambda cue: not cue.strong)[:most])
