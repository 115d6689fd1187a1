"""Unlike things are never compared: what must be the same on both sides of a change, and what is only flagged."""

from __future__ import annotations

import math
from dataclasses import replace

from headway.eventlog.refused import Refused
from headway.kpi.definition import Kpi
from headway.kpi.series import Point, Series
from headway.verdict.question import Asked
from headway.verdict.result import Check, Verdict

CAME_WITH_IT = .05      # of the cases a period that it has since: fewer before, and the part was made by the change
FEWEST_AFTER = 10       # cases after the change under which nothing is said of that
ANSWERS_MOVED = .2      # relative, of the share that answers: beyond, other people answer than before
SURELY = 2.576          # deviations, 99 % two-sided: a rate is not called changed for a scatter


def refuse_unlike(before: Kpi, after: Kpi) -> None:
    """A baseline of one measure says nothing about another. Raises `Refused`: `unlike_measures`."""
    if (before.part, before.clock, before.where, before.unit, before.version) != (
            after.part, after.clock, after.where, after.unit, after.version):
        raise Refused("unlike_measures", before=before.id, after=after.id)


def refuse_new_definition(series: Series, *, asked: Asked) -> None:
    """A part of a log that only exists since the change has no time before. Raises `Refused`: `definition_changed`."""
    if not series.kpi.where:
        return
    early, late = _cases_a_period(series, asked, after=False), _cases_a_period(series, asked, after=True)
    after = sum(point.n for point in series.points if point.starts_on >= asked.change)
    if after >= FEWEST_AFTER and late is not None and (early or 0.0) < CAME_WITH_IT * late:
        values = tuple(value for values in series.kpi.where.values() for value in values)
        raise Refused("definition_changed", part=values, change=asked.change.isoformat())


def _cases_a_period(series: Series, asked: Asked, *, after: bool) -> float | None:
    told = [point.n for point in series.points if (point.starts_on >= asked.change) is after and not point.partial]
    return sum(told) / len(told) if told else None


def answering(rate: Series, *, asked: Asked) -> Check | None:
    """Whether the same share of people answers as before the change; `rate` is the share of cases with an answer.

    The usual test of two shares (pooled). None where there is nothing to tell it by.
    """
    (asked_before, told_before), (asked_after, told_after) = (
        _counted([point for point in rate.points if (point.starts_on >= asked.change) is after]) for after in (False, True))
    if not asked_before or not asked_after or not told_before:
        return None
    before, after = told_before / asked_before, told_after / asked_after
    pooled = (told_before + told_after) / (asked_before + asked_after)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / asked_before + 1 / asked_after))
    moved = spread > 0 and abs(after - before) > SURELY * spread and abs(after / before - 1) > ANSWERS_MOVED
    return Check("response_rate", not moved, {"before": round(before, 4), "after": round(after, 4)})


def flagged(told: Verdict, check: Check | None) -> Verdict:
    """The verdict with a check on who answered; where that changed it is a reason of its own."""
    if check is None:
        return told
    reasons = told.reasons if check.passed else (*told.reasons, "response_rate_changed")
    return replace(told, checks=(*told.checks, check), reasons=reasons)


def _counted(points: list[Point]) -> tuple[int, float]:
    told = [point for point in points if point.value is not None]
    return sum(point.n for point in told), sum(point.n * (point.value or 0.0) for point in told)
