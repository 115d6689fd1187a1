"""A change that came to several parts on different days: one verdict on all of them.

What else happened in the world happened to all parts on the same day; the change did not. Each part is judged at its own
day, held against those that the change did not reach, and the effects are pooled.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from statistics import NormalDist

from headway.kpi.definition import Direction
from headway.verdict.evidence import NOMINAL
from headway.verdict.question import Asked
from headway.verdict.result import Answer, Check, Effect, Scale, Verdict

ALIKE = .5   # correlation of the parts' errors: they share their days and the controls they are held against
Z = NormalDist().inv_cdf(1 - NOMINAL)


@dataclass(frozen=True, slots=True)
class _Pooled:
    """On the scale on which effects add: logarithms for relative ones."""

    mean: float
    deviation: float

    @property
    def low(self) -> float:
        return self.mean - Z * self.deviation

    @property
    def high(self) -> float:
        return self.mean + Z * self.deviation


def pooled(parts: Mapping[str, Verdict], *, asked: Asked) -> Verdict:
    """The verdict on a roll-out, from the verdicts on its parts; at least one of them must have told an effect.

    The effects may differ from part to part: their spread adds to the uncertainty (DerSimonian and Laird, Controlled
    Clinical Trials 7 (1986) 177), and never takes from it (Röver, Knapp and Friede, BMC Medical Research Methodology 15
    (2015) 99). Cannot tell: where no part could, with their reasons.
    """
    told = {name: part for name, part in parts.items() if part.effect.low is not None}
    first = next(iter(parts.values()))
    both = sum(part.n[0] for part in parts.values()), sum(part.n[1] for part in parts.values())
    cases = sum(part.cases[0] for part in parts.values()), sum(part.cases[1] for part in parts.values())
    doubted = tuple(dict.fromkeys(name for part in parts.values() for name in part.doubted_controls))
    check = Check("rolled_out", None if len(told) < len(parts) else True, {
        "parts": tuple(parts), "untold": tuple(name for name in parts if name not in told)})
    common = replace(first, n=both, cases=cases, doubted_controls=doubted, target=asked.target, attained=None, in_full=None,
                     look_again=None)
    if not told:
        return replace(common, checks=(check,))
    scale = first.effect.scale
    found = _pool([_on_scale(part.effect) for part in told.values()])
    better = found.mean / found.deviation * (1 if asked.direction is Direction.UP else -1)
    p_better = NormalDist().cdf(better)
    answer, reasons = _answer(p_better, claimed=threshold(first))
    before = sum((part.before or 0.0) * part.cases[1] for part in told.values()) / max(sum(
        part.cases[1] for part in told.values()), 1)
    effect = Effect(_off(found.mean, scale), _off(found.low, scale), _off(found.high, scale), scale)
    ends = [_moved(before, size, scale) for size in (effect.value, effect.low, effect.high)]
    checks = (check, *(check for check in first.checks if check.code == "looks"), *_controls(parts))
    return replace(common, verdict=answer, reasons=reasons, effect=effect, p_better=p_better, before=before,
                   after=(ends[0], ends[1], ends[2]), checks=checks)


def threshold(part: Verdict) -> float:
    """What a look may spend, as the parts were told."""
    told = part.method.get("threshold")
    return float(told) if isinstance(told, int | float) else NOMINAL


def _answer(p_better: float, *, claimed: float) -> tuple[Answer, tuple[str, ...]]:
    if 1 - p_better <= claimed:
        return Answer.IMPROVED, ()
    if p_better <= claimed:
        return Answer.WORSE, ()
    if 1 - p_better <= NOMINAL:
        return Answer.SIGNS_ONLY, ("looks_not_paid",)
    return Answer.CANNOT_TELL_YET, ("interval_too_wide",)


def _controls(parts: Mapping[str, Verdict]) -> tuple[Check, ...]:
    told = [check for part in parts.values() for check in part.checks if check.code == "controls"]
    if not told:
        return ()
    names = {kind: tuple(dict.fromkeys(name for check in told for name in _names(check.facts.get(kind))))
             for kind in ("used", "doubted", "unlike")}
    names["unlike"] = tuple(name for name in names["unlike"] if name not in names["used"] + names["doubted"])
    return (Check("controls", not names["doubted"] and bool(names["used"]), names),)


def _names(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _pool(effects: list[tuple[float, float]]) -> _Pooled:
    """Effects and their deviations as one, weighted by precision; their errors are neither independent nor one and the same."""
    weights = [1 / deviation**2 for _, deviation in effects]
    mean = _weighted(effects, weights)
    spread = sum(weight * (value - mean) ** 2 for (value, _), weight in zip(effects, weights, strict=True))
    free = len(effects) - 1
    between = max(spread - free, 0) / max(sum(weights) - sum(weight**2 for weight in weights) / sum(weights), 1e-300)
    shared = [1 / (deviation**2 + (between if free else 0)) for _, deviation in effects]
    apart, together = 1 / sum(shared), (sum(math.sqrt(weight) for weight in shared) / sum(shared)) ** 2
    return _Pooled(_weighted(effects, shared), math.sqrt((1 - ALIKE) * apart + ALIKE * together))


def _weighted(effects: list[tuple[float, float]], weights: list[float]) -> float:
    return sum(value * weight for (value, _), weight in zip(effects, weights, strict=True)) / sum(weights)


def _on_scale(effect: Effect) -> tuple[float, float]:
    """An effect and its deviation where effects add."""
    assert effect.value is not None
    assert effect.low is not None
    assert effect.high is not None
    value, low, high = (math.log1p(one) if effect.scale is Scale.RELATIVE else one
                        for one in (effect.value, effect.low, effect.high))
    return value, max((high - low) / (2 * Z), 1e-9)


def _off(value: float, scale: Scale) -> float:
    return math.expm1(value) if scale is Scale.RELATIVE else value


def _moved(before: float, effect: float | None, scale: Scale) -> float:
    assert effect is not None
    return before * (1 + effect) if scale is Scale.RELATIVE else before + effect
