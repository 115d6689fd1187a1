"""Step 2, where are we now, from a log or a series to an assessment that shows itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.analyse import Asked, Assessment
from headway.analyse import where_are_we_now as assessed
from headway.eventlog.log import EventLog
from headway.eventlog.refused import Refused
from headway.kpi.series import Period, Series
from headway.workbench.files import Files, Progress, write_text
from headway.workbench.reading import read

if TYPE_CHECKING:
    from headway.kpi.business_hours import BusinessCalendar
    from headway.kpi.changes import ChangeRecord
    from headway.kpi.definition import Kpi
    from headway.kpi.outages import Outage


@dataclass(frozen=True, slots=True, kw_only=True)
class Now(Assessment):
    """An assessment that shows itself in a notebook and writes itself."""

    command: str = ""

    def _repr_html_(self) -> str:
        from headway.report.notebook import as_html

        return as_html(self)

    def __str__(self) -> str:
        from headway.report.terminal import summary

        return summary(self, width=100, command=self.command)

    def to_json(self) -> dict[str, Any]:
        """The documented form, as `--json` writes it."""
        from headway.report.document import as_json

        return as_json(self)

    def to_html(self, path: str | Path) -> Path:
        """Write the whole report as one file. Raises `Refused` (`cannot_write`)."""
        from headway.report.page import page

        return write_text(Path(path), page(self, command=self.command))

    def to_pdf(self, path: str | Path) -> Path:
        """Print the report. Raises `Refused` (`no_browser`, `browser_failed`, `cannot_write`)."""
        from headway.report.page import page
        from headway.report.pdf import write_pdf

        return write_pdf(page(self, command=self.command), Path(path))

    def to_png(self, folder: str | Path) -> list[Path]:
        """Write the charts as pictures. Raises `Refused` (`cannot_write`)."""
        from headway.report.png import write_png

        return write_png(self, Path(folder))


def where_are_we_now(
    log: EventLog | Series | Files, *,
    targets: Mapping[str, float] | None = None, changes: Sequence[tuple[date, str]] = (),
    baseline_from: date | None = None, rules: str | None = None,
    hours: str | None = None, country: str | None = None, period: str | Period | None = None,
    measures: str | Path | None = None, outages: str | Path | None = None, change_list: str | Path | None = None,
    as_of: datetime | None = None, command: str = "", progress: Progress | None = None,
) -> Now:
    """Where are we now: baselines, what the data can't say, and how big a change would have to be to be seen.

    `targets` by measure (shares 0 to 1, durations in hours); `changes` as (date, name); `hours` and `country` set the
    business clock; `measures`, `outages` and `change_list` are files. Raises `Refused` for what can't be read.

    >>> import headway
    >>> log = headway.read("tickets.csv")  # doctest: +SKIP
    >>> print(headway.where_are_we_now(log))  # doctest: +SKIP
    """
    from headway.kpi.measured import Measured

    if not isinstance(log, EventLog | Series):
        log = read(log, progress=progress)
    asked = Asked(targets=targets or {}, changes=tuple(sorted(changes)), baseline_from=baseline_from,
                  **({"rule_set": checked_rules(rules)} if rules else {}))
    if isinstance(log, Series):
        measured = Measured.of_series(log)
        return shown(assessed(measured, log=None, asked=asked), command=command)
    from headway.engine.duck import measure

    calendar = calendar_of(log, hours=hours, country=country)
    measured = measure(
        log, kpis=chosen_kpis(measures, calendar=calendar), period=checked_period(period), calendar=calendar,
        outages=outages_of(outages), changes=changes_of(change_list), as_of=as_of, progress=progress,
    )
    return shown(assessed(measured, log=log, asked=asked), command=command)


def shown(assessment: Assessment, *, command: str) -> Now:
    return Now(**{part.name: getattr(assessment, part.name) for part in fields(Assessment)}, command=command)


def checked_period(period: str | Period | None) -> Period | None:
    try:
        return Period(period) if period is not None else None
    except ValueError:
        raise Refused("bad_period", value=str(period)) from None


def checked_rules(rules: str) -> str:
    from headway.stats.run_rules import RULE_SETS

    if rules not in RULE_SETS:
        raise Refused("bad_rules", rules=rules)
    return rules


def calendar_of(log: EventLog, *, hours: str | None, country: str | None) -> BusinessCalendar | None:
    """The business clock: weekly hours, less the public holidays of a country. None: the calendar's own."""
    if hours is None:
        if country is not None:
            raise Refused("hours_missing", country=country)
        return None
    from headway.connect.public_holidays import public_holidays
    from headway.kpi.business_hours import BusinessCalendar, read_hours

    years = range(log.opened_from.year, log.as_of.year + 1)
    closed = public_holidays(country, years=years) if country else frozenset()
    return BusinessCalendar(week=read_hours(hours), holidays=closed, name=f"{hours}, {country}" if country else hours)


def outages_of(file: str | Path | None) -> Sequence[Outage] | None:
    if file is None:
        return None
    from headway.connect.lists import read_outages

    return read_outages(Path(file))


def changes_of(file: str | Path | None) -> Sequence[ChangeRecord] | None:
    if file is None:
        return None
    from headway.connect.lists import read_changes

    return read_changes(Path(file))


def chosen_kpis(own: str | Path | None, *, calendar: BusinessCalendar | None = None) -> tuple[Kpi, ...]:
    """The shipped measures and the user's own, on the clock that was asked for."""
    from headway.kpi.catalogue import SHIPPED

    kpis = SHIPPED
    if own is not None:
        from headway.kpi.custom import read_measures

        kpis += read_measures(Path(own))
    return kpis if calendar is None else on_hours(kpis, calendar)


def on_hours(kpis: Sequence[Kpi], calendar: BusinessCalendar) -> tuple[Kpi, ...]:
    """The same measures on the business clock; a horizon of days becomes as many usual days of these hours."""
    from headway.kpi.catalogue import on_clock
    from headway.kpi.definition import Clock

    a_week = sum(end - start for day in calendar.week for start, end in day) / 3600
    return on_clock(kpis, Clock.BUSINESS, hours_a_day=a_week / 7)
