"""Case mix: tickets of a kind are held against tickets of that kind, so that easier work is not told as better work.

From what is known of a ticket when it is opened, the baseline alone learns how long such tickets take: a ridge regression
of the logarithm of the age at closing on category, service, type and channel, additive (Hoerl and Kennard, Technometrics
12 (1970) 55). Its score parts the tickets into five strata, each of which has its own closing rate by age.

The priority and the team are left out: they are changed while a ticket is worked on, and a change that moves them would
explain its own effect away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from headway.eventlog.fields import Field

FIELDS = (Field.CATEGORY, Field.SERVICE, Field.TYPE, Field.CHANNEL)
ENOUGH = 500        # closed tickets in the baseline: fewer teach no mix
SEEN = 20           # of them with a value: fewer are told as the rest
RIDGE = 5.0         # tickets' worth of belief that a value makes no difference
PARTS = 5           # strata: fifths of the baseline's tickets
MILLION = 1_000_000   # effects are whole millionths, so that an engine and the reference add them alike
SHORTEST = .05      # hours: the least age whose logarithm is taken


@dataclass(frozen=True, slots=True)
class Kind:
    """Tickets that were closed in the baseline and are alike in `values` (of `FIELDS`), and the sum of their log hours."""

    values: tuple[str | None, ...]
    tickets: int
    log_hours: float


@dataclass(frozen=True, slots=True)
class Strata:
    """What each value adds to the expected log hours, in millionths, and where the strata are cut."""

    effects: Mapping[Field, Mapping[str, int]] = field(default_factory=dict)
    cuts: tuple[int, ...] = ()

    @property
    def many(self) -> int:
        return len(self.cuts) + 1

    def of(self, values: Mapping[Field, str | None]) -> int:
        """The stratum of a ticket; a value that the baseline did not teach adds nothing.

        >>> Strata({Field.CATEGORY: {"hardware": 700_000}}, (0, 500_000)).of({Field.CATEGORY: "hardware"})
        2
        """
        score = sum(effects.get(values.get(field) or "", 0) for field, effects in self.effects.items())
        return sum(score > cut for cut in self.cuts)


ALIKE = Strata()
"""All tickets in one stratum."""


def strata_of(kinds: Sequence[Kind]) -> Strata:
    """The strata that the baseline teaches; all alike where it holds too few tickets or its values say nothing."""
    n = np.array([kind.tickets for kind in kinds], dtype=np.float64)
    levels = _levels(kinds)
    if n.sum() < ENOUGH or not levels:
        return ALIKE
    column = {level: place for place, level in enumerate(levels)}
    design = np.zeros((len(kinds), len(levels)))
    for row, kind in enumerate(kinds):
        for place, value in enumerate(kind.values):
            if value is not None and (place, value) in column:
                design[row, column[place, value]] = 1.0
    hours = np.array([kind.log_hours for kind in kinds]) - n * (sum(kind.log_hours for kind in kinds) / n.sum())
    learnt = np.linalg.solve(design.T @ (design * n[:, None]) + RIDGE * np.eye(len(levels)), design.T @ hours)
    whole = np.round(MILLION * learnt).astype(np.int64)
    effects: dict[Field, dict[str, int]] = {}
    for (place, value), effect in zip(levels, whole.tolist(), strict=True):
        effects.setdefault(FIELDS[place], {})[value] = effect
    scores = design.astype(np.int64) @ whole
    order = np.argsort(scores, kind="stable")
    upto = np.cumsum(n[order]) / n.sum()
    cuts = {int(scores[order][np.searchsorted(upto, part / PARTS)]) for part in range(1, PARTS)}
    cuts.discard(int(scores.max()))   # nothing lies beyond it
    return Strata(effects, tuple(sorted(cuts)))


def _levels(kinds: Sequence[Kind]) -> list[tuple[int, str]]:
    """Values that are seen often enough, each with the place of its field."""
    seen: dict[tuple[int, str], int] = {}
    for kind in kinds:
        for place, value in enumerate(kind.values):
            if value is not None:
                seen[place, value] = seen.get((place, value), 0) + kind.tickets
    return sorted(level for level, tickets in seen.items() if tickets >= SEEN)
