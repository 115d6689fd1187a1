"""A change whose truth is known exactly: what is wrong with each ticket after it is cut by a share."""

from __future__ import annotations

import numpy as np
from mechanisms_desk import Tickets
from scenarios import Floats, Generator

BEST, WORST = 5.0, 1.0   # of scores


def changed(tickets: Tickets, *, kind: str, gain: float, since: int, rng: Generator) -> tuple[Tickets, float]:
    """The tickets as they are with the change, and the truth on the scale of the verdict.

    `gain` is the share of hours, of tickets, of missed tickets or of missing points that goes; less than 0, so much comes.
    Hours take the factor, so the truth is exact; of all else single tickets change by chance, and the truth is what is
    expected of these very tickets, had they been spared.
    """
    after = tickets.day >= since
    if gain == 0 or not after.any():
        return tickets, 0.0
    if kind == "duration":
        return Tickets(tickets.day, np.where(after, tickets.value * (1 - gain), tickets.value)), -gain
    if kind == "count":
        times = np.where(after, 1 + np.sign(-gain) * (rng.random(len(after)) < abs(gain)), 1).astype(np.int64)
        return Tickets(np.repeat(tickets.day, times), np.repeat(tickets.value, times)), -gain
    lowest, highest = (0.0, 1.0) if kind == "share" else (WORST, BEST)
    value = tickets.value.copy()
    value[after], truth = lifted(value[after], gain=gain, lowest=lowest, highest=highest, rng=rng)
    return Tickets(tickets.day, value), truth


def lifted(value: Floats, *, gain: float, lowest: float, highest: float, rng: Generator) -> tuple[Floats, float]:
    """Missing points are won, each with the chance `gain`; or points are lost, as many as `gain` of the missing ones."""
    missing = float((highest - value).mean())
    if gain > 0:
        return value + rng.binomial(np.rint(highest - value).astype(np.int64), gain), gain * missing
    lost = min(-gain * missing / float((value - lowest).mean()), 1.0)
    return value - rng.binomial(np.rint(value - lowest).astype(np.int64), lost), gain * missing
