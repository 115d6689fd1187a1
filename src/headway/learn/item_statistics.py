"""What learners' answers say of questions: how hard they are, whether they tell the strong from the weak, dead distractors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from headway.learn.exam import Result

FEWEST = 20             # answers; fewer say nothing of a question
DEAD_BELOW = .05        # Tarrant, Ware and Mohammed, BMC Medical Education 9:40 (2009): chosen by fewer than 5 %
WEAK_BELOW = .15        # a point-biserial correlation below this hardly tells learners apart


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """One question: answers, the share that was right, its correlation with the rest of the paper (None: can't be told),
    and the texts of wrong options that hardly anyone chose."""

    id: str
    answers: int
    right: float
    discrimination: float | None
    dead: tuple[str, ...]

    @property
    def enough(self) -> bool:
        """Whether there are answers enough to judge it by."""
        return self.answers >= FEWEST

    @property
    def weak(self) -> bool:
        return self.enough and (self.discrimination is None or self.discrimination < WEAK_BELOW)


def item_statistics(results: Sequence[Result]) -> tuple[ItemStatistics, ...]:
    """Of all questions in these papers, the least discriminating first; options are told apart by their text."""
    rows: dict[str, list[tuple[bool, float, str | None]]] = {}
    texts: dict[str, set[str]] = {}
    for result in results:
        for each in result.marked:
            question = each.question
            rest = (result.points - each.right) / max(len(result.marked) - 1, 1)
            chosen = None if each.choice is None else question.options[each.choice].text
            rows.setdefault(question.id, []).append((each.right, rest, chosen))
            texts.setdefault(question.id, set()).update(option.text for option in question.options if not option.right)
    found = [_of(id, told, texts[id]) for id, told in rows.items()]
    return tuple(sorted(found, key=lambda each: (not each.enough, each.discrimination or 0.0, each.id)))


def _of(id: str, told: Sequence[tuple[bool, float, str | None]], wrong: set[str]) -> ItemStatistics:
    n = len(told)
    dead = tuple(sorted(text for text in wrong if sum(chosen == text for _, _, chosen in told) < DEAD_BELOW * n))
    return ItemStatistics(id, n, sum(right for right, _, _ in told) / n, _correlation(told), dead if n >= FEWEST else ())


def _correlation(told: Sequence[tuple[bool, float, str | None]]) -> float | None:
    """Point-biserial, of being right with the share of the rest that was right."""
    right, rest = [float(each[0]) for each in told], [each[1] for each in told]
    if pstdev(right) == 0 or pstdev(rest) == 0:
        return None
    together = fmean(a * b for a, b in zip(right, rest, strict=True)) - fmean(right) * fmean(rest)
    return together / (pstdev(right) * pstdev(rest))
