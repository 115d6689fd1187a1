"""The window of a log: where openings begin and end in earnest, so that a thin tail is not read as falling demand."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from headway.kpi.closing import ClosingTable, Days

WEEK = 7
TAIL_WEEKS = 4       # a stretch shorter than that is a holiday, not the end of an extract
LEVEL_WEEKS = 8      # the level beside the cut is that of two months
ENOUGH_BESIDE = 100  # tickets beside the cut: with fewer, "2 % of that" is no more than one or two
GONE = .02           # what is left of the level: services lose a third overnight (Italian help desk), not 98 %
NEVER_BACK = .2      # no week of the tail comes back to a fifth of the level: a summer break does
SMALL = .05          # of all tickets: a tail that holds more is a part of the story
SLEPT = 366          # days: no service desk sleeps for a year and works on; a ticket beyond is a typing error
STILL_WORKED = 1 / 3  # of the level: the days up to the cut that still belong to the core

EXPECTED_BY_THEN = 10.0  # closings that chance would not withhold: P(none) = e⁻¹⁰ if independent (Poisson)
WITHHELD = .1            # of the closings expected by then; less is a selection by closing date


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """First and last day (numbers, both included) of the core, and how many tickets were opened before and after it."""

    first: int
    last: int
    before: int = 0
    after: int = 0


def window_of(first: int, arrivals: Days, *, closed_from: int | None = None) -> Window:
    """The core of the openings. `arrivals` are counted for each day from day number `first` on.

    A tail is cut where openings fall within days to under `GONE` of their level, stay there for `TAIL_WEEKS` or more to
    the end of the log and never come back; a head likewise, backwards in time. Slow ramps and lost customers are no
    such thing. A few tickets more than a year apart from all others are cut too, however small the log. `closed_from`
    is where closings begin in an extract by closing date (see `closings_begin`): a thin head before it is cut too.

    >>> steady = np.full(70, 50)
    >>> window_of(0, np.concatenate((steady, np.zeros(60, dtype=int), [3])))
    Window(first=0, last=69, before=0, after=3)
    >>> window_of(0, steady)
    Window(first=0, last=69, before=0, after=0)
    """
    worked = np.flatnonzero(arrivals)
    low, high = _without_strays(worked, arrivals)
    end = low + _core_length(arrivals[low:high])
    start = end - _core_length(arrivals[low:end][::-1])
    if closed_from is not None and closed_from > first + start:
        head = int(arrivals[: closed_from - first].sum())
        if head <= SMALL * arrivals.sum():
            start = closed_from - first
    return Window(
        first=first + start, last=first + end - 1, before=int(arrivals[:start].sum()), after=int(arrivals[end:].sum())
    )


def _without_strays(worked: Days, arrivals: Days) -> tuple[int, int]:
    """From and to of the days with openings, less what little lies beyond a gap of over a year."""
    upto, most = np.cumsum(arrivals), SMALL * arrivals.sum()
    gaps = np.flatnonzero(np.diff(worked) > SLEPT)
    heads = [gap + 1 for gap in gaps if upto[worked[gap]] <= most]
    tails = [gap for gap in gaps if upto[-1] - upto[worked[gap]] <= most]
    low, high = worked[heads[-1] if heads else 0], worked[tails[0] if tails else -1]
    return int(low), int(high) + 1


def _core_length(daily: Days) -> int:
    """How many days from the beginning belong to the core; all of them where there is no thin tail."""
    n = len(daily)
    upto = np.concatenate(([0], np.cumsum(daily)))
    cut = np.arange(LEVEL_WEEKS * WEEK, n - TAIL_WEEKS * WEEK + 1)
    if not len(cut):
        return n
    beside = upto[cut] - upto[cut - LEVEL_WEEKS * WEEK]
    level = beside / LEVEL_WEEKS
    tail = upto[n] - upto[cut]
    weeks = upto[WEEK:] - upto[:-WEEK]                                # tickets of the seven days from each day on
    busiest = np.maximum.accumulate(weeks[::-1])[::-1][cut]           # ... of any seven days from the cut on
    thin = (beside >= ENOUGH_BESIDE) & (tail / (n - cut) * WEEK <= GONE * level) & (busiest <= NEVER_BACK * level)
    found = np.flatnonzero(thin & (tail <= SMALL * upto[n]))
    if not len(found):
        return n
    core, usual = int(cut[found[0]]), float(level[found[0]]) / WEEK
    still = np.flatnonzero(daily[core : core + WEEK] >= STILL_WORKED * usual)
    return core + (int(still[-1]) + 1 if len(still) else 0)


def closings_begin(table: ClosingTable) -> int | None:
    """The day on which closings begin in a log that was selected by closing date; None where it was not.

    Were it selected by opening date, closings would follow openings from the first day on, with the durations that the
    log itself shows. Where ten or more should have come and less than a tenth did, the tickets closed before that day
    were left out, and of the cohorts opened before it only the slow ones are seen (left truncation: Klein and
    Moeschberger, Survival Analysis, 2nd ed. 2003, section 3.4).
    """
    known = table.known()
    if not known.total:
        return None
    first = int(table.opened.min())
    days = int(known.closed.max()) - first + 1
    taken = np.bincount(known.closed - known.opened, weights=known.tickets, minlength=days)[:days]
    opened = np.bincount(known.opened - first, weights=known.tickets, minlength=days)[:days]
    expected = np.cumsum(_convolved(opened, taken / taken.sum()))
    seen = np.cumsum(np.bincount(known.closed - first, weights=known.tickets, minlength=days))
    withheld = np.flatnonzero((expected >= EXPECTED_BY_THEN) & (seen <= WITHHELD * expected))
    return first + int(withheld[-1]) + 1 if len(withheld) else None


def _convolved(opened: Days, share: NDArray[np.float64]) -> NDArray[np.float64]:
    """Expected closings of each day: openings spread over the days that they take."""
    size = 1 << (2 * len(opened) - 1).bit_length()
    spread = np.fft.irfft(np.fft.rfft(opened, size) * np.fft.rfft(share, size), size)
    return spread[: len(opened)]
