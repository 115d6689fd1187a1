"""What only measuring shows of a log's quality: codes with counts and facts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from headway.eventlog.quality import Finding
from headway.eventlog.refused import Fact
from headway.kpi.frame import Frame
from headway.kpi.maturity import EXPECTED_OPEN
from headway.kpi.periods import counts_in, follows
from headway.kpi.series import Period, Point, Series
from headway.kpi.suspects import Suspect

NAMED = 6            # periods that a sentence can list
LAST_MONTHS = 12     # a fall is told over the last year: that is what a dashboard shows
FELL = .5            # a fall to less than half is what people report
ENOUGH_CASES = 10    # behind a median that is quoted


def of_frame(frame: Frame, known: Mapping[str, int]) -> Iterator[Finding]:
    """The window, thin periods, tickets without an end, a log of closed tickets only."""
    window, first, last = frame.window, *(day.isoformat() for day in frame.dates)
    total = frame.table.total
    if window.after:
        inside = (total - window.before - window.after) / total
        yield Finding("window_ends_early", window.after, "tickets", {"share": inside, "first": first, "last": last})
    if window.before:
        yield Finding("window_starts_late", window.before, "tickets", {"first": first})
    if known["resolved"] and known["unresolved"]:
        yield Finding("no_resolution_time", known["unresolved"], "tickets")
    # where all that is charted had the time to be closed, nothing is missing from it
    if frame.maturity.only_closed and frame.maturity.expected_open >= EXPECTED_OPEN and not frame.all_old_enough:
        # durations that were cut off everywhere tell no number of open tickets, only that there are some
        told = frame.maturity.settle_hours is not None
        facts: dict[str, Fact] = {"expected_open": round(frame.maturity.expected_open)} if told else {}
        yield Finding("only_closed_tickets", total, "tickets", facts)
    yield from _thin(frame)


def _thin(frame: Frame) -> Iterator[Finding]:
    """Days and weeks with few tickets that no weekend explains; a month is too long for a holiday to thin it."""
    places = np.flatnonzero(frame.thin & ~frame.resting & ~frame.partial)
    if not len(places) or frame.grid.period is Period.MONTH:
        return
    starts = frame.grid.starts
    facts: dict[str, Fact] = {"n_periods": len(places), "period": frame.grid.period.value}
    if len(places) <= NAMED:
        facts["periods"] = tuple(starts[place].isoformat() for place in places)
    arrived = counts_in(frame.grid, *frame.table.arrivals())
    yield Finding("thin_periods", int(arrived[places].sum()), "tickets", facts)


def of_suspects(series: Series, found: Sequence[Suspect]) -> Iterator[Finding]:
    """Stretches in which the clock of an agreement is in doubt."""
    for suspect in found:
        last = _last_day(series.points[suspect.last].starts_on, series.period)
        yield Finding("clock_suspect", suspect.n, "tickets", {
            "kpi": series.kpi.id, "value": suspect.value, "first": series.points[suspect.first].starts_on.isoformat(),
            "last": last.isoformat()})


def of_censoring(monthly: Series, as_of: date) -> Iterator[Finding]:
    """A fall that only the end of the log makes: `monthly` is a duration by month of opening, of closed tickets only.

    Told where the newest month that is too young to judge stands at less than half of the last month that can be judged
    (of the first of the last twelve, where none can).
    """
    told = [point for point in monthly.points[-LAST_MONTHS:] if point.n >= ENOUGH_CASES]
    young = [point for point in told if not point.settled]
    if len(told) < 2 or not young:
        return
    judged = [point for point in told if point.settled]
    before, now = (judged[-1] if judged else told[0]), young[-1]
    if before.value is None or now.value is None or before is now or now.value > FELL * before.value:
        return
    yield Finding("fall_is_censoring", _cases(young), "tickets", {
        "kpi": monthly.kpi.id, "before": before.value, "now": now.value, "before_on": before.starts_on.isoformat(),
        "now_on": now.starts_on.isoformat(), "as_of": as_of.isoformat()})


def _cases(points: Sequence[Point]) -> int:
    return sum(point.n for point in points)


def _last_day(start: date, period: Period) -> date:
    return follows(period, start) - timedelta(days=1)
