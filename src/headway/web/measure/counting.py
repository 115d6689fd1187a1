"""From stored tickets, typed points or answers to the points of measures. Jobs call this; pages read what it found."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.baseline import Baseline, natural_state
from headway.connect.series import series_of_points
from headway.eventlog.fields import SLICES, Field
from headway.eventlog.log import EventLog
from headway.eventlog.quality import Finding
from headway.eventlog.refused import Fact, Refused
from headway.kpi.catalogue import BY_ID
from headway.kpi.custom import measures_in
from headway.kpi.definition import Clock, Direction, Given, Kpi, Unit
from headway.kpi.definition import Family as FamilyOfMeasure
from headway.kpi.measured import Measured
from headway.kpi.series import Period, Series
from headway.web.measure import models
from headway.web.vision.models.mapping import value_key

if TYPE_CHECKING:
    from headway.engine.part import Tie
    from headway.kpi.business_hours import BusinessCalendar
    from headway.kpi.changes import ChangeRecord
    from headway.kpi.outages import Outage

SCORE_NAMES = {Unit.HOURS: "duration", Unit.SHARE: "share", Unit.COUNT: "count", Unit.SCORE: "score"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What was counted for one measure: its series and its natural state. `empty_because` stands also in the series."""

    row: models.Kpi
    series: Series
    state: Baseline
    data_digest: str = ""
    facts: Mapping[str, Fact] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What stands beside the tickets of a source."""

    outages: Sequence[Outage] | None = None
    changes: Sequence[ChangeRecord] | None = None


def definition_of(row: models.Kpi) -> Kpi:
    """The library's definition of a measure, on the calendar's clock. Raises `Refused` (`bad_measure`, `unknown_measure`)."""
    if row.origin != models.Origin.LOG:
        return Kpi(id=f"own_{row.pk}", version=row.definition, unit=Unit(row.measured_in), direction=Direction(row.direction),
                   family=FamilyOfMeasure(row.family), part=Given(), settles=False, label=row.name)
    if row.own_measure:
        found = measures_in(row.own_measure)[0]
    elif row.measure in BY_ID:
        found = BY_ID[row.measure]
    else:
        raise Refused("unknown_measure", measure=row.measure, known=tuple(BY_ID))
    return replace(found, family=FamilyOfMeasure(row.family), direction=Direction(row.direction))


def counted_in_log(
    log: EventLog, rows: Sequence[models.Kpi], *, ties: Sequence[Tie] | None, hours: str, country: str, data_digest: str,
    lists: Lists, facts: Mapping[str, Fact],
) -> Iterator[Counted]:
    """Measures of one entity, counted on the tickets that are tied to it; `ties` None is the whole log."""
    with tempfile.TemporaryDirectory(prefix="headway-") as folder:
        try:
            part = part_of(log, ties, Path(folder))
        except Refused as refused:
            if refused.code != "no_tickets":
                raise
            yield from (nothing(row, because="no_mapping" if not ties else "no_tickets", facts=facts) for row in rows)
            return
        grouped = sorted(rows, key=lambda row: (row.on_business_clock, row.period))
        for (on_hours, period), group in groupby(grouped, key=lambda row: (row.on_business_clock, row.period)):
            calendar = calendar_of(log, hours=hours, country=country) if on_hours and hours else None
            yield from _measured(part, list(group), period=period, calendar=calendar, on_hours=on_hours,
                                 data_digest=data_digest, lists=lists, facts=facts)


def spelt_in(log: EventLog, ties: Sequence[Tie]) -> list[Tie]:
    """Ties with values as the log spells them; vision keeps them trimmed."""
    from headway.engine.part import Tie, values_of

    fields = [field for field in SLICES if field in {tie.field for tie in ties}]
    spelt: dict[tuple[Field, str], list[str]] = {}
    for name, value, _ in values_of(log, fields=fields):
        spelt.setdefault((name, value_key(value)), []).append(value)
    return [Tie(field=tie.field, value=value, from_on=tie.from_on, until_on=tie.until_on)
            for tie in ties for value in spelt.get((tie.field, tie.value), ())]


def part_of(log: EventLog, ties: Sequence[Tie] | None, folder: Path) -> EventLog:
    from headway.engine.part import part_of_log

    return log if ties is None else part_of_log(log, ties=ties, folder=folder)


def calendar_of(log: EventLog, *, hours: str, country: str) -> BusinessCalendar | None:
    from headway.workbench.now import calendar_of as calendar

    return calendar(log, hours=hours, country=country or None)


def measured(log: EventLog, kpis: Sequence[Kpi], *, period: str, calendar: BusinessCalendar | None, lists: Lists) -> Measured:
    """The library's measures of a log, over all of its tickets."""
    from headway.engine.duck import measure

    return measure(log, kpis=kpis, period=Period(period) if period else None, slices=(), calendar=calendar,
                   outages=lists.outages, changes=lists.changes)


def _measured(
    log: EventLog, rows: Sequence[models.Kpi], *, period: str, calendar: BusinessCalendar | None, on_hours: bool,
    data_digest: str, lists: Lists, facts: Mapping[str, Fact],
) -> Iterator[Counted]:
    from headway.workbench.now import on_hours as on_these_hours

    asked = {row.pk: definition_of(row) for row in rows}
    if calendar is not None:
        asked = dict(zip(asked, on_these_hours(tuple(asked.values()), calendar), strict=True))
    elif on_hours:
        asked = {pk: replace(kpi, clock=Clock.BUSINESS) for pk, kpi in asked.items()}
    found = measured(log, tuple({kpi.id: kpi for kpi in asked.values()}.values()), period=period, calendar=calendar,
                     lists=lists)
    by_id = {series.kpi.id: series for series in found.series if not series.slice}
    for row in rows:
        series = replace(by_id[asked[row.pk].id], kpi=asked[row.pk])
        yield Counted(row=row, series=series, state=natural_state(series), data_digest=data_digest, facts=facts,
                      findings=(*log.quality.findings, *found.findings))


def nothing(row: models.Kpi, *, because: str, facts: Mapping[str, Fact] | None = None) -> Counted:
    """A measure of which nothing is known, and why."""
    series = Series(kpi=definition_of(row), period=Period(row.period or Period.WEEK), n=0, value=None, empty_because=because)
    return Counted(row=row, series=series, state=natural_state(series), facts=facts or {})


def counted_points(row: models.Kpi, points: Sequence[tuple[Any, float | None, int]], *, data_digest: str = "") -> Counted:
    """A measure whose points were typed, uploaded or answered: (first day, value, n)."""
    kpi = definition_of(row)
    if not points:
        return nothing(row, because="no_points" if row.origin == models.Origin.OWN else "no_answers")
    found = series_of_points(list(points), kind=SCORE_NAMES[kpi.unit], name=row.name)
    period = Period(row.period) if row.period else found.period
    series = replace(found, kpi=kpi, period=period)
    return Counted(row=row, series=series, state=natural_state(series), data_digest=data_digest)
