"""Questions drawn afresh: through the gates, no stem or fragment twice in a session, the same again from the same seed."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import replace

from headway.framework import Pack, pack
from headway.learn.course import Question, Style
from headway.learn.gates import flaws_of_item
from headway.learn.generated import Item, Material, material
from headway.learn.models import MODELS

MOST_TRIES = 200    # in a row without a new item: then the models are drawn out


def items(
    *, seed: int, vocabulary: Pack | None = None, told: Material | None = None, styles: Collection[Style] = tuple(Style),
    chapters: Collection[str] = (), avoid: Collection[str] = (),
) -> Iterator[Item]:
    """Items without end, until the models are drawn out: each passes all gates, and no fragment or stem comes twice.

    `avoid` are fragments that were seen before. The same seed draws the same items; keep it with the answers.

    >>> first, second = next(items(seed=1)), next(items(seed=1))
    >>> first == second
    True
    """
    rng = random.Random(seed)
    vocabulary, told = vocabulary or pack(), told or material()
    models = [(style, model) for style in Style if style in styles for model in MODELS[style]]
    seen, stems, tries = set(avoid), set[str](), 0
    while tries < MOST_TRIES:
        _, model = rng.choice(models)
        item = model(vocabulary, told, rng)
        tries += 1
        if item.fragment in seen or item.question.stem in stems or (chapters and item.question.chapter not in chapters):
            continue
        if flaws_of_item(item):
            continue
        seen.add(item.fragment)
        stems.add(item.question.stem)
        tries = 0
        yield item


def shuffled(question: Question, *, rng: random.Random) -> Question:
    """The question with its options in another order; pairs of a list keep theirs."""
    if question.style is Style.LIST:
        return question
    return replace(question, options=tuple(rng.sample(question.options, len(question.options))))
