"""Questions from an organisation's own improvements: masked, and for a person to release before anyone else sees them.

The label is known by construction, from the step in which a text was written. Records are people's own and can be wrong, so
that these questions are for practice and never for an exam that counts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from headway.framework import Kind, Pack
from headway.learn.course import Difficulty, Option, Question, Style
from headway.learn.gates import flaws_of_item
from headway.learn.generated import Item
from headway.learn.models import why

FEWEST_WORDS = 12
MASK = "[name]"
MAIL = re.compile(r"\b[\w.+-]+@[\w-]+(\.[\w-]+)+\b")
ADDRESS = re.compile(r"\bhttps?://\S+")
NUMBER = re.compile(r"\b(?:INC|CHG|REQ|PRB|TASK|RITM)[- ]?\d+\b|\b\d{6,}\b", re.IGNORECASE)
OPTIONS = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of a closed improvement and the id of the step in which it was written."""

    record: str
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """A question for a reviewer: what was masked, and whether triage reads the text as another step than it was written in."""

    item: Item
    masked: int
    read_as: str | None


def proposed(entries: Sequence[Entry], *, pack: Pack, names: Collection[str], seed: int,
             read_as: dict[str, str] | None = None) -> Iterator[Proposed]:
    """Questions after the step of each entry, those that pass the gates; `names` of people and customers are masked.

    Mail addresses, links and ticket numbers are masked in any case; texts that are too short, or that hold the name of a
    step, are left out. `read_as[text]` is the step that triage reads, by the edge, where it has been asked.

    >>> from headway.framework import pack
    >>> text = "Ann wrote to all wards and asked how long they wait for a new keyboard these days, and noted it."
    >>> made = next(proposed([Entry("7", "now", text)], pack=pack(), names=["Ann"], seed=1))
    >>> made.item.question.stem.split(" wrote")[0], made.masked
    ('[name]', 1)
    """
    rng = random.Random(seed)
    steps = {step.id: step for step in pack.steps}
    for entry in entries:
        step = steps.get(entry.step)
        text, many = masked(entry.text, names=names)
        if step is None or len(text.split()) < FEWEST_WORDS:
            continue
        near = [pack.terms[other.key] for other in step.confused_with if pack.terms[other.key].kind is Kind.STEP]
        rest = [other for other in pack.steps if other is not step and other not in near]
        wrong = [*near, *rng.sample(rest, len(rest))][:OPTIONS - 1]
        options = [Option(step.label, True, f"It was written there. {why(pack, step, step)}"),
                   *(Option(other.label, False, why(pack, other, step)) for other in wrong)]
        rng.shuffle(options)
        question = Question(f"record-{entry.record}-{entry.step}", "", Style.STANDARD, Difficulty.MEDIUM,
                            f"{text}\n\nIn which step of the improvement model was this written?", tuple(options), (step.key,))
        item = Item(question, "from_records", f"{entry.record} {entry.step}", tuple(each.label for each in pack.steps))
        if not [flaw for flaw in flaws_of_item(item) if flaw != "hard_reading"]:
            other = (read_as or {}).get(entry.text)
            yield Proposed(item, many, None if other == entry.step else other)


def masked(text: str, *, names: Collection[str]) -> tuple[str, int]:
    """The text without names, addresses and ticket numbers, and how many were taken out.

    >>> masked("Ann Lee (ann@example.org) closed INC0012345", names=["Ann Lee"])
    ('[name] ([name]) closed [name]', 3)
    """
    total = 0
    spelt = sorted((name for name in names if name.strip()), key=len, reverse=True)
    patterns = [MAIL, ADDRESS, NUMBER, *(re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE) for name in spelt)]
    for pattern in patterns:
        text, many = pattern.subn(MASK, text)
        total += many
    return " ".join(text.split()), total
