"""The calls of the public API: edges and steps composed. The command line takes the same way."""

from __future__ import annotations

import csv
import io
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from headway.analyse import Asked, Assessment
from headway.analyse import where_are_we_now as assessed
from headway.eventlog.fields import Field
from headway.eventlog.log import EventLog
from headway.eventlog.reading import Reading
from headway.eventlog.refused import Refused
from headway.kpi.series import Period, Series

if TYPE_CHECKING:
    from headway.connect.prepare import Prepared
    from headway.engine.store import Workspace
    from headway.kpi.business_hours import BusinessCalendar
    from headway.kpi.changes import ChangeRecord
    from headway.kpi.definition import Kpi
    from headway.kpi.outages import Outage

Progress = Callable[[str, int, int], None]
Confirm = Callable[[Reading], bool]
Files = str | Path | Sequence[str | Path]

KEPT_IN_CACHE = 10   # logs; the oldest go first


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


def read(
    files: Files, *,
    mapping: Mapping[str, str] | None = None, mapping_file: str | Path | None = None,
    dates: str | None = None, zone: str | None = None,
    workspace: str | Path | None = None, source: str | None = None,
    keep_duplicates: bool = False, keep_names: bool = False, keep_text: bool = False,
    confirm: Confirm | None = None, progress: Progress | None = None,
) -> EventLog | Series:
    """Read a ticket export (or several with the same columns) into a log; a `period,value[,n]` file into a series.

    `mapping` ties fields to columns (`{"opened": "Created"}`). Without `workspace` the log is kept in a cache, found
    again by the file's digest. `confirm` is asked where columns were recognised by their content only.

    Raises `Refused` for input that can't be read honestly, with a code and what is needed to mend it.
    """
    from headway.connect.series import is_series, read_series

    paths = [Path(file) for file in ([files] if isinstance(files, str | Path) else files)]
    if len(paths) == 1 and not mapping and mapping_file is None and is_series(paths[0]):
        return read_series(paths[0])
    from headway.connect.prepare import prepare
    from headway.connect.wishes import Wishes
    from headway.engine.intake import Intake, append

    wishes = Wishes(
        mapping={field_named(name): column for name, column in (mapping or {}).items()},
        mapping_file=Path(mapping_file) if mapping_file is not None else None, dates=dates, zone=zone,
        keep_duplicates=keep_duplicates, keep_names=keep_names, keep_text=keep_text,
    )
    place = place_of(workspace)
    with place.scratch() as scratch:
        prepared = prepare(paths, scratch=scratch, wishes=wishes, progress=progress)
        if confirm is not None and prepared.reading.proposed and not confirm(prepared.reading):
            raise Refused("not_confirmed", file=prepared.name)
        intake = Intake(name=prepared.name, digest=prepared.digest, tables=prepared.tables, kind=prepared.kind,
                        reading=prepared.reading, today=date.today())
        log = append(intake, workspace=place, source=source_of(workspace, source, prepared, intake.stamp),
                     progress=progress)
    if workspace is None:
        place.keep_newest(KEPT_IN_CACHE)
    return log


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

    measured = measure(
        log, kpis=chosen_kpis(measures, business=hours is not None or country is not None),
        period=checked_period(period), calendar=calendar_of(log, hours=hours, country=country),
        outages=outages_of(outages), changes=changes_of(change_list), as_of=as_of, progress=progress,
    )
    return shown(assessed(measured, log=log, asked=asked), command=command)


def shown(assessment: Assessment, *, command: str) -> Now:
    return Now(**{part.name: getattr(assessment, part.name) for part in fields(Assessment)}, command=command)


def mapping_of(
    files: Files, *, mapping: Mapping[str, str] | None = None, dates: str | None = None, zone: str | None = None,
    progress: Progress | None = None,
) -> str:
    """How the columns of a file are read, as the text of a mapping file."""
    from headway.connect.mapping_file import mapping_text
    from headway.connect.prepare import prepare
    from headway.connect.wishes import Wishes

    paths = [Path(file) for file in ([files] if isinstance(files, str | Path) else files)]
    fields = {field_named(name): column for name, column in (mapping or {}).items()}
    wishes = Wishes(mapping=fields, dates=dates, zone=zone)
    with place_of(None).scratch() as scratch:
        return mapping_text(prepare(paths, scratch=scratch, wishes=wishes, progress=progress).reading)


DEMO_SEED = 15
DEMO_CHANGE = (date(2026, 3, 2), "exam category, chatbot, more staff")


def demo(folder: Path, *, progress: Progress | None = None) -> tuple[Now, Path]:
    """Simulate the worked example's help desk with a change that cuts times by a quarter; assess it; write the report.

    Returns the assessment and where the report lies. The same files come out every time.
    """
    from numpy.random import default_rng

    from headway.sample import KnownEffect, help_desk
    from headway.sample.rows import change_rows, exam_rows, outage_rows, ticket_rows

    desk = help_desk(rng=default_rng(DEMO_SEED), starts_on=date(2025, 9, 1), weeks=40,
                     change=KnownEffect(starts_on=DEMO_CHANGE[0], factor=.75))
    lists = {"tickets": ticket_rows, "outages": outage_rows, "changes": change_rows, "exams": exam_rows}
    files = {name: write_text(folder / f"{name}.csv", csv_text(rows(desk))) for name, rows in lists.items()}
    log = read(files["tickets"], workspace=folder / "workspace", source="help-desk", progress=progress)
    now = where_are_we_now(
        log, changes=[DEMO_CHANGE], targets={"sla_kept": .95, "within_24h": .9, "satisfaction": 4.0},
        outages=files["outages"], change_list=files["changes"], progress=progress,
        command=f"headway demo --folder {folder.name}")
    return now, now.to_html(folder / "report.html")


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def write_text(path: Path, text: str) -> Path:
    """Write a file whole or not at all. Raises `Refused`: `cannot_write`, `disk_full`."""
    from headway.engine.store import refusing

    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with refusing(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            half.write_text(text, encoding="utf-8")
            half.replace(path)
    finally:
        with suppress(OSError):
            half.unlink(missing_ok=True)
    return path


def field_named(name: str) -> Field:
    """The field of that name. Raises `Refused`: `unknown_field`."""
    try:
        return Field(name.strip().lower())
    except ValueError:
        raise Refused("unknown_field", field=name, fields=tuple(field.value for field in Field)) from None


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


def chosen_kpis(own: str | Path | None, *, business: bool) -> tuple[Kpi, ...]:
    """The shipped measures and the user's own, on the clock that was asked for."""
    from headway.kpi.catalogue import SHIPPED, on_clock
    from headway.kpi.definition import Clock

    kpis = SHIPPED
    if own is not None:
        from headway.kpi.custom import read_measures

        kpis += read_measures(Path(own))
    return on_clock(kpis, Clock.BUSINESS) if business else kpis


# ── where logs lie ──

def place_of(workspace: str | Path | None) -> Workspace:
    from headway.engine.store import Workspace

    return Workspace(Path(workspace) if workspace is not None else cache_folder())


def source_of(workspace: str | Path | None, source: str | None, prepared: Prepared, stamp: str) -> str:
    """The source's name: as given, else the file's own name; in the cache, the digest of bytes and reading."""
    if source is not None:
        return source
    return stamp[:16] if workspace is None else Path(prepared.name).name.split(".")[0]


def cache_folder() -> Path:
    """Where logs lie that belong to no workspace: the user's cache, else a temporary folder of the user's own."""
    if sys.platform == "win32":
        root = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        root = str(Path.home() / "Library" / "Caches")
    else:
        root = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    folder = Path(root) / "headway" if root else None
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            if os.access(folder, os.W_OK):
                return folder
    except OSError:
        pass   # a home that can't be written to: the temporary folder is always there
    return Path(tempfile.gettempdir()) / f"headway-{os.getuid() if hasattr(os, 'getuid') else 'user'}"

