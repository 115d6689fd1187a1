"""The closing rate of a measure that is counted in an event store: what a verdict on waiting times is judged from.

Tickets stay where they are; what is counted of them comes out: closures against those expected of tickets of the same age.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TypeAlias

from headway.engine.part import Tie
from headway.eventlog.fields import Field
from headway.eventlog.refused import Refused
from headway.kpi.closing_series import ClosingSeries
from headway.kpi.definition import Kpi
from headway.verdict import by_closing_rate, share_that_counts, short_past
from headway.web.measure.waiting import Tickets
from headway.web.review.judging import KINDS, Comparison, Rates
from headway.workbench.files import Progress
from headway.workbench.of_a_log import MOST_LIKE, TOO_LITTLE, OfALog
from headway.workbench.points import settled

Part: TypeAlias = dict[Field, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Logs:
    """The tickets behind the series of a comparison, by name; a series that no log holds has none."""

    own: Tickets
    controls: Mapping[str, Tickets] = field(default_factory=dict)
    balances: Mapping[str, Tickets] = field(default_factory=dict)


def rates_of(comparison: Comparison, logs: Logs, *, progress: Progress | None = None) -> Rates | None:
    """What is judged in place of points, or None where the measure is no time that tickets wait.

    A control that has no log, or whose tickets tell too little, is left out: a rate is held against rates only.
    Raises `Refused`: `no_baseline`, `no_tickets`, `horizon_not_mature`.
    """
    series, change = comparison.series, comparison.change
    if not by_closing_rate(series.kpi):
        return None
    share = share_that_counts(settled(series), kind=KINDS[series.kpi.unit], change=change)
    day = _known_on(comparison)
    with logs.own.of(series.kpi, progress=progress) as own:
        rate = own.rate(own.kpi, change=change, as_of=day, share=share)
    assert rate is not None   # what is named is refused, not left out
    controls = dict(_controls(comparison, logs.controls, share=share, day=day, progress=progress))
    like = None if controls or not short_past(rate, change) else dict(
        _like(logs.own, series.kpi, change=change, share=share, day=day, progress=progress))
    return Rates(own=rate, controls=controls, like=like,
                 balances=dict(_balances(comparison, logs.balances, day=day, progress=progress)))


def _known_on(comparison: Comparison) -> date | None:
    """Tickets are looked at as they stood before the change was undone."""
    return None if comparison.undone_on is None else comparison.undone_on - timedelta(days=1)


def _controls(
    comparison: Comparison, logs: Mapping[str, Tickets], *, share: float | None, day: date | None, progress: Progress | None,
) -> Iterator[tuple[str, ClosingSeries]]:
    for name, series in comparison.controls.items():
        if name in logs and by_closing_rate(series.kpi):
            with logs[name].of(series.kpi, progress=progress) as part:
                rate = part.rate(part.kpi, change=comparison.change, as_of=day, share=share, named=False)
            if rate is not None:
                yield name, rate


def _balances(
    comparison: Comparison, logs: Mapping[str, Tickets], *, day: date | None, progress: Progress | None,
) -> Iterator[tuple[str, ClosingSeries]]:
    """Those of waiting; one that tells too little is judged by its points, which say so."""
    for one in comparison.balancing:
        kpi = one.series.kpi
        if one.name not in logs or not by_closing_rate(kpi):
            continue
        try:
            share = share_that_counts(settled(one.series), kind=KINDS[kpi.unit], change=comparison.change)
            with logs[one.name].of(kpi, progress=progress) as part:
                rate = part.rate(part.kpi, change=comparison.change, as_of=day, share=share)
        except Refused as refused:
            if refused.code not in TOO_LITTLE:
                raise
            continue
        if rate is not None:
            yield one.name, rate


def _like(
    tickets: Tickets, kpi: Kpi, *, change: date, share: float | None, day: date | None, progress: Progress | None,
) -> Iterator[tuple[str, ClosingSeries]]:
    """The other values of the field that tickets are tied by, the largest first: their noise is like its own."""
    whole = OfALog(log=tickets.log, kpi=kpi, only={}, calendar=tickets.calendar(kpi), progress=progress)
    for name, own in by_field(tickets.ties or ()).items():
        for value in [value for value in whole.values(name) if value not in own][:MOST_LIKE]:
            rate = whole.rate(whole.part({name: (value,)}), change=change, as_of=day, share=share, named=False)
            if rate is not None:
                yield value, rate


def by_field(ties: Sequence[Tie]) -> Part:
    """The values that choose tickets, by their field."""
    found: Part = {}
    for tie in ties:
        found[tie.field] = (*found.get(tie.field, ()), tie.value)
    return found
