"""How old a cohort must be before it can be judged: learnt from the closing table, with open tickets or without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.kpi.closing import HOURS_A_DAY, STILL_OPEN, ClosingTable

NINE_TENTHS = .9         # "settled" means that nine tenths are resolved
ENOUGH_AT_RISK = 30      # tickets that must have been watched for that long before the log can speak of that age
DIED_OUT = .5            # of the time watched: exponential durations then have 99 % of their mass within it (1 − .1²)
EXPECTED_OPEN = 10.0     # open tickets that a whole log would hold beyond doubt: P(none) = e⁻¹⁰ (Poisson)
WITHHELD = .1            # of the open tickets expected; less means that they were left out

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Maturity:
    """The age at which nine tenths are resolved, and whether the log shows only tickets that were closed.

    `settle_hours` is None where the log can't tell: nobody was watched for that long. `expected_open` is how many open
    tickets a whole log of these durations would hold on its last day; `only_closed` that it holds (almost) none.
    """

    settle_hours: float | None
    only_closed: bool
    still_open: int
    expected_open: float


def maturity_of(table: ClosingTable, *, as_of: int) -> Maturity:
    """Learn the age of settling from tickets counted by day of opening and closing; `as_of` is the log's last day.

    With open tickets in the log they are right-censored: Kaplan and Meier (1958). A log of closed tickets only is
    right-truncated, since a ticket is in it only if it closed in time; the durations are then estimated in reverse
    time: Lynden-Bell (1971), Woodroofe (1985). Ages above which fewer than `ENOUGH_AT_RISK` tickets could be seen say
    nothing. Where the truncated log can't tell how many slower tickets are still to come, the answer is None.

    >>> daily, days = np.full(100, 10), np.arange(100)
    >>> maturity_of(ClosingTable(days, days + 2, daily), as_of=200).settle_hours
    72.0
    """
    known = table.known()
    closing = _Ages.of(known, as_of=as_of)
    if closing is None:
        return Maturity(settle_hours=None, only_closed=False, still_open=table.still_open, expected_open=0.0)
    curve = _reverse_time(closing)
    expected = _expected_open(known, curve, as_of=as_of)
    still_open = table.still_open
    only_closed = still_open == 0 or (expected >= EXPECTED_OPEN and still_open < WITHHELD * expected)
    if not only_closed:
        curve = _product_limit(table, as_of=as_of)
    return Maturity(
        settle_hours=_settled_at(curve, whole=not only_closed), only_closed=only_closed, still_open=still_open,
        expected_open=expected,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Ages:
    """Closings by age in days, and how many of them could have been seen at that age."""

    closings: Curve   # [age]
    at_risk: Curve    # [age]: closed by that age, and opened early enough to be seen at it

    @classmethod
    def of(cls, known: ClosingTable, *, as_of: int) -> _Ages | None:
        age, seen_for = known.closed - known.opened, as_of - known.opened
        usable = (age >= 0) & (age <= seen_for)
        if not usable.any():
            return None
        age, seen_for, weight = age[usable], seen_for[usable], known.tickets[usable]
        length = int(seen_for.max()) + 2
        closings = np.bincount(age, weights=weight, minlength=length).astype(np.float64)
        # at risk at age a: age <= a <= seen_for, summed by differences
        change = closings - np.bincount(seen_for + 1, weights=weight, minlength=length)
        return cls(closings, np.cumsum(change))


def _reverse_time(ages: _Ages) -> Curve:
    """Share closed by each age, up to the last well watched: F(a) = Π over b > a of (1 − d(b)/n(b)) (Lynden-Bell)."""
    watched = np.flatnonzero(ages.at_risk >= ENOUGH_AT_RISK)
    if not len(watched):
        return np.empty(0)
    last = int(watched[-1]) + 1
    factor = 1 - ages.closings[1:last] / np.maximum(ages.at_risk[1:last], 1)
    return np.append(np.cumprod(factor[::-1])[::-1], 1.0)


def _product_limit(table: ClosingTable, *, as_of: int) -> Curve:
    """Share closed by each age, with the open ones censored on the last day (Kaplan and Meier 1958)."""
    known = table.known()
    open_ones = table.closed == STILL_OPEN
    censored = np.clip(as_of - table.opened[open_ones], 0, None)
    age = np.clip(known.closed - known.opened, 0, None)
    length = int(max(age.max(), censored.max(initial=0))) + 1
    closings = np.bincount(age, weights=known.tickets, minlength=length)
    left = closings + np.bincount(censored, weights=table.tickets[open_ones], minlength=length)
    at_risk = left[::-1].cumsum()[::-1]
    watched = np.flatnonzero(at_risk >= ENOUGH_AT_RISK)
    if not len(watched):
        return np.empty(0)
    last = int(watched[-1]) + 1
    closed = 1 - np.cumprod(1 - closings[:last] / at_risk[:last])
    return np.asarray(closed, dtype=np.float64)


def _expected_open(known: ClosingTable, curve: Curve, *, as_of: int) -> float:
    """Open tickets that a whole log would hold: each closed one stands for (1 − F)/F that are not closed yet."""
    if not len(curve):
        return 0.0
    seen_for = np.clip(as_of - known.opened, 0, len(curve) - 1)
    closed = np.maximum(curve[seen_for], 1 / ENOUGH_AT_RISK)
    return float((known.tickets * (1 - curve[seen_for]) / closed).sum())


def _settled_at(curve: Curve, *, whole: bool) -> float | None:
    """Hours after which nine tenths are closed; a ticket closed on the a-th day was so before a + 1 days had passed.

    A whole log (open tickets too) whose curve reaches nine tenths shows that age itself. Otherwise it is nine tenths
    of those seen to close, which can be believed only where closings died out long before the watch ended: else the
    slow ones are simply not seen.
    """
    if not len(curve) or curve[-1] <= 0:
        return None
    if whole and curve[-1] >= NINE_TENTHS:
        return (int(np.searchsorted(curve, NINE_TENTHS)) + 1) * HOURS_A_DAY
    age = int(np.searchsorted(curve, NINE_TENTHS * curve[-1]))
    if age > DIED_OUT * (len(curve) - 1):
        return None
    return (age + 1) * HOURS_A_DAY
