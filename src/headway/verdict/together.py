"""Many verdicts at once: the more that are looked at, the stronger the proof that each of them must bring."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from headway.verdict.evidence import NOMINAL
from headway.verdict.result import Answer, Check, Verdict

Told = TypeVar("Told", bound=Verdict)

CLAIMS = (Answer.REACHED, Answer.IMPROVED)


def together(verdicts: Sequence[Told]) -> list[Told]:
    """The verdicts of one question asked of many measures or parts, adjusted together.

    Of all that are claimed, better or worse, at most one in twenty questions claims anything false (Holm, Scandinavian
    Journal of Statistics 6 (1979) 65): the i-th smallest chance must be under level / (number − i + 1). What would have
    been claimed alone and no longer is becomes `signs_only` with the reason `many_at_once`.
    """
    held = list(verdicts)
    for claimed in (CLAIMS, (Answer.WORSE,)):
        held = _held(held, claimed)
    many = len(held)
    return [replace(told, checks=(*told.checks, Check("many_at_once", None if many == 1 else True, {"verdicts": many})))
            for told in held]


def _held(verdicts: Sequence[Told], claimed: Sequence[Answer]) -> list[Told]:
    """Holm's steps over one direction: the first that fails ends them."""
    better = claimed is CLAIMS
    chances = {place: 1 - told.p_better if better else told.p_better
               for place, told in enumerate(verdicts) if told.p_better is not None}
    told, standing = list(verdicts), True
    for rank, place in enumerate(sorted(chances, key=lambda place: chances[place])):
        standing = standing and chances[place] <= NOMINAL / (len(chances) - rank)
        if not standing and told[place].verdict in claimed:
            told[place] = replace(told[place], verdict=Answer.SIGNS_ONLY, reasons=("many_at_once",))
    return told
