"""The scale on which a change adds: logarithms for what multiplies, log odds for shares, scores as they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from headway.stats.limits import Floats
from headway.verdict.result import Kind, Scale

HALF = .5   # of a case, added on both sides: a share of none or all has finite odds (Haldane, Annals of Human Genetics
            # 20 (1955) 309; Anscombe, Biometrika 43 (1956) 461)
LARGEST = 700.0   # the exponent at which doubles end: a level that nobody can tell is told as huge, not as an error
FEW = 200   # cases that a share without its n is taken to stand on: its odds then end at 1 in 400


@dataclass(frozen=True, slots=True)
class Worked:
    """Points on the working scale: `values` (nan where there is none) and the cases that make them precise."""

    values: Floats
    sizes: Floats | None
    kind: Kind


def worked(values: Floats, sizes: Floats | None, kind: Kind) -> Worked:
    """Take a series to its working scale. `values` and `sizes` [points]; nan where there is no point."""
    match kind:
        case Kind.SHARE:
            cases = np.full(len(values), float(FEW)) if sizes is None else np.where(np.isnan(values), 1.0, sizes)
            odds = (values * cases + HALF) / ((1 - values) * cases + HALF)
            return Worked(np.log(odds), sizes, kind)
        case Kind.COUNT:
            return Worked(np.log(values + HALF), None, kind)   # its own size is not what makes a count precise
        case Kind.SCORE:
            return Worked(values.astype(np.float64), sizes, kind)
        case Kind.DURATION | Kind.QUANTITY:
            return Worked(np.log(values), sizes, kind)


def scale_of(kind: Kind) -> Scale:
    return Scale.DIFFERENCE if kind in (Kind.SHARE, Kind.SCORE) else Scale.RELATIVE


def effect_of(step: float, *, level: float, kind: Kind) -> float:
    """What a step on the working scale amounts to: relative, or a difference from `level` (in the series' unit).

    >>> round(effect_of(math.log(.8), level=16.0, kind=Kind.DURATION), 6)
    -0.2
    """
    return moved(step, level=level, kind=kind) - level if scale_of(kind) is Scale.DIFFERENCE else math.expm1(step)


def moved(step: float, *, level: float, kind: Kind) -> float:
    """The level after a step on the working scale."""
    match kind:
        case Kind.SHARE:
            odds = math.log(level / (1 - level)) if 0 < level < 1 else math.copysign(math.log(2 * FEW), level - .5)
            return 1 / (1 + math.exp(-(odds + step)))
        case Kind.SCORE:
            return level + step
        case _:
            return level * math.exp(step)


def back(value: float, kind: Kind) -> float:
    """A level on the working scale in the series' unit."""
    match kind:
        case Kind.SHARE:
            return 1 / (1 + math.exp(min(-value, LARGEST)))
        case Kind.SCORE:
            return value
        case Kind.COUNT:
            return math.exp(min(value, LARGEST)) - HALF
        case _:
            return math.exp(min(value, LARGEST))


def step_to(effect: float, *, level: float, kind: Kind) -> float | None:
    """The step that an effect amounts to; None where the level can't move that far."""
    if scale_of(kind) is Scale.RELATIVE:
        return math.log1p(effect) if effect > -1 else None
    if kind is Kind.SCORE:
        return effect
    after = level + effect
    if not (0 < level < 1 and 0 < after < 1):
        return None
    return math.log(after / (1 - after)) - math.log(level / (1 - level))
